package io.tracelink.store;

import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A lineage store in the current schema of a PostgreSQL database, for collectors and questions on many hosts. Writers
 * do not wait for each other unless they write the same rows. A commit outlives whatever the server is set up to
 * survive ({@code synchronous_commit}). Thread-safe.
 */
public final class PostgresLineageStore extends LineageStore
{
    /**
     * How long an operation waits for a lock that another connection holds, in milliseconds, by default.
     */
    public static final int DEFAULT_LOCK_TIMEOUT_MS = 5_000;

    static final String URL_PREFIX = "jdbc:postgresql:";

    /**
     * What the driver would not complain about on a stream of its own: hosts with ports that are numbers, no users.
     */
    private static final Pattern URL =
        Pattern.compile(URL_PREFIX + "(//(\\[[^]/]*]|[^]\\[/?:@,])*(:\\d{1,5})?(,[^/?@]*)?(/.*|\\?.*)?|[^/].*|/)");

    private static final String WRITE_SOCKET_TIMEOUT_S = "60";
    private static final String WRITE_CONNECT_TIMEOUT_S = "5";
    private static final String FETCH_ROWS = "1024";

    /**
     * State of an object in use.
     */
    private static final String TAKEN = "55006";

    private final String url;
    private final String location;

    private PostgresLineageStore(final String url)
    {
        this.url = url;
        location = withoutPasswords(url);
        if (!URL.matcher(url).matches() || null == Driver.parseURL(url, new Properties()))
        {
            throw refusal("is not a URL of PostgreSQL; give jdbc:postgresql://HOST:PORT/DATABASE?user=USER", null);
        }
    }

    /**
     * Open a store for writing and reading; the tables are made if the schema is empty, and those of an older release
     * are brought to {@link #SCHEMA_VERSION}.
     *
     * @param url of the database as the JDBC driver understands it, beginning with {@code jdbc:postgresql:}.
     * @return the store.
     * @throws IllegalArgumentException if it cannot be a store: the message says why and what to do.
     */
    public static PostgresLineageStore open(final String url)
    {
        final PostgresLineageStore store = new PostgresLineageStore(Objects.requireNonNull(url, "url"));
        try (Connection connection = store.writeConnection(DEFAULT_LOCK_TIMEOUT_MS))
        {
            store.refuseFault(PostgresSchema.fault(connection));
            PostgresSchema.createOrMigrate(connection);
            final String right = PostgresSchema.lackingRight(connection);
            store.refuseFault(null == right ? null : "lacks a right; grant its user " + right);
        }
        catch (final SQLException ex)
        {
            throw store.refusal(reason(ex), ex);
        }

        return store;
    }

    /**
     * Make a store where there are no tables yet.
     *
     * @param url of the database as the JDBC driver understands it, beginning with {@code jdbc:postgresql:}.
     * @return the store, which is empty.
     * @throws IllegalArgumentException if there is something already, or it cannot be a store: the message says why and
     *                                  what to do.
     */
    public static PostgresLineageStore create(final String url)
    {
        final PostgresLineageStore store = new PostgresLineageStore(Objects.requireNonNull(url, "url"));
        try (Connection connection = store.readConnection())
        {
            store.refuseFault(PostgresSchema.fault(connection));
            store.refuseFault(PostgresSchema.isEmpty(connection) ?
                null : "is a store already; give an empty schema by currentSchema=NAME");
        }
        catch (final SQLException ex)
        {
            throw store.refusal(reason(ex), ex);
        }

        return open(url);
    }

    /**
     * Open a store that is there, to ask it.
     *
     * @param url of the database as the JDBC driver understands it, beginning with {@code jdbc:postgresql:}.
     * @return the store.
     * @throws IllegalArgumentException if there is no such store: the message says why and what to do.
     */
    public static PostgresLineageStore openExisting(final String url)
    {
        final PostgresLineageStore store = new PostgresLineageStore(Objects.requireNonNull(url, "url"));
        try (Connection connection = store.readConnection())
        {
            store.refuseFault(PostgresSchema.fault(connection));
            final int version = PostgresSchema.version(connection);
            store.refuseFault(0 == version ? "is empty; give the database, and the currentSchema, of a store" : null);
            store.refuseFault(version < SCHEMA_VERSION ? "has schema version " + version +
                "; whoever writes brings it to version " + SCHEMA_VERSION + ": start a collector first" : null);
        }
        catch (final SQLException ex)
        {
            throw store.refusal(reason(ex), ex);
        }

        return store;
    }

    @Override
    public String location()
    {
        return location;
    }

    @Override
    public LineageWriter writer()
    {
        return writer(DEFAULT_LOCK_TIMEOUT_MS);
    }

