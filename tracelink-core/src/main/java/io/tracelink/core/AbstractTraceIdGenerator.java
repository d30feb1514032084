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
    private static final long NO_MARK = -1;

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

    @Override
    public final String toString()
    {
        return getClass().getSimpleName() + "{nodeId=" + nodeId + ", layout=" + layout +
            ", clockLeadMs=" + clockLeadMs() + (null == mark ? "" : ", highWaterMark=" + mark.file()) + '}';
    }

    /**
     * Become the generator of the mark, at the end of a constructor, so that one that is refused leaves the mark free.
     *
     * @return the last millisecond, since the epoch of the layout, that there may be an ID of; below 0 without a mark.
     */
    final long attachMark()
    {
        return null == mark ? NO_MARK : mark.attach();
    }

    /**
     * Milliseconds and sequence as one number, the tick: a sequence that overflows is the next millisecond. This is
     * the last tick before the first that may be minted.
     *
     * @param markedMs of {@link #attachMark()}.
     * @return the tick of null, or the last one that the mark holds.
     */
    final long initialTick(final long markedMs)
    {
        return NO_MARK == markedMs ? 0 : markedMs << sequenceBits | sequenceMask;
    }

    /**
     * The last millisecond that may be minted in without asking the mark.
     *
     * @param markedMs of {@link #attachMark()}.
     * @return milliseconds since the epoch of the layout.
     */
    final long initialLimitMs(final long markedMs)
    {
        return NO_MARK == markedMs ? MAX_TIMESTAMP_MS : markedMs;
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

    final long leadMs(final long timestampMs)
    {
        return Math.max(0, timestampMs - (clock.time() - epochOffsetMs));
    }
}
