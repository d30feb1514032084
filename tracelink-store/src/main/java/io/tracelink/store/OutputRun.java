package io.tracelink.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Consecutive outputs of a joined stream of which some may belong to a lineage without being reached: those that carry
 * a trace ID but have no link set, and those that were lost altogether.
 */
final class OutputRun
{
    private static final int MAX_LENGTH = 4096;

    private final FrameRows rows;
    private final StreamKey key;
    private final LongPredicate reached;
    private final long startId;
    private final List<StoredFrame> lacking = new ArrayList<>();
    private final List<Gaps.Gap> gaps = new ArrayList<>();

    /**
     * Consider a stream.
     *
     * @param reached tells the trace IDs that were reached.
     * @param startId outputs that were minted before it cannot belong.
     */
    OutputRun(final FrameRows rows, final StreamKey key, final LongPredicate reached, final long startId)
    {
        this.rows = rows;
        this.key = key;
        this.reached = reached;
        this.startId = startId;
    }

    boolean isEmpty()
    {
        return lacking.isEmpty() && gaps.isEmpty();
    }

    /**
     * Go on to the first output whose links are known and lead elsewhere.
     *
     * @return that output, or null if there is none.
     */
    StoredFrame forward(final long fromSeq) throws SQLException
    {
        long seq = fromSeq;
        for (int i = 0; i < MAX_LENGTH; i++)
        {
            final StoredFrame frame = rows.firstTracedFrom(key, seq);
            if (null == frame)
            {
                final StoredFrame last = rows.lastTo(key, -1);
                if (Long.compareUnsigned(seq, last.seq()) < 0)
                {
                    gaps(seq, last.seq());
                }

                return null;
            }

            gaps(seq, frame.seq());
            if (isIntact(frame))
            {
                return frame;
            }

            lacking.add(frame);
            if (-1 == frame.seq())
            {
                return null;
            }

            seq = frame.seq() + 1;
        }

        return null;
    }

    /**
     * Go back to the last output whose links are known and lead elsewhere, but not before the start was minted.
     */
    void backward(final long firstSeq) throws SQLException
    {
        long seq = firstSeq;
        for (int i = 0; i < MAX_LENGTH && 0 != seq; i++)
        {
            final StoredFrame frame = rows.lastTracedTo(key, seq - 1);
            if (null == frame)
            {
                final StoredFrame first = rows.firstFrom(key, 0);
                if (first.seq() != seq)
                {
                    gaps(first.seq(), seq);
                }

                return;
            }

            gaps(frame.seq() + 1, seq);
            if (Long.compareUnsigned(frame.traceId(), startId) <= 0 || isIntact(frame))
            {
                return;
            }

            lacking.add(frame);
            seq = frame.seq();
        }
    }

    /**
     * The last output up to one whose links are known and lead elsewhere.
     *
     * @return that output, or null if there is none.
     */
    StoredFrame lastIntact(final StoredFrame last) throws SQLException
    {
        StoredFrame frame = last;
        for (int i = 0; i < MAX_LENGTH && null != frame && !isIntact(frame); i++)
        {
            frame = 0 == frame.seq() ? null : rows.lastTracedTo(key, frame.seq() - 1);
        }

        return frame;
    }

    /**
     * Look at everything between two outputs.
     */
    void inside(final long firstSeq, final long lastSeq) throws SQLException
    {
        if (firstSeq == lastSeq)
        {
            return;
        }

        final Gaps found = Gaps.between(rows, key, firstSeq, lastSeq);
        if (null != found)
        {
            gaps.addAll(found.gaps());
        }

        final Set<LinkSetPlace> sets = new HashSet<>();
        for (final LinkSetRow set : rows.linkSets(key, firstSeq, lastSeq))
        {
            sets.add(new LinkSetPlace(set.seq(), set.traceId()));
        }

        rows.range(key, firstSeq, lastSeq, (frame) ->
        {
            if (!sets.contains(new LinkSetPlace(frame.seq(), frame.traceId())))
            {
                lacking.add(frame);
            }
        });
    }

    void report(final LinkRules linkRules, final MissingSet missing) throws SQLException
    {
        for (final Gaps.Gap gap : gaps)
        {
            missing.frames(key, gap.from(), gap.to(), null);
            missing.stopsShort();
        }

        linkRules.reportLacking(lacking, missing);
    }

    private boolean isIntact(final StoredFrame frame) throws SQLException
    {
        if (!reached.test(frame.traceId()))
        {
            for (final LinkSetRow set : rows.linkSetsAt(key, frame.seq()))
            {
                if (set.traceId() == frame.traceId())
                {
                    return true;
                }
            }
        }

        return false;
    }

    /**
     * Take the gaps before a frame, among frames that carry no trace ID.
     */
    private void gaps(final long from, final long frameSeq) throws SQLException
    {
        if (from != frameSeq)
        {
            final long[] next = {from};
            rows.range(key, from, frameSeq, (frame) ->
            {
                gap(next[0], frame.seq());
                next[0] = frame.seq() + 1;
            });
        }
    }

    private void gap(final long from, final long nextSeq) throws SQLException
    {
        if (from != nextSeq)
        {
            new Gaps.Gap(from, nextSeq - 1, 0, 0)
                .split(rows.linkSets(key, from, nextSeq - 1), gaps, new ArrayList<>());
        }
    }

    private record LinkSetPlace(long seq, long traceId)
    {
    }
}
