package io.tracelink.aeron;

import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;

/**
 * Is told of the frames that a {@link ControlledTracePoller} reads, and says how to go on.
 */
@FunctionalInterface
public interface ControlledFrameDescriptorHandler
{
    /**
     * A frame was published.
     *
     * @param descriptor of the frame; holds until this method returns.
     * @param header     of the fragment that brought it.
     * @return how to go on: {@link Action#ABORT} has the same frame come again with the next poll.
     */
    Action onFrameDescriptor(FrameDescriptorReader descriptor, Header header);
}
