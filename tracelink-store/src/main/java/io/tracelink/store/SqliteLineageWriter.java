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
    private boolean inTransaction;

    SqliteLineageWriter(final Connection connection)
    {
        this.connection = connection;
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
            recording = connection.prepareStatement(
                "INSERT INTO recordings (collector_id, recording_id, stream_id, start_timestamp, initial_term_id, " +
                "start_position, position, stop_position) VALUES (?, ?, ?, ?, ?, ?, ?, ?) " +
                "ON CONFLICT (collector_id, recording_id) DO UPDATE SET position = excluded.position, " +
                "stop_position = excluded.stop_position");
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("writer cannot be prepared", ex);
        }
    }

    @Override
    public void begin()
    {
        try
        {
            control.execute("BEGIN IMMEDIATE");
            inTransaction = true;
        }
        catch (final SQLException ex)
        {
            throw new StoreException("transaction cannot be started", ex);
        }
    }

    @Override
    void beginSnapshot()
    {
        begin();
    }

    @Override
    public void appendFrame(
        final long streamId,
        final long epoch,
        final long seq,
        final long stageId,
        final long tNs,
        final long traceId,
        final int status)
    {
        checkInTransaction();
        try
        {
            frames.put(streamId).put(epoch).put(seq).put(stageId).put(tNs).put(traceId).put(status).end();
        }
        catch (final SQLException ex)
        {
            throw failed("frame", ex);
        }
    }

    @Override
    public void appendLinkSet(
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final long[] parents,
        final int offset,
        final int count)
    {
        checkInTransaction();
        try
        {
            linkSets.put(streamId).put(epoch).put(seq).put(traceId).put(count).end();
            for (int i = offset, end = offset + count; i < end; i++)
            {
                links.put(traceId).put(parents[i]).end();
            }
        }
        catch (final SQLException ex)
        {
            throw failed("link set", ex);
        }
    }

    @Override
    public void appendNode(final long nodeId, final long processId, final long startTime)
    {
        checkInTransaction();
        try
        {
            nodes.put(nodeId).put(processId).put(startTime).end();
        }
        catch (final SQLException ex)
        {
            throw failed("node", ex);
        }
    }

    @Override
    public void commit()
    {
        try
        {
            frames.flush();
            linkSets.flush();
            links.flush();
            nodes.flush();
            expandedWindows.flush();
            control.execute("COMMIT");
            inTransaction = false;
        }
        catch (final SQLException ex)
        {
            throw failed("commit", ex);
        }
    }

    @Override
    public void rollback()
    {
        frames.clear();
        linkSets.clear();
        links.clear();
        nodes.clear();
        expandedWindows.clear();
        if (inTransaction)
        {
            inTransaction = false;
            try
            {
                control.execute("ROLLBACK");
            }
            catch (final SQLException ignore)
            {
                // SQLite rolls back by itself on the errors after which this one fails
            }
        }
    }

    @Override
    public void close()
    {
        try
        {
            if (!connection.isClosed())
            {
                rollback();
                connection.close();
            }
        }
        catch (final SQLException ex)
        {
            throw new StoreException("writer cannot be closed", ex);
        }
    }

    @Override
    Connection connection()
    {
        return connection;
    }

    @Override
    void appendRecording(final RecordingRow row)
    {
        checkInTransaction();
        try
        {
            recording.setInt(1, row.collectorId());
            recording.setLong(2, row.recordingId());
            recording.setInt(3, row.streamId());
            recording.setLong(4, row.startTimestamp());
            recording.setInt(5, row.initialTermId());
            recording.setLong(6, row.startPosition());
            recording.setLong(7, row.position());
            recording.setLong(8, row.stopPosition());
            recording.executeUpdate();
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    @Override
    void deleteRecording(final int collectorId, final long recordingId)
    {
        checkInTransaction();
        try
        {
            control.execute(
                "DELETE FROM recordings WHERE collector_id = " + collectorId + " AND recording_id = " + recordingId);
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    @Override
    void appendLink(final long traceId, final long parentTraceId)
    {
        checkInTransaction();
        try
        {
            links.put(traceId).put(parentTraceId).end();
        }
        catch (final SQLException ex)
        {
            throw failed("link", ex);
        }
    }

    @Override
    void appendExpandedWindow(final long traceId, final long inStreamId)
    {
        checkInTransaction();
        try
        {
            expandedWindows.put(traceId).put(inStreamId).end();
        }
        catch (final SQLException ex)
        {
            throw failed("expanded window", ex);
        }
    }

    @Override
    long linksAdded()
    {
        return links.added();
    }

    @Override
    void appendWindow(
        final long traceId,
        final long inStreamId,
        final long epoch,
        final boolean isBySeq,
        final long first,
        final long last)
    {
        checkInTransaction();
        try
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
        catch (final SQLException ex)
        {
            throw failed("window", ex);
        }
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

    private void checkInTransaction()
    {
        if (!inTransaction)
        {
            throw new IllegalStateException("no transaction: call begin() first");
        }
    }

    private StoreException failed(final String what, final SQLException cause)
    {
        rollback();
        return new StoreException(what + " cannot be written", cause);
    }
}
