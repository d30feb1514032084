package io.tracelink.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Reads what can be reached from trace IDs in one direction. Cycles end where they meet what was reached, and depth
 * costs no stack.
 */
final class TraceGraphLoader
{
    private final LinkSlices parents;
    private final LinkSlices children;
    private final TraceFrames traceFrames;

    private IdIndex index;
    private int[] froms = new int[1024];
    private int[] tos = new int[1024];
    private int linkCount;
    private long lastFromId;
    private int lastFrom;
    private int lastTo;

    TraceGraphLoader(final Connection connection, final TraceFrames traceFrames) throws SQLException
    {
        parents = new LinkSlices(connection, true);
        children = new LinkSlices(connection, false);
        this.traceFrames = traceFrames;
    }

    /**
     * Walk and read.
     *
     * @param starts IDs to start from, which the graph takes over.
     * @param up     to the parents, or else to the children.
     */
    TraceGraph load(final IdIndex starts, final boolean up) throws SQLException
    {
        final int startCount = starts.size();
        index = starts;
        linkCount = 0;
        lastFromId = 0;

        final LinkSlices slices = up ? parents : children;
        int expanded = 0;
        while (expanded < index.size())
        {
            final long[] level = index.sortedFrom(expanded);
            expanded = index.size();
            slices.read(level, this::onLink);
        }

        slices.clear();

        final int traceCount = index.size();
        final int[] childEnds = new int[traceCount];
        final int[] targets = group(up ? tos : froms, up ? froms : tos, childEnds);
        final int[] frameEnds = new int[traceCount];
        final FrameColumns frames = traceFrames.read(index).grouped(frameEnds);
        final TraceGraph graph = new TraceGraph(index, startCount, childEnds, targets, frameEnds, frames);
        index = null;

        return graph;
    }

    private void onLink(final long fromId, final long toId)
    {
        if (0 == toId)
        {
            return;
        }

        if (fromId != lastFromId)
        {
            lastFromId = fromId;
            lastFrom = index.indexOf(fromId, lastFrom + 1);
        }

        if (linkCount == froms.length)
        {
            froms = Arrays.copyOf(froms, 2 * linkCount);
            tos = Arrays.copyOf(tos, 2 * linkCount);
        }

        froms[linkCount] = lastFrom;
        lastTo = index.add(toId, lastTo);
        tos[linkCount++] = lastTo;
    }

    /**
     * The children of each parent together.
     */
    private int[] group(final int[] parentOf, final int[] childOf, final int[] ends)
    {
        for (int i = 0; i < linkCount; i++)
        {
            ends[parentOf[i]]++;
        }

        for (int i = 1; i < ends.length; i++)
        {
            ends[i] += ends[i - 1];
        }

        final int[] free = new int[ends.length];
        System.arraycopy(ends, 0, free, Math.min(1, ends.length), Math.max(0, ends.length - 1));
        final int[] grouped = new int[linkCount];
        for (int i = 0; i < linkCount; i++)
        {
            grouped[free[parentOf[i]]++] = childOf[i];
        }

        return grouped;
    }
}
