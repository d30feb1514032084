package io.tracelink.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a store (TraceLink §10) and the marks by which a file is known to be one.
 */
final class StoreSchema
{
    static final int VERSION = 3;

    static final int FIRST_VERSION = 1;

    /**
     * "TLNK": tells a store from other SQLite files.
     */
    static final int APPLICATION_ID = 0x544C_4E4B;

    /**
     * Since version 2: how far the rows of each recording of an archive are committed.
     */
    private static final String RECORDINGS =
        """
        CREATE TABLE recordings (
            recording_id INTEGER NOT NULL,
            stream_id INTEGER NOT NULL,
            start_timestamp INTEGER NOT NULL,
            initial_term_id INTEGER NOT NULL,
            start_position INTEGER NOT NULL,
            position INTEGER NOT NULL,
            stop_position INTEGER NOT NULL,
            PRIMARY KEY (recording_id)
        ) WITHOUT ROWID""";

    /**
     * Since version 3: what streams are declared to be, see {@link StreamRole}.
     */
    private static final String STREAM_ROLES =
        """
        CREATE TABLE stream_roles (
            stream_id INTEGER NOT NULL,
            role INTEGER NOT NULL,
            PRIMARY KEY (stream_id)
        ) WITHOUT ROWID""";

    /**
     * Since version 3: descriptors whose place another one with another trace ID had taken.
     */
    private static final String CONFLICTS =
        """
        CREATE TABLE conflicts (
            stream_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            stage_id INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            trace_id INTEGER NOT NULL,
            status INTEGER NOT NULL,
            PRIMARY KEY (stream_id, epoch, seq, trace_id)
        ) WITHOUT ROWID""";

    private static final String CONFLICTS_TRACE_ID = "CREATE INDEX conflicts_trace_id ON conflicts (trace_id)";

    /**
     * Since version 3: from which sequence to which one frames of a stream are gone, and their latest time.
     */
    private static final String EXPIRED =
        """
        CREATE TABLE expired (
            stream_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            from_seq INTEGER NOT NULL,
            to_seq INTEGER NOT NULL,
            last_t_ns INTEGER NOT NULL,
            PRIMARY KEY (stream_id, epoch, from_seq)
        ) WITHOUT ROWID""";

    /**
     * Since version 3: below which trace ID everything is gone; one row, or none.
     */
    private static final String EXPIRED_TRACES =
        """
        CREATE TABLE expired_traces (
            before_trace_id INTEGER NOT NULL,
            PRIMARY KEY (before_trace_id)
        ) WITHOUT ROWID""";

    /**
     * Since version 3: windows all of whose links are made, see {@link WindowExpansion}.
     */
    private static final String EXPANDED_WINDOWS =
        """
        CREATE TABLE expanded_windows (
            trace_id INTEGER NOT NULL,
            in_stream_id INTEGER NOT NULL,
            PRIMARY KEY (trace_id, in_stream_id)
        ) WITHOUT ROWID""";

    /**
     * Since version 3 recordings are those of one of several collectors, each with an archive of its own.
     */
    private static final String RECORDINGS_OF_COLLECTORS =
        """
        CREATE TABLE recordings_of_collectors (
            collector_id INTEGER NOT NULL,
            recording_id INTEGER NOT NULL,
            stream_id INTEGER NOT NULL,
            start_timestamp INTEGER NOT NULL,
            initial_term_id INTEGER NOT NULL,
            start_position INTEGER NOT NULL,
            position INTEGER NOT NULL,
            stop_position INTEGER NOT NULL,
            PRIMARY KEY (collector_id, recording_id)
        ) WITHOUT ROWID""";

    private static final String MOVE_RECORDINGS =
        "INSERT INTO recordings_of_collectors SELECT 0, recording_id, stream_id, start_timestamp, initial_term_id, " +
        "start_position, position, stop_position FROM recordings";

    /**
     * The recordings of version 2 as those of one collector.
     */
    private static final String SELECT_RECORDINGS_OF_ONE =
        "SELECT 0 AS collector_id, recording_id, stream_id, start_timestamp, initial_term_id, start_position, " +
        "position, stop_position FROM main.recordings";

