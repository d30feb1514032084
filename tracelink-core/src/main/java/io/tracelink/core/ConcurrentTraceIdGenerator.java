package io.tracelink.core;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Mints strictly increasing trace IDs from any number of threads, without a lock, and never waits for the clock
 * (TraceLink §6).
 * <p>
 * The IDs are those of a {@link SnowflakeTraceIdGenerator}: of two that are minted one after the other, on whatever
 * threads, the second is larger. A thread takes its ID with one atomic addition, however many others do the same; only
 * when the clock moves on does one of them set the new millisecond, and the others may each try once more.
 * <p>
 * Thread-safe. From one thread alone a {@link SnowflakeTraceIdGenerator} is faster. Two generators of one node ID mint
 * the same IDs, so a process has one generator for each of its node IDs.
 */
public final class ConcurrentTraceIdGenerator extends AbstractTraceIdGenerator
{
    /**
     * The tick stands alone between two cache lines on each side, so that what all threads read stays in their caches.
     */
    private static final int TICK_INDEX = 16;
    private static final int TICK_ARRAY_LENGTH = 2 * TICK_INDEX + 1;
    private static final VarHandle TICK = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] ticks = new long[TICK_ARRAY_LENGTH];
    private volatile long limitMs;

    /**
     * Mint IDs of the {@link TraceIdLayout#DEFAULT} layout by the system's clock.
     *
     * @param nodeId in 0..1,023, unique in the deployment.
     * @throws IllegalArgumentException if the node ID does not fit.
     */
    public ConcurrentTraceIdGenerator(final int nodeId)
    {
        this(TraceIdLayout.DEFAULT, nodeId, SystemEpochClock.INSTANCE);
    }

    /**
     * Mint IDs.
     *
     * @param layout of the IDs.
     * @param nodeId in 0..{@link TraceIdLayout#maxNodeId()}, unique in the deployment.
     * @param clock  in milliseconds since 1970, to be read by all threads.
     * @throws IllegalArgumentException if the node ID does not fit, or the epoch of the layout is still to come.
     */
    public ConcurrentTraceIdGenerator(final TraceIdLayout layout, final int nodeId, final EpochClock clock)
    {
        this(layout, nodeId, clock, null);
    }

    /**
     * Mint IDs above all that were ever minted under a mark, with its layout and node ID.
     *
     * @param mark  of the node ID; for this generator only.
     * @param clock in milliseconds since 1970, to be read by all threads.
     * @throws IllegalArgumentException if the epoch of the layout is still to come.
     * @throws IllegalStateException    if the mark has a generator already, or is closed.
     */
    public ConcurrentTraceIdGenerator(final HighWaterMark mark, final EpochClock clock)
    {
        this(mark.layout(), mark.nodeId(), clock, mark);
    }

    private ConcurrentTraceIdGenerator(
        final TraceIdLayout layout, final int nodeId, final EpochClock clock, final HighWaterMark mark)
    {
        super(layout, nodeId, clock, mark);
        final long markedMs = attachMark();
        limitMs = initialLimitMs(markedMs);
        TICK.setRelease(ticks, TICK_INDEX, initialTick(markedMs));
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long nextId()
    {
        final long timestampMs = clock.time() - epochOffsetMs;
        if (timestampMs > MAX_TIMESTAMP_MS)
        {
            return TraceId.EXHAUSTED;
        }

        long tick = 1 + (long)TICK.getAndAdd(ticks, TICK_INDEX, 1L);
        if (tick >>> sequenceBits < timestampMs)
        {
            tick = advanceTo(timestampMs);
        }

        final long tickMs = tick >>> sequenceBits;
        if (tickMs > limitMs)
        {
            final long newLimitMs = reserve(tickMs);
            if (newLimitMs < 0)
            {
                return newLimitMs;
            }

            limitMs = newLimitMs;
        }

        return idOf(tick);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long clockLeadMs()
    {
        // Calls that are refused past the limit take a tick, but no ID.
        return leadMs(Math.min((long)TICK.getAcquire(ticks, TICK_INDEX) >>> sequenceBits, limitMs));
    }

    /**
     * The first thread that sees a new millisecond takes its first ID. Whoever comes too late for that adds one to what
     * another has set, which the clock cannot be ahead of any more.
     * <p>
     * Milliseconds are compared and not ticks: past the last ID the tick runs on into the sign, where it is not behind
     * the clock but beyond the limit.
     */
    private long advanceTo(final long timestampMs)
    {
        final long clockTick = timestampMs << sequenceBits;

        long tick = (long)TICK.getVolatile(ticks, TICK_INDEX);
        while (tick >>> sequenceBits < timestampMs)
        {
            final long witness = (long)TICK.compareAndExchange(ticks, TICK_INDEX, tick, clockTick);
            if (witness == tick)
            {
                return clockTick;
            }

            tick = witness;
        }

        return 1 + (long)TICK.getAndAdd(ticks, TICK_INDEX, 1L);
    }
}
