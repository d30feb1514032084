package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Rows of one table that wait to be inserted. They go many to a statement, which costs SQLite half of what it takes for
 * as many statements.
 */
final class SqliteRows
{
    /**
     * Rows in a statement. More bring nothing.
     */
    static final int STATEMENT_ROWS = 64;

    private final PreparedStatement many;
    private final PreparedStatement one;
    private final int columns;
    private final long[] values;
    private final DuplicateHandler onDuplicates;
    private int length;
    private long added;

    /**
     * Rows of a table, whose duplicates are left out and, if there is a handler, shown to it.
     */
    SqliteRows(
        final Connection connection,
        final String table,
        final String columnNames,
        final int columns,
        final DuplicateHandler onDuplicates) throws SQLException
    {
        this.columns = columns;
        this.onDuplicates = onDuplicates;
        values = new long[STATEMENT_ROWS * columns];

        final String row = "(?" + ", ?".repeat(columns - 1) + ")";
        final String start = "INSERT INTO " + table + " (" + columnNames + ") VALUES " + row;
        final String end = " ON CONFLICT DO NOTHING";
        one = connection.prepareStatement(start + end);
        many = connection.prepareStatement(start + (", " + row).repeat(STATEMENT_ROWS - 1) + end);
    }

    /**
     * Set the next column of the row that is being added.
     */
    SqliteRows put(final long value)
    {
        values[length++] = value;
        return this;
    }

    /**
     * The row that is being added has all its columns.
     */
    void end() throws SQLException
    {
        if (length == values.length)
        {
            length = 0;
            insert(many, 0, STATEMENT_ROWS);
        }
    }

    /**
     * Insert what waits.
     */
    void flush() throws SQLException
    {
        final int rows = length / columns;
        length = 0;
        for (int i = 0; i < rows; i++)
        {
            insert(one, i, 1);
        }
    }

    void clear()
    {
        length = 0;
    }

    /**
     * How many rows were inserted that were not there before, rolled back ones included.
     */
    long added()
    {
        return added;
    }

    private void insert(final PreparedStatement statement, final int firstRow, final int rows) throws SQLException
    {
        final int from = firstRow * columns;
        for (int i = 0, end = rows * columns; i < end; i++)
        {
            statement.setLong(i + 1, values[from + i]);
        }

        final int inserted = statement.executeUpdate();
        added += inserted;
        if (inserted < rows && null != onDuplicates)
        {
            for (int i = 0; i < rows; i++)
            {
                onDuplicates.onRow(values, from + i * columns);
            }
        }
    }

    /**
     * Is shown all rows of a statement if one of them, or more, was there already.
     */
    @FunctionalInterface
    interface DuplicateHandler
    {
        void onRow(long[] values, int offset) throws SQLException;
    }
}
