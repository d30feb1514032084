package io.tracelink.store;

import java.util.List;

/**
 * The answer to a lineage query. Nodes and edges are in the order of a breadth-first walk from the start, so a node
 * comes before what was reached over it.
 *
 * @param traceId   where the walk started; 0 if it was asked for an untraced or unknown frame.
 * @param direction of the walk.
 * @param missing   what the answer lacks.
 * @param nodes     that were reached, the start first.
 * @param edges     that were walked.
 */
public record LineageGraph(
    long traceId, Direction direction, List<Missing> missing, List<TraceNode> nodes, List<TraceEdge> edges)
{
    /**
     * Keep unmodifiable copies of the lists.
     *
     * @param traceId   where the walk started.
     * @param direction of the walk.
     * @param missing   what the answer lacks.
     * @param nodes     that were reached.
     * @param edges     that were walked.
     */
    public LineageGraph
    {
        missing = List.copyOf(missing);
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * Is nothing missing, by the rules of {@link Lineage}?
     *
     * @return true if {@link #missing()} is empty.
     */
    public boolean complete()
    {
        return missing.isEmpty();
    }

    /**
     * Does the store know what was asked for?
     *
     * @return false if there is neither a frame nor a link of it.
     */
    public boolean found()
    {
        return !edges.isEmpty() || (!nodes.isEmpty() && !nodes.get(0).frames().isEmpty());
    }
}
