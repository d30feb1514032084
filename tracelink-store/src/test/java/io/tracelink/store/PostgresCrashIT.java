package io.tracelink.store;

import io.tracelink.testing.PostgresServer;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * {@link CollectorCrashRounds} on PostgreSQL.
 */
class PostgresCrashIT extends CollectorCrashRounds
{
    private String url;

    @Override
    String createStore(final Path directory)
    {
        url = PostgresServer.shared().newSchema();
        LineageStore.open(url);
        return url;
    }

    @Override
    void countAttempts() throws SQLException
    {
        TestStore.countAttempts(url);
    }

    @Override
    List<String> query(final String sql) throws SQLException
    {
        return TestStore.query(url, sql);
    }
}
