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
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A ring between the stages and an {@link AsyncPublisher}, for the messages of one publication.
 * <p>
 * A record is the data frame that Aeron makes of its message, but for what only the agent knows: where in the log it
 * will stand. So the agent completes the frames where they lie, and a run of them is a block for Aeron to copy.
 * <pre>
 *   0       8                             32        frame length
 *  +-------+-----------------------------+---------+---------------+
 *  | word  | what the agent writes       | message | padding to 32 |
 *  +-------+-----------------------------+---------+---------------+
 * </pre>
 * The word is the begin of a frame: its length, and a type, of a message or of what is left of the memory where a
 * record did not fit before its end. It is written last, and is 0 at every place where a record may begin and none has
 * been committed. Positions rise by the lengths of the records for ever; their lower bits are places in the memory.
 */
final class FrameRing
{
    /**
     * Of the message in its record, which is that of its frame.
     */
    static final int MESSAGE_OFFSET = DataHeaderFlyweight.HEADER_LENGTH;

    /**
     * Alignment of records, which is that of frames.
     */
    static final int ALIGNMENT = FrameDescriptor.FRAME_ALIGNMENT;

    /**
     * Version, flags and type of an unfragmented data frame, as they stand above the frame's length.
     */
    static final long MESSAGE_WORD =
        (long)(DataHeaderFlyweight.HDR_TYPE_DATA << 16 | (FrameDescriptor.UNFRAGMENTED & 0xFF) << 8 |
            DataHeaderFlyweight.CURRENT_VERSION) << 32;

    private static final long PADDING_WORD = (long)(DataHeaderFlyweight.HDR_TYPE_PAD << 16) << 32;
    private static final int RING_FULL = -1;

    private final UnsafeBuffer buffer;
    private final int capacity;
    private final int tailOffset;
    private final int headCacheOffset;
    private final int headOffset;
    private final boolean isOfManyProducers;

    /**
     * The longest set that is taken.
     */
    private volatile int maxLinksLength;

    /**
     * Why nothing is taken, or 0. It does not order anything: a record that comes too late is dropped by the reader.
     */
    private volatile long refusal;

    /**
     * Allocate the memory, all of it now.
     *
     * @param capacity          in bytes, a power of two.
     * @param isOfManyProducers true if several threads write at once.
     */
    FrameRing(final int capacity, final boolean isOfManyProducers)
    {
        this.capacity = capacity;
        this.isOfManyProducers = isOfManyProducers;
        buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH));
        tailOffset = capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET;
        headCacheOffset = capacity + RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET;
        headOffset = capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    /**
     * Take records from now on.
     *
     * @param maxMessageLength the longest set that can be sent.
     */
    void open(final int maxMessageLength)
    {
        maxLinksLength = Math.min(maxMessageLength, (capacity >> 3) - MESSAGE_OFFSET);
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
            buffer, index + MESSAGE_OFFSET, streamId, epoch, seq, timestampNs, metaVersion, traceId);
        commit(index, FrameDescriptorFlyweight.LENGTH);

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

        TraceLinkSetFlyweight.encode(buffer, index + MESSAGE_OFFSET, streamId, epoch, seq, traceId, parents);
        commit(index, length);

        return FramePublisher.QUEUED;
    }

    /**
     * {@return up to where records have been claimed}
     */
    long producerPosition()
    {
        return buffer.getLongVolatile(tailOffset);
    }

    /**
     * {@return up to where records have been taken out}
     */
    long consumerPosition()
    {
        return buffer.getLongVolatile(headOffset);
    }

    /**
     * {@return the memory, with the places of records from its begin on}
     */
    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * {@return the place of a position in the memory}
     */
    int index(final long position)
    {
        return (int)position & (capacity - 1);
    }

    /**
     * What stands at a position, by the agent's thread.
     *
     * @return the word of a record, or 0 when none has been committed yet.
     */
    long word(final long position)
    {
        return buffer.getLongVolatile(index(position));
    }

    /**
     * {@return true if the word is that of a message}
     */
    static boolean isMessage(final long word)
    {
        return DataHeaderFlyweight.HDR_TYPE_DATA == (int)(word >>> 48);
    }

    /**
     * {@return the length of the frame, or of what is left out, in bytes}
     */
    static int length(final long word)
    {
        return (int)word;
    }

    /**
     * Give memory back to the producers, by the agent's thread.
     *
     * @param position from which on.
     * @param length   of whole records up to the end of the memory at most.
     * @return the position behind it.
     */
    long release(final long position, final int length)
    {
        final UnsafeBuffer buffer = this.buffer;
        final int index = index(position);
        for (int i = index, end = index + length; i < end; i += ALIGNMENT)
        {
            buffer.putLong(i, 0);
        }

        final long next = position + length;
        buffer.putLongRelease(headOffset, next);

        return next;
    }

    /**
     * Take out what is there, up to a record that is being written, by the agent's thread.
     *
     * @return the number of messages.
     */
    int discard()
    {
        int messages = 0;
        long position = consumerPosition();
        for (long word = word(position); 0 != word; word = word(position))
        {
            messages += isMessage(word) ? 1 : 0;
            position = release(position, BitUtil.align(length(word), ALIGNMENT));
        }

        return messages;
    }

    private int tryClaim(final int messageLength)
    {
        final int recordLength = BitUtil.align(messageLength + MESSAGE_OFFSET, ALIGNMENT);

        return isOfManyProducers ? tryClaimOfMany(recordLength) : tryClaimOfOne(recordLength);
    }

    private int tryClaimOfOne(final int recordLength)
    {
        final UnsafeBuffer buffer = this.buffer;
        final long tail = buffer.getLong(tailOffset);
        final int padding = padding(tail, recordLength);
        final long newTail = tail + padding + recordLength;

        if (newTail - buffer.getLong(headCacheOffset) > capacity)
        {
            final long head = buffer.getLongVolatile(headOffset);
            if (newTail - head > capacity)
            {
                return RING_FULL;
            }
            buffer.putLong(headCacheOffset, head);
        }

        buffer.putLongRelease(tailOffset, newTail);

        return claimed(tail, padding);
    }

    private int tryClaimOfMany(final int recordLength)
    {
        final UnsafeBuffer buffer = this.buffer;
        long tail;
        int padding;
        long newTail;
        do
        {
            // The head is read first: it never passes a tail that is read after it.
            long head = buffer.getLongVolatile(headCacheOffset);
            tail = buffer.getLongVolatile(tailOffset);
            padding = padding(tail, recordLength);
            newTail = tail + padding + recordLength;

            if (newTail - head > capacity)
            {
                head = buffer.getLongVolatile(headOffset);
                if (newTail - head > capacity)
                {
                    return RING_FULL;
                }
                buffer.putLongRelease(headCacheOffset, head);
            }
        }
        while (!buffer.compareAndSetLong(tailOffset, tail, newTail));

        return claimed(tail, padding);
    }

    /**
     * What has to be left out before the memory ends, since records do not cross its end.
     */
    private int padding(final long tail, final int recordLength)
    {
        final int remaining = capacity - index(tail);

        return recordLength > remaining ? remaining : 0;
    }

    private int claimed(final long tail, final int padding)
    {
        final int index = index(tail);
        if (0 == padding)
        {
            return index;
        }

        buffer.putLongRelease(index, PADDING_WORD | padding);

        return 0;
    }

    private void commit(final int index, final int messageLength)
    {
        buffer.putLongRelease(index, MESSAGE_WORD | (messageLength + MESSAGE_OFFSET));
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
