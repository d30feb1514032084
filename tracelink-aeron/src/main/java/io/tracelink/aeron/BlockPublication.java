package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.core.MessageResult;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

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
final class BlockPublication implements AutoCloseable
{
    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;

    /**
     * Few enough bytes to be in the first levels of a cache still when Aeron copies them, many enough that a term's
     * tail is moved seldom.
     */
    private static final int PREFERRED_LENGTH = 16 * 1024;

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
     * Where in the log the block under way will stand, and how long it may be.
     */
    private int termOffset;
    private int termId;
    private int limit;

    /**
     * How many messages were taken out of the ring last.
     */
    private int count;

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
     * Send what is in the ring by now.
     *
     * @param ring     to take messages from.
     * @param position in the ring, up to which they are sent.
     * @return the number of messages that were taken out.
     */
    int drain(final FrameRing ring, final long position)
    {
        final long end = Math.min(position, ring.producerPosition());
        long head = ring.consumerPosition();
        int taken = 0;

        while (head < end)
        {
            final long next = take(ring, head, end);
            if (next == head)
            {
                break;
            }
            head = next;
            taken += count;
        }

        return taken;
    }

    @Override
    public void close()
    {
        publication.close();
    }

    /**
     * Take a block, a message that is too long for one, or what was left out before the end of the ring's memory.
     *
     * @return the position behind it, or the position given when it has to stay.
     */
    private long take(final FrameRing ring, final long position, final long end)
    {
        count = 0;
        final long word = ring.word(position);
        if (!FrameRing.isMessage(word))
        {
            return 0 == word ? position : ring.release(position, FrameRing.length(word));
        }

        final int frameLength = FrameRing.length(word);
        final int recordLength = BitUtil.align(frameLength, FrameRing.ALIGNMENT);
        final boolean isLarge = frameLength > maxFrameLength;
        final long result = isLarge ?
            offer(ring.buffer(), ring.index(position) + HEADER_LENGTH, frameLength - HEADER_LENGTH) :
            begin(recordLength);
        if (result > 0 && !isLarge)
        {
            return sendBlock(ring, position, end, frameLength);
        }

        if (isOfDescriptors && Publication.BACK_PRESSURED == result)
        {
            return position;
        }

        count = 1;
        onResult(result, 1);

        return ring.release(position, recordLength);
    }

    /**
     * Complete frames up to one that does not fit the block or is not there yet, and send them.
     */
    private long sendBlock(
        final FrameRing ring, final long position, final long end, final int firstFrameLength)
    {
        final UnsafeBuffer buffer = ring.buffer();
        final int index = ring.index(position);
        int frameLength = firstFrameLength;
        int recordLength = BitUtil.align(frameLength, FrameRing.ALIGNMENT);
        int length = 0;
        int messages = 0;
        long word;
        do
        {
            makeFrame(buffer, index + length, frameLength, recordLength, termOffset + length);
            length += recordLength;
            messages++;

            final long next = position + length;
            if (next >= end || 0 == ring.index(next))
            {
                break;
            }
            word = ring.word(next);
            frameLength = FrameRing.length(word);
            recordLength = BitUtil.align(frameLength, FrameRing.ALIGNMENT);
        }
        while (FrameRing.isMessage(word) && frameLength <= maxFrameLength && length + recordLength <= limit);

        count = messages;
        onResult(publication.offerBlock(buffer, index, length), messages);

        return ring.release(position, length);
    }

    /**
     * Find out where in the log the block will stand.
     *
     * @return a positive number, or why nothing can be sent now.
     */
    private long begin(final int recordLength)
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

    private void makeFrame(
        final UnsafeBuffer buffer,
        final int index,
        final int frameLength,
        final int recordLength,
        final int termOffset)
    {
        buffer.putLong(index, FrameRing.MESSAGE_WORD | frameLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
            index + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, sessionId | termOffset, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
            index + DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET,
            (long)termId << 32 | streamId,
            ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
            index + DataHeaderFlyweight.RESERVED_VALUE_OFFSET,
            DataHeaderFlyweight.DEFAULT_RESERVE_VALUE,
            ByteOrder.LITTLE_ENDIAN);
        for (int i = frameLength; i < recordLength; i += Long.BYTES)
        {
            buffer.putLong(index + i, 0);
        }
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
