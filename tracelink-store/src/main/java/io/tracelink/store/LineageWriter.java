package io.tracelink.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes rows in transactions (TraceLink §10): {@link #begin()}, any appends, {@link #commit()}. Nothing is seen by
 * readers before the commit, and after a failure nothing of the transaction is.
 * <p>
 * Duplicates are harmless: a row that is there already is left as it is. A frame that comes again with another trace
 * ID leaves the first one in place and marks it with {@link FrameStatus#CONFLICTING_DUPLICATE}; it is kept in
 * {@code conflicts} itself.
 * <p>
 * Every method may wait for the disk or for another writer, up to the busy timeout, so none belongs on a hot path.
 * Not thread-safe.
 */
public abstract sealed class LineageWriter implements AutoCloseable
    permits SqliteLineageWriter, PostgresLineageWriter
{
    private boolean inTransaction;
    private boolean isClosed;

    LineageWriter()
    {
    }

    /**
     * Start a transaction. Waits for another writer to end its own, up to the busy timeout.
     *
     * @throws StoreException        if the store is locked or cannot be written.
     * @throws IllegalStateException if the writer is closed or in a transaction.
     */
    public final void begin()
    {
        if (isClosed || inTransaction)
        {
            throw new IllegalStateException(
                isClosed ? "writer is closed" : "a transaction is open: commit() or rollback() comes first");
        }

        try
        {
            start();
            inTransaction = true;
        }
        catch (final SQLException ex)
        {
            throw new StoreException("transaction cannot be started", ex);
        }
    }

    /**
     * Start a transaction that sees the store as it is now, without what others commit meanwhile.
     *
     * @throws StoreException if the store is locked or cannot be written.
     */
    final void beginSnapshot()
    {
        begin();
        try
        {
            keepSnapshot();
        }
        catch (final SQLException ex)
        {
            throw failed("snapshot", ex);
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
    public final void appendFrame(
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
            writeFrame(streamId, epoch, seq, stageId, tNs, traceId, status);
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
    public final void appendLinkSet(
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
            writeLinkSet(streamId, epoch, seq, traceId, count);
            for (int i = offset, end = offset + count; i < end; i++)
            {
                writeLink(traceId, parents[i]);
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
     * @throws IllegalArgumentException if the bounds are not in order; nothing was written.
     * @throws StoreException           if the store fails; the transaction has been rolled back.
     */
    public final void appendWindowBySeq(
        final long traceId, final long inStreamId, final long epoch, final long seqStart, final long seqEnd)
    {
        validateOrder(seqStart, seqEnd);
        appendWindow(traceId, inStreamId, epoch, true, seqStart, seqEnd);
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
     * @throws IllegalArgumentException if the bounds are not in order; nothing was written.
     * @throws StoreException           if the store fails; the transaction has been rolled back.
     */
    public final void appendWindowByTime(
        final long traceId, final long inStreamId, final long epoch, final long tStartNs, final long tEndNs)
    {
        validateOrder(tStartNs, tEndNs);
        appendWindow(traceId, inStreamId, epoch, false, tStartNs, tEndNs);
    }

    /**
     * Add a registration of a node ID (TraceLink §6).
     *
     * @param nodeId    that the process mints with.
     * @param processId of the operating system.
     * @param startTime of the process, in milliseconds since the Unix epoch.
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public final void appendNode(final long nodeId, final long processId, final long startTime)
    {
        checkInTransaction();
        try
        {
            writeNode(nodeId, processId, startTime);
        }
        catch (final SQLException ex)
        {
            throw failed("node", ex);
        }
    }

    /**
     * Make everything since {@link #begin()} last.
     *
     * @throws StoreException        if the store fails; the transaction has been rolled back.
     * @throws IllegalStateException outside of a transaction, as all appends.
     */
    public final void commit()
    {
        checkInTransaction();
        try
        {
            end();
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
    public final void rollback()
    {
        if (inTransaction)
        {
            inTransaction = false;
            cancel();
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
     * @throws IllegalArgumentException if the bounds are not in order; nothing was written.
     * @throws StoreException           if the store is locked or fails; nothing was recorded.
     */
    public final void recordWindowBySeq(
        final long traceId, final long inStreamId, final long epoch, final long seqStart, final long seqEnd)
    {
        validateOrder(seqStart, seqEnd);
        begin();
        appendWindow(traceId, inStreamId, epoch, true, seqStart, seqEnd);
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
     * @throws IllegalArgumentException if the bounds are not in order; nothing was written.
     * @throws StoreException           if the store is locked or fails; nothing was recorded.
     */
    public final void recordWindowByTime(
        final long traceId, final long inStreamId, final long epoch, final long tStartNs, final long tEndNs)
    {
        validateOrder(tStartNs, tEndNs);
        begin();
        appendWindow(traceId, inStreamId, epoch, false, tStartNs, tEndNs);
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
    public final void recordNode(final long nodeId, final long processId, final long startTime)
    {
        begin();
        appendNode(nodeId, processId, startTime);
        commit();
    }

    /**
     * Close the connection; an open transaction is rolled back.
     */
    @Override
    public final void close()
    {
        if (isClosed)
        {
            return;
        }

        rollback();
        isClosed = true;
        try
        {
            disconnect();
        }
        catch (final SQLException ex)
        {
            throw new StoreException("writer cannot be closed", ex);
        }
    }

    /**
     * The connection that it writes on, for statements of others in its transaction.
     */
    abstract Connection connection();

    /**
     * How many links this writer added that were not there before.
     */
    abstract long linksAdded();

    /**
     * Say how far the rows of a recording are written.
     */
    final void appendRecording(final RecordingRow recording)
    {
        checkInTransaction();
        try
        {
            writeRecording(recording);
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    /**
     * Forget how far the rows of a recording are written. What was appended before is written first.
     */
    final void deleteRecording(final int collectorId, final long recordingId)
    {
        checkInTransaction();
        try
        {
            eraseRecording(collectorId, recordingId);
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    /**
     * Add a single link.
     */
    final void appendLink(final long traceId, final long parentTraceId)
    {
        checkInTransaction();
        try
        {
            writeLink(traceId, parentTraceId);
        }
        catch (final SQLException ex)
        {
            throw failed("link", ex);
        }
    }

    /**
     * Say that all links of a window are made.
     */
    final void appendExpandedWindow(final long traceId, final long inStreamId)
    {
        checkInTransaction();
        try
        {
            writeExpandedWindow(traceId, inStreamId);
        }
        catch (final SQLException ex)
        {
            throw failed("expanded window", ex);
        }
    }

    /**
     * Add a window whose bounds, both of them in it, are in order.
     */
    final void appendWindow(
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
            writeWindow(traceId, inStreamId, epoch, isBySeq, first, last);
        }
        catch (final SQLException ex)
        {
            throw failed("window", ex);
        }
    }

    /**
     * Start a transaction.
     */
    abstract void start() throws SQLException;

    /**
     * See the store from now on as it is now, to the end of the transaction.
     */
    abstract void keepSnapshot() throws SQLException;

    /**
     * Write what waits, and commit.
     */
    abstract void end() throws SQLException;

    /**
     * Forget what waits, and roll back. Never fails.
     */
    abstract void cancel();

    /**
     * A statement of a transaction failed, which has been cancelled.
     */
    abstract void onFailure(SQLException cause);

    abstract void disconnect() throws SQLException;

    abstract void writeFrame(
        long streamId, long epoch, long seq, long stageId, long tNs, long traceId, int status) throws SQLException;

    abstract void writeLinkSet(long streamId, long epoch, long seq, long traceId, int parentCount)
        throws SQLException;

    abstract void writeLink(long traceId, long parentTraceId) throws SQLException;

    abstract void writeNode(long nodeId, long processId, long startTime) throws SQLException;

    abstract void writeWindow(
        long traceId, long inStreamId, long epoch, boolean isBySeq, long first, long last) throws SQLException;

    abstract void writeExpandedWindow(long traceId, long inStreamId) throws SQLException;

    abstract void writeRecording(RecordingRow recording) throws SQLException;

    abstract void eraseRecording(int collectorId, long recordingId) throws SQLException;

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
        onFailure(cause);
        return new StoreException(what + " cannot be written", cause);
    }

    private static void validateOrder(final long first, final long last)
    {
        if (Long.compareUnsigned(first, last) > 0)
        {
            throw new IllegalArgumentException(
                "first=" + Long.toUnsignedString(first) + " last=" + Long.toUnsignedString(last) +
                " must be in order");
        }
    }
}
