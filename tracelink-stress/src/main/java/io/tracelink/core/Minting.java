package io.tracelink.core;

import org.agrona.concurrent.EpochClock;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A generator and its clock. IDs are told by their place: 0 is the first ID of the millisecond in which the clock
 * started, one more is the ID behind it, and the first of the coming millisecond follows the last of this one.
 */
final class Minting
{
    private static final int NODE_ID = 5;
    private static final int NODE_ID_BITS = 10;
    private static final long START_MS = 1_700_000_000_000L;
    private static final long MAX_WAIT_NS = 60_000_000_000L;

    private final MovedClock clock;
    private final TraceIdGenerator generator;
    private final long startMs;

    private Minting(final MovedClock clock, final TraceIdGenerator generator)
    {
        this.clock = clock;
        this.generator = generator;
        startMs = clock.time();
    }

    static Minting concurrent(final int sequenceBits)
    {
        final MovedClock clock = new MovedClock(START_MS);
        return new Minting(clock, new ConcurrentTraceIdGenerator(layout(sequenceBits), NODE_ID, clock));
    }

    /**
     * The clock is in the last millisecond that IDs have, and a millisecond has two IDs.
     */
    static Minting atTheEndOfTime()
    {
        final MovedClock clock = new MovedClock((1L << TraceIdLayout.TIMESTAMP_BITS) - 1);
        return new Minting(clock, new ConcurrentTraceIdGenerator(layout(1), NODE_ID, clock));
    }

    /**
     * A millisecond has two IDs.
     */
    static Minting marked(final HighWaterMark mark)
    {
        final MovedClock clock = new MovedClock(START_MS);
        return new Minting(clock, new ConcurrentTraceIdGenerator(mark, clock));
    }

    /**
     * A mark in memory of this process, where the code under test does the same loads and stores as in a mapping: each
     * try has a mark of its own, and jcstress makes more at once than a process may have files and mappings.
     *
     * @return the mark, for {@link #marked(HighWaterMark)}.
     */
    static HighWaterMark markInMemory()
    {
        return new HighWaterMark(
            Path.of("none"), new Object(), null, ByteBuffer.allocateDirect(HighWaterMark.LENGTH), layout(1), NODE_ID);
    }

    static Minting strict(final int sequenceBits)
    {
        final MovedClock clock = new MovedClock(START_MS);
        return new Minting(clock, new StrictTraceIdGenerator(
            layout(sequenceBits), NODE_ID, clock, System::nanoTime, MAX_WAIT_NS));
    }

    /**
     * Mint.
     *
     * @return the place of the ID, or why there is none.
     */
    long next()
    {
        final long id = generator.nextId();
        if (TraceId.isRefusal(id))
        {
            return id;
        }

        final TraceIdLayout layout = generator.layout();
        if (NODE_ID != layout.nodeId(id))
        {
            return Long.MIN_VALUE;
        }

        return ((layout.timestampMs(id) - startMs) << layout.sequenceBits()) + layout.sequence(id);
    }

    /**
     * Is there an ID that the mark allows?
     *
     * @param mark  of the generator.
     * @param place of the ID, as {@link #next()} says.
     * @return true if it is at or below the mark.
     */
    boolean isMarked(final HighWaterMark mark, final long place)
    {
        return place >= 0 && startMs + (place >> generator.layout().sequenceBits()) <= mark.timestampMs();
    }

    void moveClock(final long byMs)
    {
        clock.timeMs.addAndGet(byMs);
    }

    ConcurrentTraceIdGenerator generator()
    {
        return (ConcurrentTraceIdGenerator)generator;
    }

    private static TraceIdLayout layout(final int sequenceBits)
    {
        return new TraceIdLayout(NODE_ID_BITS, sequenceBits, 0);
    }

    /**
     * Stands still unless it is moved.
     */
    private static final class MovedClock implements EpochClock
    {
        private final AtomicLong timeMs;

        MovedClock(final long timeMs)
        {
            this.timeMs = new AtomicLong(timeMs);
        }

        @Override
        public long time()
        {
            return timeMs.get();
        }
    }
}
