package io.tracelink.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads the rows of many trace IDs in the order of an index: from an ID on, until a number of rows in a row are of IDs
 * that nobody asks for; then from the next ID on. IDs of one time lie close together.
 */
final class SortedIds
{
    /**
     * What it costs to start a statement anew, in rows.
     */
    private static final int MAX_MISSES = 64;

    private SortedIds()
    {
    }

    /**
     * Hand over the rows.
     *
     * @param range  statement of the rows between two IDs in signed order, the ID in the first column.
     * @param sorted IDs in signed order.
     */
    static void read(final PreparedStatement range, final long[] sorted, final RowHandler handler) throws SQLException
    {
        for (int next = 0; next < sorted.length;)
        {
            next = readOn(range, sorted, next, handler);
        }
    }

    private static int readOn(
        final PreparedStatement range, final long[] sorted, final int first, final RowHandler handler)
        throws SQLException
    {
        range.setLong(1, sorted[first]);
        range.setLong(2, sorted[sorted.length - 1]);

        int at = first;
        int misses = 0;
        try (ResultSet row = range.executeQuery())
        {
            while (row.next())
            {
                final long traceId = row.getLong(1);
                while (sorted[at] < traceId)
                {
                    at++;
                }

                if (sorted[at] == traceId)
                {
                    misses = 0;
                    handler.onRow(traceId, row);
                }
                else if (++misses > MAX_MISSES)
                {
                    return at;
                }
            }
        }

        return sorted.length;
    }

    @FunctionalInterface
    interface RowHandler
    {
        void onRow(long traceId, ResultSet row) throws SQLException;
    }
}
