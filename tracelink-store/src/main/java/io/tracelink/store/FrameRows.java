package io.tracelink.store;

import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows by their place in a stream. Sequences are ordered as unsigned numbers: SQLite orders the negative half
 * before the positive one, so ranges that cross over are read in two parts.
 */
final class FrameRows
{
    /**
     * Numbers of 32 bits go two in a column: the driver is called for each column of each row.
     */
    static final String COLUMNS = "stream_id, epoch, seq, t_ns, trace_id, (stage_id << 32) | status";

    static final String SELECT = "SELECT " + COLUMNS + " FROM frames";

    private static final String PLACE = " WHERE stream_id = ? AND epoch = ?";

    private static final String TRACED = " AND trace_id <> 0";

    private final PreparedStatement at;
    private final PreparedStatement firstFrom;
    private final PreparedStatement lastTo;
    private final PreparedStatement firstTracedFrom;
    private final PreparedStatement lastTracedTo;
    private final PreparedStatement range;
    private final PreparedStatement count;
    private final PreparedStatement linkSetsAt;
    private final PreparedStatement linkSetRange;
    private final PreparedStatement latestEpoch;
    private final PreparedStatement nextEpoch;
    private final PreparedStatement nextStream;
    private final PreparedStatement nextJoined;

    FrameRows(final Connection connection) throws SQLException
    {
        at = connection.prepareStatement(SELECT + PLACE + " AND seq = ?");
        firstFrom = connection.prepareStatement(
            SELECT + PLACE + " AND seq BETWEEN ? AND ? ORDER BY seq LIMIT 1");
        lastTo = connection.prepareStatement(
            SELECT + PLACE + " AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT 1");
        firstTracedFrom = connection.prepareStatement(
            SELECT + PLACE + " AND seq BETWEEN ? AND ?" + TRACED + " ORDER BY seq LIMIT 1");
        lastTracedTo = connection.prepareStatement(
            SELECT + PLACE + " AND seq BETWEEN ? AND ?" + TRACED + " ORDER BY seq DESC LIMIT 1");
        range = connection.prepareStatement(SELECT + PLACE + " AND seq BETWEEN ? AND ? ORDER BY seq");
        count = connection.prepareStatement("SELECT count(*) FROM frames" + PLACE + " AND seq BETWEEN ? AND ?");
        linkSetsAt = connection.prepareStatement(
            "SELECT stream_id, epoch, seq, trace_id, parent_count FROM link_sets" + PLACE + " AND seq = ?");
        linkSetRange = connection.prepareStatement(
            "SELECT stream_id, epoch, seq, trace_id, parent_count FROM link_sets" + PLACE +
            " AND seq BETWEEN ? AND ? ORDER BY seq");
        latestEpoch = connection.prepareStatement(
            "SELECT epoch FROM frames WHERE stream_id = ? AND epoch BETWEEN ? AND ? ORDER BY epoch DESC LIMIT 1");
        nextEpoch = connection.prepareStatement(
            "SELECT stream_id, epoch FROM frames WHERE stream_id = ? AND epoch > ? ORDER BY epoch LIMIT 1");
        nextStream = connection.prepareStatement(
            "SELECT stream_id, epoch FROM frames WHERE stream_id > ? ORDER BY stream_id, epoch LIMIT 1");
        nextJoined = connection.prepareStatement(
            "SELECT stream_id FROM link_sets WHERE stream_id > ? ORDER BY stream_id LIMIT 1");
    }

    static StoredFrame read(final ResultSet row) throws SQLException
    {
        final long stageAndStatus = row.getLong(6);
        return new StoredFrame(
            row.getLong(1), row.getLong(2), row.getLong(3), stageAndStatus >>> Integer.SIZE, row.getLong(4),
            row.getLong(5), (int)stageAndStatus);
    }

    /**
     * The frame at a place, or null.
     */
    StoredFrame at(final StreamKey key, final long seq) throws SQLException
    {
        place(at, key);
        at.setLong(3, seq);
        return single(at);
    }

    /**
     * The frame with the largest sequence of a stream's latest epoch, or null.
     */
    StoredFrame last(final long streamId) throws SQLException
    {
        final StoredFrame upperHalf = lastOfEpochs(streamId, Long.MIN_VALUE, -1);
        return null == upperHalf ? lastOfEpochs(streamId, 0, Long.MAX_VALUE) : upperHalf;
    }

    /**
     * The first frame at or after a sequence, or null.
     */
    StoredFrame firstFrom(final StreamKey key, final long seq) throws SQLException
    {
        return firstFrom(firstFrom, key, seq);
    }

