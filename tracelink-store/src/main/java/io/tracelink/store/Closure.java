package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;

/**
 * What is reached from a trace ID in one direction, level by level. Cycles end where they meet what was reached, and
 * depth costs no stack.
 */
final class Closure
{
    private final boolean up;
    private final LongArrayList ids = new LongArrayList();
    private final LongHashSet reached = new LongHashSet();
    private final LongArrayList children = new LongArrayList();
    private final LongArrayList parents = new LongArrayList();
    private int expandedCount;

    private Closure(final boolean up)
    {
        this.up = up;
    }

    static Closure walk(final TraceRows rows, final long traceId, final boolean up, final int maxDepth)
        throws SQLException
    {
        final Closure closure = new Closure(up);
        closure.reach(traceId);

        for (int depth = 0; depth < maxDepth && closure.expandedCount < closure.ids.size(); depth++)
        {
            final int from = closure.expandedCount;
            closure.expandedCount = closure.ids.size();
            rows.links(up, closure.ids, from, closure.expandedCount, closure::onLink);
        }

        return closure;
    }

    boolean up()
    {
        return up;
    }

    /**
     * Everything that was reached, the start first.
     */
    LongArrayList ids()
    {
        return ids;
    }

    boolean contains(final long traceId)
    {
        return reached.contains(traceId);
    }

    /**
     * How many of the IDs, from the front, had their links walked. The others lie at the depth limit.
     */
    int expandedCount()
    {
        return expandedCount;
    }

    int edgeCount()
    {
        return children.size();
    }

    TraceEdge edge(final int index)
    {
        return new TraceEdge(children.getLong(index), parents.getLong(index));
    }

    long edgeChild(final int index)
    {
        return children.getLong(index);
    }

    long edgeParent(final int index)
    {
        return parents.getLong(index);
    }

    private void onLink(final long from, final long to)
    {
        children.addLong(up ? from : to);
        parents.addLong(up ? to : from);
        reach(to);
    }

    private void reach(final long traceId)
    {
        if (reached.add(traceId))
        {
            ids.addLong(traceId);
        }
    }
}
