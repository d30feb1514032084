package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads a {@link ComparedTable} row by row, in the order of its key.
 */
final class ComparedRows implements AutoCloseable
{
    private static final int FETCH_SIZE = 10_000;

    private final PreparedStatement statement;
    private final ResultSet resultSet;
    private final long[] row;

    /**
     * @param key stream and epoch whose rows are to be read, or null for all.
     */
    ComparedRows(final Connection connection, final ComparedTable table, final StreamKey key) throws SQLException
    {
        row = new long[table.columnCount()];
        statement = connection.prepareStatement(table.sql(null != key));
        try
        {
            statement.setFetchSize(FETCH_SIZE);
            if (null != key)
            {
                statement.setLong(1, key.streamId());
                statement.setLong(2, key.epoch());
            }

            resultSet = statement.executeQuery();
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(statement);
            throw ex;
        }
    }

    /**
     * The next row, in an array that the next call writes to, or null.
     */
    long[] next() throws SQLException
    {
        if (!resultSet.next())
        {
            return null;
        }

        for (int i = 0; i < row.length; i++)
        {
            row[i] = resultSet.getLong(i + 1);
        }

        return row;
    }

    @Override
    public void close() throws SQLException
    {
        statement.close();
    }
}
