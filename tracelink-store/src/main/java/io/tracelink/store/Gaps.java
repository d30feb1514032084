package io.tracelink.store;

import io.tracelink.core.TraceIdLayout;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The gaps between stored frames in a range of a stream, with the trace IDs of the nearest frames on both sides that
 * carry one, in the range or beyond. The place and trace ID of a lost frame may still be told by its link set: such a
 * place is no gap but a frame that is lost and known.
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
    private int closed;

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
        return found.bounded(rows, key, from, to).withLinkSets(rows, key);
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

        return found.bounded(rows, slice.key, from, to).withLinkSets(rows, slice.key);
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
     * Do the trace IDs grow from one frame that carries one to the next, all over the range? Then those of lost frames
     * lie between those of their neighbours.
     */
    boolean increasing()
    {
        return increasing;
    }

    /**
     * Node IDs that the trace IDs of the range and next to it were minted with; empty if there is no trace ID.
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
        if (isStarted && seq != lastSeq + 1)
        {
            gaps.add(new Gap(lastSeq + 1, seq - 1, lastTraceId, 0));
        }

        isStarted = true;
        lastSeq = seq;
        if (0 != traceId)
        {
            onTraceId(traceId);
        }
    }

    /**
     * A trace ID ends what is open: the gaps behind the last one.
     */
    private void onTraceId(final long traceId)
    {
        increasing &= Long.compareUnsigned(lastTraceId, traceId) < 0;
        for (; closed < gaps.size(); closed++)
        {
            gaps.set(closed, gaps.get(closed).before(traceId));
        }

        nodeIds.add(nodeId(traceId));
        lastTraceId = traceId;
    }

    /**
     * Where the range begins or ends with gaps among frames without trace IDs, look for the next one beyond.
     */
    private Gaps bounded(final FrameRows rows, final StreamKey key, final long from, final long to)
        throws SQLException
    {
        if (closed < gaps.size() && -1 != to)
        {
            final StoredFrame after = rows.firstTracedFrom(key, to + 1);
            if (null != after)
            {
                onTraceId(after.traceId());
            }
        }

        if (!gaps.isEmpty() && 0 == gaps.get(0).idBefore && 0 != from)
        {
            final StoredFrame before = rows.lastTracedTo(key, from - 1);
            if (null != before)
            {
                follow(before.traceId());
            }
        }

        return this;
    }

    private void follow(final long traceId)
    {
        for (int i = 0; i < gaps.size() && 0 == gaps.get(i).idBefore; i++)
        {
            final Gap gap = gaps.get(i);
            increasing &= 0 == gap.idAfter || Long.compareUnsigned(traceId, gap.idAfter) < 0;
            gaps.set(i, gap.behind(traceId));
        }

        nodeIds.add(nodeId(traceId));
    }

    private Gaps withLinkSets(final FrameRows rows, final StreamKey key) throws SQLException
    {
        final List<Gap> whole = new ArrayList<>(gaps);
        gaps.clear();
        for (final Gap gap : whole)
        {
            final List<LinkSetRow> sets = rows.linkSets(key, gap.from(), gap.to());
            known.addAll(sets);
            gap.split(sets, gaps);
        }

        return this;
    }

    /**
     * Sequences without frames, and the trace IDs before and after them, 0 where there is none.
     */
    record Gap(long from, long to, long idBefore, long idAfter)
    {
        /**
         * Does a trace ID lie between those before and after? Where there is none, the gap is open.
         */
        boolean brackets(final long traceId)
        {
            return Long.compareUnsigned(idBefore, traceId) < 0 &&
                (0 == idAfter || Long.compareUnsigned(traceId, idAfter) < 0);
        }

        private Gap behind(final long traceId)
        {
            return new Gap(from, to, traceId, idAfter);
        }

        private Gap before(final long traceId)
        {
            return new Gap(from, to, idBefore, traceId);
        }

        /**
         * Take the places out that link sets tell of.
         */
        void split(final List<LinkSetRow> sets, final List<Gap> rest)
        {
            long start = from;
            long before = idBefore;
            boolean isOpen = true;

            for (final LinkSetRow set : sets)
            {
                if (isOpen && Long.compareUnsigned(set.seq(), start) >= 0)
                {
                    if (set.seq() != start)
                    {
                        rest.add(new Gap(
                            start, set.seq() - 1, before, 0 == set.traceId() ? idAfter : set.traceId()));
                    }

                    before = 0 == set.traceId() ? before : set.traceId();
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
