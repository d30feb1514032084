package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers in {@code expired} which frames of each stream are gone. Ranges become one where no frame is left between
 * them: a frame that was lost there would be gone as well. So a stream whose trace IDs grow has one range, and no
 * stream more than frames, nor than {@value #MAX_RANGES}.
 */
final class ExpiredRanges
{
    /**
     * Most ranges of a stream and epoch: beyond, those that lie nearest become one.
     */
    static final int MAX_RANGES = 1024;

    private final FrameRows frameRows;
    private final PreparedStatement select;
    private final PreparedStatement delete;
    private final PreparedStatement insert;
    private final Map<StreamKey, Map<Long, Expired.Range>> added = new TreeMap<>(MissingSet.KEY_ORDER);

    ExpiredRanges(final Connection connection) throws SQLException
    {
        frameRows = new FrameRows(connection);
        select = connection.prepareStatement(
            "SELECT from_seq, to_seq, last_t_ns FROM expired WHERE stream_id = ? AND epoch = ?");
        delete = connection.prepareStatement("DELETE FROM expired WHERE stream_id = ? AND epoch = ? AND from_seq = ?");
        insert = connection.prepareStatement(
            "INSERT INTO expired (stream_id, epoch, from_seq, to_seq, last_t_ns) VALUES (?, ?, ?, ?, ?)");
    }

    /**
     * A frame is going to be removed.
     */
    void add(final StoredFrame frame)
    {
        added.computeIfAbsent(StreamKey.of(frame), (ignore) -> new TreeMap<>(Long::compareUnsigned))
            .put(frame.seq(), new Expired.Range(frame.seq(), frame.seq(), frame.tNs()));
    }

    /**
     * The frames are removed: write it down in the same transaction.
     */
    void flush() throws SQLException
    {
        for (final Map.Entry<StreamKey, Map<Long, Expired.Range>> entry : added.entrySet())
        {
            flush(entry.getKey(), entry.getValue());
        }

        added.clear();
    }

    /**
     * Forget what was not written down.
     */
    void clear()
    {
        added.clear();
    }

    private void flush(final StreamKey key, final Map<Long, Expired.Range> ranges) throws SQLException
    {
        final Map<Long, Expired.Range> stored = stored(key);
        stored.values().forEach((range) -> ranges.merge(range.fromSeq(), range, Expired.Range::union));

        final List<Expired.Range> merged = new ArrayList<>();
        for (final Expired.Range range : ranges.values())
        {
            final int last = merged.size() - 1;
            if (last >= 0 && touch(key, merged.get(last).toSeq(), range.fromSeq()))
            {
                merged.set(last, merged.get(last).union(range));
            }
            else
            {
                merged.add(range);
            }
        }

        while (merged.size() > MAX_RANGES)
        {
            joinNearest(merged);
        }

        for (final Expired.Range range : merged)
        {
            if (!range.equals(stored.remove(range.fromSeq())))
            {
                remove(key, range.fromSeq());
                insert(key, range);
            }
        }

        for (final long fromSeq : stored.keySet())
        {
            remove(key, fromSeq);
        }
    }

    private Map<Long, Expired.Range> stored(final StreamKey key) throws SQLException
    {
        final Map<Long, Expired.Range> stored = new TreeMap<>(Long::compareUnsigned);
        select.setLong(1, key.streamId());
        select.setLong(2, key.epoch());
        try (ResultSet row = select.executeQuery())
        {
            while (row.next())
            {
                stored.put(row.getLong(1), new Expired.Range(row.getLong(1), row.getLong(2), row.getLong(3)));
            }
        }

        return stored;
    }

    private boolean touch(final StreamKey key, final long last, final long next) throws SQLException
    {
        if (Long.compareUnsigned(next, last) <= 0 || next == last + 1)
        {
            return true;
        }

        final StoredFrame between = frameRows.firstFrom(key, last + 1);
        return null == between || Long.compareUnsigned(between.seq(), next) >= 0;
    }

    private static void joinNearest(final List<Expired.Range> ranges)
    {
        int nearest = 1;
        for (int i = 2; i < ranges.size(); i++)
        {
            final long distance = ranges.get(i).fromSeq() - ranges.get(i - 1).toSeq();
            final long least = ranges.get(nearest).fromSeq() - ranges.get(nearest - 1).toSeq();
            nearest = Long.compareUnsigned(distance, least) < 0 ? i : nearest;
        }

        ranges.set(nearest - 1, ranges.get(nearest - 1).union(ranges.remove(nearest)));
    }

    private void remove(final StreamKey key, final long fromSeq) throws SQLException
    {
        delete.setLong(1, key.streamId());
        delete.setLong(2, key.epoch());
        delete.setLong(3, fromSeq);
        delete.executeUpdate();
    }

    private void insert(final StreamKey key, final Expired.Range range) throws SQLException
    {
        insert.setLong(1, key.streamId());
        insert.setLong(2, key.epoch());
        insert.setLong(3, range.fromSeq());
        insert.setLong(4, range.toSeq());
        insert.setLong(5, range.lastTNs());
        insert.executeUpdate();
    }
}
