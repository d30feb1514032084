package io.tracelink.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Frames by their place, read once for all that one question wants to know of them: of each stream one range, which
 * grows.
 */
final class FrameSlices
{
    private final LongLists lists;
    private final Map<StreamKey, FrameSlice> slices = new HashMap<>();

    FrameSlices(final Connection connection) throws SQLException
    {
        lists = new LongLists(connection, "frames", "seq", "trace_id", "t_ns", "status");
    }

    /**
     * Forget what was read: the next question may be of another snapshot.
     */
    void clear()
    {
        slices.clear();
    }

    /**
     * All frames of a range.
     *
     * @return a slice that has them, and maybe others before and after.
     */
    FrameSlice of(final StreamKey key, final long from, final long to) throws SQLException
    {
        final FrameSlice known = slices.get(key);
        FrameSlice slice = known;
        if (null != known && known.isReachedBy(from, to))
        {
            slice = first(key, from, known.from() - 1, Integer.MAX_VALUE);
            slice.append(known);
        }
        else if (null == known || !known.isFollowedFrom(from))
        {
            slice = first(key, from, to, Integer.MAX_VALUE);
        }

        if (Long.compareUnsigned(slice.to(), to) < 0)
        {
            readOn(slice, slice.to() + 1, to, Integer.MAX_VALUE);
        }

        return slice;
    }

    /**
     * The first frames of a range, read anew.
     *
     * @param enough number of frames to stop at.
     * @return a slice that says how far it goes.
     */
    FrameSlice first(final StreamKey key, final long from, final long to, final int enough) throws SQLException
    {
        final FrameSlice slice = new FrameSlice(key, from);
        slices.put(key, slice);
        readOn(slice, from, to, enough);
        return slice;
    }

    private void readOn(final FrameSlice slice, final long from, final long to, final int enough) throws SQLException
    {
        lists.read(slice.key, from, to, (count, end) ->
        {
            slice.append(lists, count, end);
            return slice.size() < enough;
        });
    }
}
