package io.tracelink.driver;

import org.agrona.IoUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Which client has, or last had, each node ID of the range: what a driver must still know after a kill -9, because
 * clients outlive it and mint on (TraceLink §6).
 * <p>
 * A mapped file of one entry per node ID behind a header; an entry changes in one store, so that a kill leaves the old
 * or the new one. The file is written before it is mapped, so that a full disk is an error at start. One that cannot be
 * right is put aside, not obeyed: {@link #isComplete()} then says that nothing is known about the run before. Used by
 * one thread.
 */
final class NodeIdFile implements AutoCloseable
{
    static final String NAME = "node-ids";
    static final String ASIDE_NAME = "node-ids.corrupt";

    /**
     * Nobody has had the ID, or it is not known who had.
     */
    static final long NO_CLIENT = 0;
    static final int HEADER_LENGTH = 64;
    static final int ENTRY_LENGTH = 16;

    private static final Logger LOGGER = LoggerFactory.getLogger(ShmDriver.class);
    private static final String TEMPORARY_NAME = "node-ids.tmp";
    /**
     * "TLNODES1".
     */
    private static final long MAGIC = 0x544C_4E4F_4445_5331L;
    private static final int MAGIC_OFFSET = 0;
    private static final int FIRST_OFFSET = 8;
    private static final int COUNT_OFFSET = 16;
    private static final int CHECK_OFFSET = 24;
    private static final int OWNER_OFFSET = 0;
    private static final int CHANGED_MS_OFFSET = 8;
    private static final long IN_USE_FLAG = 1L << 32;

    private final IdRange range;
    private final boolean isComplete;
    private MappedByteBuffer entries;

    private NodeIdFile(final IdRange range, final boolean isComplete, final MappedByteBuffer entries)
    {
        this.range = range;
        this.isComplete = isComplete;
        this.entries = entries;
    }

    /**
     * Opens the file of a driver, or makes a new one.
     *
     * @param directory  of the driver, locked.
     * @param range      of node IDs; entries of an earlier one are taken over as far as they are in this one.
     * @param isFirstRun did no driver leave anything in the directory?
     * @return the file.
     * @throws IOException when it cannot be read or written.
     */
    static NodeIdFile open(final Path directory, final IdRange range, final boolean isFirstRun) throws IOException
    {
        final Path path = directory.resolve(NAME);
        final ByteBuffer found = read(path);
        final String fault = null == found ? null : fault(found);
        if (fault != null)
        {
            Files.move(path, directory.resolve(ASIDE_NAME), StandardCopyOption.REPLACE_EXISTING);
            LOGGER.warn("{}: {}: put aside as {}; which node IDs are in use is not known", path, fault, ASIDE_NAME);
        }

        final boolean isComplete = null == found ? isFirstRun : fault == null;
        if (fault != null || null == found || !isOfRange(found, range))
        {
            replace(directory, range, fault == null ? found : null);
        }

        try (FileChannel channel = FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))
        {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length(range));
            mapped.order(ByteOrder.LITTLE_ENDIAN);
            return new NodeIdFile(range, isComplete, mapped);
        }
    }

    IdRange range()
    {
        return range;
    }

    /**
     * Is everything known that the run before this one gave?
     *
     * @return false when there was a run before and its file is missing or broken.
     */
    boolean isComplete()
    {
        return isComplete;
    }

    /**
     * The client that has or last had an ID.
     *
     * @param index of the ID in the range.
     * @return the client id, or {@link #NO_CLIENT}.
     */
    long clientId(final int index)
    {
        return entries.getLong(offset(index) + OWNER_OFFSET) & IdRange.MAX_U32;
    }

    /**
     * Has a client the ID?
     *
     * @param index of the ID in the range.
     * @return true from when it was given until it was given back.
     */
    boolean isInUse(final int index)
    {
        return (entries.getLong(offset(index) + OWNER_OFFSET) & IN_USE_FLAG) != 0;
    }

    /**
     * When an entry changed last.
     *
     * @param index of the ID in the range.
     * @return milliseconds of the wall clock, 0 when it never did.
     */
    long changedMs(final int index)
    {
        return entries.getLong(offset(index) + CHANGED_MS_OFFSET);
    }

    void put(final int index, final long clientId, final boolean isInUse, final long epochMs)
    {
        entries.putLong(offset(index) + CHANGED_MS_OFFSET, epochMs);
        entries.putLong(offset(index) + OWNER_OFFSET, clientId | (isInUse ? IN_USE_FLAG : 0));
    }

    /**
     * Unmaps; the file stays for the next run.
     */
    @Override
    public void close()
    {
        if (entries != null)
        {
            IoUtil.unmap(entries);
            entries = null;
        }
    }

    private static int offset(final int index)
    {
        return HEADER_LENGTH + index * ENTRY_LENGTH;
    }

    private static int length(final IdRange range)
    {
        return offset(Math.toIntExact(range.last() - range.first() + 1));
    }

    private static ByteBuffer read(final Path path) throws IOException
    {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        {
            return null;
        }

        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))
        {
            final int longest = length(new IdRange(0, DriverKey.MAX_NODE_ID));
            final ByteBuffer bytes = ByteBuffer.allocate((int)Math.min(channel.size(), longest + 1L));
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0)
            {
                // until all is read
            }

            return bytes.flip();
        }
    }

    private static String fault(final ByteBuffer file)
    {
        if (file.limit() < HEADER_LENGTH || file.getLong(MAGIC_OFFSET) != MAGIC)
        {
            return "is no file of node IDs";
        }

        final long first = file.getLong(FIRST_OFFSET);
        final long count = file.getLong(COUNT_OFFSET);
        final boolean isRange = first >= 0 && count >= 1 && first <= DriverKey.MAX_NODE_ID &&
            count <= DriverKey.MAX_NODE_ID + 1 - first;
        if (!isRange || file.getLong(CHECK_OFFSET) != check(first, count) ||
            file.limit() != HEADER_LENGTH + count * ENTRY_LENGTH)
        {
            return "has " + file.limit() + " bytes for " + count + " node IDs from " + first;
        }

        for (int i = 0; i < count; i++)
        {
            final long owner = file.getLong(offset(i) + OWNER_OFFSET);
            final boolean isUnowned = (owner & IdRange.MAX_U32) == NO_CLIENT;
            if ((owner & ~(IN_USE_FLAG | IdRange.MAX_U32)) != 0 || (isUnowned && (owner & IN_USE_FLAG) != 0))
            {
                return "has a broken entry for node ID " + (first + i);
            }
        }

        return null;
    }

    private static long check(final long first, final long count)
    {
        return ~(first ^ (count << 32));
    }

    private static boolean isOfRange(final ByteBuffer file, final IdRange range)
    {
        return file.getLong(FIRST_OFFSET) == range.first() &&
            file.getLong(COUNT_OFFSET) == range.last() - range.first() + 1;
    }

    /**
     * Writes a file beside and moves it into place, so that a kill or a full disk leaves the old one.
     */
    private static void replace(final Path directory, final IdRange range, final ByteBuffer old) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(length(range)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC_OFFSET, MAGIC);
        bytes.putLong(FIRST_OFFSET, range.first());
        bytes.putLong(COUNT_OFFSET, range.last() - range.first() + 1);
        bytes.putLong(CHECK_OFFSET, check(range.first(), range.last() - range.first() + 1));
        if (old != null)
        {
            final long first = old.getLong(FIRST_OFFSET);
            final long last = first + old.getLong(COUNT_OFFSET) - 1;
            for (long id = Math.max(first, range.first()); id <= Math.min(last, range.last()); id++)
            {
                final int from = offset((int)(id - first));
                final int to = offset((int)(id - range.first()));
                bytes.putLong(to, old.getLong(from)).putLong(to + Long.BYTES, old.getLong(from + Long.BYTES));
            }
        }

        final Path temporary = directory.resolve(TEMPORARY_NAME);
        Files.deleteIfExists(temporary);
        Files.write(temporary, bytes.array(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(
            temporary, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
