package io.tracelink.store;

import java.util.List;

/**
 * A trace ID of a lineage with the frames that carry it.
 *
 * @param traceId of the node.
 * @param frames  that carry the trace ID, ordered by time; empty if none is stored.
 */
public record TraceNode(long traceId, List<StoredFrame> frames)
{
    /**
     * Keep an unmodifiable copy of the frames.
     *
     * @param traceId of the node.
     * @param frames  that carry the trace ID.
     */
    public TraceNode
    {
        frames = List.copyOf(frames);
    }
}
