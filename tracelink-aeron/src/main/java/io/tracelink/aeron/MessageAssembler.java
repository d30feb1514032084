package io.tracelink.aeron;

import io.aeron.BufferBuilder;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.Iterator;

/**
 * Puts the fragments of messages together as Aeron's assemblers do, and knows besides up to where everything of an
 * image has been handed on, and which sessions are gone.
 * <p>
 * What the handler aborts is handed to it again by the next poll, a message of many fragments with its last one.
 * Nothing is allocated but for a session's first fragmented message and for one that is longer than those before.
 */
final class MessageAssembler implements ControlledFragmentHandler
{
    private final Subscription subscription;
    private final ControlledFragmentHandler handler;
    private final Int2ObjectHashMap<PartialMessage> partialBySessionId = new Int2ObjectHashMap<>();

    private int imageCount;

    /**
     * Put messages together.
     *
     * @param subscription whose images tell which sessions are gone, or null where the owner says so by
     *                     {@link #free(int)}.
     * @param handler      of whole messages.
     */
    MessageAssembler(final Subscription subscription, final ControlledFragmentHandler handler)
    {
        this.subscription = subscription;
        this.handler = handler;
    }

    /**
     * To be called before the subscription is polled: sessions come and go with its images.
     */
    void beforePoll()
    {
        final int count = subscription.imageCount();
        if (imageCount != count)
        {
            imageCount = count;
            freeGoneSessions();
        }
    }

    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final byte flags = header.flags();
        if (FrameDescriptor.UNFRAGMENTED == (flags & FrameDescriptor.UNFRAGMENTED))
        {
            return handler.onFragment(buffer, offset, length, header);
        }

        return FrameDescriptor.BEGIN_FRAG_FLAG == (flags & FrameDescriptor.BEGIN_FRAG_FLAG) ?
            onBegin(buffer, offset, length, header) : onNext(buffer, offset, length, header, flags);
    }

    /**
     * Up to where every message of an image has been handed on: behind the last message, in front of one of which
     * fragments are missing. Not for handlers, who are in the midst of it.
     * <p>
     * Where the image is not behind the last fragment that came, something else followed in its place, and the message
     * will never be whole.
     */
    long position(final Image image)
    {
        final long position = image.position();
        final PartialMessage partial = partialBySessionId.get(image.sessionId());

        return null != partial && partial.isOpen && partial.nextPosition == position ?
            partial.beginPosition : position;
    }

    /**
     * Let go of what is kept of a session.
     */
    void free(final int sessionId)
    {
        partialBySessionId.remove(sessionId);
    }

    /**
     * How many sessions have a buffer.
     */
    int bufferCount()
    {
        return partialBySessionId.size();
    }

    private Action onBegin(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final int sessionId = header.sessionId();
        PartialMessage partial = partialBySessionId.get(sessionId);
        if (null == partial)
        {
            if (null != subscription)
            {
                freeGoneSessions();
            }
            partial = new PartialMessage();
            partialBySessionId.put(sessionId, partial);
        }

        partial.begin(buffer, offset, length, header);

        return Action.CONTINUE;
    }

    /**
     * What goes on with a message whose begin was not seen is left out, as where a subscriber joins in its midst.
     */
    private Action onNext(
        final DirectBuffer buffer, final int offset, final int length, final Header header, final byte flags)
    {
        final PartialMessage partial = partialBySessionId.get(header.sessionId());
        if (null == partial || !partial.isNext(header))
        {
            return Action.CONTINUE;
        }

        final int limit = partial.builder.limit();
        partial.builder.append(buffer, offset, length);
        if (FrameDescriptor.END_FRAG_FLAG != (flags & FrameDescriptor.END_FRAG_FLAG))
        {
            partial.nextPosition = header.position();
            return Action.CONTINUE;
        }

        boolean isAborted = false;
        try
        {
            final Action action = handler.onFragment(
                partial.builder.buffer(), 0, partial.builder.limit(), partial.builder.completeHeader(header));
            isAborted = Action.ABORT == action;

            return action;
        }
        finally
        {
            if (isAborted)
            {
                partial.builder.limit(limit);
            }
            else
            {
                partial.isOpen = false;
            }
        }
    }

    private void freeGoneSessions()
    {
        final Iterator<PartialMessage> partials = partialBySessionId.values().iterator();
        while (partials.hasNext())
        {
            if (null == subscription.imageBySessionId(partials.next().sessionId))
            {
                partials.remove();
            }
        }
    }

    /**
     * A message of which fragments are missing. The fragments of a message lie one behind the other.
     */
    private static final class PartialMessage
    {
        private final BufferBuilder builder = new BufferBuilder();
        private int sessionId;
        private boolean isOpen;
        private long beginPosition;
        private long nextPosition;

        void begin(final DirectBuffer buffer, final int offset, final int length, final Header header)
        {
            builder.reset().captureHeader(header).append(buffer, offset, length);
            sessionId = header.sessionId();
            isOpen = true;
            beginPosition = beginPosition(header);
            nextPosition = header.position();
        }

        boolean isNext(final Header header)
        {
            return isOpen && nextPosition == beginPosition(header);
        }

        private static long beginPosition(final Header header)
        {
            return header.position() - BitUtil.align(header.frameLength(), FrameDescriptor.FRAME_ALIGNMENT);
        }
    }
}
