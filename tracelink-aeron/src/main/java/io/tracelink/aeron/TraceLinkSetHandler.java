package io.tracelink.aeron;

import io.aeron.logbuffer.Header;
import io.tracelink.core.TraceLinkSetReader;

/**
 * Is told of the TraceLinkSets that a {@link TracePoller} reads.
 */
@FunctionalInterface
public interface TraceLinkSetHandler
{
    /**
     * The parents of a frame were reported. The set has been checked whole.
     *
     * @param linkSet of the frame; holds until this method returns.
     * @param header  of the last fragment that brought it.
     */
    void onTraceLinkSet(TraceLinkSetReader linkSet, Header header);
}
