package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What retention removed, as the snapshot that is asked remembers it.
 */
final class Expired
{
    /**
     * Below which trace ID everything is gone, or NULL.
     */
    static final String SELECT_BEFORE = "SELECT max(before_trace_id) FROM expired_traces";

    private static final Comparator<Range> ORDER = Comparator.comparing(Range::fromSeq, Long::compareUnsigned);

    private final PreparedStatement beforeTraceId;
    private final PreparedStatement any;
    private final PreparedStatement ofStream;
    private final Map<StreamKey, List<Range>> byStream = new HashMap<>();
    private long before;
    private boolean hasRanges;

    Expired(final Connection connection) throws SQLException
    {
        beforeTraceId = connection.prepareStatement(SELECT_BEFORE);
        any = connection.prepareStatement("SELECT stream_id FROM expired LIMIT 1");
        ofStream = connection.prepareStatement(
            "SELECT from_seq, to_seq, last_t_ns FROM expired WHERE stream_id = ? AND epoch = ?");
    }

    /**
     * Learn what there is in the snapshot that is asked.
     */
    void load() throws SQLException
    {
        byStream.clear();
        before = readBefore();
        try (ResultSet row = any.executeQuery())
        {
            hasRanges = row.next();
        }
    }

    /**
     * Everything of the traces below this ID is gone, in unsigned order; 0 if nothing has expired.
     */
    long before()
    {
        return before;
    }

    /**
     * Is everything of a trace gone?
     */
    boolean isExpired(final long traceId)
    {
        return 0 != traceId && Long.compareUnsigned(traceId, before) < 0;
    }

    /**
     * Is a frame that is not there gone, since it lay in a range of its stream that is?
     */
    boolean isExpired(final StreamKey key, final long seq)
    {
        for (final Range range : ranges(key))
        {
            if (Long.compareUnsigned(range.fromSeq, seq) <= 0 && Long.compareUnsigned(seq, range.toSeq) <= 0)
            {
                return true;
            }
        }

        return false;
    }

    /**
     * The ranges of a stream from which frames are gone, in unsigned order.
     */
    List<Range> ranges(final StreamKey key)
    {
        return hasRanges ? byStream.computeIfAbsent(key, this::read) : List.of();
    }

    /**
     * The last range before a sequence, or null.
     */
    Range lastBefore(final StreamKey key, final long seq)
    {
        Range last = null;
        for (final Range range : ranges(key))
        {
            if (Long.compareUnsigned(range.toSeq, seq) < 0)
            {
                last = range;
            }
        }

        return last;
    }

    private long readBefore() throws SQLException
    {
        try (ResultSet row = beforeTraceId.executeQuery())
        {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private List<Range> read(final StreamKey key)
    {
        final List<Range> ranges = new ArrayList<>();
        try
        {
            ofStream.setLong(1, key.streamId());
            ofStream.setLong(2, key.epoch());
            try (ResultSet row = ofStream.executeQuery())
            {
                while (row.next())
                {
                    ranges.add(new Range(row.getLong(1), row.getLong(2), row.getLong(3)));
                }
            }
        }
        catch (final SQLException ex)
        {
            throw new StoreException("query failed", ex);
        }

        ranges.sort(ORDER);
        return ranges;
    }

    /**
     * Sequences from the first to the last one that is gone, and the latest time of their frames.
     */
    record Range(long fromSeq, long toSeq, long lastTNs)
    {
        Range union(final Range other)
        {
            return new Range(
                Long.compareUnsigned(fromSeq, other.fromSeq) <= 0 ? fromSeq : other.fromSeq,
                Long.compareUnsigned(toSeq, other.toSeq) >= 0 ? toSeq : other.toSeq,
                Long.compareUnsigned(lastTNs, other.lastTNs) >= 0 ? lastTNs : other.lastTNs);
        }
    }
}
