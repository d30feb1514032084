package io.tracelink.store;

import java.util.Arrays;

/**
 * All frames of a range of a stream, as columns in the order of their sequences.
 */
final class FrameSlice
{
    private static final int INITIAL_CAPACITY = 64;

    final StreamKey key;
    long[] seqs = new long[INITIAL_CAPACITY];
    long[] traceIds = new long[INITIAL_CAPACITY];
    long[] tNs = new long[INITIAL_CAPACITY];
    int[] statuses = new int[INITIAL_CAPACITY];

    private final long from;
    private long to;
    private int size;

    /**
     * Nothing yet: what begins at a sequence is to be appended.
     */
    FrameSlice(final StreamKey key, final long from)
    {
        this.key = key;
        this.from = from;
    }

    int size()
    {
        return size;
    }

    /**
     * First sequence of the range.
     */
    long from()
    {
        return from;
    }

    /**
     * Last sequence of the range.
     */
    long to()
    {
        return to;
    }

    /**
     * Does a range begin in this one or right behind it?
     */
    boolean isFollowedFrom(final long first)
    {
        return Long.compareUnsigned(from, first) <= 0 && (0 == first || Long.compareUnsigned(first - 1, to) <= 0);
    }

    /**
     * Does a range begin before this one and end in it or right before it?
     */
    boolean isReachedBy(final long first, final long last)
    {
        return Long.compareUnsigned(first, from) < 0 && Long.compareUnsigned(from - 1, last) <= 0;
    }

    /**
     * Index of the first frame at or behind a sequence, {@link #size()} if there is none.
     */
    int firstFrom(final long seq)
    {
        int low = 0;
        int high = size;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(seqs[middle], seq) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /**
     * Index behind the last frame at or before a sequence.
     */
    int endTo(final long seq)
    {
        return -1 == seq ? size : firstFrom(seq + 1);
    }

    /**
     * A frame as a row; its {@code stageId} is not read and 0.
     */
    StoredFrame frame(final int index)
    {
        return new StoredFrame(
            key.streamId(), key.epoch(), seqs[index], 0, tNs[index], traceIds[index], statuses[index]);
    }

    /**
     * Add the next frames.
     *
     * @param rows  columns: sequence, trace ID, time, status.
     * @param count of the rows.
     * @param end   the range goes so far now.
     */
    void append(final LongLists rows, final int count, final long end)
    {
        ensureCapacity(count);
        System.arraycopy(rows.column(0), 0, seqs, size, count);
        System.arraycopy(rows.column(1), 0, traceIds, size, count);
        System.arraycopy(rows.column(2), 0, tNs, size, count);
        for (int i = 0; i < count; i++)
        {
            statuses[size + i] = (int)rows.column(3)[i];
        }

        size += count;
        to = end;
    }

    /**
     * Add all of a slice that begins right behind this one.
     */
    void append(final FrameSlice next)
    {
        ensureCapacity(next.size);
        System.arraycopy(next.seqs, 0, seqs, size, next.size);
        System.arraycopy(next.traceIds, 0, traceIds, size, next.size);
        System.arraycopy(next.tNs, 0, tNs, size, next.size);
        System.arraycopy(next.statuses, 0, statuses, size, next.size);
        size += next.size;
        to = next.to;
    }

    private void ensureCapacity(final int count)
    {
        if (size + count > seqs.length)
        {
            final int capacity = Math.max(size + count, 2 * size);
            seqs = Arrays.copyOf(seqs, capacity);
            traceIds = Arrays.copyOf(traceIds, capacity);
            tNs = Arrays.copyOf(tNs, capacity);
            statuses = Arrays.copyOf(statuses, capacity);
        }
    }
}
