package io.tracelink.store;

import org.agrona.collections.Long2ObjectHashMap;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * First and last sequence that was touched, by stream and epoch.
 */
final class StreamExtents
{
    private final Long2ObjectHashMap<Long2ObjectHashMap<Extent>> byStream = new Long2ObjectHashMap<>();
    private final List<Extent> extents = new ArrayList<>();

    void add(final long streamId, final long epoch, final long seq)
    {
        Long2ObjectHashMap<Extent> byEpoch = byStream.get(streamId);
        if (null == byEpoch)
        {
            byEpoch = new Long2ObjectHashMap<>();
            byStream.put(streamId, byEpoch);
        }

        final Extent extent = byEpoch.get(epoch);
        if (null == extent)
        {
            final Extent added = new Extent(new StreamKey(streamId, epoch), seq);
            byEpoch.put(epoch, added);
            extents.add(added);
        }
        else
        {
            extent.add(seq);
        }
    }

    void forEach(final ExtentHandler handler) throws SQLException
    {
        for (final Extent extent : extents)
        {
            handler.onExtent(extent.key, extent.first, extent.last);
        }
    }

    @FunctionalInterface
    interface ExtentHandler
    {
        void onExtent(StreamKey key, long first, long last) throws SQLException;
    }

    private static final class Extent
    {
        private final StreamKey key;
        private long first;
        private long last;

        Extent(final StreamKey key, final long seq)
        {
            this.key = key;
            first = seq;
            last = seq;
        }

        void add(final long seq)
        {
            first = Long.compareUnsigned(seq, first) < 0 ? seq : first;
            last = Long.compareUnsigned(seq, last) > 0 ? seq : last;
        }
    }
}
