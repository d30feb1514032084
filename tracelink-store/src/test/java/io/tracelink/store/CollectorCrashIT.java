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
        CollectorArchiveTest.countAttempts(file);
    }

    @Override
    List<String> query(final String sql) throws SQLException
    {
        return SqliteLineageStoreTest.query(file, sql);
    }
}
