package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes to a PostgreSQL database. When the connection is lost, the transaction is, too; the next one has a new
 * connection.
 */
final class PostgresLineageWriter extends LineageWriter
{
    private final Connector connector;
    private PostgresSession session;
    private boolean inTransaction;
    private boolean isClosed;
    private long linksAdded;

    PostgresLineageWriter(final Connector connector) throws SQLException
    {
        this.connector = connector;
        session = connector.connect();
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
                session = connector.connect();
            }
            catch (final SQLException ex)
            {
                throw new StoreException("transaction cannot be started", ex);
            }
        }

        inTransaction = true;
    }

    @Override
    void beginSnapshot()
    {
        begin();
        try (Statement statement = session.connection().createStatement())
        {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
        catch (final SQLException ex)
        {
            throw failed("snapshot", ex);
        }
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
                dropSession();
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

    @Override
    Connection connection()
    {
        return session.connection();
    }

    @Override
    void appendRecording(final RecordingRow row)
    {
        checkInTransaction();
        try
        {
            session.recording.setInt(1, row.collectorId());
            session.recording.setLong(2, row.recordingId());
            session.recording.setInt(3, row.streamId());
            session.recording.setLong(4, row.startTimestamp());
            session.recording.setInt(5, row.initialTermId());
            session.recording.setLong(6, row.startPosition());
            session.recording.setLong(7, row.position());
            session.recording.setLong(8, row.stopPosition());
            session.recording.executeUpdate();
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
            session.deleteRecording.setInt(1, collectorId);
            session.deleteRecording.setLong(2, recordingId);
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
        if (null != session && isLoss(cause))
        {
            dropSession();
        }

        return new StoreException(what + " cannot be written", cause);
    }

    private void dropSession()
    {
        CloseHelper.quietClose(session);
        session = null;
    }

    /**
     * Connection exceptions, and those of a server that shuts down or was killed.
     */
    private static boolean isLoss(final SQLException cause)
    {
        final String state = cause.getSQLState();
        return null != state && (state.startsWith("08") || state.startsWith("57P"));
    }

    /**
     * Makes another connection when one is needed.
     */
    @FunctionalInterface
    interface Connector
    {
        PostgresSession connect() throws SQLException;
    }
}
