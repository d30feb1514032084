package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the oldest traces, each from all tables at once, in parts of about so many rows.
 */
final class TraceExpiry
{
    /**
     * The tables with rows of a trace, the frames first.
     */
    private static final List<String> TABLES =
        List.of("frames", "trace_links", "link_sets", "trace_windows", "expanded_windows");

    private static final String RANGE = " WHERE trace_id >= 1 AND trace_id < ?";

    private final List<PreparedStatement> nth = new ArrayList<>();
    private final List<PreparedStatement> last = new ArrayList<>();
    private final List<PreparedStatement> deletes = new ArrayList<>();
    private final PreparedStatement frames;
    private final PreparedStatement deleteConflicts;
    private final PreparedStatement before;
    private final PreparedStatement insertBefore;
    private final PreparedStatement deleteBefore;

    /**
     * Prepare.
     *
     * @param reader sees what there is before the transaction begins.
     * @param writer on which it is removed.
     */
    TraceExpiry(final Connection reader, final Connection writer) throws SQLException
    {
        for (final String table : TABLES)
        {
            nth.add(reader.prepareStatement(
                "SELECT trace_id FROM " + table + RANGE + " ORDER BY trace_id LIMIT 1 OFFSET ?"));
            last.add(writer.prepareStatement(
                "SELECT trace_id FROM " + table + RANGE + " ORDER BY trace_id DESC LIMIT 1"));
            deletes.add(writer.prepareStatement("DELETE FROM " + table + RANGE));
        }

        frames = writer.prepareStatement(FrameRows.SELECT + RANGE);
        deleteConflicts = writer.prepareStatement(
            "DELETE FROM conflicts WHERE stream_id = ? AND epoch = ? AND seq = ?");
        before = writer.prepareStatement("SELECT max(before_trace_id) FROM expired_traces");
        insertBefore = writer.prepareStatement("INSERT INTO expired_traces (before_trace_id) VALUES (?)");
        deleteBefore = writer.prepareStatement("DELETE FROM expired_traces WHERE before_trace_id < ?");
    }

    /**
     * Below which trace ID there are not many more than so many rows in any table, but at least one trace.
     *
     * @param limit that the ID does not exceed.
     * @return the ID, or 0 if there is no trace below the limit.
     */
    long end(final long limit, final int rows) throws SQLException
    {
        long least = Long.MAX_VALUE;
        long end = limit;
        for (final PreparedStatement statement : nth)
        {
            least = Math.min(least, nth(statement, limit, 0, Long.MAX_VALUE));
            end = Math.min(end, nth(statement, limit, rows, limit));
        }

        return Long.MAX_VALUE == least ? 0 : Math.max(end, least + 1);
    }

    /**
     * Remove all traces below an ID, and remember it.
     *
     * @param end    of the IDs; 0 for none.
     * @param ranges are told the frames.
     * @return how many rows were removed.
     */
    Counts remove(final long end, final ExpiredRanges ranges) throws SQLException
    {
        long lastId = 0;
        for (final PreparedStatement statement : last)
        {
            statement.setLong(1, end);
            try (ResultSet row = statement.executeQuery())
            {
                lastId = row.next() ? Math.max(lastId, row.getLong(1)) : lastId;
            }
        }

        readFrames(end, ranges);
        final long[] counts = new long[TABLES.size()];
        for (int i = 0; i < counts.length; i++)
        {
            deletes.get(i).setLong(1, end);
            counts[i] = deletes.get(i).executeUpdate();
        }

        if (0 != lastId)
        {
            remember(lastId + 1);
        }

        return new Counts(counts[0], counts[1], counts[2], counts[3]);
    }

    private void readFrames(final long end, final ExpiredRanges ranges) throws SQLException
    {
        final List<StoredFrame> conflicting = new ArrayList<>();
        frames.setLong(1, end);
        try (ResultSet row = frames.executeQuery())
        {
            while (row.next())
            {
                final StoredFrame frame = FrameRows.read(row);
                ranges.add(frame);
                if (0 != (frame.status() & FrameStatus.CONFLICTING_DUPLICATE))
                {
                    conflicting.add(frame);
                }
            }
        }

        for (final StoredFrame frame : conflicting)
        {
            deleteConflicts.setLong(1, frame.streamId());
            deleteConflicts.setLong(2, frame.epoch());
            deleteConflicts.setLong(3, frame.seq());
            deleteConflicts.executeUpdate();
        }
    }

    private void remember(final long end) throws SQLException
    {
        try (ResultSet row = before.executeQuery())
        {
            if (row.next() && row.getLong(1) >= end)
            {
                return;
            }
        }

        deleteBefore.setLong(1, end);
        deleteBefore.executeUpdate();
        insertBefore.setLong(1, end);
        insertBefore.executeUpdate();
    }

    private static long nth(final PreparedStatement statement, final long limit, final int offset, final long absent)
        throws SQLException
    {
        statement.setLong(1, limit);
        statement.setInt(2, offset);
        try (ResultSet row = statement.executeQuery())
        {
            return row.next() ? row.getLong(1) : absent;
        }
    }

    /**
     * Removed rows, by table.
     */
    record Counts(long frames, long links, long linkSets, long windows)
    {
    }
}
