package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows by trace ID. Many IDs go into one statement, so that a wide level costs few round trips; a statement for
 * one ID keeps deep chains cheap.
 */
final class TraceRows
{
    private static final int CHUNK = 64;
    private static final int LARGE_CHUNK = 256;

    private final Query parents;
    private final Query children;
    private final Query frames;
    private final Query linkSets;
    private final Query linkCounts;
    private final Query windows;
    private final Query conflicts;
    private final PreparedStatement anyWindow;

    TraceRows(final Connection connection) throws SQLException
    {
        parents = new Query(connection, "SELECT trace_id, parent_trace_id FROM trace_links WHERE trace_id IN (%s)");
        children = new Query(
            connection, "SELECT parent_trace_id, trace_id FROM trace_links WHERE parent_trace_id IN (%s)");
        frames = new Query(connection, FrameRows.SELECT + " WHERE trace_id IN (%s)");
        linkSets = new Query(
            connection, "SELECT stream_id, epoch, seq, trace_id, parent_count FROM link_sets WHERE trace_id IN (%s)");
        linkCounts = new Query(
            connection, "SELECT trace_id, count(*) FROM trace_links WHERE trace_id IN (%s) GROUP BY trace_id");
        windows = new Query(connection, WindowRow.SELECT + " WHERE trace_id IN (%s)");
        anyWindow = connection.prepareStatement("SELECT 1 FROM trace_windows LIMIT 1");
        conflicts = new Query(
            connection,
            "SELECT " + FrameRows.COLUMNS + " FROM conflicts WHERE trace_id IN (%s)");
    }

    /**
     * Walk the links of some IDs.
     */
    void links(final boolean up, final LongArrayList ids, final int from, final int to, final LinkHandler handler)
        throws SQLException
    {
        (up ? parents : children).run(
            ids, from, to, (row) -> handler.onLink(row.getLong(1), row.getLong(2)));
    }

    void frames(final LongArrayList ids, final FrameHandler handler) throws SQLException
    {
        frames.run(ids, 0, ids.size(), (row) -> handler.onFrame(FrameRows.read(row)));
    }

    /**
     * Frames whose place another one had taken.
     */
    void conflicts(final LongArrayList ids, final FrameHandler handler) throws SQLException
    {
        conflicts.run(ids, 0, ids.size(), (row) -> handler.onFrame(FrameRows.read(row)));
    }

    List<LinkSetRow> linkSets(final LongArrayList ids) throws SQLException
    {
        final List<LinkSetRow> rows = new ArrayList<>();
        linkSets.run(ids, 0, ids.size(), (row) -> rows.add(LinkSetRow.read(row)));
        return rows;
    }

    void linkCounts(final LongArrayList ids, final LinkHandler handler) throws SQLException
    {
        linkCounts.run(ids, 0, ids.size(), (row) -> handler.onLink(row.getLong(1), row.getLong(2)));
    }

    List<WindowRow> windows(final LongArrayList ids) throws SQLException
    {
        try (ResultSet row = anyWindow.executeQuery())
        {
            if (!row.next())
            {
                return List.of();
            }
        }

        final List<WindowRow> rows = new ArrayList<>();
        windows.run(ids, 0, ids.size(), (row) -> rows.add(WindowRow.read(row)));
        return rows;
    }

    LongHashSet idsWithLinkSets(final LongArrayList ids) throws SQLException
    {
        final LongHashSet found = new LongHashSet();
        linkSets.run(ids, 0, ids.size(), (row) -> found.add(row.getLong(4)));
        return found;
    }

    @FunctionalInterface
    interface LinkHandler
    {
        void onLink(long from, long value);
    }

    @FunctionalInterface
    interface FrameHandler
    {
        void onFrame(StoredFrame frame);
    }

    @FunctionalInterface
    private interface RowHandler
    {
        void onRow(ResultSet row) throws SQLException;
    }

    /**
     * One statement for a single ID, and two for chunks of them.
     */
    private static final class Query
    {
        private final PreparedStatement single;
        private final PreparedStatement chunk;
        private final PreparedStatement largeChunk;

        Query(final Connection connection, final String sql) throws SQLException
        {
            single = connection.prepareStatement(String.format(sql, "?"));
            chunk = connection.prepareStatement(String.format(sql, "?" + ", ?".repeat(CHUNK - 1)));
            largeChunk = connection.prepareStatement(String.format(sql, "?" + ", ?".repeat(LARGE_CHUNK - 1)));
        }

        void run(final LongArrayList ids, final int from, final int to, final RowHandler handler) throws SQLException
        {
            for (int i = from; i < to;)
            {
                final int places = to - i >= LARGE_CHUNK ? LARGE_CHUNK : to - i >= 4 ? CHUNK : 1;
                final PreparedStatement statement =
                    LARGE_CHUNK == places ? largeChunk : CHUNK == places ? chunk : single;
                bind(statement, places, ids, i, Math.min(i + places, to));
                i += places;

                try (ResultSet resultSet = statement.executeQuery())
                {
                    while (resultSet.next())
                    {
                        handler.onRow(resultSet);
                    }
                }
            }
        }

        private static void bind(
            final PreparedStatement statement,
            final int places,
            final LongArrayList ids,
            final int from,
            final int to)
            throws SQLException
        {
            for (int i = 0; i < places; i++)
            {
                // places that are left over repeat the last ID: IN finds each row once
                statement.setLong(i + 1, ids.getLong(Math.min(from + i, to - 1)));
            }
        }
    }
}
