package io.tracelink.aeron;

import io.aeron.logbuffer.Header;

/**
 * Is told of the frames that a {@link TracePoller} reads.
 */
@FunctionalInterface
public interface FrameDescriptorHandler
{
    /**
     * A frame was published.
     *
     * @param descriptor of the frame; holds until this method returns.
     * @param header     of the fragment that brought it.
     */
    void onFrameDescriptor(FrameDescriptorReader descriptor, Header header);
}
