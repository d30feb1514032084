package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/**
 * Writes to a SQLite file.
 */
final class SqliteLineageWriter extends LineageWriter
{
    private static final int FRAME_COLUMNS = 7;

    private final Connection connection;
    private final WriteTurns turns;
    private final int busyTimeoutMs;
    private final Statement control;
    private final SqliteRows frames;
    private final SqliteRows linkSets;
    private final SqliteRows links;
    private final SqliteRows nodes;
    private final SqliteRows expandedWindows;
    private final PreparedStatement markConflict;
    private final PreparedStatement conflict;
    private final PreparedStatement window;
    private final PreparedStatement recording;

    SqliteLineageWriter(final Connection connection, final WriteTurns turns, final int busyTimeoutMs)
    {
        this.connection = connection;
        this.turns = turns;
        this.busyTimeoutMs = busyTimeoutMs;
        try
        {
            control = connection.createStatement();
            frames = new SqliteRows(
                connection,
                "frames",
                "stream_id, epoch, seq, stage_id, t_ns, trace_id, status",
                FRAME_COLUMNS,
                this::onDuplicate);
            linkSets = new SqliteRows(
                connection, "link_sets", "stream_id, epoch, seq, trace_id, parent_count", 5, null);
            links = new SqliteRows(connection, "trace_links", "trace_id, parent_trace_id", 2, null);
            nodes = new SqliteRows(connection, "nodes", "node_id, process_id, start_time", 3, null);
            expandedWindows = new SqliteRows(connection, "expanded_windows", "trace_id, in_stream_id", 2, null);
            markConflict = connection.prepareStatement(
                "UPDATE frames SET status = status | " + FrameStatus.CONFLICTING_DUPLICATE +
                " WHERE stream_id = ? AND epoch = ? AND seq = ? AND trace_id <> ?");
            conflict = connection.prepareStatement(
                "INSERT INTO conflicts (stream_id, epoch, seq, stage_id, t_ns, trace_id, status) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
            window = connection.prepareStatement(
                "INSERT INTO trace_windows (trace_id, in_stream_id, epoch, seq_start, seq_end, t_start_ns, t_end_ns) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
            recording = connection.prepareStatement(RecordingRow.UPSERT);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("writer cannot be prepared", ex);
        }
    }

    @Override
    Connection connection()
    {
        return connection;
    }

    @Override
    long linksAdded()
    {
        return links.added();
    }

    @Override
    void start() throws SQLException
    {
        turns.begin(busyTimeoutMs);
        try
        {
            control.execute("BEGIN IMMEDIATE");
        }
        catch (final SQLException ex)
        {
            turns.end();
            throw ex;
        }
    }

    /**
     * Nobody else writes meanwhile.
     */
    @Override
    void keepSnapshot()
    {
    }

    @Override
    void end() throws SQLException
    {
        frames.flush();
        linkSets.flush();
        links.flush();
        nodes.flush();
        expandedWindows.flush();
        control.execute("COMMIT");
        turns.end();
    }

    @Override
    void cancel()
    {
        frames.clear();
        linkSets.clear();
        links.clear();
        nodes.clear();
        expandedWindows.clear();
        try
        {
            control.execute("ROLLBACK");
        }
        catch (final SQLException ignore)
        {
            // SQLite rolls back by itself on the errors after which this one fails
        }

        turns.end();
    }

    @Override
    void onFailure(final SQLException cause)
    {
    }

    @Override
    void disconnect() throws SQLException
    {
        connection.close();
    }

    @Override
    void writeFrame(
        final long streamId,
        final long epoch,
        final long seq,
        final long stageId,
        final long tNs,
        final long traceId,
        final int status)
        throws SQLException
    {
        frames.put(streamId).put(epoch).put(seq).put(stageId).put(tNs).put(traceId).put(status).end();
    }

    @Override
    void writeLinkSet(
        final long streamId, final long epoch, final long seq, final long traceId, final int parentCount)
        throws SQLException
    {
        linkSets.put(streamId).put(epoch).put(seq).put(traceId).put(parentCount).end();
    }

    @Override
    void writeLink(final long traceId, final long parentTraceId) throws SQLException
    {
        links.put(traceId).put(parentTraceId).end();
    }

    @Override
    void writeNode(final long nodeId, final long processId, final long startTime) throws SQLException
    {
        nodes.put(nodeId).put(processId).put(startTime).end();
    }

    @Override
    void writeWindow(
        final long traceId,
        final long inStreamId,
        final long epoch,
        final boolean isBySeq,
        final long first,
        final long last)
        throws SQLException
    {
        final int given = isBySeq ? 4 : 6;
        final int absent = isBySeq ? 6 : 4;
        window.setLong(1, traceId);
        window.setLong(2, inStreamId);
        window.setLong(3, epoch);
        window.setLong(given, first);
        window.setLong(given + 1, last);
        window.setNull(absent, Types.INTEGER);
        window.setNull(absent + 1, Types.INTEGER);
        window.executeUpdate();
    }

    @Override
    void writeExpandedWindow(final long traceId, final long inStreamId) throws SQLException
    {
        expandedWindows.put(traceId).put(inStreamId).end();
    }

    @Override
    void writeRecording(final RecordingRow row) throws SQLException
    {
        row.bind(recording);
        recording.executeUpdate();
    }

    @Override
    void eraseRecording(final int collectorId, final long recordingId) throws SQLException
    {
        control.execute(
            "DELETE FROM recordings WHERE collector_id = " + collectorId + " AND recording_id = " + recordingId);
    }

    /**
     * A frame that was not inserted, or that was in one statement with one that was not.
     */
    private void onDuplicate(final long[] values, final int offset) throws SQLException
    {
        markConflict.setLong(1, values[offset]);
        markConflict.setLong(2, values[offset + 1]);
        markConflict.setLong(3, values[offset + 2]);
        markConflict.setLong(4, values[offset + 5]);
        if (1 == markConflict.executeUpdate())
        {
            for (int i = 0; i < FRAME_COLUMNS; i++)
            {
                conflict.setLong(i + 1, values[offset + i]);
            }

            conflict.executeUpdate();
        }
    }
}