    @Override
    LineageWriter writer(final int busyTimeoutMs)
    {
        try
        {
            return new PostgresLineageWriter(() -> session(busyTimeoutMs));
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + location + " cannot be opened", ex);
        }
    }

    @Override
    LineageWriter collectorWriter(final int collectorId, final int busyTimeoutMs)
    {
        try
        {
            return new PostgresLineageWriter(() -> collectorSession(collectorId, busyTimeoutMs));
        }
        catch (final SQLException ex)
        {
            if (TAKEN.equals(ex.getSQLState()))
            {
                throw refusal(runningCollector(collectorId), ex);
            }

            throw new StoreException("database=" + location + " cannot be opened", ex);
        }
    }

    /**
     * A table that nobody else writes is locked: unlike a query for an advisory lock, that does not fix the snapshot
     * of the transaction before it has waited.
     */
    @Override
    void takeTurn(final Connection connection) throws SQLException
    {
        try (Statement statement = connection.createStatement())
        {
            statement.execute("LOCK TABLE expired_traces IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    @Override
    List<CheckResult> ownChecks(final Connection connection)
    {
        return List.of();
    }

    /**
     * A connection that is ready to write, to a store that is of this version by then.
     */
    private PostgresSession session(final int lockTimeoutMs) throws SQLException
    {
        final Connection connection = writeConnection(lockTimeoutMs);
        try
        {
            PostgresSchema.createOrMigrate(connection);
        }
        catch (final SQLException ex)
        {
            connection.close();
            throw ex;
        }

        return new PostgresSession(connection);
    }

    /**
     * A session of a collector from an archive, of which there is one at a time: it holds a lock that goes with it.
     */
    private PostgresSession collectorSession(final int collectorId, final int lockTimeoutMs) throws SQLException
    {
        final PostgresSession session = session(lockTimeoutMs);
        try
        {
            session.lock("collector " + collectorId);
            return session;
        }
        catch (final SQLException ex)
        {
            session.close();
            throw StoreException.isBusy(ex) ?
                new SQLException("collector=" + collectorId + " is running elsewhere", TAKEN, ex) : ex;
        }
    }

    /**
     * A connection whose transactions are snapshots. Its answers are read as they are asked for.
     */
    @Override
    Connection readConnection() throws SQLException
    {
        final Properties properties = properties();
        PGProperty.DEFAULT_ROW_FETCH_SIZE.set(properties, FETCH_ROWS);
        final Connection connection = connect(properties);
        try (Statement statement = connection.createStatement())
        {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            // questions walk an index in its order and may stop early, which the planner cannot know
            statement.execute("SET enable_sort = off; SET enable_seqscan = off; SET jit = off; " +
                "SET lock_timeout = " + DEFAULT_LOCK_TIMEOUT_MS);
        }
        catch (final SQLException ex)
        {
            connection.close();
            throw ex;
        }

        return connection;
    }

    private Connection writeConnection(final int lockTimeoutMs) throws SQLException
    {
        final Properties properties = properties();
        // a server that is gone without a word must not hold a writer for good
        PGProperty.SOCKET_TIMEOUT.set(properties, WRITE_SOCKET_TIMEOUT_S);
        PGProperty.CONNECT_TIMEOUT.set(properties, WRITE_CONNECT_TIMEOUT_S);
        final Connection connection = connect(properties);
        try (Statement statement = connection.createStatement())
        {
            // 0 would be to wait for good; a server that hears nothing has to let go of locks, soon
            statement.execute("SET lock_timeout = " + Math.max(1, lockTimeoutMs) +
                "; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
        }
        catch (final SQLException ex)
        {
            connection.close();
            throw ex;
        }

        return connection;
    }

    /**
     * What the URL may override.
     */
    private static Properties properties()
    {
        final Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "tracelink");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.PREPARE_THRESHOLD.set(properties, 1);
        return properties;
    }

    private Connection connect(final Properties properties) throws SQLException
    {
        return new Driver().connect(url, properties);
    }

    private void refuseFault(final String fault)
    {
        if (null != fault)
        {
            throw refusal(fault, null);
        }
    }

    private IllegalArgumentException refusal(final String reason, final Throwable cause)
    {
        return new IllegalArgumentException("database=" + location + " " + reason, cause);
    }

    private static String reason(final SQLException ex)
    {
        final String state = null == ex.getSQLState() ? "" : ex.getSQLState();
        final String message = message(ex);

        return switch (state)
        {
            case "08001", "08006" -> "cannot be reached; check host and port, and that the server runs: " + message;
            case "08004", "28000", "28P01" -> "refuses the login; check user and password: " + message;
            case "3D000" -> "does not exist; create it on the server";
            case "42501" -> "lacks a right; grant it to its user: " + message;
            case "25006" -> "is read-only, as a standby is; give the primary server";
            case "53300" -> "has no connection left; close some, or let the server have more: " + message;
            case "57P03" -> "is not ready; try again: " + message;
            default -> StoreException.isBusy(ex) ?
                "is locked by another process; try again when it has finished" : "cannot be used: " + message;
        };
    }

    private static String message(final SQLException ex)
    {
        final ServerErrorMessage message =
            ex instanceof PSQLException serverException ? serverException.getServerErrorMessage() : null;
        return null == message ? ex.getMessage() : message.getMessage();
    }

    private static String withoutPasswords(final String url)
    {
        return url.replaceFirst("//[^/?]*@", "//")
            .replaceAll("(?i)(?<=[?&])[^=&]*password=[^&]*(&|$)", "")
            .replaceFirst("[?&]$", "");
    }
}
