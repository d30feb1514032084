package io.tracelink.store;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A lineage store (TraceLink §10): {@code frames}, {@code trace_links} and {@code trace_windows} of the specification,
 * and beside them {@code link_sets(stream_id, epoch, seq, trace_id, parent_count)}, one row per TraceLinkSet,
 * {@code nodes(node_id, process_id, start_time)}, {@code recordings}, which says how far each recording of an archive
 * is committed, {@code stream_roles}, {@code conflicts}, and {@code expired} and {@code expired_traces}, which remember
 * what was removed. 64-bit unsigned values are kept as the signed value of the same bits.
 * <p>
 * An instance says that the database was checked. Everything that works on it opens a connection of its own, so
 * readers see a consistent snapshot while others write. Thread-safe.
 * <pre>
 * final LineageStore store = LineageStore.open("lineage.db");
 * try (Lineage lineage = store.lineage())
 * {
 *     final LineageGraph graph = lineage.ofTrace(traceId, Direction.UP);
 * }
 * </pre>
 */
public abstract sealed class LineageStore permits SqliteLineageStore, PostgresLineageStore
{
    /**
     * Version of the tables.
     */
    public static final int SCHEMA_VERSION = StoreSchema.VERSION;

    private static final String JDBC = "jdbc:";
    private static final String LOCATIONS = "give the path of a file, or jdbc:postgresql://HOST/DATABASE?user=USER";

    LineageStore()
    {
    }

    /**
     * Open a store for writing and reading; a new one is made if there is none, and one of an older release is brought
     * to {@link #SCHEMA_VERSION}.
     *
     * @param location path of a SQLite file, or a {@code jdbc:postgresql:} URL.
     * @return the store.
     * @throws IllegalArgumentException if the location cannot be a store: the message says why and what to do.
     */
    public static LineageStore open(final String location)
    {
        return isPostgres(location) ? PostgresLineageStore.open(location) : SqliteLineageStore.open(file(location));
    }

    /**
     * Make a store where there is none.
     *
     * @param location path of a SQLite file, or a {@code jdbc:postgresql:} URL.
     * @return the store, which is empty.
     * @throws IllegalArgumentException if there is something already, or the location cannot be a store: the message
     *                                  says why and what to do.
     */
    public static LineageStore create(final String location)
    {
        return isPostgres(location) ?
            PostgresLineageStore.create(location) : SqliteLineageStore.create(file(location));
    }

    /**
     * Open a store that is there, to ask it.
     *
     * @param location path of a SQLite file, or a {@code jdbc:postgresql:} URL.
     * @return the store.
     * @throws IllegalArgumentException if there is no such store: the message says why and what to do.
     */
    public static LineageStore openExisting(final String location)
    {
        return isPostgres(location) ?
            PostgresLineageStore.openExisting(location) : SqliteLineageStore.openExisting(file(location));
    }

    /**
     * Where the store is, without passwords: what people are told of it.
     *
     * @return the location.
     */
    public abstract String location();

    /**
     * A writer of its own connection.
     *
     * @return a new writer, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public abstract LineageWriter writer();

    /**
     * Say what frames of streams are made from, so that verdicts know more losses: see {@link StreamRole}. All of it is
     * stored, or nothing.
     *
     * @param roles by stream id, uint32. Streams that are not named stay what they are.
     * @throws IllegalArgumentException if a stream is declared otherwise already, or an id is out of its range.
     * @throws StoreException           if the store is locked or fails.
     */
    public final void declare(final Map<Long, StreamRole> roles)
    {
        StreamRoles.check(roles);
        try (LineageWriter writer = writer())
        {
            StreamRoles.declare(writer, roles, location());
        }
    }

    /**
     * What streams are declared to be.
     *
     * @return the roles by stream id, in its order.
     * @throws StoreException if the database cannot be read.
     */
    public final Map<Long, StreamRole> roles()
    {
        return read(StreamRoles::read);
    }

    /**
     * How many rows there are, and how many do not fit together. Reads the whole store.
     *
     * @return the counts.
     * @throws StoreException if the database cannot be read.
     */
    public final StoreCounts counts()
    {
        return read(StoreCounts::read);
    }

