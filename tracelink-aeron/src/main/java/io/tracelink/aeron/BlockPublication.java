package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.core.MessageResult;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;

import java.nio.ByteOrder;

/**
 * Sends the messages of a {@link FrameRing} in blocks: a run of records is made the unfragmented data frames that Aeron
 * would make of the messages, where it lies in the ring, and put into the log by one
 * {@link ExclusivePublication#offerBlock}. Readers see messages like any other.
 * <p>
 * A block never crosses the end of a term: frames say where in the log they stand, and nobody else may use the
 * publication. What is left of a term where the next message does not fit is padded.
 * <p>
 * What cannot be sent is dropped and counted, except for descriptors that are back-pressured: they stay in the ring. A
 * block whose records were made frames must go, though: where the window closes between that and the offer, as it does
 * when the last subscriber leaves, its descriptors are dropped and counted too.
 * For the thread of the agent.
 */
final class BlockPublication implements ControlledMessageHandler, AutoCloseable
{
    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;

    /**
     * Few enough bytes to be in the first levels of a cache still when Aeron copies them, many enough that a term's
     * tail is moved seldom.
     */
    private static final int PREFERRED_LENGTH = 16 * 1024;

    /**
     * Version, flags and type of an unfragmented data frame, as they stand above the frame's length.
     */
    private static final long UNFRAGMENTED_DATA =
        (long)(DataHeaderFlyweight.HDR_TYPE_DATA << 16 | (FrameDescriptor.UNFRAGMENTED & 0xFF) << 8 |
            DataHeaderFlyweight.CURRENT_VERSION) << 32;

    private final ExclusivePublication publication;
    private final FrameCounters counters;
    private final boolean isOfDescriptors;
    private final int maxBlockLength;
    private final int maxFrameLength;
    private final int termLength;
    private final long sessionId;
    private final long streamId;
    private boolean isGone;

    /**
     * Where in the memory of the ring reading ends.
     */
    private int endIndex;

    /**
     * The block under way, in the ring and in the log.
     */
    private int count;
    private int index;
    private int length;
    private int limit;
    private int termOffset;
    private int termId;

    /**
     * Send by a publication that nobody else uses.
     *
     * @param publication     is closed with this.
     * @param counters        of what becomes of the messages.
     * @param isOfDescriptors true if messages are descriptors, false if they are TraceLinkSets.
     */
    BlockPublication(
        final ExclusivePublication publication, final FrameCounters counters, final boolean isOfDescriptors)
    {
        this.publication = publication;
        this.counters = counters;
        this.isOfDescriptors = isOfDescriptors;
        termLength = publication.termBufferLength();
        maxFrameLength = publication.maxPayloadLength() + HEADER_LENGTH;
        sessionId = (long)publication.sessionId() << 32;
        streamId = publication.streamId() & 0xFFFF_FFFFL;

        // As long as the longest message at most, since Aeron lets no more run past a subscriber's window.
        maxBlockLength = Math.max(maxFrameLength, Math.min(PREFERRED_LENGTH, publication.maxMessageLength()));
    }

    /**
     * {@return true if somebody subscribes; by any thread}
     */
    boolean isConnected()
    {
        return publication.isConnected();
    }

    /**
     * {@return the longest message that can be sent}
     */
    int maxMessageLength()
    {
        return publication.maxMessageLength();
    }

    /**
     * {@return true once the publication was found closed, as with its client}
     */
    boolean isGone()
    {
        return isGone;
    }

    /**
     * Send what is in the ring.
     *
     * @param ring     to take messages from.
     * @param position in the ring, up to which they are sent.
     * @return the number of messages that were taken out.
     */
    int drain(final FrameRing ring, final long position)
    {
        final int taken = drainRun(ring, position);

        // The memory of the ring has an end, behind which it goes on at the begin.
        return taken + drainRun(ring, position);
    }

    /**
     * Take a record of the ring into the block, and send that when it is the last one.
     */
    @Override
    public Action onMessage(
        final int typeId, final MutableDirectBuffer buffer, final int bodyIndex, final int bodyLength)
    {
        final int recordIndex = bodyIndex - RecordDescriptor.HEADER_LENGTH;
        final int recordLength = bodyLength + RecordDescriptor.HEADER_LENGTH;
        if (recordIndex >= endIndex)
        {
            return Action.ABORT;
        }

        final int frameLength = buffer.getInt(recordIndex + FrameRing.FRAME_LENGTH_OFFSET);
        if (0 == count)
        {
            final boolean isLarge = frameLength > maxFrameLength;
            final long result = isLarge ?
                offer(buffer, recordIndex + HEADER_LENGTH, frameLength - HEADER_LENGTH) :
                begin(recordIndex, recordLength);
            if (result < 0)
            {
                return refuse(result);
            }

            if (isLarge)
            {
                onResult(result, 1);
                return Action.COMMIT;
            }
        }

        makeFrame(buffer, recordIndex, frameLength, recordLength);
        length += recordLength;
        count++;

        return isLast(buffer, recordIndex + recordLength) ? send(buffer) : Action.CONTINUE;
    }

