package io.tracelink.aeron;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;

import java.util.Objects;

/**
 * Reads whole messages from a subscription, and lets go of what it keeps of a publisher when that one is gone.
 * <p>
 * A {@link FragmentAssembler} keeps a buffer for each session that ever sent a fragmented message. Here the buffers are
 * looked over when the number of images has changed and before a session gets its first one, so there are never more
 * of them than there were images at once. Nothing is allocated but for a session's first fragmented message and for
 * one that is longer than those before. Not thread-safe; the subscription stays the caller's.
 */
public final class MessagePoller
{
    private final Subscription subscription;
    private final FragmentHandler handler;
    private final FragmentAssembler assembler;
    private final FragmentHandler fragmentHandler = this::onFragment;
    private final IntArrayList bufferedSessions = new IntArrayList();
    private int imageCount;

    /**
     * Read whole messages.
     *
     * @param subscription to be polled.
     * @param handler      of whole messages.
     */
    public MessagePoller(final Subscription subscription, final FragmentHandler handler)
    {
        this.subscription = Objects.requireNonNull(subscription, "subscription");
        this.handler = Objects.requireNonNull(handler, "handler");
        assembler = new FragmentAssembler(handler);
    }

    /**
     * Read what has come.
     *
     * @param fragmentLimit the most fragments to read.
     * @return the number of fragments read.
     */
    public int poll(final int fragmentLimit)
    {
        final int count = subscription.imageCount();
        if (imageCount != count)
        {
            imageCount = count;
            freeGoneSessions();
        }

        return subscription.poll(fragmentHandler, fragmentLimit);
    }

    /**
     * The subscription that is polled.
     *
     * @return the subscription.
     */
    public Subscription subscription()
    {
        return subscription;
    }

    /**
     * How many sessions have a buffer.
     */
    int bufferCount()
    {
        return bufferedSessions.size();
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final byte flags = header.flags();
        if (FrameDescriptor.UNFRAGMENTED == (flags & FrameDescriptor.UNFRAGMENTED))
        {
            handler.onFragment(buffer, offset, length, header);
            return;
        }

        if (FrameDescriptor.BEGIN_FRAG_FLAG == (flags & FrameDescriptor.BEGIN_FRAG_FLAG))
        {
            onBegin(header.sessionId());
        }

        assembler.onFragment(buffer, offset, length, header);
    }

    private void onBegin(final int sessionId)
    {
        if (!bufferedSessions.containsInt(sessionId))
        {
            freeGoneSessions();
            bufferedSessions.addInt(sessionId);
        }
    }

    private void freeGoneSessions()
    {
        for (int i = bufferedSessions.size() - 1; i >= 0; i--)
        {
            final int sessionId = bufferedSessions.getInt(i);
            if (null == subscription.imageBySessionId(sessionId))
            {
                bufferedSessions.fastUnorderedRemove(i);
                assembler.freeSessionBuffer(sessionId);
            }
        }
    }
}
