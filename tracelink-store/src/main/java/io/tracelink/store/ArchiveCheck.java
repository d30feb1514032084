package io.tracelink.store;

import org.agrona.ErrorHandler;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.AgentTerminationException;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds what the store says it read of an archive against what the archive has. A recording that the archive lacks was
 * purged, which is no fault once all of it is committed; one that ends before what is committed lost its end, or the
 * archive is another one.
 */
final class ArchiveCheck
{
    private static final String REMEDY =
        ": give the archive that the database was collected from, collect into a new database, " +
        "or accept the loss (--accept-archive-loss)";

    private final LineageStore store;
    private final int collectorId;
    private final boolean isLossAccepted;
    private final ErrorHandler errorHandler;
    private final Long2ObjectHashMap<RecordingRow> rows = new Long2ObjectHashMap<>();
    private final List<RecordingRow> others = new ArrayList<>();

    ArchiveCheck(final LineageStore store, final CollectorArchive settings, final ErrorHandler errorHandler)
    {
        this.store = store;
        collectorId = settings.collectorId();
        isLossAccepted = settings.isLossAccepted();
        this.errorHandler = errorHandler;
        for (final RecordingRow row : store.recordings())
        {
            if (row.collectorId() == collectorId)
            {
                rows.put(row.recordingId(), row);
            }
            else
            {
                others.add(row);
            }
        }
    }

    /**
     * The archive has a recording, which is new to the collector.
     *
     * @param end how far it is recorded.
     * @return the recording, to be read from where it is committed.
     * @throws IllegalArgumentException if it does not fit what is committed, and that is not accepted; or if another
     *                                  collector has it.
     */
    Recording onRecording(final RecordingDescriptor descriptor, final long end)
    {
        final RecordingRow row = rows.remove(descriptor.recordingId());
        long position = descriptor.startPosition();
        long committedStopPosition = RecordingRow.UNKNOWN;

        if (null == row)
        {
            checkOthers(descriptor);
        }
        else if (!row.isOf(descriptor))
        {
            refuse(descriptor + " is not the recording of stream=" + row.streamId() +
                " that the database was collected from");
            forget(row.recordingId());
        }
        else if (descriptor.startPosition() > row.position())
        {
            refuse(beginsBeyond(descriptor, descriptor.startPosition(), row.position()));
        }
        else if (end < row.position())
        {
            refuse(isAhead(descriptor, row.position(), end));
            position = end;
        }
        else
        {
            position = row.position();
            committedStopPosition = row.stopPosition();
        }

        return new Recording(collectorId, descriptor, position, null != row, committedStopPosition);
    }

    /**
     * Is something committed of the recording?
     */
    boolean isCommitted(final RecordingDescriptor descriptor)
    {
        return rows.containsKey(descriptor.recordingId());
    }

    /**
     * The archive has told all recordings that it had at the start.
     *
     * @throws IllegalArgumentException if it lacks one that is not committed to its end, and that is not accepted.
     */
    void onListed(final RecordedStreams streams)
    {
        for (final RecordingRow row : rows.values())
        {
            if (!row.isAtEnd() && streams.hasStream(row.streamId()))
            {
                refuse("recording=" + row.recordingId() + " of stream=" + row.streamId() +
                    " is missing from the archive, the database has position=" + row.position() + " and not its end");
                forget(row.recordingId());
            }
        }

        rows.clear();
    }

    /**
     * How far a recording that is being read is recorded by now.
     *
     * @throws AgentTerminationException if that is less than what was read of it.
     */
    static void checkEnd(final Recording recording, final long end)
    {
        if (end < recording.position())
        {
            throw new AgentTerminationException(isAhead(recording, recording.position(), end));
        }
    }

    /**
     * Where a recording that is being read begins by now.
     *
     * @throws AgentTerminationException if that is beyond what was read of it.
     */
    static void checkStart(final Recording recording, final long start)
    {
        if (start > recording.position())
        {
            throw new AgentTerminationException(beginsBeyond(recording, start, recording.position()));
        }
    }

    static String missing(final Recording recording)
    {
        return recording + " is missing from the archive, it was read up to position=" + recording.position() +
            " and not to its end";
    }

    private static String beginsBeyond(final Object recording, final long start, final long position)
    {
        return recording + " begins at position=" + start + ", the database has position=" + position +
            ": what is between was purged before it was collected";
    }

    private static String isAhead(final Object recording, final long position, final long end)
    {
        return recording + " ends at position=" + end + ", the database is ahead with position=" + position +
            ": the archive was truncated or lost its end";
    }

    private void checkOthers(final RecordingDescriptor descriptor)
    {
        for (final RecordingRow other : others)
        {
            if (other.recordingId() == descriptor.recordingId() && other.isOf(descriptor))
            {
                throw new IllegalArgumentException(descriptor + " is collected into the database by collector=" +
                    other.collectorId() + ", not by collector=" + collectorId + ": give the id of that one");
            }
        }
    }

    private void refuse(final String fault)
    {
        if (!isLossAccepted)
        {
            throw new IllegalArgumentException(fault + REMEDY);
        }

        errorHandler.onError(new IllegalStateException(fault + "; accepted"));
    }

    private void forget(final long recordingId)
    {
        try (LineageWriter writer = store.writer())
        {
            writer.begin();
            writer.deleteRecording(collectorId, recordingId);
            writer.commit();
        }
    }
}
