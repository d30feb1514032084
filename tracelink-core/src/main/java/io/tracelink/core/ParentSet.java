package io.tracelink.core;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    /**
     * Slots for each parent of an index, at least: few are taken, so that a new parent mostly finds a free one at once.
     */
    private static final int SLOTS_PER_PARENT = 4;
    private static final int MIN_LIMIT = 16;
    private static final int TAKEN = -1;
    private static final int SHOWN_PARENTS = 16;

    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int capacity;

    /**
     * A whole TraceLinkSet: the parents stand where the message has them, in front of them is room for its header.
     */
    private final byte[] message;
    private final UnsafeBuffer parentsBuffer;

    /**
     * Open addressing: a slot holds a parent, or 0. No more of them are used than the last frame asked for, or this
     * one, and those are wiped as an index begins, which makes clear O(1) and keeps small sets in the first cache.
     */
    private final long[] slots;
    private int slotShift;

    /**
     * The place of a parent is the upper bits of a product: the cheapest hash whose collisions are few for any IDs,
     * unless the multiplier is an unlucky one. Then another one is drawn; nobody outside knows it, so nobody can make
     * all IDs fall on one slot.
     */
    private long multiplier = ThreadLocalRandom.current().nextLong() | 1;
    private int steps;

    /**
     * Parents that fit, as long as they ascend; the number that the index takes once they are indexed.
     */
    private int limit;
    private int lastSize;

    private int size;

    /**
     * Of parents that ascend the last one; the largest value there is once they are indexed, so that each new one is
     * looked up.
     */
    private long largest;
    private boolean isIndexed;

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
        message = TraceLinkSetFlyweight.newMessage(capacity);
        parentsBuffer = new UnsafeBuffer(
            message, TraceLinkSetFlyweight.HEADER_LENGTH, capacity * TraceLinkSetFlyweight.PARENT_LENGTH);

        slots = new long[BitUtil.findNextPositivePowerOfTwo(capacity * SLOTS_PER_PARENT)];
        limit = capacity;
    }

    /**
     * Add a parent. O(1) at any size, amortised over the parents of a frame: one comparison as long as parents ascend,
     * one look-up each once one does not.
     *
     * @param parentId trace ID of an input frame.
     * @return the number of parents now in the set, or, the first that applies of these, {@link #NOT_A_TRACE_ID},
     * {@link #DUPLICATE} and {@link #FULL}.
     */
    public int add(final long parentId)
    {
        final int size = this.size;

        if (parentId > largest && size < limit)
        {
            LONG.set(message, offsetOf(size), parentId);
            largest = parentId;
            this.size = size + 1;

            return size + 1;
        }

        return TraceId.isTraceId(parentId) ? addUnordered(parentId) : NOT_A_TRACE_ID;
    }

    /**
     * Add what stands in a message, where every value but 0 is a trace ID, after {@link #clearFor(int)}.
     *
     * @param parentId any value but 0.
     * @return as {@link #add(long)}.
     */
    int insert(final long parentId)
    {
        int slot = placeOf(parentId);
        if (0 != slots[slot])
        {
            slot = freeSlot(parentId);
            if (TAKEN == slot)
            {
                return DUPLICATE;
            }
        }

        final int size = this.size;
        if (size == limit)
        {
            return size == capacity ? FULL : insertInLarger(parentId);
        }

        slots[slot] = parentId;
        LONG.set(message, offsetOf(size), parentId);
        this.size = size + 1;

        return size + 1;
    }

    /**
     * Is a parent in the set? O(1), amortised as {@link #add(long)}; asking for one that is not the largest has the
     * parents that are added afterwards looked up.
     *
     * @param parentId trace ID of an input frame.
     * @return true if it is.
     */
    public boolean contains(final long parentId)
    {
        if (0 == size || TraceId.NULL == parentId)
        {
            return false;
        }

        if (!isIndexed)
        {
            if (parentId >= largest)
            {
                return parentId == largest;
            }

            index(Math.max(size, lastSize));
        }

        return parentId == slots[walk(parentId, placeOf(parentId))];
    }

    /**
     * Empty the set, whatever its size in the same time.
     */
    public void clear()
    {
        if (isIndexed)
        {
            isIndexed = false;
            limit = capacity;
        }

        lastSize = size;
        size = 0;
        largest = 0;
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

        return parentAt(index);
    }

    /**
     * The parents as they stand in a TraceLinkSet: {@link #size()} little-endian 64 bit values from the begin on. For
     * those who send a large set without a copy; to be read only.
     *
     * @return the buffer, the same one always.
     */
    public DirectBuffer buffer()
    {
        return parentsBuffer;
    }

    /**
     * {@inheritDoc}
     *
     * @return the size, the capacity and the first parents; allocates.
     */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder("ParentSet{size=" + size + ", capacity=" + capacity +
            ", parents=[");
        for (int i = 0; i < Math.min(size, SHOWN_PARENTS); i++)
        {
            text.append(0 == i ? "" : ", ").append(Long.toUnsignedString(parentAt(i)));
        }

        return text.append(size > SHOWN_PARENTS ? ", ...]}" : "]}").toString();
    }

    /**
     * The message whose parents are those of the set, for the encoder to fill in what stands in front of them.
     *
     * @return the array, the same one always.
     */
    byte[] message()
    {
        return message;
    }

    private static int offsetOf(final int index)
    {
        return TraceLinkSetFlyweight.HEADER_LENGTH + index * TraceLinkSetFlyweight.PARENT_LENGTH;
    }

    private long parentAt(final int index)
    {
        return (long)LONG.get(message, offsetOf(index));
    }

    /**
     * Empty the set for parents in no order.
     *
     * @param count of the parents to come, at most the capacity.
     */
    void clearFor(final int count)
    {
        size = 0;
        index(count);
    }

    private int addUnordered(final long parentId)
    {
        if (!isIndexed)
        {
            if (parentId > largest)
            {
                return FULL;
            }

            if (parentId == largest)
            {
                return DUPLICATE;
            }

            index(Math.max(size, lastSize));
        }

        return insert(parentId);
    }

    private int insertInLarger(final long parentId)
    {
        index(limit * SLOTS_PER_PARENT);

        return insert(parentId);
    }

    /**
     * Look up from now on, in an index with room for so many parents at least: those that ascended have not been
     * indexed as they were added, and a larger index takes them anew.
     */
    private void index(final int count)
    {
        final int length = Math.min(
            slots.length, BitUtil.findNextPositivePowerOfTwo(Math.max(count, MIN_LIMIT) * SLOTS_PER_PARENT));

        limit = Math.min(capacity, length / SLOTS_PER_PARENT);
        slotShift = Long.numberOfLeadingZeros(length) + 1;
        largest = Long.MAX_VALUE;
        isIndexed = true;

        while (!fill(length))
        {
            drawMultiplier();
        }
    }

    /**
     * Put all parents in their places, unless they crowd.
     */
    private boolean fill(final int length)
    {
        steps = 0;
        Arrays.fill(slots, 0, length, 0);

        boolean isSparse = true;
        for (int i = 0, size = this.size; isSparse && i < size; i++)
        {
            final long parentId = parentAt(i);
            slots[slotOf(parentId)] = parentId;
            isSparse = !isCrowded();
        }

        return isSparse;
    }

    /**
     * With places as if drawn by lot there is a step for every sixth parent.
     */
    private boolean isCrowded()
    {
        return steps > MIN_LIMIT + (limit >> 2);
    }

    /**
     * The free slot where a parent belongs, once its place is known to be taken.
     *
     * @return the slot, or {@link #TAKEN} if the parent is in the index.
     */
    private int freeSlot(final long parentId)
    {
        final int place = placeOf(parentId);
        int slot = walk(parentId, place);
        if (parentId == slots[slot])
        {
            return TAKEN;
        }

        steps += (slot - place) & indexMask();
        if (isCrowded())
        {
            drawMultiplier();
            index(limit);
            slot = slotOf(parentId);
        }

        return slot;
    }

    private int slotOf(final long parentId)
    {
        final int place = placeOf(parentId);
        final int slot = walk(parentId, place);
        steps += (slot - place) & indexMask();

        return slot;
    }

    /**
     * From the place of a parent to its slot, or to the free one where it belongs.
     */
    private int walk(final long parentId, final int place)
    {
        final long[] slots = this.slots;
        final int mask = indexMask();

        int slot = place;
        for (long taken = slots[slot]; 0 != taken && parentId != taken; taken = slots[slot])
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private int indexMask()
    {
        return (int)(-1L >>> slotShift);
    }

    private void drawMultiplier()
    {
        multiplier = ThreadLocalRandom.current().nextLong() | 1;
    }

    private int placeOf(final long parentId)
    {
        return (int)((parentId * multiplier) >>> slotShift) & (slots.length - 1);
    }
}
