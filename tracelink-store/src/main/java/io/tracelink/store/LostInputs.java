package io.tracelink.store;

import org.agrona.collections.LongArrayList;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that a range of a stream has lost: an output that was made from one of them was not reached, though it
 * belongs to the answer.
 */
final class LostInputs
{
    private final TraceRows traceRows;
    private final StreamKey input;
    private final List<Gaps.Gap> gaps = new ArrayList<>();
    private Gaps found;

    LostInputs(
        final TraceRows traceRows,
        final FrameRows frameRows,
        final StreamKey input,
        final long fromSeq,
        final long toSeq)
        throws SQLException
    {
        this.traceRows = traceRows;
        this.input = input;

        final StoredFrame before = frameRows.lastTo(input, fromSeq);
        final StoredFrame after = frameRows.firstFrom(input, toSeq);
        final StoredFrame first = null == before ? frameRows.firstFrom(input, 0) : before;
        final StoredFrame last = null == after ? frameRows.lastTo(input, -1) : after;
        if (null == first || null == last || Long.compareUnsigned(first.seq(), last.seq()) > 0)
        {
            return;
        }

        if (null == before)
        {
            final StoredFrame next = frameRows.firstTracedFrom(input, first.seq());
            gaps.add(new Gaps.Gap(fromSeq, first.seq() - 1, 0, null == next ? 0 : next.traceId()));
        }

        if (null == after)
        {
            final StoredFrame previous = frameRows.lastTracedTo(input, last.seq());
            gaps.add(new Gaps.Gap(last.seq() + 1, toSeq, null == previous ? 0 : previous.traceId(), 0));
        }

        found = Gaps.between(frameRows, input, first.seq(), last.seq());
        if (null != found)
        {
            for (final Gaps.Gap gap : found.gaps())
            {
                if (Long.compareUnsigned(gap.from(), toSeq) <= 0 && Long.compareUnsigned(gap.to(), fromSeq) >= 0)
                {
                    gaps.add(gap);
                }
            }
        }
    }

    /**
     * Was a trace made from one that can have been lost in the range?
     */
    boolean mayLeadTo(final long traceId) throws SQLException
    {
        if (gaps.isEmpty())
        {
            return false;
        }

        final LongArrayList candidates = new LongArrayList();
        final LongArrayList ids = Closure.walk(traceRows, traceId, true, Lineage.UNLIMITED).ids();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            if (isLost(ids.getLong(i)))
            {
                candidates.addLong(ids.getLong(i));
            }
        }

        final FramesById frames = FramesById.read(traceRows, candidates);
        for (int i = 0, size = candidates.size(); i < size; i++)
        {
            if (frames.of(candidates.getLong(i)).stream().noneMatch((frame) -> input.equals(StreamKey.of(frame))))
            {
                return true;
            }
        }

        return false;
    }

    private boolean isLost(final long traceId)
    {
        if (null != found && !found.nodeIds().isEmpty() && !found.nodeIds().contains(Gaps.nodeId(traceId)))
        {
            return false;
        }

        for (final Gaps.Gap gap : gaps)
        {
            if (gap.brackets(traceId))
            {
                return true;
            }
        }

        return false;
    }
}
