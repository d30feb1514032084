package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables of {@link StoreSchema} in the current schema of a PostgreSQL database, and the table by which that is
 * known to be a store.
 */
final class PostgresSchema
{
    /**
     * The first version that has what is used of it.
     */
    private static final int FIRST_SERVER_VERSION = 12;

    private static final String MARK = "tracelink_store";

    /**
     * What is in the current schema, but for the parts of extensions.
     */
    private static final String NAMES =
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
        "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (" +
        "SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

    /**
     * A row if the current schema has the mark.
     */
    private static final String MARKED =
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
        "WHERE n.nspname = current_schema() AND c.relname = '" + MARK + "'";

    /**
     * What may not be done to a table though a writer does it.
     */
    private static final String LACKING_RIGHT =
        "SELECT r || ' on table ' || t FROM unnest(?::text[]) t, " +
        "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) r WHERE NOT has_table_privilege(t, r) LIMIT 1";

    private static final String[] MAKE_MARK =
    {
        "CREATE TABLE " + MARK + " (schema_version INTEGER NOT NULL)",
        "INSERT INTO " + MARK + " VALUES (" + StoreSchema.FIRST_VERSION + ")",
    };

    private PostgresSchema()
    {
    }

    /**
     * What is wrong with a database as a store.
     *
     * @return null if it is a store of this version or of one that can be brought to it, or an empty schema; else the
     *         reason and what to do.
     */
    static String fault(final Connection connection) throws SQLException
    {
        final int serverVersion = connection.getMetaData().getDatabaseMajorVersion();
        if (serverVersion < FIRST_SERVER_VERSION)
        {
            return "is of server version " + serverVersion + "; use version " + FIRST_SERVER_VERSION + " or later";
        }

        final String schema = text(connection, "SELECT current_schema()");
        if (null == schema)
        {
            return "has no schema to use; create the one that currentSchema or search_path names";
        }

        final Set<String> names = names(connection);
        if (!names.contains(MARK))
        {
            return names.isEmpty() ? null :
                "has tables of another application in schema " + schema +
                "; give an empty database, or a schema of its own by currentSchema=NAME";
        }

        return versionFault(version(connection), names);
    }

    /**
     * Is there nothing in the schema?
     */
    static boolean isEmpty(final Connection connection) throws SQLException
    {
        return names(connection).isEmpty();
    }

    /**
     * What right the user lacks for writing, as something that can be granted, or null.
     */
    static String lackingRight(final Connection connection) throws SQLException
    {
        if ("f".equals(text(connection, "SELECT has_database_privilege(current_database(), 'TEMPORARY')")))
        {
            return "TEMPORARY on the database";
        }

        try (PreparedStatement statement = connection.prepareStatement(LACKING_RIGHT))
        {
            statement.setArray(1, connection.createArrayOf(
                "text", StoreSchema.TABLES.stream().flatMap(List::stream).toArray()));
            try (ResultSet row = statement.executeQuery())
            {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /**
     * Make the tables in an empty schema, or bring those of an older version to this one, in one transaction.
     */
    static void createOrMigrate(final Connection connection) throws SQLException
    {
        if (StoreSchema.VERSION == version(connection))
        {
            return;
        }

        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement())
        {
            // another process may do it at the same time
            statement.execute("SELECT pg_advisory_xact_lock(" + StoreSchema.APPLICATION_ID +
                ", hashtext(current_schema()))");
            if (0 == version(connection))
            {
                execute(statement, StoreSchema.DDL);
                execute(statement, MAKE_MARK);
            }

            final int version = version(connection);
            if (version > StoreSchema.VERSION)
            {
                throw new SQLException(versionFault(version, Set.of()));
            }

            for (int i = version; i < StoreSchema.VERSION; i++)
            {
                execute(statement, StoreSchema.MIGRATIONS[i - StoreSchema.FIRST_VERSION]);
            }

            execute(statement, "UPDATE " + MARK + " SET schema_version = " + StoreSchema.VERSION);
            connection.commit();
        }
        catch (final SQLException ex)
        {
            rollback(connection, ex);
            throw ex;
        }
        finally
        {
            connection.setAutoCommit(true);
        }
    }

    private static void rollback(final Connection connection, final SQLException cause)
    {
        try
        {
            connection.rollback();
        }
        catch (final SQLException ex)
        {
            cause.addSuppressed(ex);
        }
    }

    private static String versionFault(final int version, final Set<String> names)
    {
        if (version > StoreSchema.VERSION)
        {
            return "has schema version " + version + ", this release knows up to " + StoreSchema.VERSION +
                "; use a newer release";
        }

        if (version < StoreSchema.FIRST_VERSION)
        {
            return "has schema version " + version + ", which was never released; the store is damaged";
        }

        for (final List<String> tables : StoreSchema.TABLES.subList(0, version - StoreSchema.FIRST_VERSION + 1))
        {
            for (final String table : tables)
            {
                if (!names.contains(table))
                {
                    return "lacks table " + table + "; the store is damaged";
                }
            }
        }

        return null;
    }

    /**
     * Version of the store, 0 if there is none.
     */
    static int version(final Connection connection) throws SQLException
    {
        final String version = null == text(connection, MARKED) ?
            null : text(connection, "SELECT max(schema_version) FROM " + MARK);
        return null == version ? 0 : Integer.parseInt(version);
    }

    private static Set<String> names(final Connection connection) throws SQLException
    {
        final Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(NAMES))
        {
            while (row.next())
            {
                names.add(row.getString(1));
            }
        }

        return names;
    }

    /**
     * What SQLite calls INTEGER has 64 bits, and every table of PostgreSQL's is WITHOUT ROWID in a way.
     */
    private static void execute(final Statement statement, final String... ddl) throws SQLException
    {
        for (final String sql : ddl)
        {
            statement.execute(sql.replace(" INTEGER", " BIGINT").replace(" WITHOUT ROWID", ""));
        }
    }

    private static String text(final Connection connection, final String sql) throws SQLException
    {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(sql))
        {
            return row.next() ? row.getString(1) : null;
        }
    }
}
