package io.tracelink.aeron.relay;

import io.aeron.Image;
import org.agrona.collections.Long2LongHashMap;

/**
 * Notices what a stream lost while a publisher was out of reach: where its image ended, and where the next one of the
 * same session began, also by the next Aeron client. Told by the conductor of the client, asked by the relay's thread.
 */
final class ImageWatch
{
    private static final int MAX_SESSIONS = 1024;
    private static final long NONE = Long.MIN_VALUE;

    /**
     * Locked because a client that is being closed and the next one may both tell.
     */
    private final Long2LongHashMap endBySession = new Long2LongHashMap(NONE);
    private volatile long lostBytes;

    void onAvailable(final Image image)
    {
        synchronized (endBySession)
        {
            final long end = endBySession.remove(image.sessionId());
            if (NONE != end && image.joinPosition() > end)
            {
                lostBytes = lostBytes + image.joinPosition() - end;
            }
        }
    }

    void onUnavailable(final Image image)
    {
        synchronized (endBySession)
        {
            if (endBySession.size() >= MAX_SESSIONS)
            {
                // publishers that come and go for good must not pile up
                endBySession.clear();
            }

            endBySession.put(image.sessionId(), image.position());
        }
    }

    /**
     * {@return how many bytes were lost so far}
     */
    long lostBytes()
    {
        return lostBytes;
    }
}
