package io.tracelink.aeron;

import io.aeron.Publication;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.testing.Await;
import org.agrona.BitUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameRingTest
{
    private static final int CAPACITY = 4 * 1024;
    private static final int MAX_LENGTH = CAPACITY / 8 - FrameRing.MESSAGE_OFFSET;
    private static final int DESCRIPTOR_RECORD = 96;

    private final FrameDescriptorReader descriptor = new FrameDescriptorReader();
    private final TraceLinkSetReader links = new TraceLinkSetReader(100);
    private final ParentSet parents = new ParentSet(100);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHoldWhatFitsAndGoOnWhenSomeIsTakenOut(final boolean isOfMany)
    {
        final FrameRing ring = ring(CAPACITY, isOfMany);
        final int fitting = CAPACITY / DESCRIPTOR_RECORD;

        long seq = 0;
        long expected = 0;
        for (int round = 0; round < 50; round++)
        {
            while (FramePublisher.QUEUED == offer(ring, seq))
            {
                seq++;
            }
            assertThat(offer(ring, seq)).isEqualTo(FramePublisher.RING_FULL);
            assertThat(seq - expected).isBetween(fitting - 1L, (long)fitting);

            for (int i = 0; i <= round % fitting; i++)
            {
                assertThat(takeSeq(ring)).isEqualTo(expected++);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotGrowWhereNothingFits(final boolean isOfMany)
    {
        final FrameRing ring = ring(CAPACITY, isOfMany);
        long seq = 0;
        while (FramePublisher.QUEUED == offer(ring, seq))
        {
            seq++;
        }

        final long position = ring.producerPosition();
        offer(ring, seq);

        assertThat(ring.producerPosition()).isEqualTo(position);
        assertThat(ring.discard()).isEqualTo(seq);
        assertThat(ring.consumerPosition()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeSetsUpToAnEighthOfTheRing(final boolean isOfMany)
    {
        final FrameRing ring = ring(CAPACITY, isOfMany);
        final int most = (MAX_LENGTH - TraceLinkSetFlyweight.HEADER_LENGTH) / TraceLinkSetFlyweight.PARENT_LENGTH;
        for (long id = 1; id <= most; id++)
        {
            parents.add(id);
        }

        assertThat(ring.offerLinks(1, 2, 3, 4, parents)).isEqualTo(FramePublisher.QUEUED);
        parents.add(most + 1L);
        assertThat(ring.offerLinks(1, 2, 3, 4, parents)).isEqualTo(MessageResult.TOO_MANY_PARENTS);

        assertThat(ring.discard()).isEqualTo(1);
    }

    @Test
    void shouldTakeNothingOnceClosedAndGoOnWhenOpened()
    {
        final FrameRing ring = ring(CAPACITY, false);
        ring.close();
        parents.add(1);

        assertThat(offer(ring, 0)).isEqualTo(Publication.CLOSED);
        assertThat(ring.offerLinks(1, 2, 3, 4, parents)).isEqualTo(Publication.CLOSED);

        ring.open(MAX_LENGTH);
        assertThat(offer(ring, 0)).isEqualTo(FramePublisher.QUEUED);
        assertThat(takeSeq(ring)).isZero();
    }

    /**
     * Each thread writes sets whose length follows from their sequence, so that a torn, doubled or lost one shows.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Timeout(60)
    void shouldPassOnWhatThreadsWrite(final int threadCount) throws InterruptedException
    {
        final int perThread = 40_000;
        final FrameRing ring = ring(CAPACITY, threadCount > 1);
        final Thread[] threads = new Thread[threadCount];
        for (int i = 0; i < threadCount; i++)
        {
            final int streamId = i;
            threads[i] = new Thread(() -> produce(ring, streamId, perThread));
            threads[i].start();
        }

        final long[] nextSeq = new long[threadCount];
        for (int taken = 0; taken < threadCount * perThread; taken++)
        {
            Await.until(() -> isThere(ring), () -> "the next message");
            final int length = FrameRing.length(ring.word(ring.consumerPosition())) - FrameRing.MESSAGE_OFFSET;
            final int index = ring.index(ring.consumerPosition()) + FrameRing.MESSAGE_OFFSET;
            assertThat(links.wrap(ring.buffer(), index, length)).isEqualTo(MessageResult.OK);

            final int streamId = (int)links.streamId();
            final long seq = nextSeq[streamId]++;
            assertThat(links.seq()).isEqualTo(seq);
            assertThat(links.parentCount()).isEqualTo(parentCount(seq));
            assertThat(length).isEqualTo(TraceLinkSetFlyweight.encodedLength(parentCount(seq)));
            assertThat(links.parentTraceId(links.parentCount() - 1)).isEqualTo(seq + links.parentCount());
            release(ring);
        }

        for (final Thread thread : threads)
        {
            thread.join();
        }
        assertThat(ring.consumerPosition()).isEqualTo(ring.producerPosition());
    }

    private static FrameRing ring(final int capacity, final boolean isOfMany)
    {
        final FrameRing ring = new FrameRing(capacity, isOfMany);
        ring.open(Integer.MAX_VALUE);

        return ring;
    }

    private static long offer(final FrameRing ring, final long seq)
    {
        return ring.offerDescriptor(7, 1, seq, 5, 6, 9);
    }

    private long takeSeq(final FrameRing ring)
    {
        assertThat(isThere(ring)).isTrue();
        final long position = ring.consumerPosition();
        final int length = FrameRing.length(ring.word(position)) - FrameRing.MESSAGE_OFFSET;
        assertThat(descriptor.wrap(ring.buffer(), ring.index(position) + FrameRing.MESSAGE_OFFSET, length))
            .isEqualTo(MessageResult.OK);
        release(ring);

        return descriptor.seq();
    }

    /**
     * Skips what was left out before the end of the memory.
     */
    private static boolean isThere(final FrameRing ring)
    {
        final long word = ring.word(ring.consumerPosition());
        if (0 != word && !FrameRing.isMessage(word))
        {
            release(ring);
            return isThere(ring);
        }

        return 0 != word;
    }

    private static void release(final FrameRing ring)
    {
        final long position = ring.consumerPosition();
        ring.release(position, BitUtil.align(FrameRing.length(ring.word(position)), FrameRing.ALIGNMENT));
    }

    private static int parentCount(final long seq)
    {
        return 1 + (int)(seq % 13);
    }

    private static void produce(final FrameRing ring, final int streamId, final int count)
    {
        final ParentSet parents = new ParentSet(13);
        for (long seq = 0; seq < count; seq++)
        {
            parents.clear();
            for (int i = 1; i <= parentCount(seq); i++)
            {
                parents.add(seq + i);
            }

            while (FramePublisher.QUEUED != ring.offerLinks(streamId, 1, seq, 1 + seq, parents))
            {
                Thread.onSpinWait();
            }
        }
    }
}
