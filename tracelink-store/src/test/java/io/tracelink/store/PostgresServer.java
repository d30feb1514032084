package io.tracelink.store;

import io.tracelink.testing.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A PostgreSQL server of its own process and directory, on a free port, with the durability that a server has. As it
 * refuses to run for the superuser, it then runs in a user namespace, where that one is nobody.
 */
final class PostgresServer implements AutoCloseable
{
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static PostgresServer shared;
    private static String fault;

    private final Path directory;
    private EmbeddedPostgres server;

    private PostgresServer(final Path directory) throws IOException
    {
        this.directory = directory;
        start(0);
    }

    /**
     * That of all tests in this JVM. A test that needs it is skipped where there can be none.
     */
    static synchronized PostgresServer shared()
    {
        if (null == shared)
        {
            try
            {
                shared = start(Files.createTempDirectory("tracelink-postgres"));
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }

            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }

        return shared;
    }

    /**
     * A server of its own, for who ends it. The test is skipped where there can be none.
     */
    static synchronized PostgresServer start(final Path directory)
    {
        if (null == fault)
        {
            try
            {
                return new PostgresServer(directory);
            }
            catch (final IOException | RuntimeException ex)
            {
                fault = ex.toString();
            }
        }

        return Assumptions.abort("PostgreSQL cannot be run here: " + fault);
    }

    /**
     * A new schema, by the URL of a store in it.
     */
    String newSchema()
    {
        final String schema = "s" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return url() + "&currentSchema=" + schema;
    }

    void dropSchema(final String url)
    {
        execute("SET client_min_messages = warning; DROP SCHEMA " + url.substring(url.indexOf("currentSchema=") + 14) +
            " CASCADE");
    }

    String url()
    {
        return server.getJdbcUrl("postgres", "postgres");
    }

    void execute(final String sql)
    {
        try
        {
            TestStore.execute(url(), sql);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * SIGKILL: to the server, whose other processes end when they see it.
     */
    void kill() throws IOException
    {
        final List<String> lines = Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"));
        final ProcessHandle process = ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
        final List<ProcessHandle> children = process.children().toList();
        process.destroyForcibly();
        Await.until(() -> !process.isAlive(), () -> "death of " + process);
        children.forEach((child) -> Await.until(() -> !child.isAlive(), () -> "end of " + child));
    }

    /**
     * Start it again on its data and port after it was killed.
     */
    void restart() throws IOException
    {
        final int port = server.getPort();
        server.close();
        start(port);
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(server);
        IoUtil.delete(directory.toFile(), true);
    }

    private void start(final int port) throws IOException
    {
        final EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data"))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("unix_socket_directories", "");
        if (0 != port)
        {
            builder.setPort(port);
        }

        server = builder.start();
        try
        {
            assertThat(TestStore.query(url(), "SHOW fsync")).containsExactly("on");
            assertThat(TestStore.query(url(), "SHOW synchronous_commit")).containsExactly("on");
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
