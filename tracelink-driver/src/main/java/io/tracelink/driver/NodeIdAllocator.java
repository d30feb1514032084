package io.tracelink.driver;

import java.util.BitSet;

/**
 * Hands out node IDs of a configured range, each to one lease at a time (TraceLink §6, Driver Model §4).
 * <p>
 * A released ID rests for the cooldown before anyone gets it again, because IDs that its last owner minted may still be
 * young. IDs are handed out in a round, so that one is reused as late as possible. Not for use by several threads.
 */
final class NodeIdAllocator
{
    /**
     * No ID: all are taken or resting, or the desired one is.
     */
    static final long NONE = -1;

    private final IdRange range;
    private final long cooldownNs;
    private final BitSet inUse;
    private final BitSet isResting;
    private final long[] releasedAtNs;
    private int next;

    NodeIdAllocator(final IdRange range, final long cooldownNs)
    {
        final int size = Math.toIntExact(range.last() - range.first() + 1);
        this.range = range;
        this.cooldownNs = cooldownNs;
        this.inUse = new BitSet(size);
        this.isResting = new BitSet(size);
        this.releasedAtNs = new long[size];
    }

    /**
     * Takes the next free ID.
     *
     * @param nowNs of the monotonic clock.
     * @return the ID, or {@link #NONE}.
     */
    long acquire(final long nowNs)
    {
        final int size = releasedAtNs.length;
        for (int i = 0; i < size; i++)
        {
            final int index = (next + i) % size;
            if (isFree(index, nowNs))
            {
                next = (index + 1) % size;
                return take(index);
            }
        }

        return NONE;
    }

    /**
     * Takes the ID that a client asks for.
     *
     * @param nodeId that is asked for.
     * @param nowNs  of the monotonic clock.
     * @return the same ID, or {@link #NONE} when it is taken, resting or not in the range.
     */
    long acquire(final long nodeId, final long nowNs)
    {
        if (!range.contains(nodeId))
        {
            return NONE;
        }

        final int index = (int)(nodeId - range.first());
        return isFree(index, nowNs) ? take(index) : NONE;
    }

    /**
     * Gives an ID back; it begins to rest.
     *
     * @param nodeId to give back; {@link #NONE} is accepted and does nothing.
     * @param nowNs  of the monotonic clock.
     */
    void release(final long nodeId, final long nowNs)
    {
        if (nodeId != NONE)
        {
            final int index = (int)(nodeId - range.first());
            inUse.clear(index);
            isResting.set(index);
            releasedAtNs[index] = nowNs;
        }
    }

    private boolean isFree(final int index, final long nowNs)
    {
        return !inUse.get(index) && (!isResting.get(index) || nowNs - releasedAtNs[index] >= cooldownNs);
    }

    private long take(final int index)
    {
        inUse.set(index);
        isResting.clear(index);
        return range.first() + index;
    }
}
