package io.tracelink.examples.snippets;

import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.store.LineageStore;
import io.tracelink.store.WindowRecorder;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * A stage that makes a frame of every window of so many frames, and records the window in place of its parents.
 */
public final class WindowStage implements AutoCloseable
{
    private final FramePublisher publisher;
    private final int windowLength;
    private final WindowRecorder recorder;
    private final AgentRunner runner;
    private long firstSeq;
    private int frames;
    private long outputSeq;

    /**
     * Start the thread that commits windows.
     *
     * @param publisher    of the stage's frames, traced; stays the caller's.
     * @param store        that windows are recorded in; stays the caller's.
     * @param windowLength in frames.
     * @param errorHandler that is told of faults of the store.
     */
    public WindowStage(
        final FramePublisher publisher,
        final LineageStore store,
        final int windowLength,
        final ErrorHandler errorHandler)
    {
        this.publisher = publisher;
        this.windowLength = windowLength;
        recorder = new WindowRecorder(new WindowRecorder.Context()
            .store(store)
            .errorHandler(errorHandler));
        runner = new AgentRunner(new SleepingMillisIdleStrategy(1), errorHandler, null, recorder);
        AgentRunner.startOnThread(runner);
    }

    /**
     * A frame of the input, in the order of its sequences.
     *
     * @param input descriptor of the frame.
     */
    public void onInput(final FrameDescriptorReader input)
    {
        if (0 == frames++)
        {
            firstSeq = input.seq();
        }

        if (frames == windowLength)
        {
            // a new trace ID for the output, and the bounds of what it was made of
            if (publisher.publishRoot(outputSeq++, input.timestampNs(), 1) > 0)
            {
                recorder.recordBySeq(publisher.traceId(), input.streamId(), input.epoch(), firstSeq, input.seq());
            }
            frames = 0;
        }
    }

    /**
     * {@return the windows that were dropped up to now}
     */
    public long windowsDropped()
    {
        return recorder.dropped();
    }

    /**
     * Commit what was recorded, and end the thread.
     */
    @Override
    public void close()
    {
        CloseHelper.close(runner);
    }
}
