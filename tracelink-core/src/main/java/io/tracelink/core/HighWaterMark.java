package io.tracelink.core;

import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps, in a memory-mapped file, a time above all IDs that were handed out with a node ID, so that the next process of
 * that node ID begins above them: after kill -9, and with the clock set back in between (TraceLink §6).
 * <pre>
 * final HighWaterMark mark = HighWaterMark.open(Path.of("/var/lib/camera/trace-id.mark"), TraceIdLayout.DEFAULT, 7);
 * final TraceIdGenerator generator = new SnowflakeTraceIdGenerator(mark, SystemEpochClock.INSTANCE);
 * </pre>
 * A generator asks for {@value #RESERVED_MS} ms at once, ahead of the IDs, so an ID itself costs nothing more; a
 * process that starts again sooner than that begins up to {@value #RESERVED_MS} ms ahead of the clock.
 * <p>
 * One file is for one node ID and layout, and for one process and generator at a time. It is on a local file system,
 * and neither deleted nor replaced while it is open. The file survives the process, not a loss of power: whatever the
 * operating system had not written by then, of the last half minute or so, is gone, and on a memory file system all of
 * it. A clock that once jumped far ahead leaves the mark there; remove the file once the clock is right.
 * <p>
 * Only {@link #open} and {@link #close} call the operating system. Raising the mark is a store into a mapped page; on a
 * disk the first one after the page was written back can wait for the file system, on a memory file system never.
 * Thread-safe.
 */
public final class HighWaterMark implements AutoCloseable
{
    /**
     * How many milliseconds a generator asks for at once.
     */
    public static final long RESERVED_MS = 100;

    /**
     * Length of the file in bytes.
     */
    static final int LENGTH = 64;
    static final int MAGIC_OFFSET = 0;
    static final int NODE_ID_BITS_OFFSET = 8;
    static final int SEQUENCE_BITS_OFFSET = 12;
    static final int EPOCH_OFFSET_MS_OFFSET = 16;
    static final int NODE_ID_OFFSET = 24;
    static final int PID_OFFSET = 32;
    static final int MARK_OFFSET = 40;
    static final int OWNER_OFFSET = 48;

    /**
     * "TLHWM001" in the order of the bytes.
     */
    static final long MAGIC = 0x3130_304D_5748_4C54L;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    private static final long MARK_MASK = TraceIdLayout.MAX_TIMESTAMP_MS;
    private static final long CLOSED = -1;

    /**
     * Files that are open in this process. Where locks belong to processes, a second channel on a locked file would
     * release its lock when it is closed, so no second one is opened.
     */
    private static final Map<Object, HighWaterMark> OPEN_FILES = new HashMap<>();

    private final Path file;
    private final Object fileKey;
    private final FileChannel channel;
    private final UnsafeBuffer buffer;
    private final TraceIdLayout layout;
    private final int nodeId;

    /**
     * Stands in the file for as long as nobody else has opened it.
     */
    private final long owner = ThreadLocalRandom.current().nextLong() | 1;
    private final AtomicLong reservedMs;
    private final AtomicBoolean hasGenerator = new AtomicBoolean();

    /**
     * Take up what a file holds.
     *
     * @param file    for messages.
     * @param fileKey that names the file, whatever its path is.
     * @param channel that holds the lock, or null where there is none.
     * @param bytes   of the file, {@link #LENGTH} of them: a mapping, or memory of this process alone.
     * @param layout  of the IDs.
     * @param nodeId  of this process.
     */
    HighWaterMark(
        final Path file,
        final Object fileKey,
        final FileChannel channel,
        final ByteBuffer bytes,
        final TraceIdLayout layout,
        final int nodeId)
    {
        this.file = file;
        this.fileKey = fileKey;
        this.channel = channel;
        this.layout = layout;
        this.nodeId = nodeId;
        buffer = new UnsafeBuffer(bytes);
        buffer.putLong(PID_OFFSET, ProcessHandle.current().pid(), ORDER);

        // An owner before us either sees that it is none any more, or has raised the mark before we read it.
        buffer.putLongVolatile(OWNER_OFFSET, owner);
        VarHandle.fullFence();
        reservedMs = new AtomicLong(buffer.getLongVolatile(MARK_OFFSET) & MARK_MASK);
    }

    /**
     * Open the file of a node ID, or make it where there is none or an empty one.
     *
     * @param file   of the mark; its directory must be there.
     * @param layout of the IDs; that of the file, if it is there.
     * @param nodeId of this process; that of the file, if it is there.
     * @return the mark.
     * @throws IllegalArgumentException if the node ID does not fit the layout.
     * @throws IllegalStateException    if the file is in use, is of another node ID or layout, or is no high-water mark
     *                                  or a damaged one. It is left as it is.
     * @throws UncheckedIOException     if the file cannot be opened, written or mapped.
     */
    public static HighWaterMark open(final Path file, final TraceIdLayout layout, final int nodeId)
    {
        layout.validateNodeId(nodeId);
        final Path absoluteFile = file.toAbsolutePath();

        synchronized (OPEN_FILES)
        {
            FileChannel channel = null;
            try
            {
                if (Files.exists(absoluteFile) && OPEN_FILES.containsKey(fileKey(absoluteFile)))
                {
                    throw inUse(absoluteFile, "this process");
                }

                channel = FileChannel.open(
                    absoluteFile, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
                if (null == channel.tryLock())
                {
                    final long pid = read(channel).getLong(PID_OFFSET);
                    throw inUse(absoluteFile, 0 == pid ? "another process" : "process " + pid);
                }

                final HighWaterMark mark = open(absoluteFile, channel, layout, nodeId);
                OPEN_FILES.put(mark.fileKey, mark);
                channel = null;

                return mark;
            }
            catch (final OverlappingFileLockException ex)
            {
                // Somebody else's in this process, whose lock would go with this channel: it is left open.
                channel = null;
                throw inUse(absoluteFile, "this process");
            }
            catch (final NoSuchFileException ex)
            {
                throw new UncheckedIOException(
                    "highWaterMark=" + absoluteFile + " cannot be made: its directory must be there", ex);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(
                    "highWaterMark=" + absoluteFile + " cannot be opened, locked, written and mapped: " + ex, ex);
            }
            finally
            {
                CloseHelper.quietClose(channel);
            }
        }
    }

    private static HighWaterMark open(
        final Path file, final FileChannel channel, final TraceIdLayout layout, final int nodeId) throws IOException
    {
        if (0 == channel.size())
        {
            create(channel, layout, nodeId);
        }
        else
        {
            validate(file, channel.size(), read(channel), layout, nodeId);
        }

        final MappedByteBuffer mappedBuffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);

        return new HighWaterMark(file, fileKey(file), channel, mappedBuffer, layout, nodeId);
    }

    /**
     * The last time that was reserved: there is no ID after it.
     *
     * @return milliseconds since 1970; the epoch of the layout as long as there was no ID.
     */
    public long timestampMs()
    {
        return (buffer.getLongVolatile(MARK_OFFSET) & MARK_MASK) + layout.epochOffsetMs();
    }

    /**
     * The node ID that the file is of.
     *
     * @return the node ID.
     */
    public int nodeId()
    {
        return nodeId;
    }

    /**
     * How the IDs are divided.
     *
     * @return the layout.
     */
    public TraceIdLayout layout()
    {
        return layout;
    }

    /**
     * Leave the file to another process. The generator mints at most what it has reserved, and refuses then with
     * {@link TraceId#MARK_CLOSED}. Closing again does nothing.
     */
    @Override
    public void close()
    {
        if (reservedMs.getAndSet(CLOSED) != CLOSED)
        {
            synchronized (OPEN_FILES)
            {
                // The mapping is left to the garbage collector: another thread may be about to reserve.
                CloseHelper.quietClose(channel);
                OPEN_FILES.remove(fileKey);
            }
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String toString()
    {
        return "HighWaterMark{file=" + file + ", nodeId=" + nodeId + ", layout=" + layout + '}';
    }

    Path file()
    {
        return file;
    }

    /**
     * Become the mark of a generator.
     *
     * @return the last millisecond, since the epoch of the layout, that there may be an ID of.
     */
    long attach()
    {
        final long reservedMs = this.reservedMs.get();
        if (CLOSED == reservedMs)
        {
            throw new IllegalStateException("highWaterMark=" + file + " is closed: open it for each generator");
        }

        if (!hasGenerator.compareAndSet(false, true))
        {
            throw new IllegalStateException("highWaterMark=" + file +
                " has a generator already, and two of one node ID mint the same IDs: share the generator");
        }

        return reservedMs;
    }

    /**
     * Raise the mark. It only ever rises, so a thread that comes late, even after the close, does no harm.
     *
     * @param timestampMs that is to be minted in, since the epoch of the layout, up to the last one.
     * @return the millisecond up to which may be minted, or {@link TraceId#MARK_CLOSED} if the mark is closed or the
     * file is another's, whose opening the lock did not prevent.
     */
    long reserve(final long timestampMs)
    {
        final long wantedMs = Math.min(timestampMs + RESERVED_MS, TraceIdLayout.MAX_TIMESTAMP_MS);

        long reservedMs = this.reservedMs.get();
        while (reservedMs < timestampMs)
        {
            if (CLOSED == reservedMs)
            {
                return TraceId.MARK_CLOSED;
            }

            raise(wantedMs);
            if (owner != buffer.getLongVolatile(OWNER_OFFSET))
            {
                return TraceId.MARK_CLOSED;
            }

            if (this.reservedMs.compareAndSet(reservedMs, wantedMs))
            {
                return wantedMs;
            }

            reservedMs = this.reservedMs.get();
        }

        return reservedMs;
    }

    private void raise(final long wantedMs)
    {
        long word = buffer.getLongVolatile(MARK_OFFSET);
        while ((word & MARK_MASK) < wantedMs && !buffer.compareAndSetLong(MARK_OFFSET, word, checked(wantedMs)))
        {
            word = buffer.getLongVolatile(MARK_OFFSET);
        }

        VarHandle.fullFence();
    }

    /**
     * The mark takes 41 bits; what is left of its word tells a damaged one. One word, since a store of one is whole
     * wherever a process is killed.
     */
    static long checked(final long markMs)
    {
        return (((markMs ^ MAGIC) * GOLDEN_RATIO) & ~MARK_MASK) | markMs;
    }

    private static ByteBuffer read(final FileChannel channel) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ORDER);
        int position = 0;
        int length = channel.read(bytes, position);
        while (length > 0)
        {
            position += length;
            length = channel.read(bytes, position);
        }

        return bytes;
    }

    private static void create(final FileChannel channel, final TraceIdLayout layout, final int nodeId)
        throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ORDER)
            .putLong(MAGIC_OFFSET, MAGIC)
            .putInt(NODE_ID_BITS_OFFSET, layout.nodeIdBits())
            .putInt(SEQUENCE_BITS_OFFSET, layout.sequenceBits())
            .putLong(EPOCH_OFFSET_MS_OFFSET, layout.epochOffsetMs())
            .putInt(NODE_ID_OFFSET, nodeId)
            .putLong(MARK_OFFSET, checked(0));

        try
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes, bytes.position());
            }
            channel.force(true);
        }
        catch (final IOException ex)
        {
            // Half a mark would be taken for a damaged one.
            channel.truncate(0);
            throw ex;
        }
    }

    private static void validate(
        final Path file, final long length, final ByteBuffer bytes, final TraceIdLayout layout, final int nodeId)
    {
        if (LENGTH != length || MAGIC != bytes.getLong(MAGIC_OFFSET))
        {
            throw new IllegalStateException("highWaterMark=" + file +
                " is no high-water mark of trace IDs and was left as it is: name another file");
        }

        final long word = bytes.getLong(MARK_OFFSET);
        if (checked(word & MARK_MASK) != word)
        {
            throw new IllegalStateException("highWaterMark=" + file + " is damaged and was left as it is: " +
                "if the clock is right, move it away, and IDs go on from the clock");
        }

        final String expected = describe(
            nodeId, layout.nodeIdBits(), layout.sequenceBits(), layout.epochOffsetMs());
        final String found = describe(
            bytes.getInt(NODE_ID_OFFSET),
            bytes.getInt(NODE_ID_BITS_OFFSET),
            bytes.getInt(SEQUENCE_BITS_OFFSET),
            bytes.getLong(EPOCH_OFFSET_MS_OFFSET));
        if (!expected.equals(found))
        {
            throw new IllegalStateException("highWaterMark=" + file + " is of " + found + ", not of " + expected +
                ": use one file for each node ID and layout");
        }
    }

    private static String describe(
        final int nodeId, final int nodeIdBits, final int sequenceBits, final long epochOffsetMs)
    {
        return "nodeId=" + nodeId + " nodeIdBits=" + nodeIdBits + " sequenceBits=" + sequenceBits +
            " epochOffsetMs=" + epochOffsetMs;
    }

    private static IllegalStateException inUse(final Path file, final String user)
    {
        return new IllegalStateException("highWaterMark=" + file + " is in use by " + user +
            ", and two with one node ID mint the same IDs: give each process a node ID and file of its own");
    }

    private static Object fileKey(final Path file) throws IOException
    {
        final Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

        return null == key ? file.toRealPath() : key;
    }
}
