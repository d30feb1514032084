package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.TracePoller;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.TraceLinkSetReader;

/**
 * Reads frames and their links off the streams.
 */
public final class ReadTraces
{
    private final TracePoller descriptors;
    private final TracePoller links;
    private long frameCount;
    private long linkCount;

    /**
     * Subscribe to both streams.
     *
     * @param aeron a connected client.
     */
    public ReadTraces(final Aeron aeron)
    {
        descriptors = new TracePoller(
            aeron.addSubscription(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID),
            null,
            this::onFrameDescriptor);
        links = new TracePoller(
            aeron.addSubscription(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID),
            this::onTraceLinkSet,
            null);
    }

    /**
     * Call it for as long as the subscriptions are open: one that is not polled holds up every publisher.
     *
     * @return the number of fragments read.
     */
    public int poll()
    {
        return descriptors.poll(10) + links.poll(10);
    }

    /**
     * {@return frames seen}
     */
    public long frameCount()
    {
        return frameCount;
    }

    /**
     * {@return links from a frame to a parent seen}
     */
    public long linkCount()
    {
        return linkCount;
    }

    private void onFrameDescriptor(final FrameDescriptorReader descriptor, final Header header)
    {
        frameCount++;
    }

    private void onTraceLinkSet(final TraceLinkSetReader linkSet, final Header header)
    {
        linkCount += linkSet.parentCount();
    }
}
