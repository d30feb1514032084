package io.tracelink.driver;

import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The directory of one driver: locked against a second one, and home of what it must know after a kill -9: the mark
 * from which epochs grow, and which node IDs are in use.
 * <p>
 * An epoch is the larger of the wall clock in nanoseconds and the last epoch plus one. The last epoch is kept in a
 * mapped file and is, at start, raised to the largest epoch directory, so epochs grow across restarts, kill -9 and
 * clock steps (Driver Model §4: after a restart, epoch must increase before new leases).
 */
final class DriverDirectory implements AutoCloseable
{
    static final String LOCK_FILE = "driver.lock";
    static final String MARK_FILE = "epoch.mark";

    private static final int MARK_LENGTH = 8;
    /**
     * Beyond that counting on would soon come to an end; nanoseconds of the wall clock get there in the year 2262.
     */
    private static final long MAX_MARK = Long.MAX_VALUE - (1L << 40);
    /**
     * File locks are held by a process, so two drivers within one are told apart here.
     */
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final List<Leftover> leftovers = new ArrayList<>();
    private FileChannel lockChannel;
    private MappedByteBuffer mark;
    private NodeIdFile nodeIds;

    private DriverDirectory(final Path path)
    {
        this.path = path;
    }

    /**
     * Creates and locks the directory of a driver.
     *
     * @param config of the driver.
     * @param user   who runs it.
     * @return the locked directory.
     * @throws IllegalStateException when another driver has it, or its mark is no epoch.
     * @throws UncheckedIOException  when it cannot be created or written.
     */
    static DriverDirectory open(final DriverConfig config, final String user)
    {
        final String baseDir = config.value(DriverKey.BASE_DIR);
        final String setting = DriverKey.BASE_DIR + "=" + baseDir;
        try
        {
            final Path configured = Path.of(baseDir);
            Files.createDirectories(configured);
            final Path base = configured.toRealPath();
            final Path path = RegionPaths.namespaceDirectory(base, user, config.value(DriverKey.NAMESPACE));
            final Set<PosixFilePermission> permissions =
                RegionPaths.directoryPermissions(config.value(DriverKey.PERMISSIONS_MODE));
            createDirectory(path.getParent(), permissions);
            createDirectory(path, permissions);

            final DriverDirectory directory = new DriverDirectory(path);
            directory.lock(setting, config.value(DriverKey.INSTANCE_ID));
            try
            {
                directory.openMark();
                directory.nodeIds = NodeIdFile.open(
                    path, config.value(DriverKey.NODE_ID_RANGE), directory.leftovers.isEmpty());
            }
            catch (final IOException | RuntimeException ex)
            {
                directory.close();
                throw ex;
            }

            return directory;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(setting + ": cannot be used: " + reason(ex), ex);
        }
    }

    Path path()
    {
        return path;
    }

    /**
     * Which node IDs are in use.
     *
     * @return the file, closed with this.
     */
    NodeIdFile nodeIds()
    {
        return nodeIds;
    }

    /**
     * An epoch that an earlier driver left behind.
     *
     * @param streamId  of the stream.
     * @param epoch     that it was in.
     * @param directory of the epoch.
     */
    record Leftover(long streamId, long epoch, Path directory)
    {
    }

    /**
     * What was found when the directory was locked.
     *
     * @return the epochs, oldest first.
     */
    List<Leftover> leftovers()
    {
        return leftovers;
    }

    /**
     * Takes the next epoch; larger than every one before it.
     *
     * @param epochMs of the wall clock.
     * @return the epoch.
     */
    long nextEpoch(final long epochMs)
    {
        final long epoch = Math.max(mark.getLong(0) + 1, epochMs * 1_000_000);
        mark.putLong(0, epoch);
        return epoch;
    }

    /**
     * Lets another driver have the directory.
     */
    @Override
    public void close()
    {
        CloseHelper.close(nodeIds);
        if (mark != null)
        {
            IoUtil.unmap(mark);
            mark = null;
        }

        if (lockChannel != null)
        {
            try
            {
                lockChannel.close();
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
            finally
            {
                lockChannel = null;
                LOCKED_HERE.remove(path);
            }
        }
    }

    /**
     * Says why a file operation failed, in words.
     *
     * @param ex to explain.
     * @return the kind of the failure, and its file where there is one.
     */
    static String reason(final IOException ex)
    {
        final String kind = ex.getClass() == IOException.class ? "" : ex.getClass().getSimpleName() + " ";
        return kind + (ex.getMessage() == null ? "" : ex.getMessage());
    }

    private void lock(final String setting, final String instanceId) throws IOException
    {
        if (!LOCKED_HERE.add(path))
        {
            throw inUse(setting, "a driver in this process");
        }

        boolean isLocked = false;
        try
        {
            lockChannel = FileChannel.open(
                path.resolve(LOCK_FILE),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
            final FileLock lock = lockChannel.tryLock();
            if (lock == null)
            {
                throw inUse(setting, owner());
            }

            lockChannel.truncate(0);
            final String text = instanceId + " pid " + ProcessHandle.current().pid();
            lockChannel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
            isLocked = true;
        }
        finally
        {
            if (!isLocked)
            {
                close();
                LOCKED_HERE.remove(path);
            }
        }
    }

    private String owner() throws IOException
    {
        final ByteBuffer text = ByteBuffer.allocate(256);
        final int length = lockChannel.read(text, 0);
        return length <= 0 ? "another driver" : new String(text.array(), 0, length, US_ASCII);
    }

    private IllegalStateException inUse(final String setting, final String owner)
    {
        return new IllegalStateException(setting + ": " + path + " is in use by " + owner +
            "; choose another " + DriverKey.NAMESPACE + " or " + DriverKey.BASE_DIR);
    }

    private void openMark() throws IOException
    {
        try (FileChannel channel = FileChannel.open(
            path.resolve(MARK_FILE),
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))
        {
            if (channel.size() < MARK_LENGTH)
            {
                channel.write(ByteBuffer.allocate(MARK_LENGTH), 0);
            }

            mark = channel.map(FileChannel.MapMode.READ_WRITE, 0, MARK_LENGTH);
            mark.order(ByteOrder.LITTLE_ENDIAN);
        }

        findLeftovers();
        for (final Leftover leftover : leftovers)
        {
            mark.putLong(0, Math.max(mark.getLong(0), leftover.epoch()));
        }

        final long epoch = mark.getLong(0);
        if (epoch < 0 || epoch > MAX_MARK)
        {
            throw new IllegalStateException(path.resolve(MARK_FILE) + ": epoch=" + Long.toUnsignedString(epoch) +
                " was given by no driver; when no client runs any more, remove the directory " + path);
        }
    }

    private void findLeftovers() throws IOException
    {
        for (final Path stream : numberedDirectories(path))
        {
            // one that was made, and nothing in it, before a kill
            if (!RegionFiles.removeWhenEmpty(stream))
            {
                for (final Path epoch : numberedDirectories(stream))
                {
                    leftovers.add(new Leftover(RegionPaths.number(stream), RegionPaths.number(epoch), epoch));
                }
            }
        }

        leftovers.sort(Comparator.comparingLong(Leftover::epoch));
    }

    private static List<Path> numberedDirectories(final Path parent) throws IOException
    {
        final List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent))
        {
            for (final Path child : children)
            {
                if (RegionPaths.number(child) >= 0 && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
                {
                    found.add(child);
                }
            }
        }

        return found;
    }

    private static void createDirectory(final Path path, final Set<PosixFilePermission> permissions) throws IOException
    {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
        {
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, permissions);
        }
    }
}
