package io.tracelink.core;

/**
 * How a trace ID is divided: one unused bit, the milliseconds since an epoch, the node ID and a sequence
 * (TraceLink §6).
 * <p>
 * The default, 10 bits of node ID and 12 bits of sequence since 1970, is that of Agrona's
 * {@link org.agrona.concurrent.SnowflakeIdGenerator}. Immutable and thread-safe.
 */
public final class TraceIdLayout
{
    /**
     * Bits that the node ID and the sequence may have together.
     */
    public static final int MAX_NODE_ID_AND_SEQUENCE_BITS = 22;

    /**
     * Bits of the milliseconds since the epoch.
     */
    public static final int TIMESTAMP_BITS = 41;

    /**
     * Node IDs 0 to 1,023, 4,096 IDs a millisecond, since 1970-01-01T00:00Z.
     */
    public static final TraceIdLayout DEFAULT = new TraceIdLayout(10, 12, 0);

    /**
     * The last millisecond that an ID can hold, since the epoch.
     */
    static final long MAX_TIMESTAMP_MS = (1L << TIMESTAMP_BITS) - 1;

    private final int nodeIdBits;
    private final int sequenceBits;
    private final long epochOffsetMs;

    /**
     * Divide the ID.
     *
     * @param nodeIdBits    0 to 22: how many processes can mint at once.
     * @param sequenceBits  0 to 22: how many IDs one process can mint in a millisecond.
     * @param epochOffsetMs milliseconds from 1970 to the epoch that IDs count from; at least 0.
     * @throws IllegalArgumentException if a value is out of its range or the bits are more than 22 together.
     */
    public TraceIdLayout(final int nodeIdBits, final int sequenceBits, final long epochOffsetMs)
    {
        if (nodeIdBits < 0 || nodeIdBits > MAX_NODE_ID_AND_SEQUENCE_BITS)
        {
            throw new IllegalArgumentException("nodeIdBits=" + nodeIdBits + " must be in 0..22");
        }

        if (sequenceBits < 0 || sequenceBits > MAX_NODE_ID_AND_SEQUENCE_BITS)
        {
            throw new IllegalArgumentException("sequenceBits=" + sequenceBits + " must be in 0..22");
        }

        if (nodeIdBits + sequenceBits > MAX_NODE_ID_AND_SEQUENCE_BITS)
        {
            throw new IllegalArgumentException(
                "nodeIdBits=" + nodeIdBits + " and sequenceBits=" + sequenceBits + " must be at most 22 together");
        }

        if (epochOffsetMs < 0 || epochOffsetMs > MAX_TIMESTAMP_MS)
        {
            throw new IllegalArgumentException("epochOffsetMs=" + epochOffsetMs + " must be in 0.." + MAX_TIMESTAMP_MS);
        }

        this.nodeIdBits = nodeIdBits;
        this.sequenceBits = sequenceBits;
        this.epochOffsetMs = epochOffsetMs;
    }

    /**
     * Bits of the node ID.
     *
     * @return bits of the node ID.
     */
    public int nodeIdBits()
    {
        return nodeIdBits;
    }

    /**
     * Bits of the sequence.
     *
     * @return bits of the sequence.
     */
    public int sequenceBits()
    {
        return sequenceBits;
    }

    /**
     * Milliseconds from 1970 to the epoch that IDs count from.
     *
     * @return milliseconds from 1970 to the epoch that IDs count from.
     */
    public long epochOffsetMs()
    {
        return epochOffsetMs;
    }

    /**
     * The largest node ID; the smallest is 0.
     *
     * @return the largest node ID.
     */
    public int maxNodeId()
    {
        return (1 << nodeIdBits) - 1;
    }

    /**
     * The largest sequence within a millisecond; the smallest is 0.
     *
     * @return the largest sequence.
     */
    public int maxSequence()
    {
        return (1 << sequenceBits) - 1;
    }

    /**
     * The last millisecond since 1970 that an ID can hold.
     *
     * @return milliseconds since 1970.
     */
    public long maxTimestampMs()
    {
        return epochOffsetMs + MAX_TIMESTAMP_MS;
    }

    /**
     * How long it is until the 41 bits are used up and generators refuse: about 69 years from the epoch on.
     *
     * @param nowMs milliseconds since 1970; before the epoch, all of the 41 bits are left.
     * @return milliseconds, 0 once they are used up.
     */
    public long remainingMs(final long nowMs)
    {
        return Math.max(0, maxTimestampMs() - Math.max(nowMs, epochOffsetMs) + 1);
    }

    /**
     * When an ID was minted.
     *
     * @param traceId that was minted with this layout.
     * @return milliseconds since 1970.
     */
    public long timestampMs(final long traceId)
    {
        return (traceId >>> (nodeIdBits + sequenceBits)) + epochOffsetMs;
    }

    /**
     * Which process minted an ID.
     *
     * @param traceId that was minted with this layout.
     * @return its node ID.
     */
    public int nodeId(final long traceId)
    {
        return (int)(traceId >>> sequenceBits) & maxNodeId();
    }

    /**
     * The place of an ID among those of its millisecond.
     *
     * @param traceId that was minted with this layout.
     * @return its sequence.
     */
    public int sequence(final long traceId)
    {
        return (int)traceId & maxSequence();
    }

    /**
     * Does a node ID fit? Drivers of the protocol family hand out 32 bit node IDs; those that do not fit are never
     * used.
     *
     * @param nodeId to be tested.
     * @return true if it is in 0..{@link #maxNodeId()}.
     */
    public boolean isNodeId(final long nodeId)
    {
        return nodeId >= 0 && nodeId <= maxNodeId();
    }

    /**
     * Check a node ID at set-up.
     *
     * @param nodeId to be checked.
     * @return the node ID.
     * @throws IllegalArgumentException if it does not fit.
     */
    public int validateNodeId(final long nodeId)
    {
        if (!isNodeId(nodeId))
        {
            throw new IllegalArgumentException(
                "nodeId=" + nodeId + " must be in 0.." + maxNodeId() + " to fit " + this);
        }

        return (int)nodeId;
    }

    /**
     * Check at set-up that the clock goes and the epoch of the IDs is not still to come. A cached clock that was never
     * updated stands at 0, and would give every run of a process the same IDs.
     *
     * @param nowMs of the clock, milliseconds since 1970.
     * @return the epoch offset, in milliseconds from 1970.
     * @throws IllegalArgumentException if the clock is not after 1970, or the epoch is after the clock.
     */
    public long validateEpochOffset(final long nowMs)
    {
        if (nowMs <= 0)
        {
            throw new IllegalArgumentException(
                "nowMs=" + nowMs + " of the clock must be above 0: update the clock before the generator is made");
        }

        if (epochOffsetMs > nowMs)
        {
            throw new IllegalArgumentException(
                "epochOffsetMs=" + epochOffsetMs + " must be in 0.." + nowMs + ", not after the clock");
        }

        return epochOffsetMs;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String toString()
    {
        return "TraceIdLayout{nodeIdBits=" + nodeIdBits + ", sequenceBits=" + sequenceBits +
            ", epochOffsetMs=" + epochOffsetMs + '}';
    }
}
