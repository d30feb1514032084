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
    static final Comparator<StoredFrame> BY_TIME = Comparator
        .comparing(StoredFrame::tNs, Long::compareUnsigned)
        .thenComparingLong(StoredFrame::streamId)
        .thenComparing(StoredFrame::epoch, Long::compareUnsigned)
        .thenComparing(StoredFrame::seq, Long::compareUnsigned);

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
            list.sort(BY_TIME);
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
