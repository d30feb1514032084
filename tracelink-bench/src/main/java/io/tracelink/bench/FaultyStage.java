package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.tracelink.aeron.AsyncPublisher;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.bench.PublishUnderFault.Mode;
import org.agrona.CloseHelper;

/**
 * A publisher in some mode, with what it sends by.
 */
final class FaultyStage implements AutoCloseable
{
    private static final int NODE_ID = 7;

    private final int controlStreamId;
    private final Publication descriptor;
    private final Publication control;
    private final AsyncPublisher asyncPublisher;
    private final FramePublisher publisher;

    /**
     * Open what the mode needs.
     */
    FaultyStage(final Aeron aeron, final Mode mode, final int descriptorStreamId, final int controlStreamId)
    {
        this.controlStreamId = controlStreamId;
        descriptor = Mode.ALL_QUEUED == mode ? null :
            aeron.addExclusivePublication(TraceStreams.DESCRIPTOR_CHANNEL, descriptorStreamId);
        control = Mode.OWN_THREAD == mode ?
            aeron.addExclusivePublication(TraceStreams.CONTROL_CHANNEL, controlStreamId) : null;
        asyncPublisher = Mode.OWN_THREAD == mode ? null : new AsyncPublisher(new AsyncPublisher.Context()
            .aeron(aeron)
            .descriptorStreamId(descriptorStreamId)
            .controlStreamId(controlStreamId)
            .sendDescriptors(Mode.ALL_QUEUED == mode)
            .drainTimeoutNs(0));
        publisher = new FramePublisher(new FramePublisher.Context()
            .aeron(aeron)
            .streamId(descriptorStreamId)
            .descriptorPublication(descriptor)
            .controlPublication(control)
            .asyncPublisher(asyncPublisher));
        publisher.enableTracing(NODE_ID);
    }

    /**
     * {@return what the frames are published with}
     */
    FramePublisher publisher()
    {
        return publisher;
    }

    /**
     * {@return the publication of frames; null where an agent has it}
     */
    Publication descriptor()
    {
        return descriptor;
    }

    /**
     * {@return the publication of links; null where an agent has it}
     */
    Publication control()
    {
        return control;
    }

    /**
     * {@return the stream of the links}
     */
    int controlStreamId()
    {
        return controlStreamId;
    }

    /**
     * Let the agent work once, if there is one.
     */
    int work()
    {
        return null == asyncPublisher ? 0 : asyncPublisher.doWork();
    }

    /**
     * How many links the agent has dropped; 0 without one.
     */
    long droppedByAgent()
    {
        return null == asyncPublisher ? 0 : asyncPublisher.counters().linksDropped();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(publisher, asyncPublisher, descriptor, control);
    }
}
