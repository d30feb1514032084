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
     * Look between two frames, where null is the beginning or the end of the stream.
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
            key, null == low ? 0 : low.traceId(), null == high ? -1 : high.traceId(), traces);
        if (0 == lacking.length)
        {
            return;
        }

        final long most = lacking[lacking.length - 1];
        final StoredFrame next = null == low ? null : after(key, low);
        if (null != next && Long.compareUnsigned(most, next.traceId()) < 0)
        {
            assessGaps(key, low, next, lacking, traces, missing);
        }
        else if (null == low || null != next)
        {
            final StoredFrame below = rows.lastBelow(key, lacking[0]);
            final StoredFrame top = rows.lastBelow(key, most);
            final StoredFrame above = null == top ? null : after(key, top);
            assessGaps(
                key,
                null == below ? rows.firstFrom(key, 0) : below,
                null == above ? rows.lastTo(key, -1) : above,
                lacking,
                traces,
                missing);
        }
    }

    private StoredFrame after(final StreamKey key, final StoredFrame frame) throws SQLException
    {
        return -1 == frame.seq() ? null : rows.firstFrom(key, frame.seq() + 1);
    }

    private void assessGaps(
        final StreamKey key,
        final StoredFrame below,
        final StoredFrame above,
        final long[] lacking,
        final Traces traces,
        final MissingSet missing)
        throws SQLException
    {
        // so it may be where trace IDs do not grow
        if (Long.compareUnsigned(below.seq(), above.seq()) >= 0 || below.seq() + 1 == above.seq())
        {
            return;
        }

        final Gaps gaps = Gaps.between(rows, key, below.seq(), above.seq());
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

    private boolean mayHold(final Gaps.Gap gap, final long[] lacking, final Traces traces) throws SQLException
    {
        FramesById neighbours = null;
        for (int i = UnsignedOrder.firstAbove(lacking, gap.idBefore());
            i < lacking.length && gap.brackets(lacking[i]); i++)
        {
            if (null == neighbours)
            {
                final LongArrayList ids = new LongArrayList();
                ids.addLong(gap.idBefore());
                ids.addLong(gap.idAfter());
                neighbours = FramesById.read(traceRows, ids);
            }

            if (isAmong(neighbours, gap, lacking[i], traces))
            {
                return true;
            }
        }

        return false;
    }

    /**
     * Is a trace on a stream where the neighbours of a gap came from? If those were lost there, their nodes tell.
     */
    private boolean isAmong(
        final FramesById neighbours, final Gaps.Gap gap, final long traceId, final Traces traces)
    {
        boolean isKnown = false;
        for (final List<StoredFrame> list : neighbours.lists())
        {
            for (final StoredFrame frame : list)
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
        }

        final long nodeId = Gaps.nodeId(traceId);
        return !isKnown && (Gaps.nodeId(gap.idBefore()) == nodeId || Gaps.nodeId(gap.idAfter()) == nodeId);
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
