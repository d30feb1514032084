package io.tracelink.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
        if (null == shared && null == fault)
        {
            try
            {
                shared = new PostgresServer(Files.createTempDirectory("tracelink-postgres"));
                Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
            }
            catch (final IOException | RuntimeException ex)
            {
                fault = ex.toString();
            }
        }

        Assumptions.assumeTrue(null == fault, () -> "PostgreSQL cannot be run here: " + fault);
        return shared;
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
