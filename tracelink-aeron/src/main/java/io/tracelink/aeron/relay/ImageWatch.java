package io.tracelink.aeron.relay;

import io.aeron.Image;
import org.agrona.collections.Long2LongHashMap;

/**
 * Notices what a stream lost while a publisher was out of reach: where its image ended, and where the next one of the
 * same session began. Called by the client's conductor.
 */
final class ImageWatch
{
    private static final int MAX_SESSIONS = 1024;
    private static final long NONE = Long.MIN_VALUE;

    private final Long2LongHashMap endBySession = new Long2LongHashMap(NONE);
    private final RelayCounters counters;

    ImageWatch(final RelayCounters counters)
    {
        this.counters = counters;
    }

    void onAvailable(final Image image)
    {
        final long end = endBySession.remove(image.sessionId());
        if (NONE != end && image.joinPosition() > end)
        {
            counters.add(RelayCounters.LOST_BYTES_TYPE_ID, image.joinPosition() - end);
        }
    }

    void onUnavailable(final Image image)
    {
        if (endBySession.size() >= MAX_SESSIONS)
        {
            // publishers that come and go for good must not pile up
            endBySession.clear();
        }

        endBySession.put(image.sessionId(), image.position());
    }
}
