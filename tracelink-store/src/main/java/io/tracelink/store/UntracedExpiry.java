package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes frames without a trace ID, from the front of each stream.
 */
final class UntracedExpiry
{
    /**
     * From it on a timestamp is taken for one since the Unix epoch: 2006-07-14, which no clock since boot reaches.
     */
    static final long FIRST_UNIX_NS = 1L << 60;

    private final PreparedStatement nextStream;
    private final PreparedStatement heads;
    private final PreparedStatement delete;
    private final PreparedStatement deleteConflicts;

    /**
     * Prepare.
     *
     * @param reader sees what there is before the transaction begins.
     * @param writer on which it is removed.
     */
    UntracedExpiry(final Connection reader, final Connection writer) throws SQLException
    {
        nextStream = reader.prepareStatement(
            "SELECT stream_id, epoch FROM frames WHERE trace_id = 0 AND (stream_id, epoch) > (?, ?) " +
            "ORDER BY stream_id, epoch LIMIT 1");
        heads = reader.prepareStatement(
            FrameRows.SELECT + " WHERE trace_id = 0 AND stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ? " +
            "ORDER BY seq LIMIT ?");
        delete = writer.prepareStatement(
            "DELETE FROM frames WHERE stream_id = ? AND epoch = ? AND seq = ? AND trace_id = 0");
        deleteConflicts = writer.prepareStatement(
            "DELETE FROM conflicts WHERE stream_id = ? AND epoch = ? AND seq = ?");
    }

    /**
     * Frames at the front of each stream that were stamped before a time.
     *
     * @param beforeNs since the Unix epoch.
     * @param rows     how many at most.
     */
    List<StoredFrame> stampedBefore(final long beforeNs, final int rows) throws SQLException
    {
        final List<StoredFrame> found = new ArrayList<>();
        for (final StreamKey key : streams())
        {
            heads(key, rows, found, (frame) -> Long.compareUnsigned(frame.tNs(), FIRST_UNIX_NS) >= 0 &&
                Long.compareUnsigned(frame.tNs(), beforeNs) < 0);
        }

        return found;
    }

    /**
     * Frames at the front of the stream whose first one is the oldest.
     *
     * @param rows how many at most.
     */
    List<StoredFrame> oldest(final int rows) throws SQLException
    {
        final List<StoredFrame> firsts = new ArrayList<>();
        for (final StreamKey key : streams())
        {
            heads(key, firsts.size() + 1, firsts, (frame) -> true);
        }

        final List<StoredFrame> found = new ArrayList<>();
        if (!firsts.isEmpty())
        {
            firsts.sort(FramesById.BY_TIME);
            heads(StreamKey.of(firsts.get(0)), rows, found, (frame) -> true);
        }

        return found;
    }

    /**
     * Remove frames that were found.
     *
     * @param ranges are told the frames.
     * @return how many there still were.
     */
    int remove(final List<StoredFrame> found, final ExpiredRanges ranges) throws SQLException
    {
        int count = 0;
        for (final StoredFrame frame : found)
        {
            place(delete, frame);
            if (1 == delete.executeUpdate())
            {
                count++;
                ranges.add(frame);
                if (0 != (frame.status() & FrameStatus.CONFLICTING_DUPLICATE))
                {
                    place(deleteConflicts, frame);
                    deleteConflicts.executeUpdate();
                }
            }
        }

        return count;
    }

    private List<StreamKey> streams() throws SQLException
    {
        final List<StreamKey> keys = new ArrayList<>();
        long streamId = -1;
        long epoch = 0;
        boolean more = true;
        while (more)
        {
            nextStream.setLong(1, streamId);
            nextStream.setLong(2, epoch);
            try (ResultSet row = nextStream.executeQuery())
            {
                more = row.next();
                if (more)
                {
                    streamId = row.getLong(1);
                    epoch = row.getLong(2);
                    keys.add(new StreamKey(streamId, epoch));
                }
            }
        }

        return keys;
    }

    /**
     * Add the first frames of a stream, in the unsigned order of their sequences, up to one that is not wanted, and
     * until there are so many.
     */
    private void heads(
        final StreamKey key, final int rows, final List<StoredFrame> frames, final Predicate<StoredFrame> wanted)
        throws SQLException
    {
        if (heads(key, 0, Long.MAX_VALUE, rows, frames, wanted))
        {
            heads(key, Long.MIN_VALUE, -1, rows, frames, wanted);
        }
    }

    private boolean heads(
        final StreamKey key,
        final long from,
        final long to,
        final int rows,
        final List<StoredFrame> frames,
        final Predicate<StoredFrame> wanted)
        throws SQLException
    {
        heads.setLong(1, key.streamId());
        heads.setLong(2, key.epoch());
        heads.setLong(3, from);
        heads.setLong(4, to);
        heads.setInt(5, Math.max(0, rows - frames.size()));
        try (ResultSet row = heads.executeQuery())
        {
            while (row.next())
            {
                final StoredFrame frame = FrameRows.read(row);
                if (!wanted.test(frame))
                {
                    return false;
                }

                frames.add(frame);
            }
        }

        return true;
    }

    private static void place(final PreparedStatement statement, final StoredFrame frame) throws SQLException
    {
        statement.setLong(1, frame.streamId());
        statement.setLong(2, frame.epoch());
        statement.setLong(3, frame.seq());
    }
}