    @Override
    public void close()
    {
        publication.close();
    }

    private int drainRun(final FrameRing ring, final long position)
    {
        final long head = ring.consumerPosition();
        final int headIndex = (int)head & (ring.capacity() - 1);
        count = 0;
        endIndex = headIndex + (int)Math.min(position - head, ring.capacity() - headIndex);

        return headIndex < endIndex ? ring.read(this) : 0;
    }

    /**
     * Find out where in the log the block will stand.
     *
     * @return a positive number, or why nothing can be sent now.
     */
    private long begin(final int recordIndex, final int recordLength)
    {
        final long status = status();
        if (status < 0)
        {
            return status;
        }

        int termOffset = publication.termOffset();
        final int remaining = termLength - termOffset;
        if (remaining > 0 && remaining < recordLength)
        {
            final long result = publication.appendPadding(remaining - HEADER_LENGTH);
            final long statusOfNextTerm = result < 0 ? result : status();
            if (statusOfNextTerm < 0)
            {
                return statusOfNextTerm;
            }
            termOffset = termLength;
        }

        // Where a term is full to the last byte, Aeron begins the next one with the block.
        final boolean isNextTerm = termLength == termOffset;
        this.termOffset = isNextTerm ? 0 : termOffset;
        termId = publication.termId() + (isNextTerm ? 1 : 0);
        limit = Math.min(maxBlockLength, termLength - this.termOffset);
        index = recordIndex;
        length = 0;

        return status;
    }

    /**
     * What Aeron would say, asked before the records are made frames.
     */
    private long status()
    {
        final long position = publication.position();
        if (position < 0)
        {
            return Publication.CLOSED;
        }

        // Aeron does not look at the end of the log where a block begins a term.
        if (position >= publication.maxPossiblePosition())
        {
            return Publication.MAX_POSITION_EXCEEDED;
        }

        if (publication.availableWindow() > 0)
        {
            return 1;
        }

        return publication.isConnected() ? Publication.BACK_PRESSURED : Publication.NOT_CONNECTED;
    }

    private Action refuse(final long result)
    {
        if (isOfDescriptors && Publication.BACK_PRESSURED == result)
        {
            return Action.ABORT;
        }

        onResult(result, 1);

        return Action.COMMIT;
    }

    private void makeFrame(
        final MutableDirectBuffer buffer, final int recordIndex, final int frameLength, final int recordLength)
    {
        buffer.putLong(recordIndex, UNFRAGMENTED_DATA | frameLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
            recordIndex + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET,
            sessionId | (termOffset + length),
            ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
            recordIndex + DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET,
            (long)termId << 32 | streamId,
            ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
            recordIndex + DataHeaderFlyweight.RESERVED_VALUE_OFFSET,
            DataHeaderFlyweight.DEFAULT_RESERVE_VALUE,
            ByteOrder.LITTLE_ENDIAN);
        for (int i = frameLength; i < recordLength; i += Long.BYTES)
        {
            buffer.putLong(recordIndex + i, 0);
        }
    }

    /**
     * Will the ring hand on nothing more that fits the block? If it will, it must be taken: the block lies in the ring
     * for as long as the ring does not move on.
     */
    private boolean isLast(final MutableDirectBuffer buffer, final int nextIndex)
    {
        if (nextIndex >= endIndex)
        {
            return true;
        }

        final int recordLength = ((AtomicBuffer)buffer).getIntVolatile(nextIndex);
        return recordLength <= 0 ||
            length + recordLength > limit ||
            RingBuffer.PADDING_MSG_TYPE_ID == buffer.getInt(RecordDescriptor.typeOffset(nextIndex)) ||
            buffer.getInt(nextIndex + FrameRing.FRAME_LENGTH_OFFSET) > maxFrameLength;
    }

    private Action send(final MutableDirectBuffer buffer)
    {
        onResult(publication.offerBlock(buffer, index, length), count);
        count = 0;

        return Action.COMMIT;
    }

    private long offer(final DirectBuffer buffer, final int messageIndex, final int messageLength)
    {
        if (messageLength > publication.maxMessageLength())
        {
            return MessageResult.TOO_MANY_PARENTS;
        }

        final long result = publication.offer(buffer, messageIndex, messageLength, null);

        return Publication.ADMIN_ACTION == result ?
            publication.offer(buffer, messageIndex, messageLength, null) : result;
    }

    private void onResult(final long result, final int messages)
    {
        isGone |= Publication.CLOSED == result;
        if (!isOfDescriptors)
        {
            counters.onLinkResult(result, messages);
        }
        else if (result < 0)
        {
            counters.onNotSent(messages);
        }
    }
}
