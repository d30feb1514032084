package io.tracelink.aeron;

import io.aeron.Publication;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceLinkSetFlyweight;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The ring between the stages and an {@link AsyncPublisher}. A record is what is to be sent, byte for byte: a
 * FrameDescriptor, a TraceLinkSet, or the one followed by the other, so that a frame and its links get in together or
 * not at all.
 */
final class FrameRing
{
    static final int DESCRIPTOR = 1;
    static final int LINKS = 2;
    static final int FRAME = 3;

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
        maxLinksLength = Math.min(maxMessageLength, ring.maxMsgLength() - FrameDescriptorFlyweight.LENGTH);
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
     * A frame without links.
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

        final RingBuffer ring = this.ring;
        final int index = ring.tryClaim(DESCRIPTOR, FrameDescriptorFlyweight.LENGTH);
        if (index < 0)
        {
            return FramePublisher.RING_FULL;
        }

        FrameDescriptorFlyweight.encode(buffer, index, streamId, epoch, seq, timestampNs, metaVersion, traceId);
        ring.commit(index);

        return FramePublisher.QUEUED;
    }

    /**
     * The links of a frame whose descriptor has been sent.
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

        final RingBuffer ring = this.ring;
        final int index = ring.tryClaim(LINKS, length);
        if (index < 0)
        {
            return FramePublisher.RING_FULL;
        }

        TraceLinkSetFlyweight.encode(buffer, index, streamId, epoch, seq, traceId, parents);
        ring.commit(index);

        return FramePublisher.QUEUED;
    }

    /**
     * A frame and its links.
     *
     * @return as {@link #offerLinks}, with nothing taken unless it is {@link FramePublisher#QUEUED}.
     */
    long offerFrame(
        final long streamId,
        final long epoch,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long traceId,
        final ParentSet parents)
    {
        final int linksLength = TraceLinkSetFlyweight.encodedLength(parents.size());
        final long refusal = refusalOf(traceId, parents, linksLength);
        if (0 != refusal)
        {
            return refusal;
        }

        final RingBuffer ring = this.ring;
        final int index = ring.tryClaim(FRAME, FrameDescriptorFlyweight.LENGTH + linksLength);
        if (index < 0)
        {
            return FramePublisher.RING_FULL;
        }

        final AtomicBuffer buffer = this.buffer;
        FrameDescriptorFlyweight.encode(buffer, index, streamId, epoch, seq, timestampNs, metaVersion, traceId);
        TraceLinkSetFlyweight.encode(
            buffer, index + FrameDescriptorFlyweight.LENGTH, streamId, epoch, seq, traceId, parents);
        ring.commit(index);

        return FramePublisher.QUEUED;
    }

    /**
     * Hand records on, by the agent's thread.
     *
     * @return the number of records that were taken out.
     */
    int read(final ControlledMessageHandler handler, final int limit)
    {
        return ring.controlledRead(handler, limit);
    }

    /**
     * Hand on every record that has been written, up to one that is being written.
     */
    void readAll(final ControlledMessageHandler handler)
    {
        long position;
        do
        {
            position = ring.consumerPosition();
            ring.controlledRead(handler);
        }
        while (ring.consumerPosition() != position);
    }

    boolean isEmpty()
    {
        return 0 == ring.size();
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
