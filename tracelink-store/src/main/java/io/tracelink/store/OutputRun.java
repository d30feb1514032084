package io.tracelink.store;

import io.tracelink.core.TraceIdLayout;
import org.agrona.collections.LongArrayList;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive outputs of a joined stream of which some may have taken what was reached, although nothing tells so any
 * more: those that carry a trace ID but have no link set, and those that were lost altogether.
 */
final class OutputRun
{
    private static final int CHUNK = 4096;

    /**
     * A run ends with the chunk that brings so many entries.
     */
    private static final int MAX_ENTRIES = 4096;

    /**
     * From so far apart on it is halved where outputs with older inputs end.
     */
    private static final int MIN_LEAP = 256;

    /**
     * The clock of a join may be so far behind that of what it takes.
     */
    private static final long MAX_CLOCK_SKEW_MS = 1_000;

    private final FrameRows rows;
    private final KnownOutputs outputs;
    private final LinkRules linkRules;
    private final StreamKey key;
    private final ReachedFrames reached;
    private final long startId;
    private final long earliestId;
    private final MissingSet missing;
    private final OutputBounds bounds;

    /**
     * Consider a stream.
     *
     * @param reached from where to where.
     * @param startId that was asked for, or the least of them.
     */
    OutputRun(
        final FrameRows rows,
        final KnownOutputs outputs,
        final LinkRules linkRules,
        final StreamKey key,
        final ReachedFrames reached,
        final long startId,
        final MissingSet missing)
    {
        this.rows = rows;
        this.outputs = outputs;
        this.linkRules = linkRules;
        this.key = key;
        this.reached = reached;
        this.startId = startId;
        this.missing = missing;
        bounds = new OutputBounds(reached);
        earliestId = Math.max(0, TraceIdLayout.DEFAULT.timestampMs(startId) - MAX_CLOCK_SKEW_MS) <<
            TraceIdLayout.MAX_NODE_ID_AND_SEQUENCE_BITS;
    }

    /**
     * Report what is lacking before the first output that was reached, and behind the last one. What these two took
     * tells, too.
     */
    void beside(final long firstSeq, final long lastSeq) throws SQLException
    {
        bounds.turn();
        outputs.backward(key, firstSeq, reached, bounds::onEarlier);
        forward(lastSeq);
        if (0 != firstSeq)
        {
            look(later(rows.lastTracedBelow(key, earliestId), bounds.before()), firstSeq);
        }

        if (-1 != lastSeq)
        {
            look(lastSeq, bounds.behind());
        }
    }

    /**
     * Report what is lacking where outputs may be that took what was reached, none of which was reached itself. Whether
     * the stream takes from there, its known outputs tell; where there is none, it may.
     */
    void unreached() throws SQLException
    {
        final StoredFrame last = rows.lastTo(key, -1);
        if (0 != last.traceId() && Long.compareUnsigned(last.traceId(), earliestId) < 0)
        {
            return;
        }

        final StoredFrame early = rows.lastTracedBelow(key, earliestId);
        final StoredFrame below = rows.lastTracedBelow(key, startId);
        if (null != below)
        {
            bounds.turn();
            outputs.backward(key, below.seq(), reached, bounds::onEarlier);
        }

        forward(null == below ? rows.firstFrom(key, 0).seq() : below.seq() + 1);
        if (bounds.isTaking() || (!bounds.isKnown() && reached.isBeyond(key.streamId())))
        {
            look(later(early, bounds.before()), bounds.behind());
        }
    }

    /**
     * Report what is lacking between two places, these included.
     */
    void inside(final long from, final long to) throws SQLException
    {
        long first = from;
        long end = chunkEnd(first, to);
        while (end != to)
        {
            report(first, end);
            first = end + 1;
            end = chunkEnd(first, to);
        }

        report(first, to);
    }

    private void forward(final long fromSeq) throws SQLException
    {
        bounds.turn();
        outputs.forward(key, fromSeq, reached, bounds::onLater);
        while (bounds.isToLeap())
        {
            final long next = leap(bounds.lastSeq());
            bounds.turn();
            outputs.forward(key, next, reached, bounds::onLater);
        }
    }

