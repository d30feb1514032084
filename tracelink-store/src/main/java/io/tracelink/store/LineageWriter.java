package io.tracelink.store;

import java.sql.Connection;

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
    LineageWriter()
    {
    }

    /**
     * Start a transaction. Waits for another writer to end its own, up to the busy timeout.
     *
     * @throws StoreException if the store is locked or cannot be written.
     */
    public abstract void begin();

    /**
     * Start a transaction that sees the store as it is now, without what others commit meanwhile.
     *
     * @throws StoreException if the store is locked or cannot be written.
     */
    abstract void beginSnapshot();

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
    public abstract void appendFrame(
        long streamId, long epoch, long seq, long stageId, long tNs, long traceId, int status);

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
    public abstract void appendLinkSet(
        long streamId, long epoch, long seq, long traceId, long[] parents, int offset, int count);

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
     * @throws StoreException if the store fails; the transaction has been rolled back.
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
    public abstract void appendNode(long nodeId, long processId, long startTime);

    /**
     * Make everything since {@link #begin()} last.
     *
     * @throws StoreException if the store fails; the transaction has been rolled back.
     */
    public abstract void commit();

    /**
     * Forget everything since {@link #begin()}. Harmless outside of a transaction.
     */
    public abstract void rollback();

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
    public final void recordWindowBySeq(
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
    public final void recordWindowByTime(
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
    public abstract void close();

    /**
     * The connection that it writes on, for statements of others in its transaction.
     */
    abstract Connection connection();

    /**
     * Say how far the rows of a recording are written.
     */
    abstract void appendRecording(RecordingRow recording);

    /**
     * Forget how far the rows of a recording are written. What was appended before is written first.
     */
    abstract void deleteRecording(int collectorId, long recordingId);

    /**
     * Add a single link.
     */
    abstract void appendLink(long traceId, long parentTraceId);

    /**
     * Say that all links of a window are made.
     */
    abstract void appendExpandedWindow(long traceId, long inStreamId);

    /**
     * How many links this writer added that were not there before.
     */
    abstract long linksAdded();

    /**
     * Add a window whose bounds, both of them in it, are in order.
     */
    abstract void appendWindow(long traceId, long inStreamId, long epoch, boolean isBySeq, long first, long last);

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
