package io.tracelink.driver;

import io.tracelink.schema.wire.RegionType;
import io.tracelink.schema.wire.ShmRegionSuperblockEncoder;
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
        this.nanoClock = nanoClock;
    }

    /**
     * Begins to create the regions of an epoch.
     *
     * @param streamId      of the stream.
     * @param epoch         of the regions; its directory must not exist.
     * @param profile       that shapes them.
     * @param isPrefaulting is every byte written, so that the memory is known to exist?
     * @return what is to be run until it is done.
     */
    RegionCreation begin(
        final long streamId, final long epoch, final StreamProfile profile, final boolean isPrefaulting)
    {
        final Path directory = RegionPaths.epochDirectory(namespaceDirectory, streamId, epoch);
        return new RegionCreation(this, new Regions(streamId, epoch, profile, directory), isPrefaulting);
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

    boolean isAbandoned()
    {
        return isAbandoned;
    }

    void createDirectory(final Path directory) throws IOException
    {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))
        {
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, directoryPermissions);
        }
    }

    /**
     * Creates an empty file.
     *
     * @param path of the file; it must not exist.
     * @return the open file.
     * @throws IOException when it cannot be created.
     */
    FileChannel createFile(final Path path) throws IOException
    {
        final FileChannel channel = FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            fileAttribute);
        Files.setPosixFilePermissions(path, filePermissions);
        return channel;
    }

    /**
     * Writes the last byte of a file, so that it has its length.
     *
     * @param channel of the file.
     * @param length  that it gets.
     * @throws IOException when it cannot be written.
     */
    void extend(final FileChannel channel, final long length) throws IOException
    {
        writeFully(channel, zeros.clear().limit(1), length - 1);
    }

    /**
     * Writes zeros.
     *
     * @param channel  of the file.
     * @param position where they begin.
     * @param length   how many at most.
     * @return how many were written.
     * @throws IOException when they cannot be written.
     */
    int zero(final FileChannel channel, final long position, final long length) throws IOException
    {
        return channel.write(zeros.clear().limit((int)Math.min(CHUNK_LENGTH, length)), position);
    }

    void writeSuperblock(
        final FileChannel channel,
        final Regions regions,
        final RegionType type,
        final int poolId,
        final int bytesPerSlot) throws IOException
    {
        final boolean isRing = type == RegionType.HEADER_RING;
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
    }

    static boolean removeWhenEmpty(final Path directory) throws IOException
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

    private static void writeFully(
        final FileChannel channel, final ByteBuffer bytes, final long position) throws IOException
    {
        long at = position;
        while (bytes.hasRemaining())
        {
            at += channel.write(bytes, at);
        }
    }
}
