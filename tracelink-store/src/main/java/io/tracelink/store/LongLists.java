package io.tracelink.store;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Some columns of many rows of one stream, each handed over by the database as one list in text. What makes rows slow
 * is a call of the driver for each of them and for each of their numbers; a list takes one call for all.
 */
final class LongLists
{
    /**
     * How many sequences one statement concerns.
     */
    private static final int CHUNK = 4096;

    private final PreparedStatement chunk;
    private final PreparedStatement others;
    private final PreparedStatement first;
    private final long[][] columns;
    private long usual;
    private long next;

    /**
     * @param table   that has stream, epoch and sequence at the beginning of its primary key.
     * @param columns to read, without NULL: the sequence first, and last one that has the same number in most rows,
     *                0 to begin with: only where there are others its list is read.
     */
    LongLists(final Connection connection, final String table, final String... columns) throws SQLException
    {
        this.columns = new long[columns.length][CHUNK];
        final String uniform = columns[columns.length - 1];
        final boolean isPostgres = connection.isWrapperFor(PGConnection.class);
        final StringBuilder lists = new StringBuilder("count(nullif(" + uniform + ", ?))");
        for (int i = 0; i < columns.length - 1; i++)
        {
            lists.append(", ").append(list(isPostgres, columns[i]));
        }

        final String range = " FROM " + table + " WHERE stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ?";
        chunk = connection.prepareStatement("SELECT " + lists + range);
        others = connection.prepareStatement("SELECT " + list(isPostgres, uniform) + range);
        first = connection.prepareStatement("SELECT seq" + range + " ORDER BY seq LIMIT 1");
    }

    /**
     * Hand over the rows of a range, chunk by chunk, in the order of their sequences.
     */
    void read(final StreamKey key, final long from, final long to, final ChunkHandler handler) throws SQLException
    {
        long at = from;
        boolean isMore = true;
        while (isMore)
        {
            // a chunk lies on one side of the middle, where the order of unsigned numbers is that of signed ones
            long end = min(at | CHUNK - 1, to);
            final int count = readChunk(key, at, end);
            if (0 == count && end != to)
            {
                end = isAny(key, end + 1, to) ? next - 1 : to;
            }

            isMore = handler.onRows(count, end) && end != to;
            at = end + 1;
        }
    }

    /**
     * Numbers of a column, as many as the last read said.
     */
    long[] column(final int index)
    {
        return columns[index];
    }

    @FunctionalInterface
    interface ChunkHandler
    {
        /**
         * Take what is in the columns.
         *
         * @param count of the rows, which may be 0.
         * @param end   sequence up to which everything was read.
         * @return is there to be more?
         */
        boolean onRows(int count, long end) throws SQLException;
    }

    private int readChunk(final StreamKey key, final long from, final long to) throws SQLException
    {
        final int last = columns.length - 1;
        int size = 0;
        final boolean isUniform;
        chunk.setLong(1, usual);
        bind(chunk, 2, key, from, to);
        try (ResultSet row = chunk.executeQuery())
        {
            row.next();
            for (int i = 0; i < last; i++)
            {
                final byte[] list = row.getBytes(i + 2);
                size = null == list ? 0 : parse(list, i);
            }

            isUniform = 0 == row.getLong(1);
        }

        if (isUniform)
        {
            fill(last, size);
        }
        else
        {
            bind(others, 1, key, from, to);
            try (ResultSet row = others.executeQuery())
            {
                row.next();
                parse(row.getBytes(1), last);
            }

            usual = columns[last][size - 1];
        }

        sort(size);
        return size;
    }

    private void fill(final int column, final int size)
    {
        if (columns[column].length < size)
        {
            columns[column] = new long[size];
        }

        Arrays.fill(columns[column], 0, size, usual);
    }

    /**
     * No database promises an order. It mostly is that of the key, and then this is a glance at each row.
     */
    private void sort(final int size)
    {
        for (int i = 1; i < size; i++)
        {
            for (int k = i; k > 0 && columns[0][k - 1] > columns[0][k]; k--)
            {
                for (final long[] column : columns)
                {
                    final long value = column[k];
                    column[k] = column[k - 1];
                    column[k - 1] = value;
                }
            }
        }
    }

    /**
     * Look for the next sequence beyond a chunk.
     */
    private boolean isAny(final StreamKey key, final long from, final long to) throws SQLException
    {
        final boolean isOnePart = (from < 0) == (to < 0);
        return isAnyOfPart(key, from, isOnePart ? to : Long.MAX_VALUE) ||
            (!isOnePart && isAnyOfPart(key, Long.MIN_VALUE, to));
    }

    private boolean isAnyOfPart(final StreamKey key, final long from, final long to) throws SQLException
    {
        bind(first, 1, key, from, to);
        try (ResultSet row = first.executeQuery())
        {
            final boolean isAny = row.next();
            next = isAny ? row.getLong(1) : 0;
            return isAny;
        }
    }

    private static void bind(
        final PreparedStatement statement, final int index, final StreamKey key, final long from, final long to)
        throws SQLException
    {
        statement.setLong(index, key.streamId());
        statement.setLong(index + 1, key.epoch());
        statement.setLong(index + 2, from);
        statement.setLong(index + 3, to);
    }

    private static long min(final long left, final long right)
    {
        return Long.compareUnsigned(left, right) < 0 ? left : right;
    }

    /**
     * SQLite goes over a range of a primary key in its order, and appends to a list what comes.
     */
    private static String list(final boolean isPostgres, final String column)
    {
        return isPostgres ?
            "convert_to(string_agg(CAST(" + column + " AS TEXT), ',' ORDER BY seq), 'UTF8')" :
            "CAST(group_concat(" + column + ") AS BLOB)";
    }

    private int parse(final byte[] list, final int column)
    {
        long[] values = columns[column];
        int size = 0;
        for (int i = 0; i < list.length; i++)
        {
            final boolean isNegative = '-' == list[i];
            long value = 0;
            for (i += isNegative ? 1 : 0; i < list.length && ',' != list[i]; i++)
            {
                value = 10 * value + list[i] - '0';
            }

            if (size == values.length)
            {
                values = Arrays.copyOf(values, 2 * size);
                columns[column] = values;
            }

            values[size++] = isNegative ? -value : value;
        }

        return size;
    }
}
