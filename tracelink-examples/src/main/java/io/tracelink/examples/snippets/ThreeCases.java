package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.ParentSet;

/**
 * The three ways in which a frame comes to be: from nothing, from one frame, from many.
 */
public final class ThreeCases
{
    private final ParentSet parents = new ParentSet(16);

    /**
     * Construct.
     */
    public ThreeCases()
    {
    }

    /**
     * A stage's publisher with tracing on.
     *
     * @param aeron    a connected client.
     * @param streamId of the stage's frames.
     * @param nodeId   of this process, unique in the deployment.
     * @return the publisher.
     */
    public FramePublisher tracedPublisher(final Aeron aeron, final long streamId, final int nodeId)
    {
        final FramePublisher publisher = new FramePublisher(new FramePublisher.Context()
            .aeron(aeron)
            .streamId(streamId));
        publisher.enableTracing(nodeId);

        return publisher;
    }

    /**
     * A frame without parents.
     *
     * @param publisher   of the stage.
     * @param seq         of the frame.
     * @param timestampNs of the frame.
     * @param metaVersion of the frame.
     * @return the result of the descriptor.
     */
    public long root(
        final FramePublisher publisher, final long seq, final long timestampNs, final long metaVersion)
    {
        // sensor: the frame gets a new trace ID
        final long result = publisher.publishRoot(seq, timestampNs, metaVersion);

        return result;
    }

    /**
     * A frame from one frame.
     *
     * @param publisher    of the stage.
     * @param seq          of the frame.
     * @param timestampNs  of the frame.
     * @param metaVersion  of the frame.
     * @param inputTraceId trace ID of the input frame's descriptor.
     * @return the result of the descriptor.
     */
    public long oneToOne(
        final FramePublisher publisher,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long inputTraceId)
    {
        // filter: the frame keeps the trace ID of its input
        final long result = publisher.publishDerived(seq, timestampNs, metaVersion, inputTraceId);

        return result;
    }

    /**
     * A frame from many frames.
     *
     * @param publisher    of the stage.
     * @param seq          of the frame.
     * @param timestampNs  of the frame.
     * @param metaVersion  of the frame.
     * @param leftTraceId  trace ID of one input frame's descriptor.
     * @param rightTraceId trace ID of another.
     * @return the result of the descriptor.
     */
    public long manyToOne(
        final FramePublisher publisher,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long leftTraceId,
        final long rightTraceId)
    {
        // join: the frame gets a new trace ID, and its parents go out in a TraceLinkSet
        parents.clear();
        parents.add(leftTraceId);
        parents.add(rightTraceId);
        final long result = publisher.publishJoined(seq, timestampNs, metaVersion, parents);

        return result;
    }
}
