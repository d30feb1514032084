package io.tracelink.driver;

import io.tracelink.schema.wire.RegionType;
import io.tracelink.schema.wire.ShmRegionSuperblockEncoder;
import org.agrona.LangUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates and removes region files (Wire §5).
 * <p>
 * Files are written and never grown through a mapping, so that a full disk is an {@link IOException} here and no SIGBUS
 * in whoever maps them. Used by one thread at a time; {@link #abandon()} may come from any.
 */
final class RegionFiles
{
    /**
     * "TPOLSHM1".
     */
    static final long MAGIC = 0x544F_504C_5348_4D31L;
    static final int LAYOUT_VERSION = 1;
    static final int HEADER_SLOT_BYTES = 256;
    static final int SUPERBLOCK_LENGTH = ShmRegionSuperblockEncoder.BLOCK_LENGTH;

    /**
     * As in peers, a ring has no stride and a pool no slot size of its own.
     */
    private static final long NULL_U32 = 0xFFFF_FFFFL;
    private static final int CHUNK_LENGTH = 1 << 20;

    private final Path namespaceDirectory;
    private final Set<PosixFilePermission> filePermissions;
    private final Set<PosixFilePermission> directoryPermissions;
    private final FileAttribute<Set<PosixFilePermission>> fileAttribute;
    private final boolean isPrefaulting;
    private final NanoClock nanoClock;
    private final long pid = ProcessHandle.current().pid();
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_LENGTH);
    private final ByteBuffer superblock = ByteBuffer.allocateDirect(SUPERBLOCK_LENGTH);
    private final ShmRegionSuperblockEncoder encoder = new ShmRegionSuperblockEncoder();
    private volatile boolean isAbandoned;

    RegionFiles(final Path namespaceDirectory, final DriverConfig config, final NanoClock nanoClock)
    {
        final String mode = config.value(DriverKey.PERMISSIONS_MODE);
        this.namespaceDirectory = namespaceDirectory;
        this.filePermissions = RegionPaths.filePermissions(mode);
        this.directoryPermissions = RegionPaths.directoryPermissions(mode);
        this.fileAttribute = PosixFilePermissions.asFileAttribute(filePermissions);
        this.isPrefaulting = config.value(DriverKey.PREFAULT_SHM);
        this.nanoClock = nanoClock;
    }

    /**
     * Creates the regions of an epoch; what was begun is removed again when it fails.
     *
     * @param streamId of the stream.
     * @param epoch    of the regions; its directory must not exist.
     * @param profile  that shapes them.
     * @return the regions.
     * @throws IOException when they cannot be created: no space, no directory, no permission.
     */
    Regions create(final long streamId, final long epoch, final StreamProfile profile) throws IOException
    {
        final Path directory = RegionPaths.epochDirectory(namespaceDirectory, streamId, epoch);
        final Regions regions = new Regions(streamId, epoch, profile, directory);
        try
        {
            createDirectory(directory.getParent());
            createDirectory(directory);
            createRegion(regions, RegionPaths.HEADER_RING, RegionType.HEADER_RING, 0, HEADER_SLOT_BYTES);
            for (final PayloadPool pool : profile.payloadPools())
            {
                createRegion(
                    regions, RegionPaths.poolName(pool.poolId()), RegionType.PAYLOAD_POOL, pool.poolId(),
                    pool.strideBytes());
            }
        }
        catch (final IOException | RuntimeException ex)
        {
            regions.close();
            removeAfter(ex, directory);
            LangUtil.rethrowUnchecked(ex);
        }

        return regions;
    }

    /**
     * Removes the directory of an epoch, and that of its stream when it was the last one. Only files that a driver
     * writes are removed, links are not followed; a directory that holds anything else stays.
     *
     * @param directory of the epoch.
     * @return true when the directory is gone.
     * @throws IOException when something cannot be removed.
     */
    boolean remove(final Path directory) throws IOException
    {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))
        {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
            {
                for (final Path file : files)
                {
                    if (RegionPaths.isRegionName(file.getFileName().toString()) &&
                        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    {
                        Files.deleteIfExists(file);
                    }
                }
            }

            if (!removeWhenEmpty(directory))
            {
                return false;
            }

            removeWhenEmpty(directory.getParent());
            return true;
        }

        return !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes a creation that is under way fail soon.
     */
    void abandon()
    {
        isAbandoned = true;
    }

    private void createRegion(
        final Regions regions,
        final String name,
        final RegionType type,
        final int poolId,
        final int bytesPerSlot) throws IOException
    {
        final Path path = regions.directory().resolve(name);
        final long length = SUPERBLOCK_LENGTH + (long)regions.profile().headerNslots() * bytesPerSlot;
        final boolean isRing = type == RegionType.HEADER_RING;
        try (FileChannel channel = FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            fileAttribute))
        {
            Files.setPosixFilePermissions(path, filePermissions);
            fill(channel, length);

            final long nowNs = nanoClock.nanoTime();
            encoder.wrap(new UnsafeBuffer(superblock), 0)
                .magic(MAGIC)
                .layoutVersion(LAYOUT_VERSION)
                .epoch(regions.epoch())
                .streamId(regions.streamId())
                .regionType(type)
                .poolId(poolId)
                .nslots(regions.profile().headerNslots())
                .slotBytes(isRing ? bytesPerSlot : NULL_U32)
                .strideBytes(isRing ? NULL_U32 : bytesPerSlot)
                .pid(pid)
                .startTimestampNs(nowNs)
                .activityTimestampNs(nowNs);
            writeFully(channel, superblock.clear(), 0);
            regions.map(channel);
        }
    }

    private void fill(final FileChannel channel, final long length) throws IOException
    {
        if (!isPrefaulting)
        {
            writeFully(channel, zeros.clear().limit(1), length - 1);
            return;
        }

        long position = 0;
        while (position < length)
        {
            if (isAbandoned)
            {
                throw new IOException("the driver is closing");
            }

            zeros.clear().limit((int)Math.min(CHUNK_LENGTH, length - position));
            position += channel.write(zeros, position);
        }
    }

    private static void writeFully(
        final FileChannel channel, final ByteBuffer bytes, final long position) throws IOException
    {
        long at = position;
        while (bytes.hasRemaining())
        {
            at += channel.write(bytes, at);
        }
    }

    private void createDirectory(final Path directory) throws IOException
    {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))
        {
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, directoryPermissions);
        }
    }

    private void removeAfter(final Exception cause, final Path directory)
    {
        try
        {
            remove(directory);
        }
        catch (final IOException ex)
        {
            cause.addSuppressed(ex);
        }
    }

    private static boolean removeWhenEmpty(final Path directory) throws IOException
    {
        try
        {
            Files.delete(directory);
            return true;
        }
        catch (final NoSuchFileException ex)
        {
            return true;
        }
        catch (final DirectoryNotEmptyException ex)
        {
            return false;
        }
    }
}
