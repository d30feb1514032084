package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many rows a store has, and how many of them do not fit together. Of one snapshot.
 *
 * @param frames           that are stored.
 * @param untracedFrames   of those, how many carry no trace ID.
 * @param linkSets         that are stored.
 * @param links            of one output to one parent each.
 * @param windows          over one input each.
 * @param nodes            registrations of node IDs.
 * @param conflicts        descriptors whose place another one with another trace ID had taken.
 * @param setsWithoutFrame TraceLinkSets at whose place there is no frame.
 * @param misplacedSets    TraceLinkSets at whose place there is a frame with another trace ID.
 * @param incompleteSets   TraceLinkSets of whose output there are fewer links than they brought.
 */
public record StoreCounts(
    long frames,
    long untracedFrames,
    long linkSets,
    long links,
    long windows,
    long nodes,
    long conflicts,
    long setsWithoutFrame,
    long misplacedSets,
    long incompleteSets)
{
    static StoreCounts read(final Connection connection) throws SQLException
    {
        connection.setAutoCommit(false);
        final StoreCounts counts = new StoreCounts(
            count(connection, "frames"),
            count(connection, "frames WHERE trace_id = 0"),
            count(connection, "link_sets"),
            count(connection, "trace_links"),
            count(connection, "trace_windows"),
            count(connection, "nodes"),
            count(connection, "conflicts"),
            count(connection, "link_sets s WHERE NOT EXISTS (SELECT 1 FROM frames f " +
                "WHERE f.stream_id = s.stream_id AND f.epoch = s.epoch AND f.seq = s.seq)"),
            count(connection, "link_sets s JOIN frames f " +
                "ON f.stream_id = s.stream_id AND f.epoch = s.epoch AND f.seq = s.seq WHERE f.trace_id <> s.trace_id"),
            count(connection, "link_sets s WHERE s.parent_count > " +
                "(SELECT count(*) FROM trace_links l WHERE l.trace_id = s.trace_id)"));
        connection.rollback();

        return counts;
    }

    private static long count(final Connection connection, final String from) throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM " + from);
            ResultSet row = statement.executeQuery())
        {
            row.next();
            return row.getLong(1);
        }
    }
}
