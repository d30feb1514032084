package io.tracelink.core;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Mints strictly increasing trace IDs from one thread and never waits for the clock (TraceLink §6).
 * <p>
 * While fewer IDs are asked for than a millisecond holds, they equal those of Agrona's
 * {@link org.agrona.concurrent.SnowflakeIdGenerator}. When the sequence of a millisecond is used up, or the clock
 * stands still or steps back, the generator goes on in the next millisecond; {@link #clockLeadMs()} says how far
 * ahead of the clock it is. It refuses while the clock is past the last millisecond that an ID can hold, and for good
 * once it has minted the last ID.
 * <p>
 * An ID costs what reading the clock costs. A thread with a duty cycle can pass an
 * {@link org.agrona.concurrent.CachedEpochClock} and update it once a cycle.
 * <p>
 * For a single writer: use it from one thread, and a {@link ConcurrentTraceIdGenerator} from many. Two generators of
 * one node ID mint the same IDs, so a process has one generator for each of its node IDs.
 */
public final class SnowflakeTraceIdGenerator extends AbstractTraceIdGenerator
{
    private final int timestampShift;
    private long lastId;

    /**
     * The last ID of the millisecond that is being minted in, and the time of the clock at which the next one begins:
     * in between an ID is the one before and one more.
     */
    private long lastIdOfMs;
    private long endOfMs;
    private long limitMs;

    /**
     * Mint IDs of the {@link TraceIdLayout#DEFAULT} layout by the system's clock.
     *
     * @param nodeId in 0..1,023, unique in the deployment.
     * @throws IllegalArgumentException if the node ID does not fit.
     */
    public SnowflakeTraceIdGenerator(final int nodeId)
    {
        this(TraceIdLayout.DEFAULT, nodeId, SystemEpochClock.INSTANCE);
    }

    /**
     * Mint IDs.
     *
     * @param layout of the IDs.
     * @param nodeId in 0..{@link TraceIdLayout#maxNodeId()}, unique in the deployment.
     * @param clock  in milliseconds since 1970.
     * @throws IllegalArgumentException if the node ID does not fit, or the epoch of the layout is still to come.
     */
    public SnowflakeTraceIdGenerator(final TraceIdLayout layout, final int nodeId, final EpochClock clock)
    {
        this(layout, nodeId, clock, null);
    }

    /**
     * Mint IDs above all that were ever minted under a mark, with its layout and node ID.
     *
     * @param mark  of the node ID; for this generator only.
     * @param clock in milliseconds since 1970.
     * @throws IllegalArgumentException if the epoch of the layout is still to come.
     * @throws IllegalStateException    if the mark has a generator already, or is closed.
     */
    public SnowflakeTraceIdGenerator(final HighWaterMark mark, final EpochClock clock)
    {
        this(mark.layout(), mark.nodeId(), clock, mark);
    }

    private SnowflakeTraceIdGenerator(
        final TraceIdLayout layout, final int nodeId, final EpochClock clock, final HighWaterMark mark)
    {
        super(layout, nodeId, clock, mark);
        timestampShift = layout.nodeIdBits() + layout.sequenceBits();
        final long markedMs = attachMark();
        lastId = idOf(initialTick(markedMs));
        lastIdOfMs = lastId | sequenceMask;
        endOfMs = (lastId >>> timestampShift) + 1 + epochOffsetMs;
        limitMs = initialLimitMs(markedMs);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long nextId()
    {
        return nextId(clock.time());
    }

    /**
     * Mint the next ID.
     *
     * @param nowMs what the clock showed just now.
     * @return as {@link #nextId()}.
     */
    long nextId(final long nowMs)
    {
        final long lastId = this.lastId;

        if (nowMs < endOfMs && lastId != lastIdOfMs)
        {
            this.lastId = lastId + 1;

            return lastId + 1;
        }

        return firstIdOf(Math.max(nowMs, endOfMs) - epochOffsetMs);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long clockLeadMs()
    {
        return leadMs(lastId >>> timestampShift);
    }

    /**
     * Once a millisecond at most, so what is asked here costs an ID nothing.
     */
    private long firstIdOf(final long timestampMs)
    {
        if (timestampMs > limitMs)
        {
            final long newLimitMs = reserve(timestampMs);
            if (newLimitMs < 0)
            {
                return newLimitMs;
            }

            limitMs = newLimitMs;
        }

        final long id = timestampMs << timestampShift | nodeBits;
        lastId = id;
        lastIdOfMs = id | sequenceMask;
        endOfMs = timestampMs + 1 + epochOffsetMs;

        return id;
    }
}
