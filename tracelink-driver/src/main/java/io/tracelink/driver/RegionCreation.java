package io.tracelink.driver;

import io.tracelink.schema.wire.RegionType;
import org.agrona.CloseHelper;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * The regions of one epoch while they are created: a header ring and its pools, one after the other, in slices, so that
 * small ones need not wait for the end of large ones (Wire §5). Used by the region worker.
 */
final class RegionCreation
{
    /**
     * What is written in one slice: some milliseconds of work.
     */
    static final int SLICE_LENGTH = 8 << 20;

    private final RegionFiles files;
    private final Regions regions;
    private final boolean isPrefaulting;
    private FileChannel channel;
    private int index = -1;
    private long position;

    RegionCreation(final RegionFiles files, final Regions regions, final boolean isPrefaulting)
    {
        this.files = files;
        this.regions = regions;
        this.isPrefaulting = isPrefaulting;
    }

    Regions regions()
    {
        return regions;
    }

    /**
     * Does the next slice. After an exception {@link #undo()} is to be called and nothing else.
     *
     * @return true when the regions are done.
     * @throws IOException when they cannot be created: no space, no directory, no permission, or the driver is closing.
     */
    boolean step() throws IOException
    {
        if (files.isAbandoned())
        {
            throw new IOException("the driver is closing");
        }

        if (index < 0)
        {
            files.createDirectory(regions.directory().getParent());
            files.createDirectory(regions.directory());
            index = 0;
        }

        final List<PayloadPool> pools = regions.profile().payloadPools();
        long budget = SLICE_LENGTH;
        while (index <= pools.size() && budget > 0)
        {
            final PayloadPool pool = index == 0 ? null : pools.get(index - 1);
            budget -= null == pool ?
                fill(RegionPaths.HEADER_RING, RegionType.HEADER_RING, 0, RegionFiles.HEADER_SLOT_BYTES, budget) :
                fill(RegionPaths.poolName(pool.poolId()), RegionType.PAYLOAD_POOL, pool.poolId(), pool.strideBytes(),
                    budget);
        }

        return index > pools.size();
    }

    /**
     * Takes back what was begun.
     *
     * @throws IOException when something cannot be removed.
     */
    void undo() throws IOException
    {
        CloseHelper.quietClose(channel);
        regions.close();
        files.remove(regions.directory());
    }

    private long fill(
        final String name,
        final RegionType type,
        final int poolId,
        final int bytesPerSlot,
        final long budget) throws IOException
    {
        final long length =
            RegionFiles.SUPERBLOCK_LENGTH + (long)regions.profile().headerNslots() * bytesPerSlot;
        if (null == channel)
        {
            channel = files.createFile(regions.directory().resolve(name));
            position = 0;
        }

        if (!isPrefaulting)
        {
            files.extend(channel, length);
            position = length;
        }

        long written = 0;
        while (position < length && written < budget)
        {
            final int count = files.zero(channel, position, length - position);
            position += count;
            written += count;
        }

        if (position == length)
        {
            files.writeSuperblock(channel, regions, type, poolId, bytesPerSlot);
            regions.map(channel);
            channel.close();
            channel = null;
            index++;
        }

        return written;
    }
}
