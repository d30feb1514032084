package io.tracelink.store;

import java.util.Arrays;

/**
 * Sorts unsigned 64-bit numbers.
 */
final class UnsignedOrder
{
    private UnsignedOrder()
    {
    }

    static void sort(final long[] values)
    {
        flip(values);
        Arrays.sort(values);
        flip(values);
    }

    /**
     * Index of the first value above another one, the length if there is none.
     */
    static int firstAbove(final long[] sorted, final long value)
    {
        int low = 0;
        int high = sorted.length;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle], value) > 0)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /**
     * Sort indexes by the unsigned value of each; equal ones keep their order.
     */
    static void sort(final int[] indexes, final long[] valueOf, final boolean descending)
    {
        final int[] other = new int[indexes.length];
        int[] from = indexes;
        int[] to = other;
        for (int width = 1; width < indexes.length && width > 0; width <<= 1)
        {
            for (int left = 0; left < indexes.length; left += 2 * width)
            {
                merge(from, to, left, width, valueOf, descending);
            }

            final int[] swap = from;
            from = to;
            to = swap;
        }

        if (from != indexes)
        {
            System.arraycopy(from, 0, indexes, 0, indexes.length);
        }
    }

    private static void merge(
        final int[] from,
        final int[] to,
        final int start,
        final int width,
        final long[] valueOf,
        final boolean descending)
    {
        final int middle = Math.min(start + width, from.length);
        final int end = Math.min(middle + width, from.length);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++)
        {
            final boolean takeRight = left == middle || (right < end && isBefore(
                valueOf[from[right]], valueOf[from[left]], descending));
            to[i] = takeRight ? from[right++] : from[left++];
        }
    }

    private static boolean isBefore(final long value, final long other, final boolean descending)
    {
        final int order = Long.compareUnsigned(value, other);
        return descending ? order > 0 : order < 0;
    }

    private static void flip(final long[] values)
    {
        for (int i = 0; i < values.length; i++)
        {
            values[i] ^= Long.MIN_VALUE;
        }
    }
}
