package io.tracelink.core;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
     * Slots for each parent that fits, at least: few are taken, so that a new parent mostly finds a free one at once.
     */
    private static final int SLOTS_PER_PARENT = 4;
    private static final int SHOWN_PARENTS = 16;
    private static final int INDEX_BITS = 16;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int MAX_GENERATION = (1 << (Integer.SIZE - INDEX_BITS)) - 1;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int capacity;

    /**
     * A whole TraceLinkSet: the parents stand where the message has them, in front of them is room for its header.
     */
    private final byte[] message;
    private final UnsafeBuffer parentsBuffer;

    /**
     * Open addressing; a slot holds the generation in its upper half and the index of a parent in the lower one. Slots
     * of an earlier generation are free, which makes clear O(1). A generation comes again after 65,535 clears; each of
     * them wipes a few slots, all of them in that time.
     */
    private final int[] slots;
    private final int slotShift;
    private final int slotsToWipe;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;
    private int generation = 1;
    private int nextToWipe;

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

        slots = new int[BitUtil.findNextPositivePowerOfTwo(capacity * SLOTS_PER_PARENT)];
        slotShift = Long.numberOfLeadingZeros(slots.length) + 1;
        slotsToWipe = 1 + (slots.length - 1) / MAX_GENERATION;
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

        if (parentId > largest && size < capacity)
        {
            LONG.set(message, offsetOf(size), parentId);
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
        if (!isIndexed)
        {
            if (parentId > largest)
            {
                return append(parentId, parentId);
            }

            if (parentId == largest)
            {
                return DUPLICATE;
            }

            index();
        }

        final int slot = slotFor(parentId);
        if (isTaken(slot))
        {
            return DUPLICATE;
        }

        final int size = append(parentId, Long.MAX_VALUE);
        if (size > 0)
        {
            slots[slot] = generation << INDEX_BITS | (size - 1);
        }

        return size;
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
        if (!isIndexed)
        {
            if (parentId >= largest || 0 == size)
            {
                return parentId == largest && size > 0;
            }

            index();
        }

        return isTaken(slotFor(parentId));
    }

    /**
     * Empty the set, whatever its size in the same time.
     */
    public void clear()
    {
        if (isIndexed)
        {
            isIndexed = false;
            nextGeneration();
        }

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

    private int append(final long parentId, final long newLargest)
    {
        final int size = this.size;
        if (size == capacity)
        {
            return FULL;
        }

        LONG.set(message, offsetOf(size), parentId);
        largest = newLargest;
        this.size = size + 1;

        return size + 1;
    }

    /**
     * Look up from now on: parents that ascended have not been indexed as they were added.
     */
    private void index()
    {
        for (int i = 0, size = this.size; i < size; i++)
        {
            slots[slotFor(parentAt(i))] = generation << INDEX_BITS | i;
        }

        largest = Long.MAX_VALUE;
        isIndexed = true;
    }

    private void nextGeneration()
    {
        generation = MAX_GENERATION == generation ? 1 : generation + 1;

        final int[] slots = this.slots;
        final int mask = slots.length - 1;
        for (int i = 0; i < slotsToWipe; i++)
        {
            slots[nextToWipe] = 0;
            nextToWipe = (nextToWipe + 1) & mask;
        }
    }

    private boolean isTaken(final int slot)
    {
        return slots[slot] >>> INDEX_BITS == generation;
    }

    /**
     * The slot of a parent if it is indexed, else the free one where it belongs.
     */
    private int slotFor(final long parentId)
    {
        final int[] slots = this.slots;
        final int mask = slots.length - 1;
        final int generation = this.generation;

        int slot = placeOf(parentId);
        for (int entry = slots[slot]; entry >>> INDEX_BITS == generation; entry = slots[slot])
        {
            if (parentId == parentAt(entry & INDEX_MASK))
            {
                break;
            }
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    /**
     * A writer of messages that knew where IDs fall could make them all fall on one slot, and its reader quadratic. So
     * the place depends on two numbers that nobody outside knows, by a multiplication whose halves are folded.
     */
    private int placeOf(final long parentId)
    {
        final long key = parentId ^ seed;
        final long hash = (key * multiplier) ^ Math.multiplyHigh(key, multiplier);

        return (int)((hash * GOLDEN_RATIO) >>> slotShift);
    }
}
