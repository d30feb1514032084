package io.tracelink.store;

import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Frames of some trace IDs, each list ordered by time.
 */
final class FramesById
{
    static final Comparator<StoredFrame> BY_TIME = FramesById::compare;

    private final Long2ObjectHashMap<List<StoredFrame>> byId = new Long2ObjectHashMap<>();

    private FramesById()
    {
    }

    static FramesById read(final TraceRows rows, final LongArrayList ids) throws SQLException
    {
        final FramesById frames = new FramesById();
        rows.frames(ids, frames::add);
        for (final List<StoredFrame> list : frames.byId.values())
        {
            if (list.size() > 1)
            {
                list.sort(BY_TIME);
            }
        }

        return frames;
    }

    /**
     * Those of some of the trace IDs.
     */
    FramesById only(final LongArrayList ids)
    {
        final FramesById frames = new FramesById();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            final List<StoredFrame> list = byId.get(ids.getLong(i));
            if (null != list)
            {
                frames.byId.put(ids.getLong(i), list);
            }
        }

        return frames;
    }

    List<StoredFrame> of(final long traceId)
    {
        final List<StoredFrame> list = byId.get(traceId);
        return null == list ? List.of() : list;
    }

    Collection<List<StoredFrame>> lists()
    {
        return byId.values();
    }

    boolean hasAt(final long traceId, final StreamKey key, final long seq)
    {
        for (final StoredFrame frame : of(traceId))
        {
            if (frame.seq() == seq && frame.streamId() == key.streamId() && frame.epoch() == key.epoch())
            {
                return true;
            }
        }

        return false;
    }

    private static int compare(final StoredFrame left, final StoredFrame right)
    {
        int order = Long.compareUnsigned(left.tNs(), right.tNs());
        order = 0 != order ? order : Long.compare(left.streamId(), right.streamId());
        order = 0 != order ? order : Long.compareUnsigned(left.epoch(), right.epoch());
        return 0 != order ? order : Long.compareUnsigned(left.seq(), right.seq());
    }

    private void add(final StoredFrame frame)
    {
        List<StoredFrame> list = byId.get(frame.traceId());
        if (null == list)
        {
            list = new ArrayList<>(2);
            byId.put(frame.traceId(), list);
        }

        list.add(frame);
    }
}
