package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Rules of the verdict about derived streams that lead nowhere: a trace whose frame was lost there is whole without it.
 * Sequences are those of the derived stream itself, so what its stage left out makes no gap. A gap is a loss, and may
 * be that of a trace whose ID lies between those of the neighbours, if the stream takes frames from where the trace is.
 * The neighbours of a gap are the nearest frames that carry a trace ID; where there is none, the gap is open.
 */
final class DerivedRules
{
    private final TraceRows traceRows;
    private final FrameRows rows;
    private final StreamKinds kinds;

    DerivedRules(final TraceRows traceRows, final FrameRows rows, final StreamKinds kinds)
    {
        this.traceRows = traceRows;
        this.rows = rows;
        this.kinds = kinds;
    }

    /**
     * Report the gaps before and behind what was touched of each derived stream, or anywhere where nothing was, that
     * may have held a frame of a trace.
     *
     * @param touched what the gaps between are reported of by other rules.
     */
    void assess(final Traces traces, final Map<StreamKey, Touched> touched, final MissingSet missing)
        throws SQLException
    {
        final LongHashSet.LongIterator streamIds = kinds.derived().iterator();
        while (streamIds.hasNext())
        {
            for (final StreamKey key : rows.streamKeys(streamIds.nextValue()))
            {
                final Touched part = touched.get(key);
                if (null == part)
                {
                    assess(key, rows.firstFrom(key, 0), rows.lastTo(key, -1), traces, missing);
                }
                else
                {
                    assess(key, null, part.first, traces, missing);
                    assess(key, part.last, null, traces, missing);
                }
            }
        }
    }

    /**
     * Look between two frames, where null is the beginning or the end of the stream. Frames without a trace ID bound
     * nothing: those next to them that carry one do.
     */
    private void assess(
        final StreamKey key,
        final StoredFrame low,
        final StoredFrame high,
        final Traces traces,
        final MissingSet missing)
        throws SQLException
    {
        final long[] lacking = lacking(
            key,
            null == low ? 0 : low.traceId(),
            null == high || 0 == high.traceId() ? -1 : high.traceId(),
            traces);
        if (0 == lacking.length || (null != low && -1 == low.seq()))
        {
            return;
        }

        final long most = lacking[lacking.length - 1];
        final StoredFrame next = null == low ? null : rows.firstTracedFrom(key, low.seq() + 1);
        StoredFrame below = null;
        StoredFrame above = next;
        if (null == next || Long.compareUnsigned(most, next.traceId()) >= 0)
        {
            below = rows.lastTracedBelow(key, lacking[0]);
            above = tracedAfter(key, rows.lastTracedBelow(key, most));
        }

        final StoredFrame first = null == low ? rows.firstFrom(key, 0) : low;
        final StoredFrame last = null == high ? rows.lastTo(key, -1) : high;
        assessGaps(
            key,
            null == below ? first.seq() : max(first.seq(), below.seq()),
            null == above ? last.seq() : min(last.seq(), above.seq()),
            lacking,
            traces,
            missing);
    }

    private StoredFrame tracedAfter(final StreamKey key, final StoredFrame frame) throws SQLException
    {
        if (null == frame)
        {
            return rows.firstTracedFrom(key, 0);
        }

        return -1 == frame.seq() ? null : rows.firstTracedFrom(key, frame.seq() + 1);
    }

    private void assessGaps(
        final StreamKey key,
        final long from,
        final long to,
        final long[] lacking,
        final Traces traces,
        final MissingSet missing)
        throws SQLException
    {
        // so it may be where trace IDs do not grow
        if (Long.compareUnsigned(from, to) >= 0 || from + 1 == to)
        {
            return;
        }

        final Gaps gaps = Gaps.between(rows, key, from, to);
        for (final Gaps.Gap gap : null == gaps ? List.<Gaps.Gap>of() : gaps.gaps())
        {
            if (mayHold(gap, lacking, traces))
            {
                missing.frames(key, gap.from(), gap.to(), null);
            }
        }
    }

    /**
     * The trace IDs between two that have no frame on a stream, in unsigned order.
     */
    private static long[] lacking(final StreamKey key, final long above, final long below, final Traces traces)
    {
        final LongArrayList lacking = new LongArrayList();
        for (int i = 0, size = traces.count(); i < size; i++)
        {
            final long traceId = traces.id(i);
            if (Long.compareUnsigned(above, traceId) < 0 && Long.compareUnsigned(traceId, below) < 0 &&
                !traces.isOn(traceId, key.streamId()))
            {
                lacking.addLong(traceId);
            }
        }

        final long[] sorted = lacking.toLongArray();
        UnsignedOrder.sort(sorted);
        return sorted;
    }

    /**
     * May a frame that was lost in a gap have been of a trace?
     */
    private boolean mayHold(final Gaps.Gap gap, final long[] lacking, final Traces traces) throws SQLException
    {
        final int first = UnsignedOrder.firstAbove(lacking, gap.idBefore());
        if (first == lacking.length || !gap.brackets(lacking[first]))
        {
            return false;
        }

        final LongArrayList neighbours = new LongArrayList();
        add(neighbours, gap.idBefore());
        add(neighbours, gap.idAfter());
        if (neighbours.isEmpty())
        {
            // nothing tells where the stream takes frames from, so it may be anywhere
            return true;
        }

        final FramesById frames = FramesById.read(traceRows, neighbours);
        for (int i = first; i < lacking.length && gap.brackets(lacking[i]); i++)
        {
            if (isAmong(neighbours, frames, lacking[i], traces))
            {
                return true;
            }
        }

        return false;
    }

    private static void add(final LongArrayList ids, final long traceId)
    {
        if (0 != traceId)
        {
            ids.addLong(traceId);
        }
    }

    /**
     * Is a trace on a stream where a neighbour of a gap came from? If that was lost there, its node tells.
     */
    private boolean isAmong(
        final LongArrayList neighbours, final FramesById frames, final long traceId, final Traces traces)
    {
        for (int i = 0, size = neighbours.size(); i < size; i++)
        {
            final long neighbour = neighbours.getLong(i);
            boolean isKnown = false;
            for (final StoredFrame frame : frames.of(neighbour))
            {
                if (!kinds.isDerived(frame.streamId()))
                {
                    isKnown = true;
                    if (traces.isOn(traceId, frame.streamId()))
                    {
                        return true;
                    }
                }
            }

            if (!isKnown && Gaps.nodeId(neighbour) == Gaps.nodeId(traceId))
            {
                return true;
            }
        }

        return false;
    }

    private static long max(final long left, final long right)
    {
        return Long.compareUnsigned(left, right) < 0 ? right : left;
    }

    private static long min(final long left, final long right)
    {
        return Long.compareUnsigned(left, right) < 0 ? left : right;
    }

    /**
     * The traces that an answer is made of.
     */
    interface Traces
    {
        int count();

        long id(int index);

        boolean isOn(long traceId, long streamId);
    }
}
