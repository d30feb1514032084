package io.tracelink.examples;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The database of a demo, asked by plain SQL.
 */
final class StoredLineage implements AutoCloseable
{
    private final Connection connection;

    StoredLineage(final Path database)
    {
        try
        {
            connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * The rows of a query; the columns of each are numbers, with one space between them.
     */
    List<String> rows(final String sql)
    {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql))
        {
            final List<String> result = new ArrayList<>();
            while (rows.next())
            {
                final StringBuilder row = new StringBuilder().append(rows.getLong(1));
                for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++)
                {
                    row.append(' ').append(rows.getLong(i));
                }
                result.add(row.toString());
            }

            return result;
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(sql, ex);
        }
    }

    long number(final String sql)
    {
        return Long.parseLong(rows(sql).get(0));
    }

    @Override
    public void close()
    {
        try
        {
            connection.close();
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
