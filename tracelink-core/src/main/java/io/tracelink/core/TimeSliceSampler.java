package io.tracelink.core;

/**
 * Keeps the links of a slice of time and drops the others: all whose trace ID was minted in the first
 * {@link #sliceMs()} of every {@link #periodMs()}, counted from 1970, for example 100 ms of every second
 * (TraceLink §9: links may be sampled).
 * <p>
 * The time is the one inside the ID, so all processes with the same layout and settings decide alike without a word
 * between them, and a lineage that lies in one slice is kept whole. Frames carry their IDs in any case. A lineage that
 * began before its slice ends at a frame whose own links were dropped; so take a slice much longer than a frame needs
 * from sensor to output.
 * <p>
 * Immutable and thread-safe.
 */
public final class TimeSliceSampler
{
    /**
     * The longest period, in milliseconds: 1,000 seconds.
     */
    public static final long MAX_PERIOD_MS = 1_000_000;

    private final int timestampShift;
    private final long epochOffsetMs;
    private final long sliceMs;
    private final long periodMs;

    /**
     * 2^63 divided by the period, rounded up: multiplying by it is dividing by the period, exactly for as many
     * milliseconds as an ID can be after 1970.
     */
    private final long reciprocal;

    /**
     * Keep a slice of every period.
     *
     * @param layout   of the trace IDs.
     * @param sliceMs  to be kept, in milliseconds, 1..{@code periodMs}: of joins that do not keep step
     *                 with the period, {@code sliceMs / periodMs}.
     * @param periodMs between the begins of two slices, in milliseconds, 1..{@link #MAX_PERIOD_MS}.
     * @throws IllegalArgumentException if a value is out of its range.
     */
    public TimeSliceSampler(final TraceIdLayout layout, final long sliceMs, final long periodMs)
    {
        if (periodMs < 1 || periodMs > MAX_PERIOD_MS)
        {
            throw new IllegalArgumentException("periodMs=" + periodMs + " must be in 1.." + MAX_PERIOD_MS);
        }

        if (sliceMs < 1 || sliceMs > periodMs)
        {
            throw new IllegalArgumentException("sliceMs=" + sliceMs + " must be in 1.." + periodMs + ", the periodMs");
        }

        timestampShift = layout.nodeIdBits() + layout.sequenceBits();
        epochOffsetMs = layout.epochOffsetMs();
        this.sliceMs = sliceMs;
        this.periodMs = periodMs;
        reciprocal = Long.MAX_VALUE / periodMs + 1;
    }

    /**
     * Are the links of a frame kept?
     *
     * @param traceId of the output frame.
     * @return true if they are; for {@link TraceId#NULL} and refusals, which have no links, any answer may come.
     */
    public boolean isSampled(final long traceId)
    {
        if (sliceMs == periodMs)
        {
            return true;
        }

        final long timestampMs =
            ((traceId >>> timestampShift) & TraceIdLayout.MAX_TIMESTAMP_MS) + epochOffsetMs;
        final long period = Math.multiplyHigh(timestampMs << 1, reciprocal);

        return timestampMs - period * periodMs < sliceMs;
    }

    /**
     * How much of every period is kept.
     *
     * @return milliseconds, 1..{@link #periodMs()}.
     */
    public long sliceMs()
    {
        return sliceMs;
    }

    /**
     * The time from the begin of a slice to that of the next.
     *
     * @return milliseconds, 1..{@link #MAX_PERIOD_MS}.
     */
    public long periodMs()
    {
        return periodMs;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String toString()
    {
        return "TimeSliceSampler{sliceMs=" + sliceMs + ", periodMs=" + periodMs + '}';
    }
}
