package io.tracelink.store;

import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;

/**
 * Windows on their way from the threads of stages to the one that commits them. Owns how a window lies in the ring: its
 * kind is the type of the message, whose body is five numbers of 64 bit.
 */
final class WindowRing
{
    private static final int BY_SEQ = 1;
    private static final int BY_TIME = 2;

    private static final int TRACE_ID_OFFSET = 0;
    private static final int IN_STREAM_ID_OFFSET = TRACE_ID_OFFSET + Long.BYTES;
    private static final int EPOCH_OFFSET = IN_STREAM_ID_OFFSET + Long.BYTES;
    private static final int FIRST_OFFSET = EPOCH_OFFSET + Long.BYTES;
    private static final int LAST_OFFSET = FIRST_OFFSET + Long.BYTES;
    private static final int LENGTH = LAST_OFFSET + Long.BYTES;
    private static final int RECORD_LENGTH =
        BitUtil.align(RecordDescriptor.HEADER_LENGTH + LENGTH, RecordDescriptor.ALIGNMENT);

    /**
     * A ring takes messages of up to an eighth of it.
     */
    private static final int MIN_CAPACITY = 8 * BitUtil.findNextPositivePowerOfTwo(RECORD_LENGTH);

    private final ManyToOneRingBuffer ring;
    private final WindowBatch batch;
    private final MessageHandler messageHandler = this::onMessage;

    /**
     * @param windows for how many there is room, at least.
     * @param batch   that {@link #drain()} fills.
     */
    WindowRing(final int windows, final WindowBatch batch)
    {
        this.batch = batch;
        final int capacity = Math.max(MIN_CAPACITY, BitUtil.findNextPositivePowerOfTwo(windows * RECORD_LENGTH));
        ring = new ManyToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    /**
     * Put a window into the ring. By any thread.
     *
     * @return false if there is no room.
     */
    boolean offer(
        final boolean isBySeq,
        final long traceId,
        final long inStreamId,
        final long epoch,
        final long first,
        final long last)
    {
        final ManyToOneRingBuffer ring = this.ring;
        final int index = ring.tryClaim(isBySeq ? BY_SEQ : BY_TIME, LENGTH);
        if (index < 0)
        {
            return false;
        }

        final AtomicBuffer buffer = ring.buffer();
        buffer.putLong(index + TRACE_ID_OFFSET, traceId);
        buffer.putLong(index + IN_STREAM_ID_OFFSET, inStreamId);
        buffer.putLong(index + EPOCH_OFFSET, epoch);
        buffer.putLong(index + FIRST_OFFSET, first);
        buffer.putLong(index + LAST_OFFSET, last);
        ring.commit(index);

        return true;
    }

    /**
     * Move what there is into the batch, as far as it has room.
     *
     * @return the number of windows.
     */
    int drain()
    {
        // a read ends where the ring begins anew
        int windows = 0;
        for (int i = 0; i < 2 && batch.room() > 0; i++)
        {
            windows += ring.read(messageHandler, batch.room());
        }

        return windows;
    }

    /**
     * How many windows are in the ring. The padding at its end is shorter than a window.
     */
    int size()
    {
        return ring.size() / RECORD_LENGTH;
    }

    private void onMessage(final int kind, final MutableDirectBuffer buffer, final int index, final int length)
    {
        batch.add(
            BY_SEQ == kind,
            buffer.getLong(index + TRACE_ID_OFFSET),
            buffer.getLong(index + IN_STREAM_ID_OFFSET),
            buffer.getLong(index + EPOCH_OFFSET),
            buffer.getLong(index + FIRST_OFFSET),
            buffer.getLong(index + LAST_OFFSET));
    }
}
