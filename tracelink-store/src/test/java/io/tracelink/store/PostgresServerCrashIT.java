package io.tracelink.store;

import io.tracelink.testing.Await;
import io.tracelink.testing.PostgresServer;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other way round: {@link CollectorCrashRounds} in which the PostgreSQL server is killed (SIGKILL) under one
 * collector, which goes on by itself when the server is there again.
 */
class PostgresServerCrashIT extends CollectorCrashRounds
{
    private PostgresServer server;
    private String url;
    private ProgramProcess collector;

    @Override
    String createStore(final Path directory)
    {
        server = PostgresServer.start(directory.resolve("server"));
        url = server.newSchema();
        LineageStore.open(url);
        return url;
    }

    @AfterEach
    void closeServer()
    {
        CloseHelper.closeAll(collector, server);
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

    @Override
    void disturb(final int round) throws SQLException
    {
        if (null == collector)
        {
            collector = start("NONE", 0);
        }

        awaitMoreFrames();
        awaitRandomInstant();
        try
        {
            server.kill();
            awaitRandomInstant();
            server.restart();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        awaitMoreFrames();
    }

    @Override
    void endDisturbance()
    {
        collector.close();
        assertThat(collector.err()).as("goes on by itself").first().isEqualTo(CrashingCollector.READY);
    }

    /**
     * What was committed when the server died is written again if the collector was not told.
     */
    @Override
    void assertAttempts(final long expected, final long actual)
    {
        assertThat(actual).isGreaterThanOrEqualTo(expected);
    }

    private void awaitMoreFrames() throws SQLException
    {
        final long before = frames();
        Await.until(() -> frames() > before, () -> "more than " + before + " frames by " + collector);
    }

    private long frames()
    {
        try
        {
            return Long.parseLong(query("SELECT count(*) FROM frames").get(0));
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
