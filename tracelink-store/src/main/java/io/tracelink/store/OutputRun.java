package io.tracelink.store;

import io.tracelink.core.TraceIdLayout;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Consecutive outputs of a joined stream of which some may have taken what was reached, although nothing tells so any
 * more: those that carry a trace ID but have no link set, and those that were lost altogether.
 */
final class OutputRun
{
    /**
     * So many known outputs one after the other that take nothing from the streams that were reached end a run.
     */
    private static final int MAX_ELSEWHERE = 64;

    /**
     * Where no known output ends a run, so many places are looked at together.
     */
    private static final int OPEN_CHUNK = 4096;

    /**
     * The clock of a join may be so far behind that of what it takes.
     */
    private static final long MAX_CLOCK_SKEW_MS = 1_000;

    private final FrameRows rows;
    private final KnownOutputs outputs;
    private final StreamKey key;
    private final ReachedIds reached;
    private final long startId;
    private final long earliestId;
    private final List<StoredFrame> lacking = new ArrayList<>();
    private final List<Gaps.Gap> gaps = new ArrayList<>();

    /**
     * Consider a stream.
     *
     * @param reached from where to where.
     * @param startId the oldest trace ID that was reached.
     */
    OutputRun(
        final FrameRows rows,
        final KnownOutputs outputs,
        final StreamKey key,
        final ReachedIds reached,
        final long startId)
    {
        this.rows = rows;
        this.outputs = outputs;
        this.key = key;
        this.reached = reached;
        this.startId = startId;
        earliestId = Math.max(0, TraceIdLayout.DEFAULT.timestampMs(startId) - MAX_CLOCK_SKEW_MS) <<
            TraceIdLayout.MAX_NODE_ID_AND_SEQUENCE_BITS;
    }

    /**
     * Look before the first output that was reached.
     */
    void before(final long firstSeq) throws SQLException
    {
        final Bounds bounds = new Bounds(behind(rows.lastTracedBelow(key, earliestId)));
        if (0 != firstSeq && Long.compareUnsigned(bounds.from, firstSeq) < 0)
        {
            outputs.backward(key, firstSeq - 1, reached, bounds::onEarlier);
            if (bounds.from != firstSeq)
            {
                inside(bounds.from, firstSeq - 1);
            }
        }
    }

    /**
     * Look behind the last output that was reached.
     */
    void behind(final long lastSeq) throws SQLException
    {
        if (-1 != lastSeq)
        {
            final Bounds bounds = new Bounds(lastSeq + 1);
            outputs.forward(key, lastSeq + 1, reached, bounds::onLater);
            between(bounds);
        }
    }

    /**
     * Look where outputs may be that took what was reached, none of which was reached itself. Whether the stream takes
     * from there, its known outputs tell; where there is none, it may.
     */
    void unreached() throws SQLException
    {
        final Bounds bounds = new Bounds(behind(rows.lastTracedBelow(key, earliestId)));
        final long middle = behind(rows.lastTracedBelow(key, startId));
        if (0 != middle)
        {
            outputs.backward(key, middle - 1, reached, bounds::onEarlier);
        }

        bounds.elsewhere = 0;
        outputs.forward(key, middle, reached, bounds::onNext);
        if (bounds.isTaking || (!bounds.isKnown && reached.isBeyond(key.streamId())))
        {
            between(bounds);
        }
    }

    /**
     * Look at everything between two places.
     */
    void inside(final long from, final long to) throws SQLException
    {
        final Set<LinkSetPlace> sets = new HashSet<>();
        for (final LinkSetRow set : rows.linkSets(key, from, to))
        {
            sets.add(new LinkSetPlace(set.seq(), set.traceId()));
        }

        final long[] next = {from};
        final boolean[] isDone = {false};
        rows.range(key, from, to, (frame) ->
        {
            gap(next[0], frame.seq());
            next[0] = frame.seq() + 1;
            isDone[0] = frame.seq() == to;
            final long traceId = frame.traceId();
            if (0 != traceId && startId != traceId && !sets.contains(new LinkSetPlace(frame.seq(), traceId)))
            {
                lacking.add(frame);
            }
        });

        if (!isDone[0])
        {
            gap(next[0], to + 1);
        }
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

    /**
     * The place behind a frame, or the first of the stream.
     */
    private long behind(final StoredFrame frame) throws SQLException
    {
        return null == frame ? rows.firstFrom(key, 0).seq() : frame.seq() + 1;
    }

    private void between(final Bounds bounds) throws SQLException
    {
        if (bounds.isOpen)
        {
            toEnd(bounds.from);
        }
        else if (bounds.from != bounds.end)
        {
            inside(bounds.from, bounds.end - 1);
        }
    }

    /**
     * Where nothing is known any more, what was found first will do.
     */
    private void toEnd(final long from) throws SQLException
    {
        final long last = rows.lastTo(key, -1).seq();
        long next = from;
        boolean isMore = Long.compareUnsigned(next, last) <= 0;
        while (isMore)
        {
            final long end = Long.compareUnsigned(last - next, OPEN_CHUNK) < 0 ? last : next + OPEN_CHUNK;
            inside(next, end);
            isMore = lacking.isEmpty() && gaps.isEmpty() && end != last;
            next = end + 1;
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

    /**
     * Between which places the outputs are that may belong, by what the known ones around them took.
     */
    private static final class Bounds
    {
        private long from;
        private long end;
        private boolean isOpen = true;
        private boolean isKnown;
        private boolean isTaking;
        private int elsewhere;

        Bounds(final long from)
        {
            this.from = from;
        }

        boolean onLater(final long seq, final ReachedIds.Order order)
        {
            if (isMore(order) && ReachedIds.Order.BEHIND != order)
            {
                return true;
            }

            end = seq;
            isOpen = false;
            return false;
        }

        boolean onNext(final long seq, final ReachedIds.Order order)
        {
            from = ReachedIds.Order.BEFORE == order ? seq + 1 : from;
            return onLater(seq, order);
        }

        boolean onEarlier(final long seq, final ReachedIds.Order order)
        {
            if (isMore(order) && ReachedIds.Order.BEFORE != order)
            {
                return true;
            }

            from = Long.compareUnsigned(seq, from) < 0 ? from : seq + 1;
            return false;
        }

        private boolean isMore(final ReachedIds.Order order)
        {
            final boolean isElsewhere = ReachedIds.Order.ELSEWHERE == order;
            isKnown = true;
            isTaking |= !isElsewhere;
            elsewhere = isElsewhere ? elsewhere + 1 : 0;
            return elsewhere < MAX_ELSEWHERE;
        }
    }

    private record LinkSetPlace(long seq, long traceId)
    {
    }
}
