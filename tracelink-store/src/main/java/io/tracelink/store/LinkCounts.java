package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * How many links lead to each trace of a graph. Going up, the graph has them all; going down, it has only those from
 * what was reached, so the others are counted by the database, once for a question and only if somebody asks.
 */
final class LinkCounts
{
    private final PreparedStatement counts;
    private TraceGraph graph;
    private boolean isWhole;
    private int[] countOf;

    LinkCounts(final Connection connection) throws SQLException
    {
        counts = connection.prepareStatement(
            "SELECT trace_id, count(*) FROM trace_links WHERE trace_id BETWEEN ? AND ? " +
            "GROUP BY trace_id ORDER BY trace_id");
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

    int of(final int trace) throws SQLException
    {
        if (null == countOf)
        {
            countOf = new int[graph.traceCount()];
            if (isWhole)
            {
                for (int link = 0, count = graph.linkCount(); link < count; link++)
                {
                    countOf[graph.child(link)]++;
                }
            }
            else
            {
                SortedIds.read(
                    counts, graph.sortedIds(), (traceId, row) -> countOf[graph.indexOf(traceId)] = row.getInt(2));
            }
        }

        return countOf[trace];
    }
}
