package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.core.MessageResult;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Sends messages in blocks: each is laid out as the unfragmented data frame that Aeron would make of it, one behind the
 * other, and all of them are put into the log by one {@link ExclusivePublication#offerBlock}. Readers see messages like
 * any other.
 * <p>
 * A block never crosses the end of a term: the frames say where in the log they stand, so the place is known when the
 * first one is laid out, and nobody else may use the publication. What is left of a term where the next message does
 * not fit is padded.
 * <p>
 * Messages are of a multiple of 8 bytes, in buffers that are aligned to 8. For one thread.
 */
final class BlockPublication implements AutoCloseable
{
    /**
     * {@link #append}: the block has no room; send it first.
     */
    static final long FULL = 0;

    /**
     * {@link #append}: the message is in the block. {@link #send()}: there is nothing to send.
     */
    static final long DONE = 1;

    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;
    private static final int ALIGNMENT = 64;

    /**
     * Small enough to stay in the first levels of a cache, large enough that a term's tail is moved seldom.
     */
    private static final int PREFERRED_LENGTH = 16 * 1024;

    /**
     * Up to this length copying in a loop is faster than the call to copy memory.
     */
    private static final int MAX_LOOP_LENGTH = 256;

    /**
     * Version, flags and type of an unfragmented data frame, as they stand above the frame's length.
     */
    private static final long UNFRAGMENTED_DATA =
        (long)(DataHeaderFlyweight.HDR_TYPE_DATA << 16 | (FrameDescriptor.UNFRAGMENTED & 0xFF) << 8 |
            DataHeaderFlyweight.CURRENT_VERSION) << 32;

    private final ExclusivePublication publication;
    private final UnsafeBuffer block;
    private final int capacity;
    private final int termLength;
    private final int maxPayloadLength;
    private final long sessionId;
    private final long streamId;

    private int length;
    private int limit;
    private int count;
    private int termOffset;
    private int termId;

    /**
     * Send by a publication that nobody else uses.
     *
     * @param publication is closed with this.
     */
    BlockPublication(final ExclusivePublication publication)
    {
        this.publication = publication;
        termLength = publication.termBufferLength();
        maxPayloadLength = publication.maxPayloadLength();
        sessionId = (long)publication.sessionId() << 32;
        streamId = publication.streamId() & 0xFFFF_FFFFL;

        // As large as the largest message at most, since Aeron lets no more run past a subscriber's window.
        final int maxFrameLength = alignedLength(maxPayloadLength);
        capacity = Math.max(maxFrameLength, Math.min(PREFERRED_LENGTH, publication.maxMessageLength()));
        block = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacity, ALIGNMENT));
    }

    /**
     * {@return true if somebody subscribes; by any thread}
     */
    boolean isConnected()
    {
        return publication.isConnected();
    }

    /**
     * {@return the longest message that may be appended; longer ones are offered}
     */
    int maxPayloadLength()
    {
        return maxPayloadLength;
    }

    /**
     * {@return the longest message that may be offered}
     */
    int maxMessageLength()
    {
        return publication.maxMessageLength();
    }

    /**
     * {@return messages in the block}
     */
    int count()
    {
        return count;
    }

    /**
     * Would {@link #append} find the block full?
     *
     * @param messageLength in bytes.
     * @return true if not.
     */
    boolean hasRoom(final int messageLength)
    {
        return 0 == count || length + alignedLength(messageLength) <= limit;
    }

    /**
     * Lay a message out behind those that are in the block.
     *
     * @param source        that holds the message.
     * @param offset        of the message.
     * @param messageLength in bytes, at most {@link #maxPayloadLength()}.
     * @return {@link #DONE}, {@link #FULL}, or why the term could not be padded, as {@link Publication} says it.
     */
    long append(final DirectBuffer source, final int offset, final int messageLength)
    {
        final int alignedLength = alignedLength(messageLength);
        if (0 == count)
        {
            final long result = begin(alignedLength);
            if (result < 0)
            {
                return result;
            }
        }

        final int frameOffset = length;
        if (frameOffset + alignedLength > limit)
        {
            return FULL;
        }

        final UnsafeBuffer block = this.block;
        final int frameLength = messageLength + HEADER_LENGTH;
        block.putLong(frameOffset, UNFRAGMENTED_DATA | frameLength, ByteOrder.LITTLE_ENDIAN);
        block.putLong(
            frameOffset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET,
            sessionId | (termOffset + frameOffset),
            ByteOrder.LITTLE_ENDIAN);
        block.putLong(
            frameOffset + DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET,
            (long)termId << 32 | streamId,
            ByteOrder.LITTLE_ENDIAN);
        block.putLong(
            frameOffset + DataHeaderFlyweight.RESERVED_VALUE_OFFSET,
            DataHeaderFlyweight.DEFAULT_RESERVE_VALUE,
            ByteOrder.LITTLE_ENDIAN);
        copy(source, offset, block, frameOffset + HEADER_LENGTH, messageLength);
        for (int i = frameOffset + frameLength; i < frameOffset + alignedLength; i += Long.BYTES)
        {
            block.putLong(i, 0);
        }

        length = frameOffset + alignedLength;
        count++;

        return DONE;
    }

    /**
     * Send the block. It is empty afterwards if that was done, and as it was otherwise.
     *
     * @return the position, {@link #DONE} if there was nothing to send, or what {@link Publication} says why not.
     */
    long send()
    {
        if (0 == count)
        {
            return DONE;
        }

        // Aeron does not look at the end of the log where a block begins a term.
        if (publication.position() >= publication.maxPossiblePosition())
        {
            return Publication.MAX_POSITION_EXCEEDED;
        }

        final long result = publication.offerBlock(block, 0, length);
        if (result > 0)
        {
            clear();
        }

        return result;
    }

    /**
     * Send a message of any length by itself, behind what was sent before.
     *
     * @param source        that holds the message.
     * @param offset        of the message.
     * @param messageLength in bytes.
     * @return the position, {@link MessageResult#TOO_MANY_PARENTS}, or what {@link Publication} says why not.
     */
    long offer(final DirectBuffer source, final int offset, final int messageLength)
    {
        if (messageLength > publication.maxMessageLength())
        {
            return MessageResult.TOO_MANY_PARENTS;
        }

        final long result = publication.offer(source, offset, messageLength, null);

        return Publication.ADMIN_ACTION == result ?
            publication.offer(source, offset, messageLength, null) : result;
    }

    /**
     * Forget what is in the block.
     */
    void clear()
    {
        length = 0;
        count = 0;
    }

    @Override
    public void close()
    {
        publication.close();
    }

    /**
     * Find out where in the log the next block will stand.
     *
     * @param required length of its first frame.
     * @return 0, or why the rest of the term could not be padded.
     */
    private long begin(final int required)
    {
        int termOffset = publication.termOffset();
        if (termOffset < termLength && termLength - termOffset < required)
        {
            final long result = publication.appendPadding(termLength - termOffset - HEADER_LENGTH);
            if (result < 0)
            {
                return result;
            }
            termOffset = termLength;
        }

        // Where a term is full to the last byte, Aeron begins the next one with the block.
        final boolean isNextTerm = termLength == termOffset;
        this.termOffset = isNextTerm ? 0 : termOffset;
        termId = publication.termId() + (isNextTerm ? 1 : 0);
        limit = Math.min(capacity, termLength - this.termOffset);

        return 0;
    }

    private static int alignedLength(final int messageLength)
    {
        return BitUtil.align(messageLength + HEADER_LENGTH, FrameDescriptor.FRAME_ALIGNMENT);
    }

    private static void copy(
        final DirectBuffer source,
        final int offset,
        final UnsafeBuffer target,
        final int targetOffset,
        final int length)
    {
        if (length > MAX_LOOP_LENGTH)
        {
            target.putBytes(targetOffset, source, offset, length);
        }
        else
        {
            for (int i = 0; i < length; i += Long.BYTES)
            {
                target.putLong(targetOffset + i, source.getLong(offset + i));
            }
        }
    }
}
