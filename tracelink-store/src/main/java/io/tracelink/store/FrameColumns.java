package io.tracelink.store;

import java.util.Arrays;

/**
 * Rows of frames as columns.
 */
final class FrameColumns
{
    private static final int INITIAL_CAPACITY = 1024;

    long[] streamIds;
    long[] epochs;
    long[] seqs;
    long[] tNs;
    int[] statuses;
    int[] traces;

    private int size;

    FrameColumns()
    {
        this(INITIAL_CAPACITY);
    }

    /**
     * @param capacity number of rows to have room for; more may come.
     */
    FrameColumns(final int capacity)
    {
        streamIds = new long[capacity];
        epochs = new long[capacity];
        seqs = new long[capacity];
        tNs = new long[capacity];
        statuses = new int[capacity];
        traces = new int[capacity];
    }

    int size()
    {
        return size;
    }

    void add(
        final int trace, final long streamId, final long epoch, final long seq, final long tNs, final int status)
    {
        if (size == seqs.length)
        {
            final int capacity = Math.max(INITIAL_CAPACITY, 2 * size);
            streamIds = Arrays.copyOf(streamIds, capacity);
            epochs = Arrays.copyOf(epochs, capacity);
            seqs = Arrays.copyOf(seqs, capacity);
            this.tNs = Arrays.copyOf(this.tNs, capacity);
            statuses = Arrays.copyOf(statuses, capacity);
            traces = Arrays.copyOf(traces, capacity);
        }

        traces[size] = trace;
        streamIds[size] = streamId;
        epochs[size] = epoch;
        seqs[size] = seq;
        this.tNs[size] = tNs;
        statuses[size++] = status;
    }

    /**
     * The same rows, those of a trace together and in the order of their times.
     *
     * @param ends where the rows of each trace end; it is filled.
     */
    FrameColumns grouped(final int[] ends)
    {
        final int[] order = new int[size];
        for (int i = 0; i < size; i++)
        {
            ends[traces[i]]++;
        }

        for (int trace = 1; trace < ends.length; trace++)
        {
            ends[trace] += ends[trace - 1];
        }

        final int[] free = new int[ends.length];
        for (int trace = 1; trace < ends.length; trace++)
        {
            free[trace] = ends[trace - 1];
        }

        for (int i = 0; i < size; i++)
        {
            order[free[traces[i]]++] = i;
        }

        for (int trace = 0, from = 0; trace < ends.length; trace++)
        {
            sort(order, from, ends[trace]);
            from = ends[trace];
        }

        final FrameColumns columns = new FrameColumns(size);
        for (final int i : order)
        {
            columns.add(traces[i], streamIds[i], epochs[i], seqs[i], tNs[i], statuses[i]);
        }

        return columns;
    }

    /**
     * By insertion up to some length, since most traces have few frames, and by merging beyond.
     */
    private void sort(final int[] order, final int from, final int to)
    {
        if (to - from > 32)
        {
            final int middle = (from + to) >>> 1;
            sort(order, from, middle);
            sort(order, middle, to);
            merge(order, from, middle, to);
            return;
        }

        for (int i = from + 1; i < to; i++)
        {
            final int row = order[i];
            int k = i;
            for (; k > from && compare(order[k - 1], row) > 0; k--)
            {
                order[k] = order[k - 1];
            }

            order[k] = row;
        }
    }

    private void merge(final int[] order, final int from, final int middle, final int to)
    {
        final int[] left = Arrays.copyOfRange(order, from, middle);
        int at = 0;
        int right = middle;
        for (int i = from; at < left.length; i++)
        {
            order[i] = right < to && compare(order[right], left[at]) < 0 ? order[right++] : left[at++];
        }
    }

    private int compare(final int left, final int right)
    {
        int order = Long.compareUnsigned(tNs[left], tNs[right]);
        order = 0 != order ? order : Long.compare(streamIds[left], streamIds[right]);
        order = 0 != order ? order : Long.compareUnsigned(epochs[left], epochs[right]);
        return 0 != order ? order : Long.compareUnsigned(seqs[left], seqs[right]);
    }
}
