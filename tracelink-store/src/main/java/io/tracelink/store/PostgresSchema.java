package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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

    private static final String IN_SCHEMA =
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
        "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

    private static final String[] MAKE_MARK =
    {
        "CREATE TABLE " + MARK + " (schema_version INTEGER NOT NULL)",
        "INSERT INTO " + MARK + " VALUES (" + StoreSchema.VERSION + ")",
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

        if (!exists(connection, MARK))
        {
            return isEmpty(connection) ? null :
                "has tables of another application in schema " + schema +
                "; give an empty database, or a schema of its own by currentSchema=NAME";
        }

        return versionFault(connection);
    }

    /**
     * Are there no tables in the schema, but for those of extensions?
     */
    static boolean isEmpty(final Connection connection) throws SQLException
    {
        return 0 == number(connection, IN_SCHEMA +
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid " +
            "AND d.deptype = 'e')");
    }

    /**
     * What right the user lacks for writing, as something that can be granted, or null.
     */
    static String lackingRight(final Connection connection) throws SQLException
    {
        if (0 == number(connection,
            "SELECT CASE WHEN has_database_privilege(current_database(), 'TEMPORARY') THEN 1 ELSE 0 END"))
        {
            return "TEMPORARY on the database";
        }

        for (final String table : StoreSchema.TABLES)
        {
            for (final String right : new String[]{"SELECT", "INSERT", "UPDATE", "DELETE"})
            {
                if (0 == number(connection,
                    "SELECT CASE WHEN has_table_privilege('" + table + "', '" + right + "') THEN 1 ELSE 0 END"))
                {
                    return right + " on table " + table;
                }
            }
        }

        return null;
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
            final int version = version(connection);
            if (0 == version)
            {
                execute(statement, StoreSchema.DDL);
                execute(statement, MAKE_MARK);
            }
            else
            {
                for (int i = version; i < StoreSchema.VERSION; i++)
                {
                    execute(statement, StoreSchema.MIGRATIONS[i - StoreSchema.FIRST_VERSION]);
                }

                execute(statement, "UPDATE " + MARK + " SET schema_version = " + StoreSchema.VERSION);
            }

            connection.commit();
        }
        catch (final SQLException ex)
        {
            connection.rollback();
            throw ex;
        }
        finally
        {
            connection.setAutoCommit(true);
        }
    }

    private static String versionFault(final Connection connection) throws SQLException
    {
        final int version = version(connection);
        if (version > StoreSchema.VERSION)
        {
            return "has schema version " + version + ", this release knows up to " + StoreSchema.VERSION +
                "; use a newer release";
        }

        if (version < StoreSchema.FIRST_VERSION)
        {
            return "has schema version " + version + ", which was never released; the store is damaged";
        }

        for (final String table : StoreSchema.TABLES)
        {
            if (!exists(connection, table))
            {
                return "lacks table " + table + "; the store is damaged";
            }
        }

        return null;
    }

    /**
     * Version of the store, 0 if there is none.
     */
    private static int version(final Connection connection) throws SQLException
    {
        return exists(connection, MARK) ?
            (int)number(connection, "SELECT coalesce(max(schema_version), 0) FROM " + MARK) : 0;
    }

    private static boolean exists(final Connection connection, final String table) throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(IN_SCHEMA + " AND c.relname = ?"))
        {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery())
            {
                return row.next() && row.getLong(1) > 0;
            }
        }
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

    private static long number(final Connection connection, final String sql) throws SQLException
    {
        final String text = text(connection, sql);
        return null == text ? 0 : Long.parseLong(text);
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
