package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/**
 * Writes rows in transactions (TraceLink §10): {@link #begin()}, any appends, {@link #commit()}. Nothing is seen by
 * readers before the commit, and after a failure nothing of the transaction is.
 * <p>
 * Duplicates are harmless: a row that is there already is left as it is. A frame that comes again with another trace
 * ID leaves the first one in place and marks it with {@link FrameStatus#CONFLICTING_DUPLICATE}.
 * <p>
 * Every method may wait for the disk or for another writer, up to the busy timeout, so none belongs on a hot path.
 * Not thread-safe.
 */
public final class LineageWriter implements AutoCloseable
{
    private static final int MAX_BATCH_ROWS = 1024;

    private final Connection connection;
    private final Statement control;
    private final Rows frames;
    private final Rows linkSets;
    private final Rows links;
    private final Rows windows;
    private final Rows nodes;
    private final Rows recordings;
    private boolean inTransaction;

    LineageWriter(final Connection connection)
    {
        this.connection = connection;
        try
        {
            control = connection.createStatement();
            frames = new Rows(
                "INSERT INTO frames (stream_id, epoch, seq, stage_id, t_ns, trace_id, status) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream_id, epoch, seq) DO UPDATE SET status = status | " +
                FrameStatus.CONFLICTING_DUPLICATE + " WHERE trace_id <> excluded.trace_id");
            linkSets = new Rows(
                "INSERT INTO link_sets (stream_id, epoch, seq, trace_id, parent_count) VALUES (?, ?, ?, ?, ?) " +
                "ON CONFLICT DO NOTHING");
            links = new Rows(
                "INSERT INTO trace_links (trace_id, parent_trace_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
            windows = new Rows(
                "INSERT INTO trace_windows (trace_id, in_stream_id, epoch, seq_start, seq_end, t_start_ns, t_end_ns) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
            nodes = new Rows(
                "INSERT INTO nodes (node_id, process_id, start_time) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
            recordings = new Rows(
                "INSERT INTO recordings (recording_id, stream_id, start_timestamp, initial_term_id, " +
                "start_position, position, stop_position) VALUES (?, ?, ?, ?, ?, ?, ?) " +
                "ON CONFLICT (recording_id) DO UPDATE SET position = excluded.position, " +
                "stop_position = excluded.stop_position");
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("writer cannot be prepared", ex);
        }
    }

    /**
     * Start a transaction. Waits for another writer to end its own, up to the busy timeout.
     *
     * @throws StoreException if the store is locked or cannot be written.
     */
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

    /**
     * Add a frame (TraceLink §10).
     *
     * @param streamId of the frame, uint32.
     * @param epoch    of the stream.
     * @param seq      of the frame.
     * @param stageId  client id of the stream's producer, 0 when unknown.
     * @param tNs      timestamp of the frame.
     * @param traceId  of the frame, 0 when it is not traced.
     * @param status   bits of {@link FrameStatus}.
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public void appendFrame(
        final long streamId,
        final long epoch,
        final long seq,
        final long stageId,
        final long tNs,
        final long traceId,
        final int status)
    {
        try
        {
            final PreparedStatement row = frames.statement;
            row.setLong(1, streamId);
            row.setLong(2, epoch);
            row.setLong(3, seq);
            row.setLong(4, stageId);
            row.setLong(5, tNs);
            row.setLong(6, traceId);
            row.setInt(7, status);
            frames.add();
        }
        catch (final SQLException ex)
        {
            throw failed("frame", ex);
        }
    }

    /**
     * Add a TraceLinkSet: one row of {@code link_sets} and one of {@code trace_links} per parent (TraceLink §9, §10).
     *
     * @param streamId of the output frame, uint32.
     * @param epoch    of the output frame.
     * @param seq      of the output frame.
     * @param traceId  of the output frame.
     * @param parents  holds the trace IDs of the parents.
     * @param offset   of the first parent in the array.
     * @param count    of parents.
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public void appendLinkSet(
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final long[] parents,
        final int offset,
        final int count)
    {
        try
        {
            final PreparedStatement row = linkSets.statement;
            row.setLong(1, streamId);
            row.setLong(2, epoch);
            row.setLong(3, seq);
            row.setLong(4, traceId);
            row.setInt(5, count);
            linkSets.add();

            for (int i = offset, end = offset + count; i < end; i++)
            {
                links.statement.setLong(1, traceId);
                links.statement.setLong(2, parents[i]);
                links.add();
            }
        }
        catch (final SQLException ex)
        {
            throw failed("link set", ex);
        }
    }

    /**
     * Add a window that is bounded by sequence numbers (TraceLink §12). A window that is recorded already stays.
     *
     * @param traceId    of the window's output.
     * @param inStreamId of the input, uint32.
     * @param epoch      of the input.
     * @param seqStart   first sequence of the window.
     * @param seqEnd     last sequence of the window, itself in it.
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public void appendWindowBySeq(
        final long traceId, final long inStreamId, final long epoch, final long seqStart, final long seqEnd)
    {
        appendWindow(traceId, inStreamId, epoch, 4, seqStart, seqEnd);
    }

    /**
     * Add a window that is bounded by the timestamps of frames (TraceLink §12). A window that is recorded already
     * stays.
     *
     * @param traceId    of the window's output.
     * @param inStreamId of the input, uint32.
     * @param epoch      of the input.
     * @param tStartNs   first timestamp of the window.
     * @param tEndNs     last timestamp of the window, itself in it.
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public void appendWindowByTime(
        final long traceId, final long inStreamId, final long epoch, final long tStartNs, final long tEndNs)
    {
        appendWindow(traceId, inStreamId, epoch, 6, tStartNs, tEndNs);
    }

    /**
     * Add a registration of a node ID (TraceLink §6).
     *
     * @param nodeId    that the process mints with.
     * @param processId of the operating system.
     * @param startTime of the process, in milliseconds since the Unix epoch.
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public void appendNode(final long nodeId, final long processId, final long startTime)
    {
        try
        {
            nodes.statement.setLong(1, nodeId);
            nodes.statement.setLong(2, processId);
            nodes.statement.setLong(3, startTime);
            nodes.add();
        }
        catch (final SQLException ex)
        {
            throw failed("node", ex);
        }
    }

    /**
     * Make everything since {@link #begin()} last.
     *
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public void commit()
    {
        try
        {
            frames.flush();
            linkSets.flush();
            links.flush();
            windows.flush();
            nodes.flush();
            recordings.flush();
            control.execute("COMMIT");
            inTransaction = false;
        }
        catch (final SQLException ex)
        {
            throw failed("commit", ex);
        }
    }

    /**
     * Forget everything since {@link #begin()}. Harmless outside of a transaction.
     */
    public void rollback()
    {
        try
        {
            frames.clear();
            linkSets.clear();
            links.clear();
            windows.clear();
            nodes.clear();
            recordings.clear();
            if (inTransaction)
            {
                inTransaction = false;
                control.execute("ROLLBACK");
            }
        }
        catch (final SQLException ignore)
        {
            // SQLite rolls back by itself on the errors after which this one fails
            inTransaction = false;
        }
    }

    /**
     * Record one window in a transaction of its own, as a stateful stage does for each of its outputs (TraceLink §12).
     *
     * @param traceId    of the window's output.
     * @param inStreamId of the input, uint32.
     * @param epoch      of the input.
     * @param seqStart   first sequence of the window.
     * @param seqEnd     last sequence of the window, itself in it.
     * @throws StoreException if the store is locked or fails; nothing was recorded.
     */
    public void recordWindowBySeq(
        final long traceId, final long inStreamId, final long epoch, final long seqStart, final long seqEnd)
    {
        begin();
        appendWindowBySeq(traceId, inStreamId, epoch, seqStart, seqEnd);
        commit();
    }

    /**
     * Record one window in a transaction of its own, as a stateful stage does for each of its outputs (TraceLink §12).
     *
     * @param traceId    of the window's output.
     * @param inStreamId of the input, uint32.
     * @param epoch      of the input.
     * @param tStartNs   first timestamp of the window.
     * @param tEndNs     last timestamp of the window, itself in it.
     * @throws StoreException if the store is locked or fails; nothing was recorded.
     */
    public void recordWindowByTime(
        final long traceId, final long inStreamId, final long epoch, final long tStartNs, final long tEndNs)
    {
        begin();
        appendWindowByTime(traceId, inStreamId, epoch, tStartNs, tEndNs);
        commit();
    }

    /**
     * Record one registration of a node ID in a transaction of its own (TraceLink §6).
     *
     * @param nodeId    that the process mints with.
     * @param processId of the operating system.
     * @param startTime of the process, in milliseconds since the Unix epoch.
     * @throws StoreException if the store is locked or fails; nothing was recorded.
     */
    public void recordNode(final long nodeId, final long processId, final long startTime)
    {
        begin();
        appendNode(nodeId, processId, startTime);
        commit();
    }

    /**
     * Close the connection; an open transaction is rolled back.
     */
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

    /**
     * Say how far the rows of a recording are written.
     */
    void appendRecording(final RecordingRow recording)
    {
        try
        {
            final PreparedStatement row = recordings.statement;
            row.setLong(1, recording.recordingId());
            row.setInt(2, recording.streamId());
            row.setLong(3, recording.startTimestamp());
            row.setInt(4, recording.initialTermId());
            row.setLong(5, recording.startPosition());
            row.setLong(6, recording.position());
            row.setLong(7, recording.stopPosition());
            recordings.add();
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    /**
     * Forget how far the rows of a recording are written. What was appended before is written first.
     */
    void deleteRecording(final long recordingId)
    {
        try
        {
            recordings.flush();
            control.execute("DELETE FROM recordings WHERE recording_id = " + recordingId);
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    /**
     * Add a single link.
     */
    void appendLink(final long traceId, final long parentTraceId)
    {
        try
        {
            links.statement.setLong(1, traceId);
            links.statement.setLong(2, parentTraceId);
            links.add();
        }
        catch (final SQLException ex)
        {
            throw failed("link", ex);
        }
    }

    /**
     * How many links this writer added that were not there before.
     */
    long linksAdded()
    {
        return links.added;
    }

    private void appendWindow(
        final long traceId,
        final long inStreamId,
        final long epoch,
        final int boundIndex,
        final long first,
        final long last)
    {
        if (Long.compareUnsigned(first, last) > 0)
        {
            throw new IllegalArgumentException(
                "first=" + Long.toUnsignedString(first) + " last=" + Long.toUnsignedString(last) +
                " must be in order");
        }

        try
        {
            final PreparedStatement row = windows.statement;
            row.setLong(1, traceId);
            row.setLong(2, inStreamId);
            row.setLong(3, epoch);
            for (int i = 4; i <= 7; i++)
            {
                row.setNull(i, Types.INTEGER);
            }

            row.setLong(boundIndex, first);
            row.setLong(boundIndex + 1, last);
            windows.add();
        }
        catch (final SQLException ex)
        {
            throw failed("window", ex);
        }
    }

    private StoreException failed(final String what, final SQLException cause)
    {
        rollback();
        return new StoreException(what + " cannot be written", cause);
    }

    /**
     * One prepared statement and the rows that wait in it.
     */
    private final class Rows
    {
        private final PreparedStatement statement;
        private int size;
        private long added;

        Rows(final String sql) throws SQLException
        {
            statement = connection.prepareStatement(sql);
        }

        void add() throws SQLException
        {
            if (!inTransaction)
            {
                throw new IllegalStateException("no transaction: call begin() first");
            }

            statement.addBatch();
            if (++size >= MAX_BATCH_ROWS)
            {
                flush();
            }
        }

        void flush() throws SQLException
        {
            if (size > 0)
            {
                size = 0;
                for (final int rows : statement.executeBatch())
                {
                    added += rows;
                }
            }
        }

        void clear() throws SQLException
        {
            size = 0;
            statement.clearBatch();
        }
    }
}
