package io.tracelink.store;

import io.aeron.archive.client.AeronArchive;
import org.agrona.collections.Long2ObjectHashMap;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How far the recordings of an archive were at an instant, those that have ended included: what an answer must know to
 * say that something is recorded and not committed to the store yet.
 * <pre>
 * final RecordedPositions recorded = RecordedPositions.of(collectorContext);
 * recorded.awaitCommitted(store, timeoutNs);
 * try (Lineage lineage = store.lineage(recorded))
 * {
 *     final LineageGraph graph = lineage.ofTrace(traceId, Direction.UP);
 * }
 * </pre>
 * Of recordings that the store has no row of nothing is committed; that goes for all of them where the store was never
 * collected from an archive. Immutable.
 */
public final class RecordedPositions
{
    /**
     * Nothing is known of an archive.
     */
    public static final RecordedPositions NONE = new RecordedPositions(0, List.of());

    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final int collectorId;
    private final List<Recorded> recordings;

    private RecordedPositions(final int collectorId, final List<Recorded> recordings)
    {
        this.collectorId = collectorId;
        this.recordings = recordings;
    }

    /**
     * Ask the archive how far it has recorded the streams of a collector.
     *
     * @param context of a collector of the archive into the store, which need not run: its store, archive and streams
     *                count.
     * @return the positions.
     * @throws IllegalArgumentException              if the store was collected by others than this collector, or from
     *                                               another archive; or if the archive has lost what is not committed.
     * @throws io.aeron.exceptions.AeronException if the archive refuses or does not answer.
     * @throws StoreException                        if the database cannot be read.
     */
    public static RecordedPositions of(final Collector.Context context)
    {
        final AeronArchive archive = context.archive().archive();
        final int collectorId = context.archive().collectorId();
        final Long2ObjectHashMap<RecordingRow> rows = rows(context.store(), collectorId);
        final RecordedStreams streams = new RecordedStreams(archive, context);
        final List<Recorded> recordings = new ArrayList<>();
        for (final RecordingDescriptor descriptor : streams.list(0))
        {
            final RecordingRow row = rows.remove(descriptor.recordingId());
            if (null != row && !row.isOf(descriptor))
            {
                throw new IllegalArgumentException(
                    descriptor + " is not the one that the database was collected from" + remedy(collectorId));
            }

            recordings.add(new Recorded(
                descriptor.recordingId(), descriptor.streamId(), descriptor.startPosition(),
                streams.recordedPosition(descriptor)));
        }

        for (final RecordingRow row : rows.values())
        {
            if (!row.isAtEnd() && streams.hasStream(row.streamId()))
            {
                throw new IllegalArgumentException(
                    "recording=" + row.recordingId() + " of stream=" + row.streamId() + " is missing from the " +
                    "archive, the database has position=" + row.position() + " and not its end" + remedy(collectorId));
            }
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
        final Long2ObjectHashMap<RecordingRow> byId = new Long2ObjectHashMap<>();
        rows.forEach((row) -> byId.put(row.recordingId(), row));

        final List<Lag> lags = new ArrayList<>();
        for (final Recorded recorded : recordings)
        {
            final RecordingRow row = byId.get(recorded.recordingId);
            final long position = null == row ? recorded.startPosition : row.position();
            if (position < recorded.position)
            {
                lags.add(new Lag(recorded.recordingId, recorded.streamId, position, recorded.position));
            }
        }

        return lags;
    }

    /**
     * The rows of the collector, before the archive is asked: it must have what they tell of.
     */
    private static Long2ObjectHashMap<RecordingRow> rows(final LineageStore store, final int collectorId)
    {
        final Long2ObjectHashMap<RecordingRow> rows = new Long2ObjectHashMap<>();
        store.recordings(collectorId).forEach((row) -> rows.put(row.recordingId(), row));
        final List<Integer> collectorIds = rows.isEmpty() ? store.read(RecordingRow::readCollectorIds) : List.of();
        if (!collectorIds.isEmpty())
        {
            throw new IllegalArgumentException(
                "collector=" + collectorId + " has read no recording into " + store.location() + ", but collectors=" +
                collectorIds + " have: give the id of the one that reads this archive");
        }

        return rows;
    }

    private static String remedy(final int collectorId)
    {
        return ": give the archive that collector=" + collectorId + " reads";
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

    private record Recorded(long recordingId, int streamId, long startPosition, long position)
    {
    }
}
