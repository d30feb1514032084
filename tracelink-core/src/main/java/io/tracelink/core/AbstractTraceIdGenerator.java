package io.tracelink.core;

import org.agrona.concurrent.EpochClock;

import java.util.Objects;

/**
 * What all generators know: how IDs are divided, which node they are of, the clock, and up to which millisecond they
 * may mint.
 */
abstract class AbstractTraceIdGenerator implements TraceIdGenerator
{
    /**
     * The last millisecond of the 41 bits.
     */
    static final long MAX_TIMESTAMP_MS = TraceIdLayout.MAX_TIMESTAMP_MS;

    final EpochClock clock;
    final long epochOffsetMs;
    final int sequenceBits;
    final long sequenceMask;
    final long nodeBits;

    private final TraceIdLayout layout;
    private final HighWaterMark mark;
    private final int nodeId;
    private final int nodeIdBits;

    AbstractTraceIdGenerator(
        final TraceIdLayout layout, final int nodeId, final EpochClock clock, final HighWaterMark mark)
    {
        this.layout = Objects.requireNonNull(layout, "layout");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nodeId = layout.validateNodeId(nodeId);
        this.mark = mark;
        epochOffsetMs = layout.validateEpochOffset(clock.time());
        nodeIdBits = layout.nodeIdBits();
        sequenceBits = layout.sequenceBits();
        sequenceMask = layout.maxSequence();
        nodeBits = (long)nodeId << sequenceBits;
    }

    @Override
    public final int nodeId()
    {
        return nodeId;
    }

    @Override
    public final TraceIdLayout layout()
    {
        return layout;
    }

    /**
     * Milliseconds and sequence as one number, the tick: a sequence that overflows is the next millisecond. This is
     * the last tick before the first that may be minted.
     *
     * @return the tick of null, or the last one that the mark holds.
     */
    final long initialTick()
    {
        return null == mark ? 0 : mark.attach() << sequenceBits | sequenceMask;
    }

    /**
     * The last millisecond that may be minted in without asking the mark.
     *
     * @return milliseconds since the epoch of the layout.
     */
    final long initialLimitMs()
    {
        return null == mark ? MAX_TIMESTAMP_MS : Long.MIN_VALUE;
    }

    /**
     * Ask to mint in a millisecond that is past the limit.
     *
     * @param timestampMs since the epoch of the layout.
     * @return the new limit, or why there is none.
     */
    final long reserve(final long timestampMs)
    {
        return null == mark || timestampMs > MAX_TIMESTAMP_MS ? TraceId.EXHAUSTED : mark.reserve(timestampMs);
    }

    final long idOf(final long tick)
    {
        final long sequence = tick & sequenceMask;

        return ((tick ^ sequence) << nodeIdBits) | nodeBits | sequence;
    }

    final long leadMs(final long tick)
    {
        final long timestampMs = Math.min(tick >>> sequenceBits, MAX_TIMESTAMP_MS);

        return Math.max(0, timestampMs - (clock.time() - epochOffsetMs));
    }
}
