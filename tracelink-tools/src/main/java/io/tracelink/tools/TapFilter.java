package io.tracelink.tools;

import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.DirectBuffer;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says of each message whether and as what it is to be printed. Run by the thread that polls, so that nothing that
 * nobody asked for takes room on its way to the output.
 */
final class TapFilter
{
    /**
     * Not to be printed.
     */
    static final int UNWANTED = 0;

    /**
     * Broken, and counted.
     */
    static final int BROKEN = -1;

    /**
     * A good FrameDescriptor.
     */
    static final int FRAME = 1;

    /**
     * A good TraceLinkSet.
     */
    static final int LINKS = 2;

    /**
     * A message of another kind, with a header at least.
     */
    static final int OTHER = 3;

    private final FrameDescriptorReader descriptor = new FrameDescriptorReader();
    private final TraceLinkSetReader linkSet = new TraceLinkSetReader();
    private final Set<Long> streams;
    private final Set<Long> traceIds;
    private final boolean isEverythingWanted;

    /**
     * Written by the thread that polls, read by others.
     */
    private final AtomicLong rejects = new AtomicLong();

    /**
     * Empty sets want everything.
     */
    TapFilter(final Set<Long> streams, final Set<Long> traceIds, final boolean isEverythingWanted)
    {
        this.streams = Set.copyOf(streams);
        this.traceIds = Set.copyOf(traceIds);
        this.isEverythingWanted = isEverythingWanted;
    }

    int kindOf(final DirectBuffer buffer, final int offset, final int length)
    {
        final int frame = descriptor.wrap(buffer, offset, length);
        if (MessageResult.OK == frame)
        {
            return isWanted(descriptor.streamId()) && isTraceWanted(descriptor.traceId()) ? FRAME : UNWANTED;
        }

        final int links = linkSet.wrap(buffer, offset, length);
        if (MessageResult.OK == links)
        {
            return isWanted(linkSet.streamId()) && isLinkWanted() ? LINKS : UNWANTED;
        }

        if (isOther(frame) && isOther(links))
        {
            return isEverythingWanted ? OTHER : UNWANTED;
        }

        rejects.incrementAndGet();
        return BROKEN;
    }

    long rejects()
    {
        return rejects.get();
    }

    private static boolean isOther(final int result)
    {
        return MessageResult.OTHER_SCHEMA == result || MessageResult.OTHER_TEMPLATE == result;
    }

    private boolean isWanted(final long streamId)
    {
        return streams.isEmpty() || streams.contains(streamId);
    }

    private boolean isTraceWanted(final long traceId)
    {
        return traceIds.isEmpty() || traceIds.contains(traceId);
    }

    /**
     * By its own trace ID or by that of a parent.
     */
    private boolean isLinkWanted()
    {
        if (isTraceWanted(linkSet.traceId()))
        {
            return true;
        }

        for (int i = 0, count = linkSet.parentCount(); i < count; i++)
        {
            if (traceIds.contains(linkSet.parentTraceId(i)))
            {
                return true;
            }
        }

        return false;
    }
}