    /**
     * Queries on a connection of their own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final Lineage lineage()
    {
        return lineage(RecordedPositions.NONE);
    }

    /**
     * Queries on a connection of their own, whose answers say if something of what was recorded is not committed.
     *
     * @param recorded by the archive of the collector.
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final Lineage lineage(final RecordedPositions recorded)
    {
        return new Lineage(connect(), recorded);
    }

    /**
     * Questions about many frames at once, on a connection of their own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final LineageAnalysis analysis()
    {
        return analysis(RecordedPositions.NONE);
    }

    /**
     * Questions about many frames at once, on a connection of their own, whose answers say if something of what was
     * recorded is not committed.
     *
     * @param recorded by the archive of the collector.
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final LineageAnalysis analysis(final RecordedPositions recorded)
    {
        return new LineageAnalysis(connect(), recorded);
    }

    /**
     * The job that joins windows to frames, on a connection of its own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final WindowExpansion windowExpansion()
    {
        final LineageWriter writer = writer();
        try
        {
            return new WindowExpansion(connect(), writer);
        }
        catch (final StoreException ex)
        {
            writer.close();
            throw ex;
        }
    }

    /**
     * The check of invariants, on a connection of its own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final StoreVerification verification()
    {
        return new StoreVerification(this, connect());
    }

    /**
     * What this kind of database can say of itself, without the tables.
     */
    abstract List<CheckResult> ownChecks(Connection connection) throws SQLException;

    /**
     * The job that removes the oldest traces, on connections of its own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final Expiry expiry()
    {
        return expiry(writer(), SystemNanoClock.INSTANCE);
    }

    /**
     * Expiry that waits for other writers no longer than the timeout.
     */
    final Expiry expiry(final int busyTimeoutMs, final NanoClock nanoClock)
    {
        return expiry(writer(busyTimeoutMs), nanoClock);
    }

    /**
     * Wait, first of all in a transaction, until no other one on the same store removes what is old, where
     * transactions do not take turns by themselves.
     */
    void takeTurn(final Connection connection) throws SQLException
    {
    }

    /**
     * How many bytes the rows of the store need: room that is free to be used again is not counted.
     *
     * @throws IllegalArgumentException if the store does not know.
     * @throws StoreException           if the database cannot be read.
     */
    long usedBytes()
    {
        throw new IllegalArgumentException(
            "database=" + location() + " does not know how large it is; keep it in bounds by age");
    }

    /**
     * A writer that waits for other writers no longer than the timeout.
     */
    abstract LineageWriter writer(int busyTimeoutMs);

    /**
     * A writer of a collector from an archive, which is the only one of its id as long as it is not closed and its
     * process lives.
     *
     * @throws IllegalArgumentException if there is such a writer already, in whatever process.
     */
    abstract LineageWriter collectorWriter(int collectorId, int busyTimeoutMs);

    /**
     * Why a collector is refused, and what to do.
     */
    static String runningCollector(final int collectorId)
    {
        return "has a running collector=" + collectorId + "; stop that, or give this one an id of its own";
    }

    /**
     * A connection that only reads.
     */
    abstract Connection readConnection() throws SQLException;

    /**
     * How far the recordings of the archive of a collector are committed.
     *
     * @throws StoreException if the database cannot be read.
     */
    final List<RecordingRow> recordings(final int collectorId)
    {
        return read((connection) -> RecordingRow.readAll(connection, collectorId));
    }

    /**
     * How far the recordings of the archives of all collectors are committed.
     *
     * @throws StoreException if the database cannot be read.
     */
    final List<RecordingRow> recordings()
    {
        return read(RecordingRow::readAll);
    }

    /**
     * Read on a connection of its own.
     *
     * @throws StoreException if the database cannot be read.
     */
    final <T> T read(final Reader<T> reader)
    {
        try (Connection connection = readConnection())
        {
            return reader.read(connection);
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + location() + " cannot be read", ex);
        }
    }

    private Expiry expiry(final LineageWriter writer, final NanoClock nanoClock)
    {
        try
        {
            return new Expiry(this, connect(), writer, nanoClock);
        }
        catch (final StoreException ex)
        {
            writer.close();
            throw ex;
        }
    }

    private Connection connect()
    {
        try
        {
            return readConnection();
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + location() + " cannot be opened", ex);
        }
    }

    private static boolean isPostgres(final String location)
    {
        return Objects.requireNonNull(location, "location").startsWith(PostgresLineageStore.URL_PREFIX);
    }

    private static Path file(final String location)
    {
        if (location.toLowerCase(Locale.ROOT).startsWith(JDBC) || location.contains("://"))
        {
            // only the kind is told: there may be a password in the rest
            throw new IllegalArgumentException("database=" + location.replaceFirst("(?s)^((?i:jdbc:)?\\w*).*", "$1") +
                ":.. is of a kind that is not supported; " + LOCATIONS);
        }

        try
        {
            return Path.of(location);
        }
        catch (final InvalidPathException ex)
        {
            throw new IllegalArgumentException("database=" + location + " is not a path; " + LOCATIONS, ex);
        }
    }

    @FunctionalInterface
    interface Reader<T>
    {
        T read(Connection connection) throws SQLException;
    }
}
