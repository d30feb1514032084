package io.tracelink.core;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The parents of one output frame: distinct trace IDs in the order in which they were added (TraceLink §9).
 * <p>
 * Owned by the caller, allocated once and used again for every frame. What is in the set is valid, so a TraceLinkSet
 * that is encoded from it is as well.
 * <pre>
 * parents.clear();
 * parents.add(left.traceId());
 * parents.add(right.traceId());
 * publisher.publishJoined(seq, timestampNs, metaVersion, parents);
 * </pre>
 * Not thread-safe.
 */
public final class ParentSet
{
    /**
     * The most parents that a TraceLinkSet can carry.
     */
    public static final int MAX_CAPACITY = 65_534;

    /**
     * {@link #add(long)}: the value is null or a refusal; the set is as it was.
     */
    public static final int NOT_A_TRACE_ID = -1;

    /**
     * {@link #add(long)}: the parent is in the set; the set is as it was.
     */
    public static final int DUPLICATE = -2;

    /**
     * {@link #add(long)}: the set holds {@link #capacity()} parents; it is as it was.
     */
    public static final int FULL = -3;

    private static final int LINEAR_LIMIT = 16;
    private static final long INDEX_MASK = 0xFFFF_FFFFL;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final int capacity;
    private final UnsafeBuffer ids;

    /**
     * Open addressing; a slot holds the generation in its high half and the index of a parent in its low half.
     * Slots of an earlier generation are free, which makes clear O(1).
     */
    private final long[] slots;
    private final int slotShift;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private long generation;

    private int size;
    private int indexed;
    private long largest;

    /**
     * Allocate a set.
     *
     * @param capacity the most parents that it will hold, 1 to {@link #MAX_CAPACITY}.
     * @throws IllegalArgumentException if the capacity is out of its range.
     */
    public ParentSet(final int capacity)
    {
        if (capacity < 1 || capacity > MAX_CAPACITY)
        {
            throw new IllegalArgumentException("capacity=" + capacity + " must be in 1.." + MAX_CAPACITY);
        }

        this.capacity = capacity;
        ids = new UnsafeBuffer(new byte[capacity * Long.BYTES]);

        final int slotCount = BitUtil.findNextPositivePowerOfTwo(Math.max(capacity, LINEAR_LIMIT) * 2);
        slots = capacity > LINEAR_LIMIT ? new long[slotCount] : new long[0];
        slotShift = Long.numberOfLeadingZeros(slotCount) + 1;
        generation = 1;
    }

    /**
     * Add a parent.
     *
     * @param parentId trace ID of an input frame.
     * @return the number of parents now in the set, or {@link #NOT_A_TRACE_ID}, {@link #DUPLICATE} or {@link #FULL}.
     */
    public int add(final long parentId)
    {
        final int size = this.size;

        if (parentId > largest && size < capacity)
        {
            ids.putLong(size * Long.BYTES, parentId, ByteOrder.LITTLE_ENDIAN);
            largest = parentId;
            this.size = size + 1;

            return size + 1;
        }

        return TraceId.isTraceId(parentId) ? insert(parentId) : NOT_A_TRACE_ID;
    }

    /**
     * Add what stands in a message, where every value but 0 is a trace ID.
     *
     * @param parentId any value but 0.
     * @return as {@link #add(long)}.
     */
    int insert(final long parentId)
    {
        final int size = this.size;

        if (parentId <= largest && contains(parentId))
        {
            return DUPLICATE;
        }

        if (size == capacity)
        {
            return FULL;
        }

        ids.putLong(size * Long.BYTES, parentId, ByteOrder.LITTLE_ENDIAN);
        largest = Math.max(largest, parentId);
        this.size = size + 1;

        return size + 1;
    }

    /**
     * Is a parent in the set?
     *
     * @param parentId trace ID of an input frame.
     * @return true if it is.
     */
    public boolean contains(final long parentId)
    {
        final int size = this.size;
        final UnsafeBuffer ids = this.ids;

        if (size <= LINEAR_LIMIT)
        {
            for (int i = 0; i < size; i++)
            {
                if (parentId == ids.getLong(i * Long.BYTES, ByteOrder.LITTLE_ENDIAN))
                {
                    return true;
                }
            }

            return false;
        }

        for (int i = indexed; i < size; i++)
        {
            index(i);
        }
        indexed = size;

        final long[] slots = this.slots;
        final int mask = slots.length - 1;
        final long generation = this.generation;

        for (int slot = slotOf(parentId); slots[slot] >>> 32 == generation; slot = (slot + 1) & mask)
        {
            final int i = (int)(slots[slot] & INDEX_MASK);
            if (parentId == ids.getLong(i * Long.BYTES, ByteOrder.LITTLE_ENDIAN))
            {
                return true;
            }
        }

        return false;
    }

    /**
     * Empty the set, whatever its size in the same time.
     */
    public void clear()
    {
        size = 0;
        largest = 0;

        if (indexed > 0)
        {
            indexed = 0;
            if (++generation > INDEX_MASK)
            {
                Arrays.fill(slots, 0);
                generation = 1;
            }
        }
    }

    /**
     * The number of parents in the set.
     *
     * @return the number of parents.
     */
    public int size()
    {
        return size;
    }

    /**
     * The most parents that the set holds.
     *
     * @return the capacity given at construction.
     */
    public int capacity()
    {
        return capacity;
    }

    /**
     * Is the set empty?
     *
     * @return true if no parent is in the set.
     */
    public boolean isEmpty()
    {
        return size == 0;
    }

    /**
     * A parent by the order in which it was added.
     *
     * @param index 0 to {@link #size()} - 1.
     * @return the trace ID of the parent.
     * @throws IndexOutOfBoundsException if the index is out of its range.
     */
    public long get(final int index)
    {
        if (index < 0 || index >= size)
        {
            throw new IndexOutOfBoundsException("index=" + index + " size=" + size);
        }

        return ids.getLong(index * Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The parents as they stand in a TraceLinkSet: {@link #size()} little-endian 64 bit values from the begin on. For
     * those who send a large set without a copy; to be read only.
     *
     * @return the buffer, the same one always.
     */
    public DirectBuffer buffer()
    {
        return ids;
    }

    /**
     * Write the parents as little-endian 64 bit values.
     *
     * @param buffer to write to.
     * @param offset to begin at.
     * @return the number of bytes written.
     */
    int encode(final MutableDirectBuffer buffer, final int offset)
    {
        final int length = size * Long.BYTES;
        buffer.putBytes(offset, ids, 0, length);

        return length;
    }

    private void index(final int i)
    {
        final long[] slots = this.slots;
        final int mask = slots.length - 1;
        int slot = slotOf(ids.getLong(i * Long.BYTES, ByteOrder.LITTLE_ENDIAN));

        while (slots[slot] >>> 32 == generation)
        {
            slot = (slot + 1) & mask;
        }

        slots[slot] = (generation << 32) | i;
    }

    /**
     * A writer of messages that knew where IDs fall could make them all fall on one slot, and its reader quadratic. So
     * the place depends on a number that nobody outside knows, and both halves of the ID on all of it.
     */
    private int slotOf(final long parentId)
    {
        final long hash = (parentId ^ seed) * GOLDEN_RATIO;

        return (int)(((hash ^ (hash >>> 32)) * GOLDEN_RATIO) >>> slotShift);
    }
}
