package io.tracelink.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks into databases, past whatever is tested. Each call has a connection of its own.
 */
public final class Jdbc
{
    private Jdbc()
    {
    }

    /**
     * Ask a database.
     *
     * @param url of the database.
     * @param sql to ask.
     * @return the first column of each row, as text.
     * @throws SQLException if it cannot be asked.
     */
    public static List<String> query(final String url, final String sql) throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url);
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(sql))
        {
            final List<String> values = new ArrayList<>();
            while (row.next())
            {
                values.add(row.getString(1));
            }

            return values;
        }
    }

    /**
     * Count the rows of a table, for a condition that is awaited.
     *
     * @param url   of the database.
     * @param table and what may stand behind it.
     * @return how many rows there are.
     * @throws AssertionError if they cannot be counted.
     */
    public static long count(final String url, final String table)
    {
        try
        {
            return Long.parseLong(query(url, "SELECT count(*) FROM " + table).get(0));
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * Change a database.
     *
     * @param url of the database.
     * @param sql to run.
     * @throws SQLException if it fails.
     */
    public static void execute(final String url, final String sql) throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url);
            Statement statement = connection.createStatement())
        {
            statement.execute(sql);
        }
    }
}
