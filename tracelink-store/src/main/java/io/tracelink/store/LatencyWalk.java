package io.tracelink.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the input of every trace in a graph, and the path that leads there: from the frames of the input stream, newest
 * or oldest first, everything below is claimed that nobody has claimed yet. So each trace is visited once, cycles end,
 * and the path is the one with the fewest links.
 */
final class LatencyWalk
{
    /**
     * The path has more than {@link LineageAnalysis#MAX_PATH_FRAMES} frames.
     */
    static final int TOO_LONG = -1;

    static final int NONE = -1;

    /**
     * Take the inputs from every stream.
     */
    static final long ANY_STREAM = -1;

    private final TraceGraph graph;
    private final int[] sourceOf;
    private final int[] parentOf;
    private final int[] path = new int[LineageAnalysis.MAX_PATH_FRAMES];
    private final int[] chain = new int[LineageAnalysis.MAX_PATH_FRAMES];

    private LatencyWalk(final TraceGraph graph)
    {
        this.graph = graph;
        sourceOf = new int[graph.traceCount()];
        parentOf = new int[graph.traceCount()];
        Arrays.fill(sourceOf, NONE);
        Arrays.fill(parentOf, NONE);
    }

    static LatencyWalk from(final TraceGraph graph, final long streamId, final InputChoice input)
    {
        final LatencyWalk walk = new LatencyWalk(graph);
        final long[] times = new long[graph.frameCount()];
        int[] sources = new int[graph.frameCount()];
        int timedCount = 0;
        int untimedCount = 0;
        for (int frame = 0; frame < times.length; frame++)
        {
            times[frame] = graph.tNs(frame);
            if (walk.isOn(streamId, frame) && graph.isTimed(frame))
            {
                sources[timedCount++] = frame;
            }
        }

        sources = Arrays.copyOf(sources, timedCount);
        UnsignedOrder.sort(sources, times, InputChoice.NEWEST == input);
        walk.claim(sources, timedCount);

        // inputs without a time of their own are better than none: then the output is known to be one
        sources = new int[times.length];
        for (int frame = 0; frame < times.length; frame++)
        {
            if (walk.isOn(streamId, frame) && !graph.isTimed(frame))
            {
                sources[untimedCount++] = frame;
            }
        }

        walk.claim(sources, untimedCount);
        return walk;
    }

    /**
     * Frame of the input of a trace, or {@link #NONE}.
     */
    int sourceOf(final int trace)
    {
        return sourceOf[trace];
    }

    /**
     * Frames of the path from an output back to its input.
     *
     * @return the length of the path, or {@link #TOO_LONG} with only its ends; see {@link #path()}.
     */
    int trace(final int output)
    {
        final int source = sourceOf[graph.traceOf(output)];
        int links = 0;
        for (int trace = graph.traceOf(output); NONE != trace; trace = parentOf[trace])
        {
            if (links == chain.length)
            {
                return ends(output, source);
            }

            chain[links++] = trace;
        }

        int length = 0;
        path[length++] = output;
        for (int i = 0; i < links; i++)
        {
            // of the output's own trace what is before it; of another what is not after the frame that was made of it
            int frame = 0 == i ? output - 1 : lastBefore(chain[i], path[length - 1]);
            final int first = i == links - 1 ? source + 1 : graph.firstFrame(chain[i]);
            for (; frame >= first; frame--)
            {
                if (length == path.length - 1)
                {
                    return ends(output, source);
                }

                path[length++] = frame;
            }
        }

        if (source != output)
        {
            path[length++] = source;
        }

        return length;
    }

    /**
     * Frames of the path that was asked for last, from the output back to the input.
     */
    int[] path()
    {
        return path;
    }

    /**
     * The path that was asked for last as rows, from the input to the output.
     *
     * @param length what {@link #trace(int)} returned.
     */
    List<StoredFrame> rows(final int length)
    {
        final int count = TOO_LONG == length ? 2 : length;
        final List<StoredFrame> rows = new ArrayList<>(count);
        for (int i = count - 1; i >= 0; i--)
        {
            rows.add(graph.frame(path[i]));
        }

        return rows;
    }

    private boolean isOn(final long streamId, final int frame)
    {
        return ANY_STREAM == streamId || streamId == graph.streamId(frame);
    }

    private int ends(final int output, final int source)
    {
        path[0] = output;
        path[1] = source;
        return TOO_LONG;
    }

    /**
     * The last frame of a trace that is not later than another frame; the first one if all are.
     */
    private int lastBefore(final int trace, final int later)
    {
        int frame = graph.endFrame(trace) - 1;
        while (frame > graph.firstFrame(trace) && Long.compareUnsigned(graph.tNs(frame), graph.tNs(later)) > 0)
        {
            frame--;
        }

        return frame;
    }

    private void claim(final int[] sources, final int count)
    {
        final int[] queue = new int[graph.traceCount()];
        for (int i = 0; i < count; i++)
        {
            final int start = graph.traceOf(sources[i]);
            int read = 0;
            int size = 0;
            if (NONE == sourceOf[start])
            {
                sourceOf[start] = sources[i];
                queue[size++] = start;
            }

            while (read < size)
            {
                final int parent = queue[read++];
                for (int link = graph.firstChild(parent), end = graph.endChild(parent); link < end; link++)
                {
                    final int child = graph.child(link);
                    if (NONE == sourceOf[child])
                    {
                        sourceOf[child] = sources[i];
                        parentOf[child] = parent;
                        queue[size++] = child;
                    }
                }
            }
        }
    }
}
