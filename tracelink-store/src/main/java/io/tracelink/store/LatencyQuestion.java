package io.tracelink.store;

import org.agrona.collections.LongArrayList;

import java.sql.SQLException;

/**
 * One latency query. The outputs are walked in parts, so that memory does not grow with the stream.
 */
final class LatencyQuestion
{
    private static final int PART_FRAMES = 1 << 18;

    private final FrameRows rows;
    private final FrameSlices slices;
    private final TraceGraphLoader loader;
    private final RangeVerdict verdict;
    private final LatencyRecorder recorder;
    private final MissingSet missing;
    private final LongArrayList untraced = new LongArrayList();
    private IdIndex starts = new IdIndex();
    private StreamKey previousKey;

    LatencyQuestion(
        final FrameRows rows,
        final FrameSlices slices,
        final TraceGraphLoader loader,
        final RangeVerdict verdict,
        final LatencyRecorder recorder,
        final MissingSet missing)
    {
        this.rows = rows;
        this.slices = slices;
        this.loader = loader;
        this.verdict = verdict;
        this.recorder = recorder;
        this.missing = missing;
    }

    /**
     * Take the outputs of a range into account, and tell of those that are not there.
     */
    void add(final StreamKey key, final long fromSeq, final long toSeq) throws SQLException
    {
        untraced.clear();
        long next = fromSeq;
        boolean isMore = true;
        while (isMore)
        {
            final FrameSlice part = slices.first(key, next, toSeq, PART_FRAMES);
            isMore = part.to() != toSeq;
            next = part.to() + 1;
            take(part);
            if (0 != part.size())
            {
                walkPart(key, part.seqs[0], part.seqs[part.size() - 1]);
            }

            slices.clear();
        }

        reportEnds(key, fromSeq, toSeq);

        if (!untraced.isEmpty())
        {
            final FrameRanges ranges = FrameRanges.of(key, untraced);
            for (int i = 0; i < ranges.rangeCount(); i++)
            {
                missing.linkRange(key, ranges.fromSeq(i), ranges.toSeq(i), Missing.Cause.SAMPLED_OUT);
            }
        }
    }

    private void take(final FrameSlice part)
    {
        for (int i = 0, size = part.size(); i < size; i++)
        {
            recorder.outputCount++;
            if (0 == part.traceIds[i])
            {
                recorder.unconnectedCount++;
                untraced.addLong(part.seqs[i]);
            }
            else
            {
                starts.add(part.traceIds[i]);
            }
        }
    }

    Latency answer()
    {
        return new Latency(recorder, missing.toList());
    }

    private void reportEnds(final StreamKey key, final long fromSeq, final long toSeq) throws SQLException
    {
        final StoredFrame first = rows.firstFrom(key, fromSeq);
        final StoredFrame last = rows.lastTo(key, toSeq);
        if (null == first || Long.compareUnsigned(first.seq(), toSeq) > 0 || null == last)
        {
            missing.frames(key, fromSeq, toSeq, null);
            return;
        }

        if (first.seq() != fromSeq)
        {
            missing.frames(key, fromSeq, first.seq() - 1, null);
        }

        if (last.seq() != toSeq)
        {
            missing.frames(key, last.seq() + 1, toSeq, null);
        }
    }

    private void walkPart(final StreamKey key, final long firstSeq, final long lastSeq) throws SQLException
    {
        final TraceGraph graph = loader.load(starts, true);
        final LatencyWalk walk = LatencyWalk.from(graph, recorder.fromStreamId, recorder.input);
        final StreamExtents touched = new StreamExtents();
        boolean isAnyUnconnected = false;

        for (int trace = 0, count = graph.startCount(); trace < count; trace++)
        {
            for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace); frame < end; frame++)
            {
                if (isOutput(graph, frame, key, firstSeq, lastSeq))
                {
                    isAnyUnconnected |= !record(graph, walk, frame);
                }
            }
        }

        for (int trace = 0, count = graph.traceCount(); trace < count; trace++)
        {
            for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace);
                frame < end && (isAnyUnconnected || LatencyWalk.NONE != walk.sourceOf(trace)); frame++)
            {
                if (graph.streamId(frame) != key.streamId())
                {
                    touched.add(graph.streamId(frame), graph.epoch(frame), graph.seq(frame));
                }
            }
        }

        // the part before ended where this one begins: what lies between is not to be lost
        final StoredFrame before = 0 == firstSeq ? null : rows.lastTo(key, firstSeq - 1);
        final boolean isContinued = null != previousKey && previousKey.equals(key) && null != before;
        touched.add(key.streamId(), key.epoch(), isContinued ? before.seq() : firstSeq);
        touched.add(key.streamId(), key.epoch(), lastSeq);
        previousKey = key;

        verdict.assessUp(graph, key, touched, missing);
        recorder.linkCount += graph.linkCount();
        starts = new IdIndex();
    }

    private boolean record(final TraceGraph graph, final LatencyWalk walk, final int output)
    {
        if (LatencyWalk.NONE == walk.sourceOf(graph.traceOf(output)))
        {
            recorder.unconnectedCount++;
            return false;
        }

        recorder.record(graph, walk, walk.trace(output));
        return true;
    }

    private static boolean isOutput(
        final TraceGraph graph, final int frame, final StreamKey key, final long firstSeq, final long lastSeq)
    {
        return graph.streamId(frame) == key.streamId() && graph.epoch(frame) == key.epoch() &&
            Long.compareUnsigned(firstSeq, graph.seq(frame)) <= 0 &&
            Long.compareUnsigned(graph.seq(frame), lastSeq) <= 0;
    }
}
