package io.tracelink.aeron;

import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A ring that ten records fill, with what its stages and its agent do. Everything in a message is made of one number, 1
 * to 9, its length too, so that a mixture of two messages shows. Records are of one length, and where the memory ends
 * less than one is left out.
 */
final class RingRecords
{
    /**
     * In place of the digits of numbers: something was found that no stage has put there, or not all of it.
     */
    static final long BROKEN = -1;

    /**
     * As many as fill the ring, with what is left out where the memory ends.
     */
    static final int FITTING = 10;

    private static final int CAPACITY = 1024;
    private static final int LEFT_OUT = 64;
    private static final int LEFT_OVER = 9;
    private static final ParentSet[] PARENTS = parents();

    private final FrameRing ring;
    private final TraceLinkSetReader links = new TraceLinkSetReader(3);

    /**
     * An empty ring.
     *
     * @param isOfManyProducers true if several threads write at once.
     * @param gone              how many records have passed through it, for what is not wiped to be left over.
     */
    RingRecords(final boolean isOfManyProducers, final int gone)
    {
        ring = new FrameRing(CAPACITY, isOfManyProducers);
        ring.open(Integer.MAX_VALUE);
        for (int i = 0; i < gone; i++)
        {
            offer(LEFT_OVER);
            take();
        }
    }

    /**
     * Put a message into the ring, as a stage does.
     *
     * @param number that it is made of.
     * @return what the stage is told.
     */
    long offer(final int number)
    {
        return ring.offerLinks(number, number, number, number, PARENTS[number]);
    }

    /**
     * Take nothing from now on.
     */
    void close()
    {
        ring.close();
    }

    /**
     * Drop what is there, as an agent does that ends.
     *
     * @return the number of messages.
     */
    int discard()
    {
        return ring.discard();
    }

    /**
     * Take out what is there by now, as a {@link BlockPublication} does: runs of records up to the end of the memory,
     * made frames where they lie, and given back together.
     *
     * @return the numbers as digits in their order, 0 when nothing is there, or {@link #BROKEN}.
     */
    long take()
    {
        final FrameRing ring = this.ring;
        final long end = ring.producerPosition();
        long position = ring.consumerPosition();
        long digits = 0;

        long word = ring.word(position);
        while (position < end && 0 != word)
        {
            long next = position;
            while (FrameRing.isMessage(word))
            {
                final int number = makeFrame(ring.index(next), FrameRing.length(word));
                if (0 == number)
                {
                    return BROKEN;
                }
                digits = 10 * digits + number;
                next += BitUtil.align(FrameRing.length(word), FrameRing.ALIGNMENT);
                word = next < end && 0 != ring.index(next) ? ring.word(next) : 0;
            }

            if (next == position)
            {
                if (LEFT_OUT != word || CAPACITY - LEFT_OUT != ring.index(position))
                {
                    return BROKEN;
                }
                next += LEFT_OUT;
            }

            position = ring.release(position, (int)(next - position));
            word = ring.word(position);
        }

        // Where nothing has been claimed, nothing is.
        return 0 != word && position >= ring.producerPosition() ? BROKEN : digits;
    }

    /**
     * Check a message, and write all that an agent writes around it.
     *
     * @return the number that it is made of, or 0 if it is not whole.
     */
    private int makeFrame(final int index, final int length)
    {
        final UnsafeBuffer buffer = ring.buffer();
        final int messageLength = length - FrameRing.MESSAGE_OFFSET;
        if (MessageResult.OK != links.wrap(buffer, index + FrameRing.MESSAGE_OFFSET, messageLength))
        {
            return 0;
        }

        final int number = (int)Long.remainderUnsigned(links.traceId(), PARENTS.length);
        final ParentSet parents = PARENTS[number];
        boolean isWhole = TraceLinkSetFlyweight.encodedLength(parents.size()) == messageLength &&
            links.streamId() == number && links.epoch() == number && links.seq() == number &&
            links.parentCount() == parents.size();
        for (int i = 0; isWhole && i < parents.size(); i++)
        {
            isWhole = links.parentTraceId(i) == parents.get(i);
        }

        for (int i = Long.BYTES; i < FrameRing.MESSAGE_OFFSET; i += Long.BYTES)
        {
            buffer.putLong(index + i, -1);
        }

        for (int i = length; i < BitUtil.align(length, FrameRing.ALIGNMENT); i += Long.BYTES)
        {
            buffer.putLong(index + i, -1);
        }

        return isWhole ? number : 0;
    }

    private static ParentSet[] parents()
    {
        final ParentSet[] parents = new ParentSet[10];
        for (int number = 0; number < parents.length; number++)
        {
            parents[number] = new ParentSet(3);
            for (int i = 0; i <= number % 3; i++)
            {
                parents[number].add(10L * number + i);
            }
        }

        return parents;
    }
}
