package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.LatestFrames;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.aeron.TraceSubscriber;
import io.tracelink.core.ParentSet;

/**
 * A join of two inputs in step: an output for each sequence that both have brought.
 */
public final class JoinInputs implements AutoCloseable
{
    private final ParentSet parents = new ParentSet(2);
    private final FramePublisher publisher;
    private final LatestFrames latest;
    private final TraceSubscriber subscriber;

    /**
     * Subscribe to the descriptors of all streams.
     *
     * @param aeron         a connected client.
     * @param publisher     of the join's frames.
     * @param leftStreamId  of the frames of one input.
     * @param rightStreamId of those of the other one.
     */
    public JoinInputs(
        final Aeron aeron, final FramePublisher publisher, final long leftStreamId, final long rightStreamId)
    {
        this.publisher = publisher;
        latest = new LatestFrames(8, new long[]{leftStreamId, rightStreamId});
        subscriber = new TraceSubscriber(new TraceSubscriber.Context()
            .aeron(aeron)
            .channel(TraceStreams.DESCRIPTOR_CHANNEL)
            .streamId(TraceStreams.DESCRIPTOR_STREAM_ID)
            .frameDescriptorHandler(this::onFrameDescriptor));
    }

    /**
     * Call it for as long as this is open.
     *
     * @return the amount of work done.
     */
    public int doWork()
    {
        return subscriber.doWork();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        subscriber.close();
    }

    private void onFrameDescriptor(final FrameDescriptorReader descriptor, final Header header)
    {
        if (latest.onFrame(descriptor) >= 0 && latest.matchSeq(descriptor.seq()))
        {
            latest.parents(parents);
            publisher.publishJoined(descriptor.seq(), descriptor.timestampNs(), 1, parents);
        }
    }
}
