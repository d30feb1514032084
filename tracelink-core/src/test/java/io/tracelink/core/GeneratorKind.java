package io.tracelink.core;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The generators, made alike, for tests of what all of them promise.
 */
enum GeneratorKind
{
    SINGLE_WRITER
    {
        @Override
        TraceIdGenerator create(final int nodeId)
        {
            return new SnowflakeTraceIdGenerator(nodeId);
        }

        @Override
        TraceIdGenerator create(final TraceIdLayout layout, final int nodeId, final EpochClock clock)
        {
            return new SnowflakeTraceIdGenerator(layout, nodeId, clock);
        }

        @Override
        TraceIdGenerator create(final HighWaterMark mark, final EpochClock clock)
        {
            return new SnowflakeTraceIdGenerator(mark, clock);
        }
    },

    CONCURRENT
    {
        @Override
        TraceIdGenerator create(final int nodeId)
        {
            return new ConcurrentTraceIdGenerator(nodeId);
        }

        @Override
        TraceIdGenerator create(final TraceIdLayout layout, final int nodeId, final EpochClock clock)
        {
            return new ConcurrentTraceIdGenerator(layout, nodeId, clock);
        }

        @Override
        TraceIdGenerator create(final HighWaterMark mark, final EpochClock clock)
        {
            return new ConcurrentTraceIdGenerator(mark, clock);
        }
    },

    /**
     * Gives up as soon as it has seen the clock twice, so that it refuses where the others borrow.
     */
    STRICT
    {
        @Override
        TraceIdGenerator create(final int nodeId)
        {
            return new StrictTraceIdGenerator(nodeId);
        }

        @Override
        TraceIdGenerator create(final TraceIdLayout layout, final int nodeId, final EpochClock clock)
        {
            return new StrictTraceIdGenerator(layout, nodeId, clock, impatient(), 1);
        }

        @Override
        TraceIdGenerator create(final HighWaterMark mark, final EpochClock clock)
        {
            return new StrictTraceIdGenerator(mark, clock, impatient(), 1);
        }

        @Override
        boolean isBorrowing()
        {
            return false;
        }
    };

    abstract TraceIdGenerator create(int nodeId);

    abstract TraceIdGenerator create(TraceIdLayout layout, int nodeId, EpochClock clock);

    abstract TraceIdGenerator create(HighWaterMark mark, EpochClock clock);

    /**
     * Does it go on in the next millisecond when one is used up?
     */
    boolean isBorrowing()
    {
        return true;
    }

    private static NanoClock impatient()
    {
        final long[] nowNs = new long[1];

        return () -> nowNs[0]++;
    }
}
