package io.tracelink.store;

import io.tracelink.core.TraceIdLayout;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The gaps between stored frames in a range of a stream, with the trace IDs on both sides. The place and trace ID of a
 * lost frame may still be told by its link set: such a place is no gap but a frame that is lost and known.
 */
final class Gaps
{
    private final List<Gap> gaps = new ArrayList<>();
    private final List<LinkSetRow> known = new ArrayList<>();
    private final LongHashSet nodeIds = new LongHashSet();
    private boolean increasing = true;
    private boolean isStarted;
    private long lastSeq;
    private long lastTraceId;

    private Gaps()
    {
    }

    /**
     * Find the gaps between two sequences, both of which have frames.
     *
     * @return the gaps, or null when there are none.
     */
    static Gaps between(final FrameRows rows, final StreamKey key, final long from, final long to)
        throws SQLException
    {
        if (rows.isWhole(key, from, to))
        {
            return null;
        }

        final Gaps found = new Gaps();
        rows.range(key, from, to, (frame) -> found.onFrame(frame.seq(), frame.traceId()));
        return found.withLinkSets(rows, key);
    }

    /**
     * Find the gaps between two sequences of a slice, both of which have frames.
     *
     * @return the gaps, or null when there are none.
     */
    static Gaps between(final FrameRows rows, final FrameSlice slice, final long from, final long to)
        throws SQLException
    {
        final int first = slice.firstFrom(from);
        final int end = slice.endTo(to);
        if (end - first == to - from + 1)
        {
            return null;
        }

        final Gaps found = new Gaps();
        for (int i = first; i < end; i++)
        {
            found.onFrame(slice.seqs[i], slice.traceIds[i]);
        }

        return found.withLinkSets(rows, slice.key);
    }

    List<Gap> gaps()
    {
        return gaps;
    }

    /**
     * Link sets of frames that were lost.
     */
    List<LinkSetRow> known()
    {
        return known;
    }

    /**
     * Do the trace IDs grow from frame to frame all over the range? Then those of lost frames lie between those of
     * their neighbours.
     */
    boolean increasing()
    {
        return increasing;
    }

    /**
     * Node IDs that the trace IDs of the range were minted with.
     */
    LongHashSet nodeIds()
    {
        return nodeIds;
    }

    static long nodeId(final long traceId)
    {
        return TraceIdLayout.DEFAULT.nodeId(traceId);
    }

    private void onFrame(final long seq, final long traceId)
    {
        if (isStarted)
        {
            increasing &= Long.compareUnsigned(lastTraceId, traceId) < 0;
            if (seq != lastSeq + 1)
            {
                gaps.add(new Gap(lastSeq + 1, seq - 1, lastTraceId, traceId));
            }
        }

        increasing &= 0 != traceId;
        nodeIds.add(nodeId(traceId));
        isStarted = true;
        lastSeq = seq;
        lastTraceId = traceId;
    }

    private Gaps withLinkSets(final FrameRows rows, final StreamKey key) throws SQLException
    {
        final List<Gap> whole = new ArrayList<>(gaps);
        gaps.clear();
        for (final Gap gap : whole)
        {
            gap.split(rows.linkSets(key, gap.from(), gap.to()), gaps, known);
        }

        return this;
    }

    /**
     * Sequences without frames, and the trace IDs before and after them.
     */
    record Gap(long from, long to, long idBefore, long idAfter)
    {
        boolean brackets(final long traceId)
        {
            return Long.compareUnsigned(idBefore, traceId) < 0 && Long.compareUnsigned(traceId, idAfter) < 0;
        }

        /**
         * The same gap, where a neighbour without a trace ID gives way to the nearest one that has one.
         */
        Gap between(final long tracedBefore, final long tracedAfter)
        {
            return new Gap(
                from, to, 0 == idBefore ? tracedBefore : idBefore, 0 == idAfter ? tracedAfter : idAfter);
        }

        /**
         * Take the places out that link sets tell of.
         */
        void split(final List<LinkSetRow> sets, final List<Gap> rest, final List<LinkSetRow> known)
        {
            long start = from;
            long before = idBefore;
            boolean isOpen = true;

            for (final LinkSetRow set : sets)
            {
                known.add(set);
                if (isOpen && Long.compareUnsigned(set.seq(), start) >= 0)
                {
                    if (set.seq() != start)
                    {
                        rest.add(new Gap(start, set.seq() - 1, before, set.traceId()));
                    }

                    before = set.traceId();
                    start = set.seq() + 1;
                    isOpen = set.seq() != to;
                }
            }

            if (isOpen)
            {
                rest.add(new Gap(start, to, before, idAfter));
            }
        }
    }
}
