package io.tracelink.store;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts and times of a latency query, gathered over the parts of the output stream that are walked one after another.
 */
final class LatencyRecorder
{
    final long fromStreamId;
    final long toStreamId;
    final InputChoice input;
    final LatencyPath.HopTimes endToEnd = new LatencyPath.HopTimes();

    long outputCount;
    long unconnectedCount;
    long linkCount;
    long otherPathCount;
    List<StoredFrame> slowest = List.of();

    private final Branch root = new Branch();
    private final List<LatencyPath> paths = new ArrayList<>();
    private long slowestNs = -1;

    LatencyRecorder(final long fromStreamId, final long toStreamId, final InputChoice input)
    {
        this.fromStreamId = fromStreamId;
        this.toStreamId = toStreamId;
        this.input = input;
    }

    /**
     * One output.
     *
     * @param walk   that has traced it.
     * @param length what {@link LatencyWalk#trace(int)} returned.
     */
    void record(final TraceGraph graph, final LatencyWalk walk, final int length)
    {
        final int[] frames = walk.path();
        final int output = frames[0];
        final int source = frames[LatencyWalk.TOO_LONG == length ? 1 : length - 1];
        endToEnd.record(graph, source, output);

        final LatencyPath path = LatencyWalk.TOO_LONG == length ? null : path(graph, frames, length);
        if (null == path)
        {
            otherPathCount++;
        }
        else
        {
            path.record(graph, frames);
        }

        final long ns = graph.tNs(output) - graph.tNs(source);
        if (graph.isTimed(output) && graph.isTimed(source) && ns > slowestNs &&
            Long.compareUnsigned(graph.tNs(output), graph.tNs(source)) >= 0)
        {
            slowestNs = ns;
            slowest = walk.rows(length);
        }
    }

    List<LatencyPath> paths()
    {
        final List<LatencyPath> sorted = new ArrayList<>(paths);
        sorted.sort(Comparator.comparingLong(LatencyPath::count).reversed());
        return List.copyOf(sorted);
    }

    private LatencyPath path(final TraceGraph graph, final int[] frames, final int length)
    {
        Branch branch = root;
        for (int i = 0; i < length; i++)
        {
            final long streamId = graph.streamId(frames[i]);
            Branch next = branch.towardsInput.get(streamId);
            if (null == next)
            {
                if (paths.size() == LineageAnalysis.MAX_PATHS)
                {
                    return null;
                }

                next = new Branch();
                branch.towardsInput.put(streamId, next);
            }

            branch = next;
        }

        if (null == branch.path && paths.size() < LineageAnalysis.MAX_PATHS)
        {
            final long[] streamIds = new long[length];
            for (int i = 0; i < length; i++)
            {
                streamIds[i] = graph.streamId(frames[length - 1 - i]);
            }

            branch.path = new LatencyPath(streamIds);
            paths.add(branch.path);
        }

        return branch.path;
    }

    /**
     * The paths that end alike, by the stream before.
     */
    private static final class Branch
    {
        private final Long2ObjectHashMap<Branch> towardsInput = new Long2ObjectHashMap<>();
        private LatencyPath path;
    }
}
