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
    private long linksAdded;

    PostgresLineageWriter(final Connector connector) throws SQLException
    {
        this.connector = connector;
        session = connector.connect();
    }

    @Override
    Connection connection()
    {
        return session.connection();
    }

    @Override
    long linksAdded()
    {
        return linksAdded;
    }

    @Override
    void start() throws SQLException
    {
        if (null == session)
        {
            session = connector.connect();
        }
    }

    @Override
    void keepSnapshot() throws SQLException
    {
        try (Statement statement = session.connection().createStatement())
        {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
    }

    @Override
    void end() throws SQLException
    {
        linksAdded += session.commit();
    }

    @Override
    void cancel()
    {
        if (!session.rollback())
        {
            dropSession();
        }
    }

    @Override
    void onFailure(final SQLException cause)
    {
        if (isLoss(cause))
        {
            dropSession();
        }
    }

    @Override
    void disconnect() throws SQLException
    {
        if (null != session)
        {
            session.close();
        }
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
        session.frames.row().put(streamId).put(epoch).put(seq).put(stageId).put(tNs).put(traceId).put(status);
    }

    @Override
    void writeLinkSet(
        final long streamId, final long epoch, final long seq, final long traceId, final int parentCount)
        throws SQLException
    {
        session.linkSets.row().put(streamId).put(epoch).put(seq).put(traceId).put(parentCount);
    }

    @Override
    void writeLink(final long traceId, final long parentTraceId) throws SQLException
    {
        session.links.row().put(traceId).put(parentTraceId);
    }

    @Override
    void writeNode(final long nodeId, final long processId, final long startTime) throws SQLException
    {
        session.nodes.row().put(nodeId).put(processId).put(startTime);
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

    @Override
    void writeExpandedWindow(final long traceId, final long inStreamId) throws SQLException
    {
        session.expandedWindows.row().put(traceId).put(inStreamId);
    }

    @Override
    void writeRecording(final RecordingRow row) throws SQLException
    {
        row.bind(session.recording);
        session.recording.executeUpdate();
    }

    @Override
    void eraseRecording(final int collectorId, final long recordingId) throws SQLException
    {
        session.deleteRecording.setInt(1, collectorId);
        session.deleteRecording.setLong(2, recordingId);
        session.deleteRecording.executeUpdate();
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