    /**
     * The first frame at or after a sequence that carries a trace ID, or null.
     */
    StoredFrame firstTracedFrom(final StreamKey key, final long seq) throws SQLException
    {
        return firstFrom(firstTracedFrom, key, seq);
    }

    /**
     * The last frame at or before a sequence, or null.
     */
    StoredFrame lastTo(final StreamKey key, final long seq) throws SQLException
    {
        return lastTo(lastTo, key, seq);
    }

    /**
     * The last frame at or before a sequence that carries a trace ID, or null.
     */
    StoredFrame lastTracedTo(final StreamKey key, final long seq) throws SQLException
    {
        return lastTo(lastTracedTo, key, seq);
    }

    /**
     * The last frame whose trace ID is below the given one, found by halving: where the trace IDs of the stream do not
     * grow, it is some frame. Null if the first one is not below. A frame without a trace ID counts as below.
     */
    StoredFrame lastBelow(final StreamKey key, final long traceId) throws SQLException
    {
        return lastBelow(firstFrom, lastTo, key, traceId);
    }

    /**
     * The last frame that carries a trace ID which is below the given one, as {@link #lastBelow(StreamKey, long)} finds
     * it among those that carry one.
     */
    StoredFrame lastTracedBelow(final StreamKey key, final long traceId) throws SQLException
    {
        return lastBelow(firstTracedFrom, lastTracedTo, key, traceId);
    }

    /**
     * Hand over the frames of a range in the order of their sequences.
     */
    void range(final StreamKey key, final long from, final long to, final FrameHandler handler) throws SQLException
    {
        place(range, key);
        if ((from < 0) == (to < 0))
        {
            part(from, to, handler);
        }
        else
        {
            part(from, Long.MAX_VALUE, handler);
            part(Long.MIN_VALUE, to, handler);
        }
    }

    /**
     * How many frames a range has.
     */
    private long count(final StreamKey key, final long from, final long to) throws SQLException
    {
        place(count, key);
        return (from < 0) == (to < 0) ?
            countPart(from, to) : countPart(from, Long.MAX_VALUE) + countPart(Long.MIN_VALUE, to);
    }

    /**
     * Has a range no gap, its ends included?
     */
    boolean isWhole(final StreamKey key, final long from, final long to) throws SQLException
    {
        return count(key, from, to) == to - from + 1;
    }

    List<LinkSetRow> linkSetsAt(final StreamKey key, final long seq) throws SQLException
    {
        final List<LinkSetRow> rows = new ArrayList<>();
        place(linkSetsAt, key);
        linkSetsAt.setLong(3, seq);
        readLinkSets(linkSetsAt, rows);
        return rows;
    }

    /**
     * The link sets of a range in the order of their sequences.
     */
    List<LinkSetRow> linkSets(final StreamKey key, final long from, final long to) throws SQLException
    {
        final List<LinkSetRow> rows = new ArrayList<>();
        place(linkSetRange, key);
        linkSetRange.setLong(3, from);
        linkSetRange.setLong(4, (from < 0) == (to < 0) ? to : Long.MAX_VALUE);
        readLinkSets(linkSetRange, rows);

        if ((from < 0) != (to < 0))
        {
            linkSetRange.setLong(3, Long.MIN_VALUE);
            linkSetRange.setLong(4, to);
            readLinkSets(linkSetRange, rows);
        }

        return rows;
    }

    /**
     * Every stream and epoch that has frames, by hops over the primary key.
     */
    List<StreamKey> streamKeys() throws SQLException
    {
        final List<StreamKey> keys = new ArrayList<>();
        StreamKey key = firstKeyFrom(0);
        while (null != key)
        {
            addEpochs(key, keys);
            key = firstKeyFrom(key.streamId() + 1);
        }

        return keys;
    }

    /**
     * Every epoch of a stream that has frames.
     */
    List<StreamKey> streamKeys(final long streamId) throws SQLException
    {
        final List<StreamKey> keys = new ArrayList<>();
        final StreamKey first = firstKeyFrom(streamId);
        if (null != first && streamId == first.streamId())
        {
            addEpochs(first, keys);
        }

        return keys;
    }

    /**
     * Add the streams that have had a link set in any epoch.
     */
    void joinedStreams(final LongHashSet streamIds) throws SQLException
    {
        long streamId = -1;
        boolean more = true;

        while (more)
        {
            nextJoined.setLong(1, streamId);
            try (ResultSet row = nextJoined.executeQuery())
            {
                more = row.next();
                if (more)
                {
                    streamId = row.getLong(1);
                    streamIds.add(streamId);
                }
            }
        }
    }

