package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceLinkSetFlyweight;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A ring between the stages and an {@link AsyncPublisher}, for the messages of one publication.
 * <p>
 * A record is as long as the data frame that Aeron makes of its message, and has the message at the same place. So the
 * agent makes frames of the records where they lie, and a run of them is a block for Aeron to copy. While it is in the
 * ring, the length of the frame stands where the frame has its reserved value:
 * <pre>
 *   0               4      8                           24             32
 *  +---------------+------+---------------------------+--------------+---------+---------------+
 *  | record length | type | (term, session, stream)   | frame length | message | padding to 32 |
 *  +---------------+------+---------------------------+--------------+---------+---------------+
 * </pre>
 */
final class FrameRing
{
    /**
     * Of a frame's length in its record.
     */
    static final int FRAME_LENGTH_OFFSET = DataHeaderFlyweight.RESERVED_VALUE_OFFSET;

    /**
     * Of the message in its record, which is that of its frame.
     */
    static final int MESSAGE_OFFSET = DataHeaderFlyweight.HEADER_LENGTH;

    private static final int MESSAGE_TYPE_ID = 1;
    private static final int ALIGNMENT = 64;

    private final RingBuffer ring;
    private final AtomicBuffer buffer;

    /**
     * The longest set that is taken.
     */
    private volatile int maxLinksLength;

    /**
     * Why nothing is taken, or 0. It does not order anything: a record that comes too late is dropped by the reader.
     */
    private volatile long refusal;

    FrameRing(final int length, final boolean isOfManyProducers)
    {
        buffer = new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(length + RingBufferDescriptor.TRAILER_LENGTH, ALIGNMENT));
        ring = isOfManyProducers ? new ManyToOneRingBuffer(buffer) : new OneToOneRingBuffer(buffer);
    }

    /**
     * Take records from now on.
     *
     * @param maxMessageLength the longest set that can be sent.
     */
    void open(final int maxMessageLength)
    {
        maxLinksLength = Math.min(maxMessageLength, ring.maxMsgLength() - MESSAGE_OFFSET);
        refusal = 0;
    }

    /**
     * Take nothing from now on: the stages get {@link Publication#CLOSED} for an answer.
     */
    void close()
    {
        refusal = Publication.CLOSED;
    }

    /**
     * A FrameDescriptor.
     *
     * @return {@link FramePublisher#QUEUED}, {@link FramePublisher#RING_FULL} or {@link Publication#CLOSED}.
     */
    long offerDescriptor(
        final long streamId,
        final long epoch,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long traceId)
    {
        final long refusal = this.refusal;
        if (0 != refusal)
        {
            return refusal;
        }

        final int index = tryClaim(FrameDescriptorFlyweight.LENGTH);
        if (index < 0)
        {
            return FramePublisher.RING_FULL;
        }

        FrameDescriptorFlyweight.encode(
            buffer, messageIndex(index), streamId, epoch, seq, timestampNs, metaVersion, traceId);
        ring.commit(index);

        return FramePublisher.QUEUED;
    }

    /**
     * The links of a frame whose descriptor has been sent, or is in its ring.
     *
     * @return {@link FramePublisher#QUEUED}, {@link FramePublisher#RING_FULL}, {@link Publication#CLOSED} or, as
     * {@link TraceLinkPublisher#publish}, why the set is refused.
     */
    long offerLinks(
        final long streamId, final long epoch, final long seq, final long traceId, final ParentSet parents)
    {
        final int length = TraceLinkSetFlyweight.encodedLength(parents.size());
        final long refusal = refusalOf(traceId, parents, length);
        if (0 != refusal)
        {
            return refusal;
        }

        final int index = tryClaim(length);
        if (index < 0)
        {
            return FramePublisher.RING_FULL;
        }

        TraceLinkSetFlyweight.encode(buffer, messageIndex(index), streamId, epoch, seq, traceId, parents);
        ring.commit(index);

        return FramePublisher.QUEUED;
    }

    /**
     * Hand records on up to the end of the ring's memory, by the agent's thread.
     *
     * @return the number of records that were taken out.
     */
    int read(final ControlledMessageHandler handler)
    {
        return ring.controlledRead(handler);
    }

    /**
     * {@return up to where records have been claimed}
     */
    long producerPosition()
    {
        return ring.producerPosition();
    }

    /**
     * {@return up to where records have been taken out}
     */
    long consumerPosition()
    {
        return ring.consumerPosition();
    }

    int capacity()
    {
        return ring.capacity();
    }

    private int tryClaim(final int messageLength)
    {
        final int frameLength = messageLength + MESSAGE_OFFSET;
        final int recordLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        final int index = ring.tryClaim(MESSAGE_TYPE_ID, recordLength - RecordDescriptor.HEADER_LENGTH);
        if (index > 0)
        {
            buffer.putInt(index - RecordDescriptor.HEADER_LENGTH + FRAME_LENGTH_OFFSET, frameLength);
        }

        return index;
    }

    private static int messageIndex(final int index)
    {
        return index - RecordDescriptor.HEADER_LENGTH + MESSAGE_OFFSET;
    }

    private long refusalOf(final long traceId, final ParentSet parents, final int length)
    {
        if (!TraceId.isTraceId(traceId))
        {
            return MessageResult.NULL_TRACE_ID;
        }

        if (parents.isEmpty())
        {
            return MessageResult.NO_PARENTS;
        }

        return length > maxLinksLength ? MessageResult.TOO_MANY_PARENTS : refusal;
    }
}
