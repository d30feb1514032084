package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the frames of many trace IDs. The index knows their places, and each place is a search of its own; where most
 * of a time slice is asked for, the streams are read in the order of their places instead. On a stream trace IDs mostly
 * grow, so halving finds where the slice begins and ends; then the index tells whether it has more frames of the slice
 * than were found, which is cheap. If so, the index is followed.
 */
final class TraceFrames
{
    /**
     * It is worth to search every stream from so many trace IDs on.
     */
    static final int MIN_SLICE_IDS = 2048;

    private static final int MAX_FRAMES_OF_ID = 8;

    private final int minSliceIds;
    private final FrameRows rows;
    private final FrameSlices slices;
    private final PreparedStatement more;
    private final PreparedStatement range;

    TraceFrames(
        final Connection connection, final FrameRows rows, final FrameSlices slices, final int minSliceIds)
        throws SQLException
    {
        this.rows = rows;
        this.slices = slices;
        this.minSliceIds = minSliceIds;
        more = connection.prepareStatement(
            "SELECT 1 FROM frames WHERE trace_id BETWEEN ? AND ? LIMIT 1 OFFSET ?");
        range = connection.prepareStatement(
            "SELECT trace_id, stream_id, epoch, seq, t_ns, status FROM frames WHERE trace_id BETWEEN ? AND ? " +
            "ORDER BY trace_id");
    }

    FrameColumns read(final IdIndex index) throws SQLException
    {
        final long[] sorted = index.sortedFrom(0);
        if (sorted.length >= minSliceIds)
        {
            final FrameColumns frames = readSlice(index, sorted[0], sorted[sorted.length - 1]);
            if (null != frames)
            {
                return frames;
            }
        }

        final FrameColumns frames = new FrameColumns();
        SortedIds.read(range, sorted, (traceId, row) -> frames.add(
            index.indexOf(traceId), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getInt(6)));
        return frames;
    }

    /**
     * @return null if it is not worth it, or not all frames were found.
     */
    private FrameColumns readSlice(final IdIndex index, final long least, final long most) throws SQLException
    {
        final List<Range> ranges = ranges(least, most, (long)MAX_FRAMES_OF_ID * index.size());
        if (null == ranges)
        {
            return null;
        }

        final FrameColumns frames = new FrameColumns(index.size());
        long found = 0;
        for (final Range range : ranges)
        {
            found += take(slices.of(range.key, range.from, range.to), index, least, most, frames);
        }

        return isMore(least, most, found) ? null : frames;
    }

    /**
     * Where the slice lies on each stream, if trace IDs grow along them.
     *
     * @return null if it is longer than the limit.
     */
    private List<Range> ranges(final long least, final long most, final long limit) throws SQLException
    {
        final List<Range> ranges = new ArrayList<>();
        long left = limit;
        for (final StreamKey key : rows.streamKeys())
        {
            final StoredFrame first = rows.firstFrom(key, 0);
            final StoredFrame last = rows.lastTo(key, -1);
            if (Long.compareUnsigned(first.traceId(), most) <= 0 && Long.compareUnsigned(least, last.traceId()) <= 0)
            {
                final StoredFrame before = rows.lastBelow(key, least);
                final StoredFrame end = -1 == most ? last : rows.lastBelow(key, most + 1);
                if (null != end)
                {
                    final long from = null == before ? first.seq() : before.seq();
                    if (Long.compareUnsigned(end.seq() - from, left) >= 0)
                    {
                        return null;
                    }

                    left -= end.seq() - from + 1;
                    ranges.add(new Range(key, from, end.seq()));
                }
            }
        }

        return ranges;
    }

    /**
     * @return how many frames have trace IDs in the range, whether asked for or not.
     */
    private static long take(
        final FrameSlice slice, final IdIndex index, final long least, final long most, final FrameColumns frames)
    {
        long found = 0;
        int previous = 0;
        int guess = 0;
        for (int i = 0, size = slice.size(); i < size; i++)
        {
            final long traceId = slice.traceIds[i];
            if (least <= traceId && traceId <= most)
            {
                found++;
                final int trace = index.indexOf(traceId, guess);
                if (IdIndex.ABSENT != trace)
                {
                    guess = 2 * trace - previous;
                    previous = trace;
                    frames.add(
                        trace, slice.key.streamId(), slice.key.epoch(), slice.seqs[i], slice.tNs[i],
                        slice.statuses[i]);
                }
            }
        }

        return found;
    }

    /**
     * Do more frames than a number have trace IDs in the range?
     */
    private boolean isMore(final long least, final long most, final long number) throws SQLException
    {
        more.setLong(1, least);
        more.setLong(2, most);
        more.setLong(3, number);
        try (ResultSet row = more.executeQuery())
        {
            return row.next();
        }
    }

    private record Range(StreamKey key, long from, long to)
    {
    }
}
