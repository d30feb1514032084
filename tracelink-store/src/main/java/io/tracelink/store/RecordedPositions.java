package io.tracelink.store;

import io.aeron.archive.status.RecordingPos;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.status.CountersReader;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How far the recordings of an archive were at an instant, by the counters of its media driver: what an answer must
 * know to say that something is recorded and not committed to the store yet.
 * <pre>
 * final RecordedPositions recorded = RecordedPositions.of(counters, 0);
 * recorded.awaitCommitted(store, timeoutNs);
 * try (Lineage lineage = store.lineage(recorded))
 * {
 *     final LineageGraph graph = lineage.ofTrace(traceId, Direction.UP);
 * }
 * </pre>
 * Recordings that the store has no row of are those of its streams that began since. A store that was never collected
 * from an archive is not behind one. Immutable.
 */
public final class RecordedPositions
{
    /**
     * Nothing is known of an archive.
     */
    public static final RecordedPositions NONE = new RecordedPositions(0, List.of());

    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * In the key of Aeron's counter of a recording: its id, the session id, and the identity of the source with its
     * length before and the id of the archive behind it.
     */
    private static final int SOURCE_IDENTITY_LENGTH_OFFSET = 12;
    private static final int SOURCE_IDENTITY_OFFSET = 16;

    private final int collectorId;
    private final List<Recorded> recordings;

    private RecordedPositions(final int collectorId, final List<Recorded> recordings)
    {
        this.collectorId = collectorId;
        this.recordings = recordings;
    }

    /**
     * Read how far the recordings are that go on.
     *
     * @param counters    of the media driver of the archive.
     * @param collectorId of the collector that reads the archive, see {@link CollectorArchive#collectorId(int)}.
     * @return the positions.
     * @throws IllegalArgumentException if several archives record there: which of them is meant cannot be told.
     */
    public static RecordedPositions of(final CountersReader counters, final int collectorId)
    {
        final List<Recorded> recordings = new ArrayList<>();
        final LongHashSet archiveIds = new LongHashSet();
        counters.forEach((counterId, typeId, keyBuffer, label) ->
        {
            final long recordingId = RecordingPos.RECORDING_POSITION_TYPE_ID == typeId ?
                RecordingPos.getRecordingId(counters, counterId) : RecordingPos.NULL_RECORDING_ID;
            if (RecordingPos.NULL_RECORDING_ID != recordingId)
            {
                archiveIds.add(archiveId(keyBuffer));
                recordings.add(new Recorded(recordingId, streamId(label), counters.getCounterValue(counterId)));
            }
        });

        if (archiveIds.size() > 1)
        {
            throw new IllegalArgumentException(
                "archives=" + archiveIds.size() + " record on this media driver: ask where only the archive of the " +
                "store does");
        }

        return new RecordedPositions(collectorId, List.copyOf(recordings));
    }

    /**
     * Wait until the store has all that was recorded.
     *
     * @param store     to look at.
     * @param timeoutNs how long to wait at most, in nanoseconds.
     * @return what it does not have after that; empty if it has everything.
     * @throws StoreException if the database cannot be read.
     */
    public List<Lag> awaitCommitted(final LineageStore store, final long timeoutNs)
    {
        final long startNs = System.nanoTime();
        List<Lag> lags = lags(store.recordings(collectorId));
        while (!lags.isEmpty() && System.nanoTime() - startNs < timeoutNs)
        {
            LockSupport.parkNanos(POLL_INTERVAL_NS);
            lags = lags(store.recordings(collectorId));
        }

        return lags;
    }

    /**
     * Say in a verdict that the snapshot which is asked lacks something that was recorded.
     */
    void report(final Connection connection, final MissingSet missing) throws SQLException
    {
        if (!recordings.isEmpty() && !lags(RecordingRow.readAll(connection, collectorId)).isEmpty())
        {
            missing.openFrames(null, null, null, Missing.Cause.NOT_COMMITTED, null);
        }
    }

    private List<Lag> lags(final List<RecordingRow> rows)
    {
        final IntHashSet streamIds = new IntHashSet();
        final Long2LongHashMap committed = new Long2LongHashMap(RecordingRow.UNKNOWN);
        for (final RecordingRow row : rows)
        {
            streamIds.add(row.streamId());
            committed.put(row.recordingId(), row.position());
        }

        final List<Lag> lags = new ArrayList<>();
        for (final Recorded recorded : recordings)
        {
            final long position = committed.get(recorded.recordingId);
            final boolean isOurs = RecordingRow.UNKNOWN != position || streamIds.contains(recorded.streamId);
            if (isOurs && Math.max(0, position) < recorded.position)
            {
                lags.add(new Lag(
                    recorded.recordingId, recorded.streamId, Math.max(0, position), recorded.position));
            }
        }

        return lags;
    }

    /**
     * Behind the source's identity, whose length precedes it.
     */
    private static long archiveId(final DirectBuffer key)
    {
        final int offset = SOURCE_IDENTITY_OFFSET + key.getInt(SOURCE_IDENTITY_LENGTH_OFFSET);
        return offset + Long.BYTES <= key.capacity() ? key.getLong(offset) : 0;
    }

    /**
     * The label of the counter is a name, the ids of recording, session and stream, and the channel.
     */
    private static int streamId(final String label)
    {
        final String[] words = label.substring(label.indexOf(':') + 1).trim().split(" ", -1);
        try
        {
            return words.length > 2 ? Integer.parseInt(words[2]) : 0;
        }
        catch (final NumberFormatException ex)
        {
            return 0;
        }
    }

    /**
     * A recording of which the store does not have everything.
     *
     * @param recordingId of the archive.
     * @param streamId    Aeron's, of the stream that is recorded.
     * @param position    up to which all messages are committed.
     * @param recorded    up to which it was recorded at the instant in question.
     */
    public record Lag(long recordingId, int streamId, long position, long recorded)
    {
    }

    private record Recorded(long recordingId, int streamId, long position)
    {
    }
}
