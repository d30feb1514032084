package io.tracelink.bench;

import io.tracelink.core.ParentSet;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;

import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SystemEpochClock;

import java.util.Random;

/**
 * Trace IDs as the frames of a 100 Hz sensor carry them, the same in every run.
 */
final class FrameIds
{
    private static final int NODE_ID = 7;
    private static final long START_MS = 1_767_225_600_000L;
    private static final long PERIOD_MS = 10;
    private static final long SEED = 42;

    private FrameIds()
    {
    }

    /**
     * A generator whose clock stands still.
     *
     * @return the generator.
     */
    static SnowflakeTraceIdGenerator generator()
    {
        return new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, NODE_ID, () -> START_MS);
    }

    /**
     * A clock that its owner updates, at the time of now.
     *
     * @return the clock.
     */
    static CachedEpochClock cachedClock()
    {
        final CachedEpochClock clock = new CachedEpochClock();
        clock.update(SystemEpochClock.INSTANCE.time());

        return clock;
    }

    /**
     * IDs in the order in which they were minted, as most parents arrive.
     *
     * @param count of IDs.
     * @return the IDs.
     */
    static long[] ascending(final int count)
    {
        final long[] nowMs = {START_MS};
        final SnowflakeTraceIdGenerator generator =
            new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, NODE_ID, () -> nowMs[0]);

        final long[] ids = new long[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = generator.nextId();
            nowMs[0] += PERIOD_MS;
        }

        return ids;
    }

    /**
     * The same IDs in no order.
     *
     * @param count of IDs.
     * @return the IDs.
     */
    static long[] shuffled(final int count)
    {
        final Random random = new Random(SEED);
        final long[] ids = ascending(count);
        for (int i = count - 1; i > 0; i--)
        {
            final int other = random.nextInt(i + 1);
            final long id = ids[i];
            ids[i] = ids[other];
            ids[other] = id;
        }

        return ids;
    }

    /**
     * A parent set.
     *
     * @param ids that are to be in it.
     * @return the set.
     */
    static ParentSet parentSet(final long[] ids)
    {
        final ParentSet parents = new ParentSet(ids.length);
        for (final long id : ids)
        {
            if (parents.add(id) < 0)
            {
                throw new IllegalArgumentException("id=" + id + " must be distinct and not null");
            }
        }

        return parents;
    }
}
