package io.tracelink.store;

import io.tracelink.testing.Jdbc;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A new store, with one writer, that is short to fill. The build runs the tests of it twice, with a SQLite file and,
 * as {@code -Dtracelink.test.store=postgres} says, with a schema of a PostgreSQL server.
 */
final class TestStore implements AutoCloseable
{
    static final long EPOCH = 5;

    static final boolean IS_POSTGRES = "postgres".equals(System.getProperty("tracelink.test.store"));

    final String location;
    final LineageStore store;
    final LineageWriter writer;
    final Path directory;
    private Connection lock;
    private boolean isChanged;

    TestStore()
    {
        try
        {
            directory = Files.createTempDirectory("tracelink-store");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        location = IS_POSTGRES ?
            PostgresStores.take() : directory.resolve("lineage.db").toString();
        store = LineageStore.open(location);
        writer = store.writer();
    }

    /**
     * Trace ID as a generator makes it.
     */
    static long id(final int nodeId, final long ms)
    {
        return ms << 22 | (long)nodeId << 12;
    }

    void write(final Runnable appends)
    {
        writer.begin();
        appends.run();
        writer.commit();
    }

    void frame(final long streamId, final long seq, final long tNs, final long traceId)
    {
        writer.appendFrame(streamId, EPOCH, seq, 0, tNs, traceId, FrameStatus.OK);
    }

    void frames(final long streamId, final long fromSeq, final long... traceIds)
    {
        for (int i = 0; i < traceIds.length; i++)
        {
            if (0 != traceIds[i])
            {
                frame(streamId, fromSeq + i, streamId * 1_000_000 + fromSeq + i, traceIds[i]);
            }
        }
    }

    /**
     * A frame without a trace ID.
     */
    void untraced(final long streamId, final long seq)
    {
        frame(streamId, seq, streamId * 1_000_000 + seq, 0);
    }

    void set(final long streamId, final long seq, final long traceId, final long... parents)
    {
        writer.appendLinkSet(streamId, EPOCH, seq, traceId, parents, 0, parents.length);
    }

    /**
     * Keep all other writers out.
     */
    void lock()
    {
        try
        {
            lock = DriverManager.getConnection(url(location));
            try (Statement statement = lock.createStatement())
            {
                statement.execute(IS_POSTGRES ?
                    "BEGIN; LOCK TABLE frames, nodes, trace_links, trace_windows IN EXCLUSIVE MODE" :
                    "BEGIN IMMEDIATE");
            }
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * Let them in: a server may close a connection later than its client.
     */
    void unlock()
    {
        if (null == lock)
        {
            return;
        }

        try (Connection held = lock; Statement statement = held.createStatement())
        {
            lock = null;
            statement.execute("ROLLBACK");
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * The first column of each row.
     */
    List<String> query(final String sql) throws SQLException
    {
        return query(location, sql);
    }

    void execute(final String sql) throws SQLException
    {
        isChanged = true;
        execute(location, sql);
    }

    static List<String> query(final String location, final String sql) throws SQLException
    {
        return Jdbc.query(url(location), sql);
    }

    static void execute(final String location, final String sql) throws SQLException
    {
        Jdbc.execute(url(location), sql);
    }

    /**
     * Count every row of frames and link sets that is written, those that are there already included, in the
     * transaction that does so: {@code SELECT sum(count) FROM attempts}.
     */
    static void countAttempts(final String location) throws SQLException
    {
        execute(location, "CREATE TABLE attempts (count INTEGER NOT NULL)");
        if (location.startsWith(PostgresLineageStore.URL_PREFIX))
        {
            execute(location, "CREATE FUNCTION count_attempt() RETURNS trigger LANGUAGE plpgsql AS " +
                "'BEGIN INSERT INTO attempts VALUES (1); RETURN NEW; END'");
        }

        for (final String table : List.of("frames", "link_sets"))
        {
            execute(location, "CREATE TRIGGER " + table + "_attempts BEFORE INSERT ON " + table +
                (location.startsWith(PostgresLineageStore.URL_PREFIX) ?
                " FOR EACH ROW EXECUTE FUNCTION count_attempt()" : " BEGIN INSERT INTO attempts VALUES (1); END"));
        }
    }

    void countAttempts() throws SQLException
    {
        isChanged = true;
        countAttempts(location);
    }

    /**
     * How many bytes the store needs; a test is skipped where the store does not know.
     */
    long usedBytes()
    {
        Assumptions.assumeFalse(IS_POSTGRES, "PostgreSQL does not tell");
        return store.usedBytes();
    }

    LineageGraph trace(final long traceId, final Direction direction)
    {
        try (Lineage lineage = store.lineage())
        {
            return lineage.ofTrace(traceId, direction);
        }
    }

    List<Missing> missing(final long traceId, final Direction direction)
    {
        return trace(traceId, direction).missing();
    }

    /**
     * What an impact of a range of frames lacks.
     */
    List<Missing> impactMissing(final long streamId, final long fromSeq, final long toSeq)
    {
        try (LineageAnalysis analysis = store.analysis())
        {
            return analysis.impact(streamId, EPOCH, fromSeq, toSeq).missing();
        }
    }

    List<Missing> impactMissing(final long streamId, final long seq)
    {
        return impactMissing(streamId, seq, seq);
    }

    /**
     * Make links of all windows.
     */
    void expand()
    {
        try (WindowExpansion expansion = store.windowExpansion())
        {
            expansion.expand();
        }
    }

    static Missing framesMissing(final long streamId, final long from, final long to, final Long traceId)
    {
        return new Missing(
            Missing.Kind.FRAMES, streamId, EPOCH, from, to, Missing.Cause.NEVER_SEEN, traceId);
    }

    static Missing linksMissing(
        final long streamId, final long seq, final Missing.Cause cause, final Long traceId)
    {
        return new Missing(Missing.Kind.LINKS, streamId, EPOCH, seq, seq, cause, traceId);
    }

    @Override
    public void close()
    {
        writer.close();
        unlock();
        IoUtil.delete(directory.toFile(), true);
        if (IS_POSTGRES)
        {
            PostgresStores.giveBack(location, isChanged);
        }
    }

    private static String url(final String location)
    {
        return location.startsWith("jdbc:") ? location : "jdbc:sqlite:" + location;
    }
}
