package io.tracelink.store;

import io.aeron.archive.client.AeronArchive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the rows of a recording are committed.
 *
 * @param collectorId    of the collector that reads it.
 * @param recordingId    of the archive.
 * @param streamId       of the recorded stream.
 * @param startTimestamp of the recording, in milliseconds since the Unix epoch; with the initial term id it tells one
 *                       recording from another that was given the same id.
 * @param initialTermId  of the recorded stream.
 * @param startPosition  at which the recording began.
 * @param position       up to which all messages are committed.
 * @param stopPosition   at which the recording ended, as far as that was known; else {@link #UNKNOWN}.
 */
record RecordingRow(
    int collectorId,
    long recordingId,
    int streamId,
    long startTimestamp,
    int initialTermId,
    long startPosition,
    long position,
    long stopPosition)
{
    static final long UNKNOWN = AeronArchive.NULL_POSITION;

    /**
     * Statement that {@link #bind(PreparedStatement)} fills.
     */
    static final String UPSERT =
        "INSERT INTO recordings (collector_id, recording_id, stream_id, start_timestamp, initial_term_id, " +
        "start_position, position, stop_position) VALUES (?, ?, ?, ?, ?, ?, ?, ?) " +
        "ON CONFLICT (collector_id, recording_id) DO UPDATE SET position = excluded.position, " +
        "stop_position = excluded.stop_position";

    /**
     * All recordings of a collector.
     */
    static List<RecordingRow> readAll(final Connection connection, final int collectorId) throws SQLException
    {
        return readAll(connection).stream().filter((row) -> row.collectorId == collectorId).toList();
    }

    /**
     * All recordings of all collectors.
     */
    static List<RecordingRow> readAll(final Connection connection) throws SQLException
    {
        final List<RecordingRow> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
            "SELECT collector_id, recording_id, stream_id, start_timestamp, initial_term_id, start_position, " +
            "position, stop_position FROM recordings ORDER BY collector_id, recording_id");
            ResultSet row = statement.executeQuery())
        {
            while (row.next())
            {
                rows.add(new RecordingRow(
                    row.getInt(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getInt(5), row.getLong(6),
                    row.getLong(7), row.getLong(8)));
            }
        }

        return rows;
    }

    /**
     * The collectors that have read recordings into the store.
     */
    static List<Integer> readCollectorIds(final Connection connection) throws SQLException
    {
        final List<Integer> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
            "SELECT DISTINCT collector_id FROM recordings ORDER BY collector_id");
            ResultSet row = statement.executeQuery())
        {
            while (row.next())
            {
                ids.add(row.getInt(1));
            }
        }

        return ids;
    }

    void bind(final PreparedStatement upsert) throws SQLException
    {
        upsert.setInt(1, collectorId);
        upsert.setLong(2, recordingId);
        upsert.setInt(3, streamId);
        upsert.setLong(4, startTimestamp);
        upsert.setInt(5, initialTermId);
        upsert.setLong(6, startPosition);
        upsert.setLong(7, position);
        upsert.setLong(8, stopPosition);
    }

    /**
     * Is it this recording, and not another one that got its id?
     */
    boolean isOf(final RecordingDescriptor descriptor)
    {
        return streamId == descriptor.streamId() && startTimestamp == descriptor.startTimestamp() &&
            initialTermId == descriptor.initialTermId();
    }

    RecordingRow withPosition(final long position)
    {
        return new RecordingRow(
            collectorId, recordingId, streamId, startTimestamp, initialTermId, startPosition, position, stopPosition);
    }

    boolean isAtEnd()
    {
        return UNKNOWN != stopPosition && position >= stopPosition;
    }
}
