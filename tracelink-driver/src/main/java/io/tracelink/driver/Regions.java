package io.tracelink.driver;

import io.tracelink.schema.wire.ShmRegionSuperblockEncoder;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The regions of one epoch of a stream: a header ring and its pools, written and ready to be mapped by clients.
 * <p>
 * The superblocks stay mapped here, so that the driver can say that it is alive.
 */
final class Regions implements AutoCloseable
{
    private final long streamId;
    private final long epoch;
    private final StreamProfile profile;
    private final Path directory;
    private final byte[] headerUri;
    private final List<byte[]> poolUris;
    private final List<MappedByteBuffer> mappings = new ArrayList<>();
    private final List<UnsafeBuffer> superblocks = new ArrayList<>();

    Regions(final long streamId, final long epoch, final StreamProfile profile, final Path directory)
    {
        this.streamId = streamId;
        this.epoch = epoch;
        this.profile = profile;
        this.directory = directory;
        this.headerUri = ascii(directory.resolve(RegionPaths.HEADER_RING));
        this.poolUris = profile.payloadPools().stream()
            .map((pool) -> ascii(directory.resolve(RegionPaths.poolName(pool.poolId()))))
            .toList();
    }

    long streamId()
    {
        return streamId;
    }

    long epoch()
    {
        return epoch;
    }

    StreamProfile profile()
    {
        return profile;
    }

    Path directory()
    {
        return directory;
    }

    /**
     * URI of the header ring.
     *
     * @return US-ASCII; not to be changed.
     */
    byte[] headerUri()
    {
        return headerUri;
    }

    /**
     * URI of a pool.
     *
     * @param index of the pool in its profile.
     * @return US-ASCII; not to be changed.
     */
    byte[] poolUri(final int index)
    {
        return poolUris.get(index);
    }

    /**
     * Keeps the superblock of a region in reach.
     *
     * @param channel of the region, which is written already.
     * @throws IOException when it cannot be mapped.
     */
    void map(final FileChannel channel) throws IOException
    {
        final MappedByteBuffer mapping =
            channel.map(FileChannel.MapMode.READ_WRITE, 0, ShmRegionSuperblockEncoder.BLOCK_LENGTH);
        mappings.add(mapping);
        superblocks.add(new UnsafeBuffer(mapping));
    }

    /**
     * Says in every superblock that the driver is alive.
     *
     * @param nowNs of the monotonic clock.
     */
    void touch(final long nowNs)
    {
        for (int i = 0, size = superblocks.size(); i < size; i++)
        {
            superblocks.get(i).putLong(ShmRegionSuperblockEncoder.activityTimestampNsEncodingOffset(), nowNs);
        }
    }

    /**
     * Unmaps; the files stay.
     */
    @Override
    public void close()
    {
        superblocks.clear();
        for (final MappedByteBuffer mapping : mappings)
        {
            IoUtil.unmap(mapping);
        }

        mappings.clear();
    }

    private static byte[] ascii(final Path region)
    {
        return RegionPaths.uri(region).getBytes(US_ASCII);
    }
}
