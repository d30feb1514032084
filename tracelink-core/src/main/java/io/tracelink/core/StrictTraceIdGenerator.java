package io.tracelink.core;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Mints strictly increasing trace IDs that are never ahead of the clock, as Agrona's
 * {@link org.agrona.concurrent.SnowflakeIdGenerator} does: when the sequence of a millisecond is used up, it waits for
 * the clock to reach the next one (TraceLink §6).
 * <p>
 * Unlike Agrona's it does not wait for ever. It gives up with {@link TraceId#CLOCK_STUCK} when no ID was to be had in
 * {@link #maxWaitNs()}, since the clock was set back or stands still, and with {@link TraceId#INTERRUPTED} when the
 * thread is interrupted when it would wait or while it does; the thread stays interrupted. The next call tries anew.
 * <p>
 * For those who would rather wait than have an ID of the next millisecond; in a pipeline take a
 * {@link SnowflakeTraceIdGenerator}. Thread-safe. A clock that the minting thread itself updates, as a cached one in a
 * duty cycle, does not come on while that thread waits for it.
 */
public final class StrictTraceIdGenerator extends AbstractTraceIdGenerator
{
    /**
     * How long a call waits by default, in nanoseconds: 1 second.
     */
    public static final long DEFAULT_MAX_WAIT_NS = 1_000_000_000L;

    private static final VarHandle TICK;

    static
    {
        try
        {
            TICK = MethodHandles.lookup().findVarHandle(StrictTraceIdGenerator.class, "tick", long.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final NanoClock nanoClock;
    private final long maxWaitNs;
    private volatile long tick;
    private volatile long limitMs;

    /**
     * Mint IDs of the {@link TraceIdLayout#DEFAULT} layout by the system's clock.
     *
     * @param nodeId in 0..1,023, unique in the deployment.
     * @throws IllegalArgumentException if the node ID does not fit.
     */
    public StrictTraceIdGenerator(final int nodeId)
    {
        this(TraceIdLayout.DEFAULT, nodeId, SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE, DEFAULT_MAX_WAIT_NS);
    }

    /**
     * Mint IDs.
     *
     * @param layout    of the IDs.
     * @param nodeId    in 0..{@link TraceIdLayout#maxNodeId()}, unique in the deployment.
     * @param clock     in milliseconds since 1970, to be read by all threads.
     * @param nanoClock that waiting is measured by.
     * @param maxWaitNs how long a call waits, in nanoseconds, above 0.
     * @throws IllegalArgumentException if a value is out of its range, or the epoch of the layout is still to come.
     */
    public StrictTraceIdGenerator(
        final TraceIdLayout layout,
        final int nodeId,
        final EpochClock clock,
        final NanoClock nanoClock,
        final long maxWaitNs)
    {
        this(layout, nodeId, clock, nanoClock, maxWaitNs, null);
    }

    /**
     * Mint IDs above all that were ever minted under a mark, with its layout and node ID. A new process of the mark
     * waits until the clock is past it.
     *
     * @param mark      of the node ID; for this generator only.
     * @param clock     in milliseconds since 1970, to be read by all threads.
     * @param nanoClock that waiting is measured by.
     * @param maxWaitNs how long a call waits, in nanoseconds, above 0.
     * @throws IllegalArgumentException if a value is out of its range, or the epoch of the layout is still to come.
     * @throws IllegalStateException    if the mark has a generator already, or is closed.
     */
    public StrictTraceIdGenerator(
        final HighWaterMark mark, final EpochClock clock, final NanoClock nanoClock, final long maxWaitNs)
    {
        this(mark.layout(), mark.nodeId(), clock, nanoClock, maxWaitNs, mark);
    }

    private StrictTraceIdGenerator(
        final TraceIdLayout layout,
        final int nodeId,
        final EpochClock clock,
        final NanoClock nanoClock,
        final long maxWaitNs,
        final HighWaterMark mark)
    {
        super(layout, nodeId, clock, mark);
        if (maxWaitNs <= 0)
        {
            throw new IllegalArgumentException("maxWaitNs=" + maxWaitNs + " must be above 0");
        }

        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.maxWaitNs = maxWaitNs;
        final long markedMs = attachMark();
        limitMs = initialLimitMs(markedMs);
        tick = initialTick(markedMs);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long nextId()
    {
        long startNs = 0;
        boolean isWaiting = false;

        while (true)
        {
            final long tick = this.tick;
            final long tickMs = tick >>> sequenceBits;
            final long timestampMs = clock.time() - epochOffsetMs;

            if (timestampMs > MAX_TIMESTAMP_MS)
            {
                return TraceId.EXHAUSTED;
            }

            if (timestampMs > tickMs)
            {
                final long refusal = reserveUpTo(timestampMs);
                if (refusal < 0)
                {
                    return refusal;
                }

                final long clockTick = timestampMs << sequenceBits;
                if (TICK.compareAndSet(this, tick, clockTick))
                {
                    return idOf(clockTick);
                }
            }
            else if ((tick & sequenceMask) != sequenceMask)
            {
                if (TICK.compareAndSet(this, tick, tick + 1))
                {
                    return idOf(tick + 1);
                }
            }
            else if (tickMs == MAX_TIMESTAMP_MS)
            {
                return TraceId.EXHAUSTED;
            }
            else
            {
                if (Thread.currentThread().isInterrupted())
                {
                    return TraceId.INTERRUPTED;
                }

                final long nowNs = nanoClock.nanoTime();
                if (!isWaiting)
                {
                    isWaiting = true;
                    startNs = nowNs;
                }
                else if (nowNs - startNs >= maxWaitNs)
                {
                    return TraceId.CLOCK_STUCK;
                }

                Thread.onSpinWait();
            }
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * Above 0 only after the clock stepped back, or below a mark.
     */
    @Override
    public long clockLeadMs()
    {
        return leadMs(tick >>> sequenceBits);
    }

    /**
     * How long a call waits for the clock before it gives up.
     *
     * @return nanoseconds, above 0.
     */
    public long maxWaitNs()
    {
        return maxWaitNs;
    }

    private long reserveUpTo(final long timestampMs)
    {
        if (timestampMs <= limitMs)
        {
            return 0;
        }

        final long newLimitMs = reserve(timestampMs);
        if (newLimitMs > 0)
        {
            limitMs = newLimitMs;
        }

        return newLimitMs;
    }
}
