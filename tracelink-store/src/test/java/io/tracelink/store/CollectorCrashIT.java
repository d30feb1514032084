package io.tracelink.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * {@link CollectorCrashRounds} on SQLite.
 */
class CollectorCrashIT extends CollectorCrashRounds
{
    private Path file;

    @Override
    String createStore(final Path directory)
    {
        file = directory.resolve("lineage.db");
        return SqliteLineageStore.open(file).location();
    }

    @Override
    void countAttempts() throws SQLException
    {
        TestStore.countAttempts(file.toString());
    }

    @Override
    List<String> query(final String sql) throws SQLException
    {
        return TestStore.query(file.toString(), sql);
    }
}
