package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A check that is one query, in SQL that every store understands. It finds the rows that are at fault.
 *
 * @param name    of the check.
 * @param kind    what a row means.
 * @param meaning what is counted, in a few words.
 * @param sql     that finds the rows.
 */
record StoreCheck(String name, CheckResult.Kind kind, String meaning, String sql)
{
    private static final CheckResult.Kind VIOLATION = CheckResult.Kind.VIOLATION;
    private static final CheckResult.Kind LOSS = CheckResult.Kind.LOSS;
    private static final int FETCH_SIZE = 10_000;
    private static final String NO_UINT32 = " NOT BETWEEN 0 AND 4294967295";
    private static final int KNOWN_STATUS = FrameStatus.TIMESTAMP_ABSENT | FrameStatus.CONFLICTING_DUPLICATE;

    static final List<StoreCheck> ALL = List.of(
        new StoreCheck(
            "unsigned-ids",
            VIOLATION,
            "stream and stage ids out of their 32 bits",
            "SELECT stream_id, epoch, seq, stage_id FROM frames WHERE stream_id" + NO_UINT32 +
            " OR stage_id" + NO_UINT32 +
            " UNION ALL SELECT stream_id, epoch, seq, stage_id FROM conflicts WHERE stream_id" + NO_UINT32 +
            " OR stage_id" + NO_UINT32 +
            " UNION ALL SELECT stream_id, epoch, seq, 0 FROM link_sets WHERE stream_id" + NO_UINT32 +
            " UNION ALL SELECT in_stream_id, epoch, 0, 0 FROM trace_windows WHERE in_stream_id" + NO_UINT32),
        new StoreCheck(
            "frame-status",
            VIOLATION,
            "frames with a status that nobody writes",
            "SELECT stream_id, epoch, seq, status FROM frames WHERE status NOT BETWEEN 0 AND " + KNOWN_STATUS),
        new StoreCheck(
            "conflicts",
            VIOLATION,
            "descriptors of a taken place which no other one has taken",
            "SELECT stream_id, epoch, seq, trace_id FROM conflicts c WHERE NOT EXISTS (SELECT 1 FROM frames f WHERE " +
            "f.stream_id = c.stream_id AND f.epoch = c.epoch AND f.seq = c.seq AND f.trace_id <> c.trace_id AND " +
            "(f.status & " + FrameStatus.CONFLICTING_DUPLICATE + ") <> 0)"),
        new StoreCheck(
            "null-ids",
            VIOLATION,
            "links and TraceLinkSets without trace ID",
            "SELECT trace_id, parent_trace_id FROM trace_links WHERE trace_id = 0 OR parent_trace_id = 0 " +
            "UNION ALL SELECT trace_id, 0 FROM link_sets WHERE trace_id = 0"),
        new StoreCheck(
            "parent-counts",
            VIOLATION,
            "TraceLinkSets with fewer links than they brought",
            "SELECT stream_id, epoch, seq, trace_id, parent_count, links FROM " +
            "(SELECT s.stream_id, s.epoch, s.seq, s.trace_id, s.parent_count, " +
            "(SELECT count(*) FROM trace_links l WHERE l.trace_id = s.trace_id) AS links FROM link_sets s) counted " +
            "WHERE links < parent_count OR parent_count < 1"),
        new StoreCheck(
            "link-origins",
            VIOLATION,
            "links of an output that has neither TraceLinkSet nor window",
            "SELECT trace_id, parent_trace_id FROM trace_links l WHERE " +
            "NOT EXISTS (SELECT 1 FROM link_sets s WHERE s.trace_id = l.trace_id) AND " +
            "NOT EXISTS (SELECT 1 FROM trace_windows w WHERE w.trace_id = l.trace_id)"),
        new StoreCheck(
            "window-bounds",
            VIOLATION,
            "windows whose bounds are not in order, or that have none",
            "SELECT trace_id, in_stream_id, epoch FROM trace_windows WHERE " +
            above("seq_start", "seq_end") + " OR " + above("t_start_ns", "t_end_ns") +
            " OR coalesce(seq_start, seq_end, t_start_ns, t_end_ns) IS NULL"),
        new StoreCheck(
            "expanded-windows",
            VIOLATION,
            "windows that are marked as expanded and are not there",
            "SELECT trace_id, in_stream_id FROM expanded_windows e WHERE NOT EXISTS (SELECT 1 FROM trace_windows w " +
            "WHERE w.trace_id = e.trace_id AND w.in_stream_id = e.in_stream_id)"),
        new StoreCheck(
            "positions",
            VIOLATION,
            "positions out of their recording, or not between two messages",
            "SELECT recording_id, start_position, position, stop_position FROM recordings WHERE start_position < 0 " +
            "OR position < start_position OR position % 32 <> 0 OR (stop_position <> -1 AND stop_position < position)"),
        new StoreCheck(
            "node-ids",
            VIOLATION,
            "node ids out of their 32 bits",
            "SELECT node_id, process_id, start_time FROM nodes WHERE node_id" + NO_UINT32),
        new StoreCheck(
            "sets-without-frame",
            LOSS,
            "TraceLinkSets whose frame is not there",
            "SELECT stream_id, epoch, seq, trace_id FROM link_sets s WHERE NOT EXISTS " +
            "(SELECT 1 FROM frames f WHERE f.stream_id = s.stream_id AND f.epoch = s.epoch AND f.seq = s.seq)"),
        new StoreCheck(
            "sets-of-other-frames",
            LOSS,
            "TraceLinkSets whose frame has another trace ID",
            "SELECT s.stream_id, s.epoch, s.seq, s.trace_id, f.trace_id AS frame_trace_id FROM link_sets s " +
            "JOIN frames f ON f.stream_id = s.stream_id AND f.epoch = s.epoch AND f.seq = s.seq " +
            "WHERE f.trace_id <> s.trace_id"),
        new StoreCheck(
            "repeated-sets",
            LOSS,
            "outputs with more than one TraceLinkSet",
            "SELECT trace_id, count(*) AS sets FROM link_sets GROUP BY trace_id HAVING count(*) > 1"),
        new StoreCheck(
            "conflicting-frames",
            LOSS,
            "frames whose place another trace ID claimed, too",
            "SELECT stream_id, epoch, seq, trace_id FROM frames WHERE (status & " +
            FrameStatus.CONFLICTING_DUPLICATE + ") <> 0"),
        new StoreCheck(
            "self-links",
            LOSS,
            "outputs that were named as their own parent",
            "SELECT trace_id FROM trace_links WHERE trace_id = parent_trace_id"));

    /**
     * Run it.
     */
    CheckResult run(final Connection connection) throws SQLException
    {
        long count = 0;
        final List<String> examples = new ArrayList<>();

        try (PreparedStatement statement = connection.prepareStatement(sql))
        {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery())
            {
                while (row.next())
                {
                    if (count++ < CheckResult.MAX_EXAMPLES)
                    {
                        examples.add(text(row));
                    }
                }
            }
        }

        return new CheckResult(name, kind, meaning, count, examples);
    }

    /**
     * Positions are signed, with -1 for what is not known; everything else is unsigned.
     */
    private static String text(final ResultSet row) throws SQLException
    {
        final ResultSetMetaData columns = row.getMetaData();
        final StringBuilder text = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++)
        {
            final String column = columns.getColumnLabel(i);
            final long value = row.getLong(i);
            text.append(1 == i ? "" : " ").append(column).append('=')
                .append(column.endsWith("position") ? Long.toString(value) : Long.toUnsignedString(value));
        }

        return text.toString();
    }

    private static String above(final String first, final String last)
    {
        return "((" + first + " < 0 AND " + last + " >= 0) OR ((" + first + " < 0) = (" + last + " < 0) AND " + first +
            " > " + last + "))";
    }
}
