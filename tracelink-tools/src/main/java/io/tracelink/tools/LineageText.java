package io.tracelink.tools;

import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.store.Direction;
import io.tracelink.store.Lineage;
import io.tracelink.store.LineageGraph;
import io.tracelink.store.StoredFrame;
import io.tracelink.store.TraceEdge;
import io.tracelink.store.TraceNode;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints a lineage for people: a tree in which the traces of a level that passed the same streams are one line with
 * their number, the range of their sequences and the range of the times of the hop.
 */
public final class LineageText
{
    private static final int MAX_DEPTH = 40;
    private static final int MAX_LINES = 400;

    private final LineageGraph graph;
    private final Map<Long, String> streamNames;
    private final int depth;
    private final Map<Long, TraceNode> nodes = new HashMap<>();
    private final Map<Long, List<Long>> parents = new HashMap<>();
    private final Map<Long, List<Long>> children = new HashMap<>();
    private int lines;

    /**
     * Prepare to print a whole lineage.
     *
     * @param graph       to be printed.
     * @param streamNames by stream id, where there are names.
     */
    public LineageText(final LineageGraph graph, final Map<Long, String> streamNames)
    {
        this(graph, streamNames, Lineage.UNLIMITED);
    }

    /**
     * Prepare to print a lineage that was followed to some depth.
     *
     * @param graph       to be printed.
     * @param streamNames by stream id, where there are names.
     * @param depth       that was asked for, or {@link Lineage#UNLIMITED}.
     */
    public LineageText(final LineageGraph graph, final Map<Long, String> streamNames, final int depth)
    {
        this.graph = graph;
        this.streamNames = streamNames;
        this.depth = depth;

        for (final TraceNode node : graph.nodes())
        {
            nodes.put(node.traceId(), node);
        }

        for (final TraceEdge edge : graph.edges())
        {
            parents.computeIfAbsent(edge.traceId(), key -> new ArrayList<>()).add(edge.parentTraceId());
            children.computeIfAbsent(edge.parentTraceId(), key -> new ArrayList<>()).add(edge.traceId());
        }
    }

    /**
     * Print the tree, and the verdict after it.
     *
     * @param out to print to.
     */
    public void print(final PrintWriter out)
    {
        final long traceId = graph.traceId();
        out.println(TraceId.NULL == traceId ?
            "not traced" :
            "trace " + Long.toUnsignedString(traceId) + "  minted " +
            Instant.ofEpochMilli(TraceIdLayout.DEFAULT.timestampMs(traceId)) + " by node " +
            TraceIdLayout.DEFAULT.nodeId(traceId));
        out.println(new TraceGroup(List.of(node(traceId)), streamNames).text());

        if (Direction.DOWN != graph.direction())
        {
            printTree(out, "made from (hop: the time from there to here)", parents);
        }

        if (Direction.UP != graph.direction())
        {
            printTree(out, "became (hop: the time from here to there)", children);
        }

        printVerdict(out);
    }

    private void printTree(final PrintWriter out, final String title, final Map<Long, List<Long>> neighbours)
    {
        final Set<Long> start = Set.of(graph.traceId());
        if (!neighbours.containsKey(graph.traceId()))
        {
            final String verb = title.substring(0, title.indexOf('('));
            out.println(0 == depth ? verb + "what was not asked for (--depth 0)" : verb + "nothing else");
            return;
        }

        out.println(title);
        lines = 0;
        if (!printLevel(out, "", start, start, neighbours, 1))
        {
            out.println("... the tree goes on: see --depth, or --format json for all of it");
        }
    }

    /**
     * One level, each trace of which was reached from those of the level before. A trace that stands further up on the
     * same path is left out, so that a cycle ends.
     */
    private boolean printLevel(
        final PrintWriter out,
        final String indent,
        final Collection<Long> level,
        final Set<Long> path,
        final Map<Long, List<Long>> neighbours,
        final int depth)
    {
        final Map<List<Long>, TraceGroup> groups = group(level, path, neighbours);
        boolean isWhole = true;

        int remaining = groups.size();
        for (final TraceGroup group : groups.values())
        {
            if (depth > MAX_DEPTH || lines >= MAX_LINES)
            {
                return false;
            }

            final boolean isLast = 0 == --remaining;
            out.println(indent + (isLast ? "└─ " : "├─ ") + group.text());
            lines++;

            final Set<Long> newPath = new HashSet<>(path);
            newPath.addAll(group.traceIds());
            isWhole &= printLevel(
                out, indent + (isLast ? "   " : "│  "), group.traceIds(), newPath, neighbours, depth + 1);
        }

        return isWhole;
    }

    private Map<List<Long>, TraceGroup> group(
        final Collection<Long> level, final Set<Long> path, final Map<Long, List<Long>> neighbours)
    {
        final Map<List<Long>, TraceGroup> groups = new LinkedHashMap<>();
        for (final long from : level)
        {
            final TraceNode fromNode = node(from);
            for (final long to : neighbours.getOrDefault(from, List.of()))
            {
                if (!path.contains(to))
                {
                    final TraceNode toNode = node(to);
                    groups
                        .computeIfAbsent(shape(toNode), key -> new TraceGroup(streamNames))
                        .add(toNode, fromNode);
                }
            }
        }

        return groups;
    }

    private TraceNode node(final long traceId)
    {
        final TraceNode node = nodes.get(traceId);
        return null == node ? new TraceNode(traceId, List.of()) : node;
    }

    private static List<Long> shape(final TraceNode node)
    {
        final List<Long> streams = new ArrayList<>(node.frames().size());
        for (final StoredFrame frame : node.frames())
        {
            streams.add(frame.streamId());
        }

        return streams;
    }

    private void printVerdict(final PrintWriter out)
    {
        int frames = 0;
        for (final TraceNode node : graph.nodes())
        {
            frames += node.frames().size();
        }

        final String size =
            Plural.of(frames, "frame") + " of " + Plural.of(graph.nodes().size(), "trace") + ", " +
            Plural.of(graph.edges().size(), "link");
        if (graph.complete())
        {
            out.println(Lineage.UNLIMITED == depth ?
                "complete: " + size + ", nothing is missing" :
                "complete to depth " + depth + ": " + size + ", nothing is missing; further links were not followed");
            return;
        }

        out.println("incomplete: " + size + (Lineage.UNLIMITED == depth ? "" : " to depth " + depth) + "; missing:");
        MissingText.print(out, graph.missing(), streamNames);
    }
}
