package io.tracelink.store;

import org.agrona.collections.LongArrayList;

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
    private final FrameRows rows;
    private final FrameSlices slices;
    private final LinkRules linkRules;
    private final LinkCounts linkCounts;
    private final StreamKinds kinds;
    private final LongLists linkSets;
    private final PreparedStatement windows;
    private final PreparedStatement expectedLinks;

    RegionRules(
        final Connection connection,
        final FrameRows rows,
        final FrameSlices slices,
        final LinkRules linkRules,
        final StreamKinds kinds)
        throws SQLException
    {
        this.rows = rows;
        this.slices = slices;
        this.linkRules = linkRules;
        this.kinds = kinds;
        linkCounts = new LinkCounts(connection);
        linkSets = new LongLists(connection, "link_sets", "seq", "trace_id", "parent_count");
        windows = connection.prepareStatement("SELECT count(*) FROM trace_windows WHERE trace_id = ?");
        expectedLinks = connection.prepareStatement("SELECT sum(parent_count) FROM link_sets WHERE trace_id = ?");
    }

    /**
     * Judge another walk.
     *
     * @param isUp was it one up?
     */
    void startWalk(final TraceGraph graph, final boolean isUp)
    {
        linkCounts.start(graph, isUp);
    }

    /**
     * Report what is lacking between two sequences, both of which have frames.
     *
     * @param unreached  which lost frames of traces that were not reached belong to the answer.
     */
    void assess(
        final StreamKey key,
        final long first,
        final long last,
        final TraceGraph graph,
        final Unreached unreached,
        final MissingSet missing)
        throws SQLException
    {
        final FrameSlice frames = slices.of(key, first, last);
        assessGaps(frames, first, last, graph, unreached, missing);
        for (int i = frames.firstFrom(first), end = frames.endTo(last); i < end; i++)
        {
            if (0 != (frames.statuses[i] & FrameStatus.CONFLICTING_DUPLICATE) &&
                isReached(graph, frames.traceIds[i]))
            {
                missing.conflictingFrame(frames.frame(i));
            }
        }

        if (kinds.isJoined(key.streamId()))
        {
            assessLinks(frames, first, last, graph, missing);
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
        final FrameSlice frames,
        final long first,
        final long last,
        final TraceGraph graph,
        final Unreached unreached,
        final MissingSet missing)
        throws SQLException
    {
        final StreamKey key = frames.key;
        final Gaps gaps = Gaps.between(rows, frames, first, last);
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
            if (isReached(graph, set.traceId()) || unreached.belongs(set.traceId()))
            {
                missing.frames(key, set.seq(), set.seq(), set.traceId());
            }
        }
    }

    private void assessLinks(
        final FrameSlice frames, final long first, final long last, final TraceGraph graph, final MissingSet missing)
        throws SQLException
    {
        final LongArrayList lacking = new LongArrayList();
        final List<LinkSetRow> bad = new ArrayList<>();
        final int[] frame = {frames.firstFrom(first)};
        linkSets.read(frames.key, first, last, (count, end) ->
        {
            frame[0] = merge(frames, frame[0], frames.endTo(end), count, graph, lacking, bad);
            return true;
        });

        linkRules.reportLacking(lacking, missing);

        for (final LinkSetRow set : bad)
        {
            report(frames, set, graph, missing);
        }
    }

    /**
     * Go over the frames and the link sets of a chunk side by side.
     *
     * @return the first frame of the next chunk.
     */
    private int merge(
        final FrameSlice frames,
        final int first,
        final int end,
        final int setCount,
        final TraceGraph graph,
        final LongArrayList lacking,
        final List<LinkSetRow> bad)
        throws SQLException
    {
        final long[] seqs = linkSets.column(0);
        final long[] traceIds = linkSets.column(1);
        final long[] parentCounts = linkSets.column(2);
        int frame = first;
        int guess = 0;
        for (int set = 0; set < setCount;)
        {
            final long seq = seqs[set];
            for (; frame < end && Long.compareUnsigned(frames.seqs[frame], seq) < 0; frame++)
            {
                lacks(frames, frame, lacking);
            }

            final boolean isPlaced = frame < end && frames.seqs[frame] == seq;
            boolean hasOwn = false;
            for (; set < setCount && seqs[set] == seq; set++)
            {
                final boolean isOwn = isPlaced && frames.traceIds[frame] == traceIds[set];
                final int trace = 0 == traceIds[set] ? TraceGraph.ABSENT : graph.indexOf(traceIds[set], guess);
                guess = trace + 1;
                hasOwn |= isOwn;
                if (TraceGraph.ABSENT != trace &&
                    (!isOwn || linkCounts.of(trace, parentCounts[set]) != parentCounts[set]))
                {
                    bad.add(new LinkSetRow(
                        frames.key.streamId(), frames.key.epoch(), seq, traceIds[set], parentCounts[set]));
                }
            }

            if (isPlaced && !hasOwn)
            {
                lacks(frames, frame, lacking);
            }

            frame += isPlaced ? 1 : 0;
        }

        for (; frame < end; frame++)
        {
            lacks(frames, frame, lacking);
        }

        return frame;
    }

    private void lacks(final FrameSlice frames, final int frame, final LongArrayList lacking) throws SQLException
    {
        final long traceId = frames.traceIds[frame];
        if (0 != traceId && 0 == single(windows, traceId))
        {
            lacking.addLong(traceId);
        }
    }

    /**
     * A link set of a trace that was reached, whose frame is not there or whose links are not as many as it said. Sets
     * for one trace may share parents, and an expanded window may add some.
     */
    private void report(
        final FrameSlice frames, final LinkSetRow set, final TraceGraph graph, final MissingSet missing)
        throws SQLException
    {
        final int frame = frames.firstFrom(set.seq());
        final boolean isEmpty = frame == frames.size() || frames.seqs[frame] != set.seq();
        final long links = linkCounts.of(graph.indexOf(set.traceId()), set.parentCount());
        if (isEmpty)
        {
            missing.frames(frames.key, set.seq(), set.seq(), set.traceId());
        }

        if (links < set.parentCount() || (!isEmpty && frames.traceIds[frame] != set.traceId()) ||
            (links > single(expectedLinks, set.traceId()) && 0 == single(windows, set.traceId())))
        {
            missing.links(frames.key, set.seq(), Missing.Cause.MISMATCH, set.traceId());
        }
    }

    private static long single(final PreparedStatement statement, final long traceId) throws SQLException
    {
        statement.setLong(1, traceId);
        try (ResultSet row = statement.executeQuery())
        {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Does a lost frame belong to the answer, although its trace was not reached?
     */
    @FunctionalInterface
    interface Unreached
    {
        Unreached NONE = (traceId) -> false;
        Unreached ALL = (traceId) -> true;

        boolean belongs(long traceId) throws SQLException;
    }
}
