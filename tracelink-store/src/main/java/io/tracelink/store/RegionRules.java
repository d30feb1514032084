package io.tracelink.store;


import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules of the verdict about a range of a stream that an answer touches. Each takes one pass over the range, however
 * many lineages lead through it.
 */
final class RegionRules
{
    private static final int CANDIDATE_CHUNK = 4096;

    private final FrameRows rows;
    private final LinkRules linkRules;
    private final StreamKinds kinds;
    private final PreparedStatement lacking;
    private final PreparedStatement badSets;
    private final PreparedStatement conflicting;

    RegionRules(
        final Connection connection,
        final FrameRows rows,
        final LinkRules linkRules,
        final StreamKinds kinds)
        throws SQLException
    {
        this.rows = rows;
        this.linkRules = linkRules;
        this.kinds = kinds;
        lacking = connection.prepareStatement(
            FrameRows.SELECT + " AS f WHERE stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ? AND " +
            "trace_id <> 0 AND NOT EXISTS (SELECT 1 FROM link_sets s WHERE s.stream_id = f.stream_id AND " +
            "s.epoch = f.epoch AND s.seq = f.seq AND s.trace_id = f.trace_id) AND " +
            "NOT EXISTS (SELECT 1 FROM trace_windows w WHERE w.trace_id = f.trace_id)");
        badSets = connection.prepareStatement(
            "SELECT seq, trace_id, placed, parent_count, links, " +
            "(SELECT sum(o.parent_count) FROM link_sets o WHERE o.trace_id = x.trace_id), " +
            "(SELECT count(*) FROM trace_windows w WHERE w.trace_id = x.trace_id) FROM (" +
            "SELECT s.seq AS seq, s.trace_id AS trace_id, f.trace_id AS placed, s.parent_count AS parent_count, " +
            "(SELECT count(*) FROM trace_links l WHERE l.trace_id = s.trace_id) AS links FROM link_sets s " +
            "LEFT JOIN frames f ON f.stream_id = s.stream_id AND f.epoch = s.epoch AND f.seq = s.seq " +
            "WHERE s.stream_id = ? AND s.epoch = ? AND s.seq BETWEEN ? AND ?) AS x " +
            "WHERE placed IS NULL OR placed <> trace_id OR links <> parent_count");
        conflicting = connection.prepareStatement(
            FrameRows.SELECT + " WHERE stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ? AND (status & " +
            FrameStatus.CONFLICTING_DUPLICATE + ") <> 0");
    }

    /**
     * Report what is lacking between two sequences, both of which have frames.
     *
     * @param lostInputs that traces may have been made from without being reached; null if there are none.
     */
    void assess(
        final StreamKey key,
        final long first,
        final long last,
        final TraceGraph graph,
        final LostInputs lostInputs,
        final MissingSet missing)
        throws SQLException
    {
        assessGaps(key, first, last, graph, lostInputs, missing);
        query(conflicting, key, first, last, (row) ->
        {
            final StoredFrame frame = FrameRows.read(row);
            if (isReached(graph, frame.traceId()))
            {
                missing.conflictingFrame(frame);
            }
        });

        if (kinds.isJoined(key.streamId()))
        {
            assessLinks(key, first, last, graph, missing);
        }
    }

    /**
     * Was a trace reached? The null trace ID never is.
     */
    static boolean isReached(final TraceGraph graph, final long traceId)
    {
        return 0 != traceId && TraceGraph.ABSENT != graph.indexOf(traceId);
    }

    private void assessGaps(
        final StreamKey key,
        final long first,
        final long last,
        final TraceGraph graph,
        final LostInputs lostInputs,
        final MissingSet missing)
        throws SQLException
    {
        final Gaps gaps = Gaps.between(rows, key, first, last);
        if (null == gaps)
        {
            return;
        }

        for (final Gaps.Gap gap : gaps.gaps())
        {
            missing.frames(key, gap.from(), gap.to(), null);
        }

        for (final LinkSetRow set : gaps.known())
        {
            if (isReached(graph, set.traceId()) ||
                (null != lostInputs && lostInputs.mayLeadTo(set.traceId())))
            {
                missing.frames(key, set.seq(), set.seq(), set.traceId());
            }
        }
    }

    private void assessLinks(
        final StreamKey key, final long first, final long last, final TraceGraph graph, final MissingSet missing)
        throws SQLException
    {
        final List<StoredFrame> candidates = new ArrayList<>();
        query(lacking, key, first, last, (row) -> candidates.add(FrameRows.read(row)));
        for (int i = 0; i < candidates.size(); i += CANDIDATE_CHUNK)
        {
            linkRules.reportLacking(
                candidates.subList(i, Math.min(candidates.size(), i + CANDIDATE_CHUNK)), missing);
        }

        query(badSets, key, first, last, (row) ->
        {
            final long seq = row.getLong(1);
            final long traceId = row.getLong(2);
            final long placed = row.getLong(3);
            final boolean isPlaceEmpty = row.wasNull();
            final long parentCount = row.getLong(4);
            final long links = row.getLong(5);
            final boolean isTooMany = links > row.getLong(6) && 0 == row.getLong(7);

            if (isReached(graph, traceId))
            {
                if (isPlaceEmpty)
                {
                    missing.frames(key, seq, seq, traceId);
                }

                if (links < parentCount || isTooMany || (!isPlaceEmpty && placed != traceId))
                {
                    missing.links(key, seq, Missing.Cause.MISMATCH, traceId);
                }
            }
        });
    }

    /**
     * Sequences are unsigned: a range over the middle is read in two parts.
     */
    private static void query(
        final PreparedStatement statement,
        final StreamKey key,
        final long first,
        final long last,
        final RowHandler handler)
        throws SQLException
    {
        final boolean isOnePart = (first < 0) == (last < 0);
        queryPart(statement, key, first, isOnePart ? last : Long.MAX_VALUE, handler);
        if (!isOnePart)
        {
            queryPart(statement, key, Long.MIN_VALUE, last, handler);
        }
    }

    private static void queryPart(
        final PreparedStatement statement,
        final StreamKey key,
        final long first,
        final long last,
        final RowHandler handler)
        throws SQLException
    {
        statement.setLong(1, key.streamId());
        statement.setLong(2, key.epoch());
        statement.setLong(3, first);
        statement.setLong(4, last);
        try (ResultSet row = statement.executeQuery())
        {
            while (row.next())
            {
                handler.onRow(row);
            }
        }
    }

    @FunctionalInterface
    private interface RowHandler
    {
        void onRow(ResultSet row) throws SQLException;
    }
}