    /**
     * The tables of version 1. PostgreSQL's are made of these and of {@link #MIGRATIONS}, see {@link PostgresSchema},
     * so they have to be plain: columns are INTEGER, and a table has a primary key and is WITHOUT ROWID.
     */
    static final String[] DDL =
    {
        """
        CREATE TABLE frames (
            stream_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            stage_id INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            trace_id INTEGER NOT NULL,
            status INTEGER NOT NULL,
            PRIMARY KEY (stream_id, epoch, seq)
        ) WITHOUT ROWID""",
        "CREATE INDEX frames_trace_id ON frames (trace_id, stream_id, epoch, seq)",
        """
        CREATE TABLE trace_links (
            trace_id INTEGER NOT NULL,
            parent_trace_id INTEGER NOT NULL,
            PRIMARY KEY (trace_id, parent_trace_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX trace_links_parent ON trace_links (parent_trace_id)",
        """
        CREATE TABLE trace_windows (
            trace_id INTEGER NOT NULL,
            in_stream_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq_start INTEGER,
            seq_end INTEGER,
            t_start_ns INTEGER,
            t_end_ns INTEGER,
            PRIMARY KEY (trace_id, in_stream_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX trace_windows_input ON trace_windows (in_stream_id, epoch)",
        """
        CREATE TABLE link_sets (
            stream_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            trace_id INTEGER NOT NULL,
            parent_count INTEGER NOT NULL,
            PRIMARY KEY (stream_id, epoch, seq, trace_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX link_sets_trace_id ON link_sets (trace_id)",
        """
        CREATE TABLE nodes (
            node_id INTEGER NOT NULL,
            process_id INTEGER NOT NULL,
            start_time INTEGER NOT NULL,
            PRIMARY KEY (node_id, process_id, start_time)
        ) WITHOUT ROWID"""
    };

    private static final String[] VERSION_3 =
    {
        STREAM_ROLES, CONFLICTS, CONFLICTS_TRACE_ID, EXPIRED, EXPIRED_TRACES, EXPANDED_WINDOWS,
        RECORDINGS_OF_COLLECTORS,
        MOVE_RECORDINGS,
        "DROP TABLE recordings",
        "ALTER TABLE recordings_of_collectors RENAME TO recordings",
    };

    /**
     * What leads from a version to the next one, beginning with {@link #FIRST_VERSION}.
     */
    static final String[][] MIGRATIONS =
    {
        { RECORDINGS },
        VERSION_3,
    };

    /**
     * The tables that came with each version, beginning with {@link #FIRST_VERSION}.
     */
    static final List<List<String>> TABLES = List.of(
        List.of("frames", "trace_links", "trace_windows", "link_sets", "nodes"),
        List.of("recordings"),
        List.of("stream_roles", "conflicts", "expired", "expired_traces", "expanded_windows"));

    private static final String CREATE_TABLE = "CREATE TABLE ";

    private StoreSchema()
    {
    }

    /**
     * What is wrong with a database as a store.
     *
     * @return null if it is a store of this version or of one that can be brought to it, or an empty database; else
     *         the reason and what to do.
     */
    static String fault(final Connection connection) throws SQLException
    {
        final long version = pragma(connection, "user_version");
        final long applicationId = pragma(connection, "application_id");

        if (isEmpty(connection))
        {
            return null;
        }

        if (APPLICATION_ID != applicationId)
        {
            return "is a database of another application; give the path of a TraceLink store or of a new file";
        }

        if (version > VERSION)
        {
            return "has schema version " + version + ", this release knows up to " + VERSION +
                "; use a newer release";
        }

        if (version < FIRST_VERSION)
        {
            return "has schema version " + version + ", which was never released; the file is damaged";
        }

        for (final List<String> tables : TABLES.subList(0, (int)version - FIRST_VERSION + 1))
        {
            for (final String table : tables)
            {
                if (!exists(connection, table))
                {
                    return "lacks table " + table + "; the file is damaged";
                }
            }
        }

        return null;
    }

    /**
     * Have a connection that only reads find the tables that a database of an older version lacks, without rows.
     */
    static void standInForYoungerTables(final Connection connection) throws SQLException
    {
        final int version = (int)pragma(connection, "user_version");
        if (version < FIRST_VERSION || version >= VERSION)
        {
            return;
        }

        try (Statement statement = connection.createStatement())
        {
            for (int i = version; i < VERSION; i++)
            {
                for (final String sql : MIGRATIONS[i - FIRST_VERSION])
                {
                    if (sql.startsWith(CREATE_TABLE))
                    {
                        statement.execute("CREATE TEMP TABLE " + sql.substring(CREATE_TABLE.length()));
                    }
                }
            }

            if (version > FIRST_VERSION)
            {
                // seen in place of the table of that name
                statement.execute("CREATE TEMP VIEW recordings AS " + SELECT_RECORDINGS_OF_ONE);
            }
            else
            {
                statement.execute("DROP TABLE temp.recordings");
                statement.execute("ALTER TABLE temp.recordings_of_collectors RENAME TO recordings");
            }
        }
    }

    /**
     * The version of a store that was not brought to this one yet, or null.
     */
    static Long olderVersion(final Connection connection) throws SQLException
    {
        final long version = pragma(connection, "user_version");
        return version < VERSION ? version : null;
    }

    static boolean isEmpty(final Connection connection) throws SQLException
    {
        return 0 == single(connection, "SELECT count(*) FROM sqlite_master") &&
            0 == pragma(connection, "user_version") &&
            0 == pragma(connection, "application_id");
    }

    /**
     * Make the tables in an empty database, or bring those of an older version to this one, in one transaction.
     */
    static void createOrMigrate(final Connection connection) throws SQLException
    {
        if (VERSION == pragma(connection, "user_version"))
        {
            return;
        }

        try (Statement statement = connection.createStatement())
        {
            statement.execute("BEGIN IMMEDIATE");
            try
            {
                // another process may have done it meanwhile
                if (isEmpty(connection))
                {
                    execute(statement, DDL);
                    statement.execute("PRAGMA application_id = " + APPLICATION_ID);
                    statement.execute("PRAGMA user_version = " + FIRST_VERSION);
                }

                migrate(connection, statement);
                statement.execute("COMMIT");
            }
            catch (final SQLException ex)
            {
                rollback(statement, ex);
                throw ex;
            }
        }
    }

    /**
     * SQLite rolls back by itself after some errors, and has nothing to roll back then.
     */
    private static void rollback(final Statement statement, final SQLException cause)
    {
        try
        {
            statement.execute("ROLLBACK");
        }
        catch (final SQLException ex)
        {
            cause.addSuppressed(ex);
        }
    }

    static boolean enableWriteAheadLog(final Connection connection) throws SQLException
    {
        try (Statement statement = connection.createStatement();
            ResultSet resultSet = statement.executeQuery("PRAGMA journal_mode = WAL"))
        {
            return resultSet.next() && "wal".equalsIgnoreCase(resultSet.getString(1));
        }
    }

    /**
     * Bytes of the pages that hold something.
     */
    static long usedBytes(final Connection connection) throws SQLException
    {
        return (pragma(connection, "page_count") - pragma(connection, "freelist_count")) *
            pragma(connection, "page_size");
    }

    private static void migrate(final Connection connection, final Statement statement) throws SQLException
    {
        final int version = (int)pragma(connection, "user_version");
        for (int i = version; i < VERSION; i++)
        {
            execute(statement, MIGRATIONS[i - FIRST_VERSION]);
        }

        if (version < VERSION)
        {
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    private static void execute(final Statement statement, final String[] ddl) throws SQLException
    {
        for (final String sql : ddl)
        {
            statement.execute(sql);
        }
    }

    private static boolean exists(final Connection connection, final String table) throws SQLException
    {
        return 1 == single(
            connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'");
    }

    private static long pragma(final Connection connection, final String name) throws SQLException
    {
        return single(connection, "PRAGMA " + name);
    }

    private static long single(final Connection connection, final String sql) throws SQLException
    {
        try (Statement statement = connection.createStatement();
            ResultSet resultSet = statement.executeQuery(sql))
        {
            return resultSet.next() ? resultSet.getLong(1) : 0;
        }
    }
}
