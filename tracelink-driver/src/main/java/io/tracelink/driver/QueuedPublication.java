package io.tracelink.driver;

import io.aeron.Publication;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

/**
 * Sends messages in order and never waits: what a stream does not take now is kept, bounded, and tried again.
 * <p>
 * A message that finds the queue full is dropped and counted. One that nobody listens to is gone at once, as with any
 * Aeron stream. Not for use by several threads; allocates nothing after construction.
 */
final class QueuedPublication implements ControlledMessageHandler
{
    /**
     * Longest message that can be queued.
     */
    static final int MAX_MESSAGE_LENGTH = 1 << 16;

    private static final int QUEUE_LENGTH = MAX_MESSAGE_LENGTH * 8;
    private static final int MESSAGE_TYPE_ID = 1;
    private static final int FLUSH_LIMIT = 64;

    private final Publication publication;
    private final DriverCounter droppedSends;
    private final OneToOneRingBuffer queue = new OneToOneRingBuffer(
        new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(QUEUE_LENGTH + RingBufferDescriptor.TRAILER_LENGTH, CACHE_LINE_LENGTH)));

    QueuedPublication(final Publication publication, final DriverCounter droppedSends)
    {
        this.publication = publication;
        this.droppedSends = droppedSends;
    }

    /**
     * Sends a message, now or after those that wait.
     *
     * @param buffer of the message.
     * @param length of the message; it begins at 0.
     */
    void send(final DirectBuffer buffer, final int length)
    {
        if (length > MAX_MESSAGE_LENGTH)
        {
            droppedSends.increment();
            return;
        }

        final boolean isWaiting = !isEmpty() || isRefused(buffer, 0, length);
        if (isWaiting && !queue.write(MESSAGE_TYPE_ID, buffer, 0, length))
        {
            droppedSends.increment();
        }
    }

    /**
     * Tries those again that wait.
     *
     * @return number of messages that left the queue.
     */
    int flush()
    {
        return isEmpty() ? 0 : queue.controlledRead(this, FLUSH_LIMIT);
    }

    boolean isEmpty()
    {
        return queue.consumerPosition() == queue.producerPosition();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public Action onMessage(
        final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length)
    {
        return isRefused(buffer, index, length) ? Action.ABORT : Action.CONTINUE;
    }

    void close()
    {
        publication.close();
    }

    private boolean isRefused(final DirectBuffer buffer, final int offset, final int length)
    {
        final long result = publication.offer(buffer, offset, length);
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED)
        {
            droppedSends.increment();
        }

        return result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION;
    }
}
