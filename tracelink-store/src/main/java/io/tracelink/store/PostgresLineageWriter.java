package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes to a PostgreSQL database. When the connection is lost, the transaction is, too; the next one has a new
 * connection.
 */
final class PostgresLineageWriter extends LineageWriter
{
    private final PostgresLineageStore store;
    private final int lockTimeoutMs;
    private PostgresSession session;
    private boolean inTransaction;
    private boolean isClosed;
    private long linksAdded;

    PostgresLineageWriter(final PostgresLineageStore store, final int lockTimeoutMs) throws SQLException
    {
        this.store = store;
        this.lockTimeoutMs = lockTimeoutMs;
        session = store.session(lockTimeoutMs);
    }

    @Override
    public void begin()
    {
        if (isClosed)
        {
            throw new IllegalStateException("writer is closed");
        }

        if (null == session)
        {
            try
            {
                session = store.session(lockTimeoutMs);
            }
            catch (final SQLException ex)
            {
                throw new StoreException("transaction cannot be started", ex);
            }
        }

        inTransaction = true;
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
            session.frames.row().put(streamId).put(epoch).put(seq).put(stageId).put(tNs).put(traceId).put(status);
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
            session.linkSets.row().put(streamId).put(epoch).put(seq).put(traceId).put(count);
            for (int i = offset, end = offset + count; i < end; i++)
            {
                session.links.row().put(traceId).put(parents[i]);
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
            session.nodes.row().put(nodeId).put(processId).put(startTime);
        }
        catch (final SQLException ex)
        {
            throw failed("node", ex);
        }
    }

    @Override
    public void commit()
    {
        checkInTransaction();
        try
        {
            linksAdded += session.commit();
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
        if (inTransaction)
        {
            inTransaction = false;
            if (!session.rollback())
            {
                CloseHelper.quietClose(session);
                session = null;
            }
        }
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            rollback();
            isClosed = true;
            try
            {
                if (null != session)
                {
                    session.close();
                }
            }
            catch (final SQLException ex)
            {
                throw new StoreException("writer cannot be closed", ex);
            }
        }
    }

    /**
     * That of the open transaction, or of the next one while the server does not go away.
     */
    @Override
    Connection connection()
    {
        if (null == session)
        {
            throw new IllegalStateException("connection is lost: call begin() first");
        }

        return session.connection();
    }

    @Override
    void useSnapshots() throws SQLException
    {
        connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    @Override
    void appendRecording(final RecordingRow row)
    {
        checkInTransaction();
        try
        {
            session.recording.setLong(1, row.recordingId());
            session.recording.setInt(2, row.streamId());
            session.recording.setLong(3, row.startTimestamp());
            session.recording.setInt(4, row.initialTermId());
            session.recording.setLong(5, row.startPosition());
            session.recording.setLong(6, row.position());
            session.recording.setLong(7, row.stopPosition());
            session.recording.executeUpdate();
        }
        catch (final SQLException ex)
        {
            throw failed("position", ex);
        }
    }

    @Override
    void deleteRecording(final long recordingId)
    {
        checkInTransaction();
        try
        {
            session.deleteRecording.setLong(1, recordingId);
            session.deleteRecording.executeUpdate();
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
            session.links.row().put(traceId).put(parentTraceId);
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
            session.expandedWindows.row().put(traceId).put(inStreamId);
        }
        catch (final SQLException ex)
        {
            throw failed("expanded window", ex);
        }
    }

    @Override
    long linksAdded()
    {
        return linksAdded;
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
            final PostgresRows row = session.windows.row().put(traceId).put(inStreamId).put(epoch);
            if (isBySeq)
            {
                row.put(first).put(last).putNull().putNull();
            }
            else
            {
                row.putNull().putNull().put(first).put(last);
            }
        }
        catch (final SQLException ex)
        {
            throw failed("window", ex);
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
