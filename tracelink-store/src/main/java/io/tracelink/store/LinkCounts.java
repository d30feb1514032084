package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * How many links lead to each trace of a graph. Going up, the graph has them all. Going down, it has only those from
 * what was reached, so the database counts them, once for a graph and only if somebody asks; most traces have as many
 * as their TraceLinkSet says, and most TraceLinkSets say the same, so only other numbers are handed over.
 */
final class LinkCounts
{
    private static final int UNKNOWN = -1;

    private final PreparedStatement unusual;
    private final PreparedStatement single;
    private TraceGraph graph;
    private boolean isWhole;
    private int[] countOf;

    LinkCounts(final Connection connection) throws SQLException
    {
        unusual = connection.prepareStatement(
            "SELECT trace_id, count(*) FROM trace_links WHERE trace_id BETWEEN ? AND ? " +
            "GROUP BY trace_id HAVING count(*) <> ? ORDER BY trace_id");
        single = connection.prepareStatement("SELECT count(*) FROM trace_links WHERE trace_id = ?");
    }

    /**
     * Count for another graph.
     *
     * @param isUp the graph was walked up.
     */
    void start(final TraceGraph ofGraph, final boolean isUp)
    {
        graph = ofGraph;
        isWhole = isUp;
        countOf = null;
    }

    /**
     * @param expected what a TraceLinkSet says.
     */
    long of(final int trace, final long expected) throws SQLException
    {
        if (null == countOf)
        {
            countOf = new int[graph.traceCount()];
            if (isWhole)
            {
                countAll();
            }
            else
            {
                readUnusual((int)expected);
            }
        }

        if (UNKNOWN == countOf[trace])
        {
            countOf[trace] = read(graph.traceId(trace));
        }

        return countOf[trace];
    }

    private void countAll()
    {
        for (int link = 0, count = graph.linkCount(); link < count; link++)
        {
            countOf[graph.child(link)]++;
        }
    }

    /**
     * What was reached over a link has one at least; of what was started from that is not known.
     */
    private void readUnusual(final int usual) throws SQLException
    {
        Arrays.fill(countOf, 0, graph.startCount(), UNKNOWN);
        Arrays.fill(countOf, graph.startCount(), countOf.length, usual);
        unusual.setInt(3, usual);
        SortedIds.read(unusual, graph.sortedIds(), (traceId, row) -> countOf[graph.indexOf(traceId)] = row.getInt(2));
    }

    private int read(final long traceId) throws SQLException
    {
        single.setLong(1, traceId);
        try (ResultSet row = single.executeQuery())
        {
            row.next();
            return row.getInt(1);
        }
    }
}
