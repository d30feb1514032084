package io.tracelink.aeron;

import io.aeron.Aeron;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Tells which process mints with a node ID (TraceLink §6): a counter of the media driver whose key says so, for as long
 * as the process does. A collector on the same media driver takes it into its store. The key is
 * <pre>
 *   0          4          8               16                24
 *  +----------+----------+---------------+-----------------+
 *  | node id  | (0)      | process id    | start time, ms  |
 *  +----------+----------+---------------+-----------------+
 * </pre>
 * A {@link FramePublisher} registers the node ID that it mints with; who mints by other means makes a registration
 * alone. Nothing waits for the media driver. Not thread-safe.
 */
public final class NodeRegistration implements AutoCloseable
{
    /**
     * Type id of the counter.
     */
    public static final int TYPE_ID = 1020;

    private static final int NODE_ID_OFFSET = 0;
    private static final int PROCESS_ID_OFFSET = 8;
    private static final int START_TIME_OFFSET = 16;
    private static final int KEY_LENGTH = 24;
    private static final long PROCESS_ID = ProcessHandle.current().pid();
    private static final long START_TIME_MS =
        ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli();

    private final Aeron aeron;
    private long registrationId = Aeron.NULL_VALUE;
    private long nodeId = Aeron.NULL_VALUE;
    private boolean isClosed;

    /**
     * Construct with nothing registered.
     *
     * @param aeron a connected client; stays the caller's.
     */
    public NodeRegistration(final Aeron aeron)
    {
        this.aeron = aeron;
    }

    /**
     * This process mints with a node ID, and no longer with the one before. Without effect once this or the Aeron
     * client is closed.
     *
     * @param nodeId 0 or more.
     */
    public void register(final int nodeId)
    {
        if (this.nodeId != nodeId && !isClosed && !aeron.isClosed())
        {
            remove();
            final byte[] label =
                ("tracelink node-id=" + nodeId + " process-id=" + PROCESS_ID).getBytes(StandardCharsets.US_ASCII);
            final UnsafeBuffer key = new UnsafeBuffer(new byte[KEY_LENGTH]);
            key.putInt(NODE_ID_OFFSET, nodeId, ByteOrder.LITTLE_ENDIAN);
            key.putLong(PROCESS_ID_OFFSET, PROCESS_ID, ByteOrder.LITTLE_ENDIAN);
            key.putLong(START_TIME_OFFSET, START_TIME_MS, ByteOrder.LITTLE_ENDIAN);
            registrationId = aeron.asyncAddCounter(
                TYPE_ID, key, 0, KEY_LENGTH, new UnsafeBuffer(label), 0, label.length);
            this.nodeId = nodeId;
        }
    }

    /**
     * This process no longer mints with the node ID. Idempotent.
     */
    @Override
    public void close()
    {
        isClosed = true;
        remove();
    }

    /**
     * Node ID of a registration.
     *
     * @param buffer that holds the key of a counter of {@link #TYPE_ID}.
     * @param offset of the key.
     * @return the node ID, uint32.
     */
    public static long nodeId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + NODE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Process of a registration.
     *
     * @param buffer that holds the key of a counter of {@link #TYPE_ID}.
     * @param offset of the key.
     * @return process id of the operating system.
     */
    public static long processId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + PROCESS_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Start of the process of a registration.
     *
     * @param buffer that holds the key of a counter of {@link #TYPE_ID}.
     * @param offset of the key.
     * @return start time, in milliseconds since the Unix epoch.
     */
    public static long startTimeMs(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + START_TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    private void remove()
    {
        aeron.asyncRemoveCounter(registrationId);
        registrationId = Aeron.NULL_VALUE;
        nodeId = Aeron.NULL_VALUE;
    }
}
