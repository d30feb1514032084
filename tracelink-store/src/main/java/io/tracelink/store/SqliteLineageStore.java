package io.tracelink.store;

import org.agrona.CloseHelper;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * A lineage store in one SQLite file, with a write-ahead log: one writer at a time commits, while readers go on. A
 * commit outlives the death of the process; after a loss of power the last commits may be gone, but never a part of
 * one. Thread-safe.
 */
public final class SqliteLineageStore extends LineageStore
{
    /**
     * How long an operation waits for a lock that another connection holds, in milliseconds, by default.
     */
    public static final int DEFAULT_BUSY_TIMEOUT_MS = 5_000;

    private static final int WRITE_CACHE_KIB = 16 * 1024;
    private static final int READ_CACHE_KIB = 64 * 1024;
    private static final String URL_PREFIX = "jdbc:sqlite:";
    private static final String IMMUTABLE = "?immutable=1";
    private static final String WRITE_AHEAD_LOG_SUFFIX = "-wal";
    private static final int PRIMARY_CODE_MASK = 0xFF;
    private static final String COLLECTOR_SUFFIX = "-collector-";

    private final WriteTurns turns = new WriteTurns();
    private final Path file;
    private final int busyTimeoutMs;

    private SqliteLineageStore(final Path file, final int busyTimeoutMs)
    {
        this.file = file;
        this.busyTimeoutMs = busyTimeoutMs;
    }

    /**
     * Open a store for writing and reading; a new one is made if there is no file, and one of an older release is
     * brought to {@link #SCHEMA_VERSION}.
     *
     * @param file of the store.
     * @return the store.
     * @throws IllegalArgumentException if the path cannot be a store: the message says why and what to do.
     */
    public static SqliteLineageStore open(final Path file)
    {
        return open(file, DEFAULT_BUSY_TIMEOUT_MS);
    }

    /**
     * Open a store for writing and reading; a new one is made if there is no file, and one of an older release is
     * brought to {@link #SCHEMA_VERSION}.
     *
     * @param file          of the store.
     * @param busyTimeoutMs how long to wait for a lock of another connection, 0 or more.
     * @return the store.
     * @throws IllegalArgumentException if the path cannot be a store: the message says why and what to do.
     */
    public static SqliteLineageStore open(final Path file, final int busyTimeoutMs)
    {
        final SqliteLineageStore store = new SqliteLineageStore(checked(file), validated(busyTimeoutMs));
        final Path parent = file.toAbsolutePath().getParent();

        if (!Files.exists(file) && null != parent && !Files.isDirectory(parent))
        {
            throw refusal(file, "is in a directory that does not exist; create the directory first", null);
        }

        if (Files.exists(file) && !Files.isWritable(file))
        {
            throw refusal(file, "is read-only; give a file that can be written", null);
        }

        try (Connection connection = store.writeConnection(busyTimeoutMs))
        {
            final String fault = StoreSchema.fault(connection);
            if (null != fault)
            {
                throw refusal(file, fault, null);
            }

            if (StoreSchema.isEmpty(connection) && !StoreSchema.enableWriteAheadLog(connection))
            {
                throw refusal(file, "cannot have a write-ahead log; put it on a local file system", null);
            }

            StoreSchema.createOrMigrate(connection);
        }
        catch (final SQLException ex)
        {
            throw refusal(file, reason(ex), ex);
        }

        return store;
    }

    /**
     * Make a store where there is no file.
     *
     * @param file of the store.
     * @return the store, which is empty.
     * @throws IllegalArgumentException if there is a file already, or the path cannot be a store: the message says why
     *                                  and what to do.
     */
    public static SqliteLineageStore create(final Path file)
    {
        if (Files.exists(checked(file)))
        {
            throw refusal(file, "exists; give the path of a new file", null);
        }

        return open(file);
    }

    /**
     * Open a store that is there, to ask it.
     *
     * @param file of the store.
     * @return the store.
     * @throws IllegalArgumentException if there is no such store: the message says why and what to do.
     */
    public static SqliteLineageStore openExisting(final Path file)
    {
        final SqliteLineageStore store = new SqliteLineageStore(checked(file), DEFAULT_BUSY_TIMEOUT_MS);
        if (!Files.exists(file))
        {
            throw refusal(file, "does not exist; give the path of a store", null);
        }

        try (Connection connection = store.readConnection())
        {
            final String fault = StoreSchema.isEmpty(connection) ?
                "is empty; give the path of a store" : StoreSchema.fault(connection);
            if (null != fault)
            {
                throw refusal(file, fault, null);
            }
        }
        catch (final SQLException ex)
        {
            throw refusal(file, isLogLacking(file, ex) ?
                "cannot be read without its write-ahead log, which cannot be made in its directory; copy it to a " +
                "directory that you can write to, or open it as a user who can write there" : reason(ex), ex);
        }

        return store;
    }

    /**
     * The file of the store.
     *
     * @return the path as it was given.
     */
    public Path file()
    {
        return file;
    }

    @Override
    public String location()
    {
        return file.toString();
    }

    @Override
    public LineageWriter writer()
    {
        return writer(busyTimeoutMs);
    }

    @Override
    LineageWriter writer(final int busyTimeoutMs)
    {
        Connection connection = null;
        try
        {
            connection = writeConnection(busyTimeoutMs);
            StoreSchema.createOrMigrate(connection);
            return new SqliteLineageWriter(connection, turns, busyTimeoutMs);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("database=" + file + " cannot be opened", ex);
        }
    }

