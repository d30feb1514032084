package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Links of many trace IDs, read in slices: from an ID that is asked for, rows are read in the order of the index and
 * kept, until a number of them in a row are of IDs that nobody asks for. IDs of one time lie close together, so a walk
 * mostly reads its time slice once, and what it asks for in later levels is there already.
 */
final class LinkSlices
{
    /**
     * What it costs to start a statement anew, in rows.
     */
    private static final int MAX_MISSES = 64;

    private static final int INITIAL_ROWS = 64;

    private final PreparedStatement range;
    private final TreeMap<Long, Slice> slices = new TreeMap<>();

    /**
     * @param up to the parents of an ID, or else to its children.
     */
    LinkSlices(final Connection connection, final boolean up) throws SQLException
    {
        final String key = up ? "trace_id" : "parent_trace_id";
        final String value = up ? "parent_trace_id" : "trace_id";
        range = connection.prepareStatement(
            "SELECT " + key + ", " + value + " FROM trace_links WHERE " + key + " BETWEEN ? AND ? ORDER BY " + key);
    }

    /**
     * Forget what was read: the next walk may be of another snapshot.
     */
    void clear()
    {
        slices.clear();
    }

    /**
     * Hand over the links of some IDs.
     *
     * @param sorted IDs in signed order, each once.
     */
    void read(final long[] sorted, final TraceRows.LinkHandler handler) throws SQLException
    {
        int next = 0;
        while (next < sorted.length)
        {
            final Map.Entry<Long, Slice> floor = slices.floorEntry(sorted[next]);
            final Slice slice = null != floor && sorted[next] <= floor.getValue().to ?
                floor.getValue() : load(sorted, next);
            next = slice.handOver(sorted, next, handler);
        }
    }

    private Slice load(final long[] sorted, final int first) throws SQLException
    {
        final Long nextSlice = slices.higherKey(sorted[first]);
        final long limit = null == nextSlice ? Long.MAX_VALUE : nextSlice - 1;
        final Slice slice = new Slice(limit);
        range.setLong(1, sorted[first]);
        range.setLong(2, limit);

        int at = first;
        int misses = 0;
        try (ResultSet row = range.executeQuery())
        {
            while (misses <= MAX_MISSES && row.next())
            {
                final long key = row.getLong(1);
                slice.add(key, row.getLong(2));
                while (at < sorted.length && sorted[at] < key)
                {
                    at++;
                }

                misses = at < sorted.length && sorted[at] == key ? 0 : misses + 1;
            }
        }

        if (misses > MAX_MISSES)
        {
            slice.cutLastKey();
        }

        slice.trim();
        slices.put(sorted[first], slice);
        return slice;
    }

    /**
     * All rows of the keys up to one.
     */
    private static final class Slice
    {
        private long to;
        private long[] keys = new long[INITIAL_ROWS];
        private long[] values = new long[INITIAL_ROWS];
        private int size;

        Slice(final long to)
        {
            this.to = to;
        }

        void add(final long key, final long value)
        {
            if (size == keys.length)
            {
                keys = Arrays.copyOf(keys, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }

            keys[size] = key;
            values[size++] = value;
        }

        /**
         * Not all rows of the last key may have been read.
         */
        void cutLastKey()
        {
            final long last = keys[size - 1];
            while (size > 0 && keys[size - 1] == last)
            {
                size--;
            }

            to = last - 1;
        }

        void trim()
        {
            keys = Arrays.copyOf(keys, size);
            values = Arrays.copyOf(values, size);
        }

        int handOver(final long[] sorted, final int first, final TraceRows.LinkHandler handler)
        {
            int i = first;
            int at = 0;
            while (i < sorted.length && sorted[i] <= to)
            {
                final long id = sorted[i++];
                at = from(at, id);
                for (; at < size && keys[at] == id; at++)
                {
                    handler.onLink(id, values[at]);
                }
            }

            return i;
        }

        /**
         * The first row of an ID or a larger one, by strides that double, then halve.
         */
        private int from(final int start, final long id)
        {
            int low = start;
            int stride = 1;
            while (low + stride < size && keys[low + stride] < id)
            {
                low += stride;
                stride <<= 1;
            }

            int high = (int)Math.min((long)low + stride, size);
            while (low < high)
            {
                final int middle = (low + high) >>> 1;
                if (keys[middle] < id)
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
    }
}
