package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * From where to where anything tells of a stream's frames: rows, link sets of frames that were lost, and what expired.
 */
final class KnownPlaces
{
    private static final String PLACE = " WHERE stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ?";

    private final Table frames;
    private final Table linkSets;
    private final PreparedStatement expired;

    KnownPlaces(final Connection connection) throws SQLException
    {
        frames = new Table(connection, "frames");
        linkSets = new Table(connection, "link_sets");
        expired = connection.prepareStatement("SELECT epoch, from_seq, to_seq FROM expired WHERE stream_id = ?");
    }

    /**
     * The first and the last sequence of each epoch of a stream.
     */
    StreamExtents of(final long streamId) throws SQLException
    {
        final StreamExtents extents = new StreamExtents();
        frames.extend(streamId, extents);
        linkSets.extend(streamId, extents);
        expired.setLong(1, streamId);
        try (ResultSet row = expired.executeQuery())
        {
            while (row.next())
            {
                extents.add(streamId, row.getLong(1), row.getLong(2));
                extents.add(streamId, row.getLong(1), row.getLong(3));
            }
        }

        return extents;
    }

    /**
     * A table by its primary key, of which only the ends are read. The database orders signed numbers, so each half of
     * the sequences has ends of its own.
     */
    private static final class Table
    {
        private final PreparedStatement nextEpoch;
        private final PreparedStatement first;
        private final PreparedStatement last;

        Table(final Connection connection, final String name) throws SQLException
        {
            nextEpoch = connection.prepareStatement(
                "SELECT min(epoch) FROM " + name + " WHERE stream_id = ? AND epoch >= ?");
            first = connection.prepareStatement("SELECT min(seq) FROM " + name + PLACE);
            last = connection.prepareStatement("SELECT max(seq) FROM " + name + PLACE);
        }

        void extend(final long streamId, final StreamExtents extents) throws SQLException
        {
            Long epoch = nextEpoch(streamId, Long.MIN_VALUE);
            while (null != epoch)
            {
                for (final PreparedStatement end : new PreparedStatement[]{first, last})
                {
                    extend(end, new StreamKey(streamId, epoch), 0, Long.MAX_VALUE, extents);
                    extend(end, new StreamKey(streamId, epoch), Long.MIN_VALUE, -1, extents);
                }

                epoch = Long.MAX_VALUE == epoch ? null : nextEpoch(streamId, epoch + 1);
            }
        }

        private Long nextEpoch(final long streamId, final long from) throws SQLException
        {
            nextEpoch.setLong(1, streamId);
            nextEpoch.setLong(2, from);
            return single(nextEpoch);
        }

        private static void extend(
            final PreparedStatement end,
            final StreamKey key,
            final long from,
            final long to,
            final StreamExtents extents)
            throws SQLException
        {
            end.setLong(1, key.streamId());
            end.setLong(2, key.epoch());
            end.setLong(3, from);
            end.setLong(4, to);
            final Long seq = single(end);
            if (null != seq)
            {
                extents.add(key.streamId(), key.epoch(), seq);
            }
        }

        private static Long single(final PreparedStatement statement) throws SQLException
        {
            try (ResultSet row = statement.executeQuery())
            {
                row.next();
                final long value = row.getLong(1);
                return row.wasNull() ? null : value;
            }
        }
    }
}
