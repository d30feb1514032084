package io.tracelink.store;

import org.agrona.collections.LongArrayList;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One impact query: the frames of the range, the walk down from their traces, and the frames that were reached.
 */
final class ImpactWalk
{
    private final StreamKey input;
    private final long fromSeq;
    private final long toSeq;
    private final MissingSet missing;
    private final IdIndex starts = new IdIndex();
    private final LongArrayList startTimes = new LongArrayList();
    private final LongArrayList untraced = new LongArrayList();
    private long inputCount;
    private long nextSeq;
    private boolean isWhole;

    ImpactWalk(final StreamKey input, final long fromSeq, final long toSeq, final MissingSet missing)
    {
        this.missing = missing;
        this.input = input;
        this.fromSeq = fromSeq;
        this.toSeq = toSeq;
        nextSeq = fromSeq;
    }

    Impact run(
        final FrameRows rows, final FrameSlices slices, final TraceGraphLoader loader, final RangeVerdict verdict)
        throws SQLException
    {
        final List<LinkSetRow> lost = new ArrayList<>();
        final FrameSlice frames = slices.of(input, fromSeq, toSeq);
        for (int i = frames.firstFrom(fromSeq), end = frames.endTo(toSeq); i < end; i++)
        {
            final long seq = frames.seqs[i];
            if (seq != nextSeq)
            {
                onGap(rows, nextSeq, seq - 1, lost);
            }

            nextSeq = seq + 1;
            isWhole = seq == toSeq;
            onInput(frames, i);
        }

        if (!isWhole)
        {
            onGap(rows, nextSeq, toSeq, lost);
        }

        for (final LinkSetRow set : lost)
        {
            start(set.traceId(), 0);
            missing.frames(input, set.seq(), set.seq(), set.traceId());
        }

        if (0 == inputCount && lost.isEmpty())
        {
            return new Impact(
                input.streamId(), input.epoch(), fromSeq, toSeq, 0, 0, 0, missing.toList(), List.of());
        }

        reportUntraced();
        final TraceGraph graph = loader.load(starts, false);
        final Map<StreamKey, LongArrayList> reached = new HashMap<>();
        gather(graph, reached);
        final List<FrameRanges> outputs = new ArrayList<>(reached.size());
        reached.forEach((key, seqs) -> outputs.add(FrameRanges.of(key, seqs)));
        outputs.sort((left, right) -> MissingSet.KEY_ORDER.compare(left.key(), right.key()));
        verdict.assessDown(graph, input, fromSeq, toSeq, outputs, missing);

        return new Impact(
            input.streamId(), input.epoch(), fromSeq, toSeq, inputCount, graph.traceCount(), graph.linkCount(),
            missing.toList(), outputs);
    }

    private void onGap(final FrameRows rows, final long first, final long last, final List<LinkSetRow> lost)
        throws SQLException
    {
        missing.frames(input, first, last, null);
        for (final LinkSetRow set : rows.linkSets(input, first, last))
        {
            if (0 != set.traceId())
            {
                lost.add(set);
            }
        }
    }

    private void onInput(final FrameSlice frames, final int frame)
    {
        inputCount++;
        if (0 != (frames.statuses[frame] & FrameStatus.CONFLICTING_DUPLICATE))
        {
            missing.conflictingFrame(frames.frame(frame));
        }

        if (0 == frames.traceIds[frame])
        {
            untraced.addLong(frames.seqs[frame]);
        }
        else
        {
            start(frames.traceIds[frame], frames.tNs[frame]);
        }
    }

    private void start(final long traceId, final long tNs)
    {
        final int trace = starts.add(traceId);
        if (trace == startTimes.size())
        {
            startTimes.addLong(tNs);
        }
        else if (Long.compareUnsigned(tNs, startTimes.getLong(trace)) < 0)
        {
            startTimes.setLong(trace, tNs);
        }
    }

    private void reportUntraced()
    {
        if (!untraced.isEmpty())
        {
            final FrameRanges ranges = FrameRanges.of(input, untraced);
            for (int i = 0; i < ranges.rangeCount(); i++)
            {
                missing.linkRange(input, ranges.fromSeq(i), ranges.toSeq(i), Missing.Cause.SAMPLED_OUT);
            }
        }
    }

    private void gather(final TraceGraph graph, final Map<StreamKey, LongArrayList> reached)
    {
        final boolean[] isMade = new boolean[graph.traceCount()];
        for (int trace = 0; trace < graph.traceCount(); trace++)
        {
            for (int link = graph.firstChild(trace), end = graph.endChild(trace); link < end; link++)
            {
                isMade[graph.child(link)] |= graph.child(link) != trace;
            }
        }

        StreamKey key = input;
        LongArrayList seqs = null;
        for (int trace = 0; trace < graph.traceCount(); trace++)
        {
            for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace); frame < end; frame++)
            {
                final boolean isBefore = !isMade[trace] &&
                    Long.compareUnsigned(graph.tNs(frame), startTimes.getLong(trace)) < 0;
                if (!isBefore && !isInput(graph, frame))
                {
                    if (null == seqs || graph.streamId(frame) != key.streamId() || graph.epoch(frame) != key.epoch())
                    {
                        key = new StreamKey(graph.streamId(frame), graph.epoch(frame));
                        seqs = reached.computeIfAbsent(key, (ignore) -> new LongArrayList());
                    }

                    seqs.addLong(graph.seq(frame));
                }
            }
        }
    }

    private boolean isInput(final TraceGraph graph, final int frame)
    {
        return graph.streamId(frame) == input.streamId() && graph.epoch(frame) == input.epoch() &&
            Long.compareUnsigned(fromSeq, graph.seq(frame)) <= 0 &&
            Long.compareUnsigned(graph.seq(frame), toSeq) <= 0;
    }
}
