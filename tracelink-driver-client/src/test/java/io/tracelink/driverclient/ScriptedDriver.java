package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Stands in for a driver on the control stream: keeps the bytes of requests and sends bytes, and knows no rules.
 */
final class ScriptedDriver implements AutoCloseable
{
    static final int ATTACH = 1;
    static final int DETACH = 3;
    static final int KEEPALIVE = 5;

    private final Deque<byte[]> requests = new ArrayDeque<>();
    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final FragmentHandler ignored = (buffer, offset, length, header) -> {};
    private final FragmentHandler handler = (buffer, offset, length, header) ->
    {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        if (length >= 8 && header.sessionId() != sessionId() &&
            RawMessage.DRIVER_SCHEMA == RawMessage.wrap(message).getShort(4) && isRequest(templateId(message)))
        {
            requests.add(message);
        }
    };

    ScriptedDriver(final Aeron aeron, final String channel, final int streamId)
    {
        subscription = aeron.addSubscription(channel, streamId);
        publication = aeron.addExclusivePublication(channel, streamId);
    }

    int poll()
    {
        return subscription.poll(handler, 16);
    }

    /**
     * Read and forget.
     */
    void skip()
    {
        subscription.poll(ignored, 16);
    }

    /**
     * Take the next request out of those that came.
     *
     * @return the request, or null if there is none of the template.
     */
    byte[] take(final int templateId)
    {
        for (final byte[] request : requests)
        {
            if (templateId == templateId(request))
            {
                requests.remove(request);
                return request;
            }
        }

        return null;
    }

    /**
     * Does somebody else publish on the stream?
     */
    boolean hasPeer()
    {
        return subscription.images().stream().anyMatch((image) -> image.sessionId() != sessionId());
    }

    Deque<byte[]> requests()
    {
        return requests;
    }

    boolean trySend(final byte[] message)
    {
        return publication.offer(new UnsafeBuffer(message), 0, message.length) > 0;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(publication, subscription);
    }

    private int sessionId()
    {
        return publication.sessionId();
    }

    private static int templateId(final byte[] message)
    {
        return RawMessage.wrap(message).getShort(2);
    }

    private static boolean isRequest(final int templateId)
    {
        return ATTACH == templateId || DETACH == templateId || KEEPALIVE == templateId;
    }
}
