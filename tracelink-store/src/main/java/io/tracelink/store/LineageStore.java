package io.tracelink.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A lineage store (TraceLink §10): {@code frames}, {@code trace_links} and {@code trace_windows} of the specification,
 * and beside them {@code link_sets(stream_id, epoch, seq, trace_id, parent_count)}, one row per TraceLinkSet,
 * {@code nodes(node_id, process_id, start_time)}, and {@code recordings}, which says how far each recording of an
 * archive is committed. 64-bit unsigned values are kept as the signed value of the same bits.
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
     * Queries on a connection of their own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final Lineage lineage()
    {
        return new Lineage(connect());
    }

    /**
     * Questions about many frames at once, on a connection of their own.
     *
     * @return a new object, which the caller closes.
     * @throws StoreException if the database cannot be opened.
     */
    public final LineageAnalysis analysis()
    {
        return new LineageAnalysis(connect());
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
     * A writer that waits for other writers no longer than the timeout.
     */
    abstract LineageWriter writer(int busyTimeoutMs);

    /**
     * A connection that only reads.
     */
    abstract Connection readConnection() throws SQLException;

    /**
     * How far the recordings of an archive are committed.
     *
     * @throws StoreException if the database cannot be read.
     */
    final List<RecordingRow> recordings()
    {
        try (Connection connection = readConnection())
        {
            return RecordingRow.readAll(connection);
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + location() + " cannot be read", ex);
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
}
