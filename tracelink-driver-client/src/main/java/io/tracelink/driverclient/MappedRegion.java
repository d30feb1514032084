package io.tracelink.driverclient;

import io.tracelink.schema.wire.RegionType;
import io.tracelink.schema.wire.ShmRegionSuperblockDecoder;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A region of a grant in this process, its superblock checked (Wire §5). Not thread-safe; whoever maps it also unmaps
 * it, once nobody can touch its buffer any more.
 */
final class MappedRegion implements AutoCloseable
{
    private final UnsafeBuffer buffer;
    private final int poolId;
    private final int slotLength;
    private MappedByteBuffer mappedBuffer;

    private MappedRegion(final MappedByteBuffer mappedBuffer, final int poolId, final int slotLength)
    {
        this(new UnsafeBuffer(mappedBuffer), poolId, slotLength);
        this.mappedBuffer = mappedBuffer;
    }

    /**
     * A region in memory of this process, which needs no unmapping.
     *
     * @param buffer     as long as the region.
     * @param poolId     of a pool, 0 for the header ring.
     * @param slotLength in bytes.
     */
    MappedRegion(final UnsafeBuffer buffer, final int poolId, final int slotLength)
    {
        this.buffer = buffer;
        this.poolId = poolId;
        this.slotLength = slotLength;
    }

    /**
     * Map the header ring of a grant.
     *
     * @param grant           of a lease.
     * @param allowedBaseDirs in which the region must lie.
     * @param isWritable      for a producer.
     * @return the region.
     * @throws IllegalArgumentException if the file may not be used, is too long to be mapped or too short, or its
     *                                  superblock does not say what the grant does.
     */
    static MappedRegion header(final LeaseGrant grant, final List<Path> allowedBaseDirs, final boolean isWritable)
    {
        return map(
            grant,
            grant.headerRegionUri(),
            RegionType.HEADER_RING,
            0,
            LeaseGrant.HEADER_SLOT_BYTES,
            allowedBaseDirs,
            isWritable);
    }

    /**
     * Map a payload pool of a grant.
     *
     * @param grant           of a lease.
     * @param pool            of the grant.
     * @param allowedBaseDirs in which the region must lie.
     * @param isWritable      for a producer.
     * @return the region.
     * @throws IllegalArgumentException as for {@link #header}.
     */
    static MappedRegion pool(
        final LeaseGrant grant, final PayloadPool pool, final List<Path> allowedBaseDirs, final boolean isWritable)
    {
        return map(
            grant,
            pool.regionUri(),
            RegionType.PAYLOAD_POOL,
            pool.poolId(),
            pool.strideBytes(),
            allowedBaseDirs,
            isWritable);
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    int poolId()
    {
        return poolId;
    }

    int slotLength()
    {
        return slotLength;
    }

    @Override
    public void close()
    {
        final MappedByteBuffer mappedBuffer = this.mappedBuffer;
        if (null != mappedBuffer)
        {
            this.mappedBuffer = null;
            buffer.wrap(0, 0);
            IoUtil.unmap(mappedBuffer);
        }
    }

    private static MappedRegion map(
        final LeaseGrant grant,
        final RegionUri uri,
        final RegionType regionType,
        final int poolId,
        final long slotLength,
        final List<Path> allowedBaseDirs,
        final boolean isWritable)
    {
        // Both factors are below 2^32, so the bound on one of them keeps the product in range.
        final long length = slotLength > Integer.MAX_VALUE ? Long.MAX_VALUE :
            SlotDescriptor.SUPERBLOCK_LENGTH + grant.headerNslots() * slotLength;
        require(length <= Integer.MAX_VALUE, uri,
            "is longer than " + Integer.MAX_VALUE + " bytes, which cannot be mapped: nslots=" + grant.headerNslots() +
            " strideBytes=" + slotLength + "; give the driver fewer slots or a smaller stride");

        MappedRegion region = null;
        try (FileChannel channel = uri.open(allowedBaseDirs, isWritable))
        {
            require(channel.size() >= length, uri, "has " + channel.size() + " bytes instead of " + length);
            region = new MappedRegion(
                channel.map(
                    isWritable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY, 0, length),
                poolId,
                (int)slotLength);
            validateSuperblock(region.buffer, grant, uri, regionType, poolId, slotLength);
            final MappedRegion mapped = region;
            region = null;

            return mapped;
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException("regionUri='" + uri + "' cannot be mapped: " + ex, ex);
        }
        finally
        {
            if (null != region)
            {
                region.close();
            }
        }
    }

    private static void validateSuperblock(
        final UnsafeBuffer buffer,
        final LeaseGrant grant,
        final RegionUri uri,
        final RegionType regionType,
        final int poolId,
        final long slotLength)
    {
        final ShmRegionSuperblockDecoder superblock = new ShmRegionSuperblockDecoder().wrap(
            buffer, 0, ShmRegionSuperblockDecoder.BLOCK_LENGTH, ShmRegionSuperblockDecoder.SCHEMA_VERSION);

        require(superblock.magic() == SlotDescriptor.MAGIC, uri,
            "magic=0x" + Long.toHexString(superblock.magic()) + " is no region's");
        requireSame(uri, "layoutVersion", superblock.layoutVersion(), grant.layoutVersion());
        requireSame(uri, "epoch", superblock.epoch(), grant.epoch());
        requireSame(uri, "streamId", superblock.streamId(), grant.streamId());
        requireSame(uri, "regionType", superblock.regionTypeRaw(), regionType.value());
        requireSame(uri, "poolId", superblock.poolId(), poolId);
        requireSame(uri, "nslots", superblock.nslots(), grant.headerNslots());
        if (RegionType.HEADER_RING == regionType)
        {
            requireSame(uri, "slotBytes", superblock.slotBytes(), slotLength);
        }
        else
        {
            requireSame(uri, "strideBytes", superblock.strideBytes(), slotLength);
        }
    }

    private static void requireSame(final RegionUri uri, final String name, final long actual, final long expected)
    {
        require(actual == expected, uri, "superblock " + name + "=" + Long.toUnsignedString(actual) +
            " must be that of the lease: " + Long.toUnsignedString(expected));
    }

    private static void require(final boolean condition, final RegionUri uri, final String fault)
    {
        if (!condition)
        {
            throw new IllegalArgumentException("regionUri='" + uri + "' " + fault);
        }
    }
}
