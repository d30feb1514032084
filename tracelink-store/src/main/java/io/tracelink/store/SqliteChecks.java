package io.tracelink.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What SQLite says of a file.
 */
final class SqliteChecks
{
    private static final int MAX_FINDINGS = 100;

    private SqliteChecks()
    {
    }

    static List<CheckResult> run(final Connection connection, final boolean isImmutable) throws SQLException
    {
        final List<String> damages = rows(connection, "PRAGMA integrity_check(" + MAX_FINDINGS + ")");
        damages.remove("ok");
        final List<String> modes = rows(connection, "PRAGMA journal_mode");
        modes.remove("wal");
        if (isImmutable)
        {
            // SQLite does not tell the mode then, and nobody writes
            modes.clear();
        }

        return List.of(
            result("integrity", "damages of the file, by SQLite's own check", damages),
            result("write-ahead-log", "a journal mode in which readers and writers hold each other up", modes));
    }

    private static CheckResult result(final String name, final String meaning, final List<String> findings)
    {
        return new CheckResult(
            name,
            CheckResult.Kind.VIOLATION,
            meaning,
            findings.size(),
            List.copyOf(findings.subList(0, Math.min(CheckResult.MAX_EXAMPLES, findings.size()))));
    }

    /**
     * A file that is damaged enough fails the question itself.
     */
    private static List<String> rows(final Connection connection, final String sql) throws SQLException
    {
        final List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(sql))
        {
            while (row.next())
            {
                rows.add(row.getString(1));
            }
        }
        catch (final SQLException ex)
        {
            if (StoreException.isBusy(ex))
            {
                throw ex;
            }

            rows.add(ex.getMessage());
        }

        return rows;
    }
}