    @Override
    LineageWriter collectorWriter(final int collectorId, final int busyTimeoutMs)
    {
        final LineageWriter writer = writer(busyTimeoutMs);
        String lockFile = file + COLLECTOR_SUFFIX + collectorId;
        try
        {
            lockFile = file.toRealPath() + COLLECTOR_SUFFIX + collectorId;
            lock(writer.connection(), lockFile);
            return writer;
        }
        catch (final SQLException | IOException ex)
        {
            writer.close();
            throw refusal(
                file,
                ex instanceof SQLException sqlException && StoreException.isBusy(sqlException) ?
                    runningCollector(collectorId) :
                    "cannot lock " + lockFile + "; check the rights on it and its directory, or remove it while no " +
                    "collector runs: " + ex.getMessage(),
                ex);
        }
    }

    @Override
    long usedBytes()
    {
        return read(StoreSchema::usedBytes);
    }

    private Connection writeConnection(final int busyTimeoutMs) throws SQLException
    {
        final SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyTimeoutMs);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-WRITE_CACHE_KIB);
        return config.createConnection(URL_PREFIX + file.toAbsolutePath());
    }

    /**
     * Lock a file as long as the connection lasts. It is another database of the connection, which is locked by its
     * first write and keeps the lock: SQLite knows of locks within a process, too, and the system frees those of a
     * process that dies. Nothing of it is worth a journal.
     */
    private static void lock(final Connection connection, final String lockFile) throws SQLException
    {
        try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS collector");
            Statement statement = connection.createStatement())
        {
            attach.setString(1, lockFile);
            attach.execute();
            statement.execute("PRAGMA collector.journal_mode = OFF");
            statement.execute("PRAGMA collector.locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA collector.user_version = " + SCHEMA_VERSION);
        }
    }

    @Override
    Connection readConnection() throws SQLException
    {
        final SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyTimeoutMs);
        config.setReadOnly(true);
        config.setCacheSize(-READ_CACHE_KIB);
        final Connection connection = config.createConnection(readUrl());
        try
        {
            StoreSchema.standInForYoungerTables(connection);
            return connection;
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw ex;
        }
    }

    /**
     * To read a file with a write-ahead log, SQLite makes the log and its index where they are not. On a file system
     * that is read-only it cannot; where there is no log, all commits are in the file then, and nobody makes another.
     */
    private String readUrl()
    {
        try
        {
            final Path real = file.toRealPath();
            if (!Files.isWritable(real.getParent()) &&
                !Files.exists(Path.of(real + WRITE_AHEAD_LOG_SUFFIX)) &&
                ReadOnlyFileSystem.holds(real))
            {
                return URL_PREFIX + "file:" +
                    real.toString().replace("%", "%25").replace("?", "%3f").replace("#", "%23") + IMMUTABLE;
            }
        }
        catch (final IOException ignore)
        {
            // SQLite says what is wrong
        }

        return URL_PREFIX + file.toAbsolutePath();
    }

    @Override
    List<CheckResult> ownChecks(final Connection connection) throws SQLException
    {
        final Long olderVersion = StoreSchema.olderVersion(connection);
        if (null != olderVersion)
        {
            throw refusal(
                file,
                "has schema version " + olderVersion + "; whoever writes brings it to version " + SCHEMA_VERSION +
                ", such as tracelink expand: do that first",
                null);
        }

        return SqliteChecks.run(connection, connection.getMetaData().getURL().endsWith(IMMUTABLE));
    }

    private static Path checked(final Path file)
    {
        Objects.requireNonNull(file, "file");
        if (Files.isDirectory(file))
        {
            throw refusal(file, "is a directory; give the path of a file", null);
        }

        return file;
    }

    private static int validated(final int busyTimeoutMs)
    {
        if (busyTimeoutMs < 0)
        {
            throw new IllegalArgumentException("busyTimeoutMs=" + busyTimeoutMs + " must be 0 or more");
        }

        return busyTimeoutMs;
    }

    private static String reason(final SQLException ex)
    {
        final int code = ex.getErrorCode() & PRIMARY_CODE_MASK;
        final String reason;

        if (SQLiteErrorCode.SQLITE_NOTADB.code == code)
        {
            reason = "is not a SQLite database; give the path of a store or of a new file";
        }
        else if (SQLiteErrorCode.SQLITE_CORRUPT.code == code)
        {
            reason = "is damaged; " + StoreException.DAMAGE_REMEDY;
        }
        else if (isRefused(ex))
        {
            reason = "cannot be opened; check the rights on the file and its directory";
        }
        else if (StoreException.isBusy(ex))
        {
            reason = "is locked by another process; try again when it has finished";
        }
        else
        {
            reason = "cannot be used: " + ex.getMessage();
        }

        return reason;
    }

    private static boolean isLogLacking(final Path file, final SQLException ex)
    {
        try
        {
            return isRefused(ex) && Files.isReadable(file) && !Files.isWritable(file.toRealPath().getParent());
        }
        catch (final IOException ignore)
        {
            return false;
        }
    }

    private static boolean isRefused(final SQLException ex)
    {
        final int code = ex.getErrorCode() & PRIMARY_CODE_MASK;
        return SQLiteErrorCode.SQLITE_CANTOPEN.code == code || SQLiteErrorCode.SQLITE_READONLY.code == code ||
            SQLiteErrorCode.SQLITE_PERM.code == code;
    }

    private static IllegalArgumentException refusal(final Path file, final String reason, final Throwable cause)
    {
        return new IllegalArgumentException("database=" + file + " " + reason, cause);
    }
}