    /**
     * Go over outputs with older inputs by halving.
     *
     * @return the place of one of the last of them.
     */
    private long leap(final long fromSeq) throws SQLException
    {
        long low = fromSeq;
        long high = -1;
        for (long step = MIN_LEAP; 0 != step && Long.compareUnsigned(-1 - low, step) > 0; step <<= 1)
        {
            final Probe probe = probe(low + step);
            if (!probe.isOlder)
            {
                high = low + step;
                break;
            }

            low = probe.seq;
        }

        while (Long.compareUnsigned(high - low, MIN_LEAP) > 0)
        {
            final long middle = low + ((high - low) >>> 1);
            final Probe probe = probe(middle);
            if (probe.isOlder && Long.compareUnsigned(probe.seq, high) < 0)
            {
                low = probe.seq;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private Probe probe(final long fromSeq) throws SQLException
    {
        final Probe probe = new Probe();
        outputs.forward(key, fromSeq, reached, probe);
        return probe;
    }

    /**
     * The later one of a frame and a place, either of which may be null.
     */
    private static Long later(final StoredFrame frame, final Long seq)
    {
        if (null == frame || null == seq)
        {
            return null == frame ? seq : Long.valueOf(frame.seq());
        }

        return Long.compareUnsigned(frame.seq(), seq) < 0 ? seq : Long.valueOf(frame.seq());
    }

    /**
     * Look between two places, these excluded, where null is the beginning or the end of the stream.
     */
    private void look(final Long before, final Long behind) throws SQLException
    {
        if ((null != before && -1 == before) || (null != behind && 0 == behind))
        {
            return;
        }

        long next = null == before ? rows.firstFrom(key, 0).seq() : before + 1;
        final long to = null == behind ? rows.lastTo(key, -1).seq() : behind - 1;
        boolean isMore = Long.compareUnsigned(next, to) <= 0;
        int entries = 0;
        long untracedTo = next;
        while (isMore)
        {
            if (Long.compareUnsigned(next, untracedTo) >= 0)
            {
                untracedTo = untracedTo(next, to);
                next = rows.isWhole(key, next, untracedTo) ? untracedTo : next;
            }

            final long end = chunkEnd(next, to);
            entries += report(next, end);
            isMore = end != to && entries < MAX_ENTRIES;
            next = end + 1;
        }
    }

    /**
     * Where a chunk ends: a gap that is longer is a chunk.
     */
    private long chunkEnd(final long from, final long to) throws SQLException
    {
        if (Long.compareUnsigned(to - from, CHUNK) < 0)
        {
            return to;
        }

        final long end = from + CHUNK - 1;
        final StoredFrame frame = rows.firstFrom(key, from);
        if (null == frame || Long.compareUnsigned(frame.seq(), to) > 0)
        {
            return to;
        }

        return Long.compareUnsigned(frame.seq(), end) > 0 ? frame.seq() - 1 : end;
    }

    /**
     * How far no frame carries a trace ID, if that is far.
     */
    private long untracedTo(final long from, final long to) throws SQLException
    {
        if (Long.compareUnsigned(to - from, CHUNK) < 0)
        {
            return from;
        }

        final StoredFrame traced = rows.firstTracedFrom(key, from);
        return null == traced || Long.compareUnsigned(traced.seq(), to) > 0 ? to : traced.seq();
    }

    /**
     * Report what is lacking between two places, these included.
     *
     * @return how many entries there are.
     */
    private int report(final long from, final long to) throws SQLException
    {
        final Pass pass = new Pass(rows.linkSets(key, from, to), from);
        rows.range(key, from, to, pass::onFrame);
        pass.end(to);

        for (final Gaps.Gap gap : pass.gaps)
        {
            missing.frames(key, gap.from(), gap.to(), null);
            missing.stopsShort();
        }

        return pass.gaps.size() + linkRules.reportLacking(pass.lacking, missing);
    }

    /**
     * Whether the next known output that takes from streams that were reached takes older frames only.
     */
    private static final class Probe implements KnownOutputs.Handler
    {
        private static final int MAX_OUTPUTS = 64;

        private boolean isOlder;
        private long seq;
        private int count;

        @Override
        public boolean onOutput(final long seq, final ReachedFrames.Inputs inputs)
        {
            count++;
            if (!inputs.taken().isEmpty())
            {
                this.seq = isOlder ? this.seq : seq;
                isOlder = inputs.isOlder();
            }

            return (isOlder || inputs.taken().isEmpty()) && count < MAX_OUTPUTS;
        }
    }

    /**
     * Goes over frames and link sets side by side.
     */
    private final class Pass
    {
        private final LongArrayList lacking = new LongArrayList();
        private final List<Gaps.Gap> gaps = new ArrayList<>();
        private final List<LinkSetRow> sets;
        private int set;
        private long next;
        private boolean isAtEnd;

        Pass(final List<LinkSetRow> sets, final long from)
        {
            this.sets = sets;
            next = from;
        }

        void onFrame(final StoredFrame frame)
        {
            gapTo(frame.seq());
            boolean hasLinks = 0 == frame.traceId() || startId == frame.traceId();
            for (; set < sets.size() && sets.get(set).seq() == frame.seq(); set++)
            {
                hasLinks |= sets.get(set).traceId() == frame.traceId();
            }

            if (!hasLinks)
            {
                lacking.addLong(frame.traceId());
            }

            next = frame.seq() + 1;
            isAtEnd = -1 == frame.seq();
        }

        void end(final long to)
        {
            if (!isAtEnd)
            {
                gapTo(to + 1);
            }
        }

        private void gapTo(final long seq)
        {
            if (next != seq)
            {
                final int first = set;
                while (set < sets.size() && Long.compareUnsigned(sets.get(set).seq(), seq - 1) <= 0)
                {
                    set++;
                }

                new Gaps.Gap(next, seq - 1, 0, 0).split(sets.subList(first, set), gaps);
            }
        }
    }
}
