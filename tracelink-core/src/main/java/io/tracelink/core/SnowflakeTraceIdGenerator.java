package io.tracelink.core;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

import java.util.Objects;

/**
 * Mints strictly increasing trace IDs that never wait for the clock (TraceLink §6).
 * <p>
 * While fewer IDs are asked for than a millisecond holds, they equal those of Agrona's
 * {@link org.agrona.concurrent.SnowflakeIdGenerator}. When the sequence of a millisecond is used up, or the clock
 * stands still or steps back, the generator goes on in the next millisecond; {@link #clockLeadMs()} says how far
 * ahead of the clock it is. It refuses while the clock is past the last millisecond that an ID can hold, and for good
 * once it has minted the last ID.
 * <p>
 * For a single writer: use it from one thread. Two generators of one node ID mint the same IDs, so a process has one
 * generator for each of its node IDs.
 */
public final class SnowflakeTraceIdGenerator implements TraceIdGenerator
{
    private static final long MAX_TIMESTAMP_MS = (1L << TraceIdLayout.TIMESTAMP_BITS) - 1;

    private final TraceIdLayout layout;
    private final EpochClock clock;
    private final int nodeId;
    private final int nodeIdBits;
    private final int sequenceBits;
    private final long epochOffsetMs;
    private final long sequenceMask;
    private final long nodeBits;
    private final long maxTick;

    /**
     * Milliseconds and sequence of the last ID as one number: a sequence that overflows is the next millisecond.
     */
    private long tick;

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
        this.layout = Objects.requireNonNull(layout, "layout");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nodeId = layout.validateNodeId(nodeId);
        nodeIdBits = layout.nodeIdBits();
        sequenceBits = layout.sequenceBits();
        epochOffsetMs = layout.epochOffsetMs();
        sequenceMask = layout.maxSequence();
        nodeBits = (long)nodeId << sequenceBits;
        maxTick = (MAX_TIMESTAMP_MS << sequenceBits) | sequenceMask;

        final long nowMs = clock.time();
        if (nowMs < epochOffsetMs)
        {
            throw new IllegalArgumentException(
                "epochOffsetMs=" + epochOffsetMs + " must not be after the clock's nowMs=" + nowMs);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long nextId()
    {
        final long lastTick = tick;
        final long timestampMs = clock.time() - epochOffsetMs;
        final long nextTick;

        if (timestampMs > (lastTick >>> sequenceBits))
        {
            if (timestampMs > MAX_TIMESTAMP_MS)
            {
                return TraceId.EXHAUSTED;
            }

            nextTick = timestampMs << sequenceBits;
        }
        else
        {
            if (lastTick == maxTick)
            {
                return TraceId.EXHAUSTED;
            }

            nextTick = lastTick + 1;
        }

        tick = nextTick;

        final long sequence = nextTick & sequenceMask;
        return ((nextTick ^ sequence) << nodeIdBits) | nodeBits | sequence;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public int nodeId()
    {
        return nodeId;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public TraceIdLayout layout()
    {
        return layout;
    }

    /**
     * How far the last ID is ahead of the clock, because more IDs were minted than milliseconds hold or the clock
     * stepped back.
     *
     * @return milliseconds, 0 when the generator keeps to the clock.
     */
    public long clockLeadMs()
    {
        return Math.max(0, (tick >>> sequenceBits) - (clock.time() - epochOffsetMs));
    }
}
