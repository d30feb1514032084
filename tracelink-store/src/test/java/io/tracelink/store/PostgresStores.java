package io.tracelink.store;

import io.tracelink.testing.Jdbc;
import io.tracelink.testing.PostgresServer;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Stores on the PostgreSQL server of the tests, each in a schema of its own. To empty one takes a tenth of the time
 * that the server needs to make its tables and to drop them, so what is given back is taken again.
 */
final class PostgresStores
{
    /**
     * Rows that were deleted stay until the server cleans up; a store that has grown beyond it is dropped instead.
     */
    private static final long MAX_BYTES = 1 << 20;

    private static final Deque<String> EMPTY = new ArrayDeque<>();
    private static final List<String> TABLES = StoreSchema.TABLES.stream().flatMap(List::stream).toList();

    private PostgresStores()
    {
    }

    /**
     * A schema with nothing in it, or an empty store.
     *
     * @return its URL.
     */
    static String take()
    {
        final String location;
        synchronized (EMPTY)
        {
            location = EMPTY.poll();
        }

        return null == location ? PostgresServer.shared().newSchema() : location;
    }

    /**
     * Nobody uses it any more.
     *
     * @param location  that {@link #take} returned.
     * @param isChanged by something else than a store: it is dropped.
     */
    static void giveBack(final String location, final boolean isChanged)
    {
        try
        {
            if (isChanged || isLarge(location))
            {
                PostgresServer.shared().dropSchema(location);
                return;
            }

            Jdbc.execute(location, TABLES.stream().collect(Collectors.joining("; DELETE FROM ", "DELETE FROM ", "")));
            synchronized (EMPTY)
            {
                EMPTY.add(location);
            }
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static boolean isLarge(final String location) throws SQLException
    {
        final String bytes = TABLES.stream()
            .collect(Collectors.joining("') + pg_total_relation_size('", "pg_total_relation_size('", "')"));
        return MAX_BYTES < Long.parseLong(Jdbc.query(location, "SELECT " + bytes).get(0));
    }
}
