package io.tracelink.tools;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Between the thread that polls and the one that prints. The former never waits: what finds no room is left out, and
 * the place where it is missing is marked, so that no gap in what is printed goes unseen.
 */
final class TapRing
{
    /**
     * In place of messages that were left out: their number, a 64 bit value.
     */
    static final int SKIPPED = 4;

    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer skippedMessage = new UnsafeBuffer(new byte[Long.BYTES]);

    /**
     * Left out since the last that was written; the polling thread's own.
     */
    private long skippedInARow;

    /**
     * Written by the thread that polls, read by others.
     */
    private final AtomicLong skipped = new AtomicLong();

    TapRing(final int length)
    {
        ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(length + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    void write(final int kind, final DirectBuffer buffer, final int offset, final int length)
    {
        if (writeMark() && length <= ring.maxMsgLength() && ring.write(kind, buffer, offset, length))
        {
            return;
        }

        skippedInARow++;
        skipped.incrementAndGet();
    }

    /**
     * Mark what was left out at last, where there is room for that.
     *
     * @return true if nothing is left to be marked.
     */
    boolean writeMark()
    {
        if (0 == skippedInARow)
        {
            return true;
        }

        skippedMessage.putLong(0, skippedInARow);
        if (ring.write(SKIPPED, skippedMessage, 0, Long.BYTES))
        {
            skippedInARow = 0;
            return true;
        }

        return false;
    }

    /**
     * Read as many as stand in a row; none may be read though there are some, where the ring begins anew.
     */
    int read(final MessageHandler handler, final int limit)
    {
        return ring.read(handler, limit);
    }

    boolean isEmpty()
    {
        return 0 == ring.size();
    }

    /**
     * How many messages were left out in all.
     */
    long skipped()
    {
        return skipped.get();
    }
}
