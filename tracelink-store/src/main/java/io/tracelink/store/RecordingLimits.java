package io.tracelink.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How far the recordings of a store can be read again: each up to its position in the store, from where the archive
 * still has it.
 */
final class RecordingLimits
{
    private final Map<Long, RecordingRow> readable = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> omissions = new ArrayList<>();
    private final List<RecordingDescriptor> ended = new ArrayList<>();

    /**
     * @param rows        of the store.
     * @param descriptors of the archive.
     * @param end         of a recording that the archive has, as far as it is recorded.
     */
    RecordingLimits(
        final List<RecordingRow> rows,
        final List<RecordingDescriptor> descriptors,
        final ToLongFunction<RecordingDescriptor> end)
    {
        final Map<Long, RecordingDescriptor> byId = new HashMap<>();
        descriptors.forEach((descriptor) -> byId.put(descriptor.recordingId(), descriptor));
        for (final RecordingRow row : rows)
        {
            add(row, byId.remove(row.recordingId()), end);
        }

        byId.values().forEach(this::addEnded);
    }

    /**
     * What can be read, by recording id.
     */
    Map<Long, RecordingRow> readable()
    {
        return readable;
    }

    /**
     * What the archive should have and does not, for people.
     */
    List<String> faults()
    {
        return faults;
    }

    /**
     * What the archive has beyond the store of recordings that have ended, for people. Those that go on are always a
     * little ahead.
     *
     * @param latest rows of the store, read after the descriptors: what has ended since a snapshot of the store was
     *               taken may be collected by now.
     */
    List<String> uncollected(final List<RecordingRow> latest)
    {
        final Map<Long, RecordingRow> byId = new HashMap<>();
        latest.forEach((row) -> byId.put(row.recordingId(), row));
        final List<String> uncollected = new ArrayList<>();
        for (final RecordingDescriptor descriptor : ended)
        {
            final RecordingRow row = byId.get(descriptor.recordingId());
            final long position =
                null != row && row.isOf(descriptor) ? row.position() : descriptor.startPosition();
            if (position < descriptor.stopPosition())
            {
                uncollected.add(descriptor + " is collected up to position=" + position + ", it ends at position=" +
                    descriptor.stopPosition());
            }
        }

        return uncollected;
    }

    /**
     * What the archive has no more and need not, for people.
     */
    List<String> omissions()
    {
        return omissions;
    }

    private void add(
        final RecordingRow row, final RecordingDescriptor descriptor, final ToLongFunction<RecordingDescriptor> end)
    {
        if (null == descriptor)
        {
            if (row.isAtEnd())
            {
                omissions.add(name(row) + " was purged after it was collected");
            }
            else
            {
                faults.add(name(row) + " is missing from the archive, the database has position=" + row.position() +
                    " and not its end");
            }
        }
        else if (!row.isOf(descriptor))
        {
            faults.add(descriptor + " is not the recording of stream=" + row.streamId() +
                " that the database was collected from");
        }
        else if (descriptor.startPosition() > row.position())
        {
            faults.add(descriptor + " begins at position=" + descriptor.startPosition() +
                ", the database has position=" + row.position() +
                ": what is between was purged before it was collected");
        }
        else
        {
            final long recorded = end.applyAsLong(descriptor);
            if (descriptor.startPosition() > row.startPosition())
            {
                omissions.add(descriptor + " was purged up to position=" + descriptor.startPosition() +
                    " after it was collected from position=" + row.startPosition());
            }

            if (recorded < row.position())
            {
                faults.add(descriptor + " ends at position=" + recorded + ", the database is ahead with position=" +
                    row.position() + ": the archive was truncated or lost its end");
            }

            readable.put(row.recordingId(), row.withPosition(Math.min(recorded, row.position())));
            addEnded(descriptor);
        }
    }

    private void addEnded(final RecordingDescriptor descriptor)
    {
        if (descriptor.isStopped())
        {
            ended.add(descriptor);
        }
    }

    private static String name(final RecordingRow row)
    {
        return "recording=" + row.recordingId() + " of stream=" + row.streamId();
    }
}
