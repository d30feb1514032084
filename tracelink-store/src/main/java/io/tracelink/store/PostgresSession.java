package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What a writer has for as long as one connection lasts.
 */
final class PostgresSession implements AutoCloseable
{
    private static final int LOCK_TIMEOUT_MS = 3_000;

    final PostgresRows frames;
    final PostgresRows linkSets;
    final PostgresRows links;
    final PostgresRows nodes;
    final PostgresRows windows;
    final PostgresRows expandedWindows;
    final PreparedStatement recording;
    final PreparedStatement deleteRecording;
    private final Connection connection;
    private final PreparedStatement markConflicts;
    private final PreparedStatement keepConflicts;

    /**
     * Takes the connection over, and closes it if it is of no use.
     */
    PostgresSession(final Connection connection) throws SQLException
    {
        this.connection = connection;
        try
        {
            frames = new PostgresRows(
                connection, "frames", "stream_id, epoch, seq", ", stage_id, t_ns, trace_id, status");
            linkSets = new PostgresRows(
                connection, "link_sets", "stream_id, epoch, seq, trace_id", ", parent_count");
            links = new PostgresRows(connection, "trace_links", "trace_id, parent_trace_id", "");
            nodes = new PostgresRows(connection, "nodes", "node_id, process_id, start_time", "");
            windows = new PostgresRows(
                connection, "trace_windows", "trace_id, in_stream_id",
                ", epoch, seq_start, seq_end, t_start_ns, t_end_ns");
            expandedWindows = new PostgresRows(connection, "expanded_windows", "trace_id, in_stream_id", "");
            // locked in the order of the key, as rows are inserted
            markConflicts = connection.prepareStatement(
                "UPDATE frames f SET status = f.status | " + FrameStatus.CONFLICTING_DUPLICATE + " FROM (" +
                "SELECT o.stream_id, o.epoch, o.seq FROM " + frames.stage() + " s JOIN frames o ON " +
                "o.stream_id = s.stream_id AND o.epoch = s.epoch AND o.seq = s.seq AND o.trace_id <> s.trace_id " +
                "ORDER BY o.stream_id, o.epoch, o.seq FOR NO KEY UPDATE OF o) c " +
                "WHERE f.stream_id = c.stream_id AND f.epoch = c.epoch AND f.seq = c.seq");
            keepConflicts = connection.prepareStatement(
                "INSERT INTO conflicts (stream_id, epoch, seq, stage_id, t_ns, trace_id, status) " +
                "SELECT DISTINCT ON (s.stream_id, s.epoch, s.seq, s.trace_id) s.stream_id, s.epoch, s.seq, " +
                "s.stage_id, s.t_ns, s.trace_id, s.status FROM " + frames.stage() + " s JOIN frames o ON " +
                "o.stream_id = s.stream_id AND o.epoch = s.epoch AND o.seq = s.seq AND o.trace_id <> s.trace_id " +
                "ORDER BY s.stream_id, s.epoch, s.seq, s.trace_id, s.ordinal ON CONFLICT DO NOTHING");
            recording = connection.prepareStatement(RecordingRow.UPSERT);
            deleteRecording = connection.prepareStatement(
                "DELETE FROM recordings WHERE collector_id = ? AND recording_id = ?");
            connection.setAutoCommit(false);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw ex;
        }
    }

    /**
     * Insert all rows and commit.
     *
     * @return how many links were added.
     */
    long commit() throws SQLException
    {
        if (frames.flush() < frames.rows())
        {
            if (markConflicts.executeUpdate() > 0)
            {
                keepConflicts.executeUpdate();
            }
        }

        linkSets.flush();
        final long linksAdded = links.flush();
        nodes.flush();
        windows.flush();
        expandedWindows.flush();
        connection.commit();
        clear();

        return linksAdded;
    }

    /**
     * Take a lock of the store that lasts as long as the connection. It may take a moment until the server sees that
     * the process of the last one is dead.
     *
     * @throws SQLException if another connection has it.
     */
    void lock(final String name) throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(
            "SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MS + "; SELECT pg_advisory_lock(" + StoreSchema.APPLICATION_ID +
            ", hashtext(current_schema() || ' ' || ?))"))
        {
            statement.setString(1, name);
            statement.execute();
            connection.commit();
        }
    }

    /**
     * Forget everything since the last commit.
     *
     * @return false if the connection is lost.
     */
    boolean rollback()
    {
        clear();
        try
        {
            connection.rollback();
            return !connection.isClosed();
        }
        catch (final SQLException ignore)
        {
            return false;
        }
    }

    Connection connection()
    {
        return connection;
    }

    @Override
    public void close() throws SQLException
    {
        connection.close();
    }

    private void clear()
    {
        frames.clear();
        linkSets.clear();
        links.clear();
        nodes.clear();
        windows.clear();
        expandedWindows.clear();
    }
}
