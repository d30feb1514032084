package io.tracelink.driverclient;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a driver grants besides the lease: regions, real files with superblocks written byte by byte. Public fields are
 * there to be broken by tests.
 */
final class RawRegions
{
    static final long MAGIC = 0x544F504C53484D31L;
    static final int NSLOTS = 8;

    record Pool(int poolId, long nslots, long strideBytes, String uri)
    {
    }

    final Path dir;
    final long streamId;
    final long epoch;
    final List<Pool> pools = new ArrayList<>();
    long layoutVersion = 3;
    long headerNslots = NSLOTS;
    int headerSlotBytes = 256;
    String headerUri;

    RawRegions(final Path baseDir, final long streamId, final long epoch)
    {
        this.streamId = streamId;
        this.epoch = epoch;
        dir = baseDir.resolve("tensorpool-test").resolve("default").resolve(streamId + "").resolve(epoch + "");
        headerUri = uri(dir.resolve("header.ring"));
    }

    /**
     * A ring of 8 slots with pools of 1024, 64 and 256 bytes, in that order.
     */
    static RawRegions create(final Path baseDir, final long streamId, final long epoch)
    {
        final RawRegions regions = new RawRegions(baseDir, streamId, epoch);
        regions.createFile("header.ring", 64 + 256 * NSLOTS, regions.superblock(1, 0, 256, 0));
        regions.createPool(4, 1024);
        regions.createPool(1, 64);
        regions.createPool(2, 256);

        return regions;
    }

    static String uri(final Path path)
    {
        return "shm:file?path=" + path;
    }

    Path headerPath()
    {
        return dir.resolve("header.ring");
    }

    Path poolPath(final int poolId)
    {
        return dir.resolve(poolId + ".pool");
    }

    byte[] superblock(final int regionType, final int poolId, final long slotBytes, final long strideBytes)
    {
        return new RawMessage()
            .u64(MAGIC)
            .u32(layoutVersion)
            .u64(epoch)
            .u32(streamId)
            .u16(regionType)
            .u16(poolId)
            .u32(headerNslots)
            .u32(slotBytes)
            .u32(strideBytes)
            .u64(1)
            .u64(2)
            .u64(3)
            .toBytes();
    }

    void createFile(final String name, final long length, final byte[] superblock)
    {
        try
        {
            Files.createDirectories(dir);
            try (RandomAccessFile file = new RandomAccessFile(dir.resolve(name).toFile(), "rw"))
            {
                file.setLength(length);
                file.write(superblock);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    void delete()
    {
        try
        {
            Files.delete(headerPath());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void createPool(final int poolId, final int strideBytes)
    {
        createFile(poolId + ".pool", 64 + (long)strideBytes * NSLOTS, superblock(2, poolId, strideBytes, strideBytes));
        pools.add(new Pool(poolId, NSLOTS, strideBytes, uri(poolPath(poolId))));
    }
}
