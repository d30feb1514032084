package io.tracelink.aeron;

import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.tracelink.core.TraceLinkSetReader;

/**
 * Is told of the TraceLinkSets that a {@link ControlledTracePoller} reads, and says how to go on.
 */
@FunctionalInterface
public interface ControlledTraceLinkSetHandler
{
    /**
     * The parents of a frame were reported. The set has been checked whole.
     *
     * @param linkSet of the frame; holds until this method returns.
     * @param header  of the message: its position is behind the last fragment.
     * @return how to go on: {@link Action#ABORT} has the same set come again with the next poll.
     */
    Action onTraceLinkSet(TraceLinkSetReader linkSet, Header header);
}