    @FunctionalInterface
    interface FrameHandler
    {
        void onFrame(StoredFrame frame) throws SQLException;
    }

    private static StoredFrame firstFrom(final PreparedStatement statement, final StreamKey key, final long seq)
        throws SQLException
    {
        place(statement, key);
        statement.setLong(3, seq);
        statement.setLong(4, seq >= 0 ? Long.MAX_VALUE : -1);

        StoredFrame frame = single(statement);
        if (null == frame && seq >= 0)
        {
            statement.setLong(3, Long.MIN_VALUE);
            statement.setLong(4, -1);
            frame = single(statement);
        }

        return frame;
    }

    private static StoredFrame lastTo(final PreparedStatement statement, final StreamKey key, final long seq)
        throws SQLException
    {
        place(statement, key);
        statement.setLong(3, seq >= 0 ? 0 : Long.MIN_VALUE);
        statement.setLong(4, seq);

        StoredFrame frame = single(statement);
        if (null == frame && seq < 0)
        {
            statement.setLong(3, 0);
            statement.setLong(4, Long.MAX_VALUE);
            frame = single(statement);
        }

        return frame;
    }

    private static StoredFrame lastBelow(
        final PreparedStatement from, final PreparedStatement to, final StreamKey key, final long traceId)
        throws SQLException
    {
        StoredFrame low = firstFrom(from, key, 0);
        if (null == low || Long.compareUnsigned(low.traceId(), traceId) >= 0)
        {
            return null;
        }

        StoredFrame high = lastTo(to, key, -1);
        if (Long.compareUnsigned(high.traceId(), traceId) < 0)
        {
            return high;
        }

        while (low.seq() != high.seq())
        {
            // rounded up, and free of overflow in unsigned numbers
            final long distance = high.seq() - low.seq();
            final long middle = low.seq() + (distance >>> 1) + (distance & 1);
            final StoredFrame probe = firstFrom(from, key, middle);
            if (Long.compareUnsigned(probe.traceId(), traceId) < 0)
            {
                low = probe;
            }
            else
            {
                high = lastTo(to, key, middle - 1);
            }
        }

        return low;
    }

    private StoredFrame lastOfEpochs(final long streamId, final long from, final long to) throws SQLException
    {
        latestEpoch.setLong(1, streamId);
        latestEpoch.setLong(2, from);
        latestEpoch.setLong(3, to);

        try (ResultSet row = latestEpoch.executeQuery())
        {
            return row.next() ? lastTo(new StreamKey(streamId, row.getLong(1)), -1) : null;
        }
    }

    private void part(final long from, final long to, final FrameHandler handler) throws SQLException
    {
        range.setLong(3, from);
        range.setLong(4, to);
        try (ResultSet row = range.executeQuery())
        {
            while (row.next())
            {
                handler.onFrame(read(row));
            }
        }
    }

    private long countPart(final long from, final long to) throws SQLException
    {
        count.setLong(3, from);
        count.setLong(4, to);
        try (ResultSet row = count.executeQuery())
        {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private StreamKey firstKeyFrom(final long streamId) throws SQLException
    {
        nextStream.setLong(1, streamId - 1);
        return key(nextStream);
    }

    private void addEpochs(final StreamKey first, final List<StreamKey> keys) throws SQLException
    {
        for (StreamKey key = first; null != key; key = key(nextEpoch))
        {
            keys.add(key);
            place(nextEpoch, key);
        }
    }

    private static StreamKey key(final PreparedStatement statement) throws SQLException
    {
        try (ResultSet row = statement.executeQuery())
        {
            return row.next() ? new StreamKey(row.getLong(1), row.getLong(2)) : null;
        }
    }

    private static void place(final PreparedStatement statement, final StreamKey key) throws SQLException
    {
        statement.setLong(1, key.streamId());
        statement.setLong(2, key.epoch());
    }

    private static StoredFrame single(final PreparedStatement statement) throws SQLException
    {
        try (ResultSet row = statement.executeQuery())
        {
            return row.next() ? read(row) : null;
        }
    }

    private static void readLinkSets(final PreparedStatement statement, final List<LinkSetRow> rows)
        throws SQLException
    {
        try (ResultSet row = statement.executeQuery())
        {
            while (row.next())
            {
                rows.add(LinkSetRow.read(row));
            }
        }
    }
}
