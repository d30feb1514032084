package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What arrives is what was put into the ring, in order, for any mix of sizes, wherever ring and terms end; and each
 * frame is what Aeron itself would have made of the message.
 */
class BlockPublicationPropertyTest
{
    private static final int[] MTUS = {128, 1_408, 8_192};

    private static final List<Stream> STREAMS = new ArrayList<>();
    private static AeronFixture fixture;

    @BeforeContainer
    static void launch()
    {
        fixture = new AeronFixture();
        for (final int mtu : MTUS)
        {
            STREAMS.add(new Stream(mtu, false));
            STREAMS.add(new Stream(mtu, true));
        }
    }

    @AfterContainer
    static void shutdown()
    {
        STREAMS.forEach(Stream::close);
        STREAMS.clear();
        fixture.close();
    }

    /**
     * The streams stay over all tries, so terms and rings end anywhere.
     */
    @Property(tries = 400)
    void shouldDeliverWhatWasPublished(
        @ForAll @IntRange(max = 5) final int stream,
        @ForAll @Size(min = 1, max = 100) final List<@IntRange(min = 1, max = 1_019) Integer> parentCounts)
    {
        STREAMS.get(stream).publish(parentCounts);
    }

    @Property(tries = 200)
    void shouldDeliverSmallMessages(
        @ForAll @IntRange(max = 5) final int stream,
        @ForAll @Size(min = 1, max = 500) final List<@IntRange(min = 1, max = 8) Integer> parentCounts)
    {
        STREAMS.get(stream).publish(parentCounts);
    }

    private static final class Stream implements AutoCloseable
    {
        private static final int MAX_LENGTH = 8_192;

        private final Subscription subscription;
        private final ExclusivePublication publication;
        private final FrameCounters counters = FrameCounters.ofAsyncPublisher(1);
        private final BlockPublication blocks;
        private final FrameRing ring;
        private final ParentSet parents = new ParentSet(1_019);
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_LENGTH]);
        private final Deque<byte[]> expected = new ArrayDeque<>();
        private final FragmentHandler handler = this::onFragment;
        private final byte[] assembled = new byte[MAX_LENGTH];
        private int assembledLength;
        private long position;
        private long seq;

        private Stream(final int mtu, final boolean isOfMany)
        {
            final String channel = AeronFixture.CHANNEL + "|mtu=" + mtu;
            final int streamId = AeronFixture.nextStreamId();
            subscription = fixture.aeron.addSubscription(channel, streamId);
            publication = fixture.aeron.addExclusivePublication(channel, streamId);
            AeronFixture.awaitConnected(publication, subscription);
            counters.show(counters.open(fixture.aeron));
            // as of descriptors, so that what is back-pressured stays in the ring
            blocks = new BlockPublication(publication, counters, true);
            ring = new FrameRing(128 * 1024, isOfMany);
            ring.open(publication.maxMessageLength());
        }

        private void publish(final List<Integer> parentCounts)
        {
            for (final int parentCount : parentCounts)
            {
                parents.clear();
                for (long i = 1; i <= parentCount; i++)
                {
                    parents.add(seq * 1_000 + i);
                }
                seq++;

                AeronFixture.await(() ->
                {
                    final long result = ring.offerLinks(7, 9, seq, 42, parents);
                    if (FramePublisher.RING_FULL == result)
                    {
                        work();
                    }
                    return FramePublisher.QUEUED == result;
                });
                final byte[] bytes = new byte[TraceLinkSetFlyweight.encode(message, 0, 7, 9, seq, 42, parents)];
                message.getBytes(0, bytes);
                expected.add(bytes);
            }

            AeronFixture.await(() ->
            {
                work();
                return expected.isEmpty();
            });
            assertThat(subscription.poll(handler, 1)).isZero();
            assertThat(position).isEqualTo(publication.position());
            assertThat(ring.consumerPosition()).isEqualTo(ring.producerPosition());
            assertThat(counters.notSent()).isZero();
            assertThat(blocks.isGone()).isFalse();
        }

        private void work()
        {
            blocks.drain(ring, Long.MAX_VALUE);
            subscription.poll(handler, 100);
        }

        private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
        {
            assertThat(header.sessionId()).isEqualTo(publication.sessionId());
            assertThat(header.streamId()).isEqualTo(publication.streamId());
            assertThat(header.type()).isEqualTo(DataHeaderFlyweight.HDR_TYPE_DATA);
            assertThat(header.reservedValue()).isZero();
            assertThat(header.frameLength()).isEqualTo(length + DataHeaderFlyweight.HEADER_LENGTH);
            assertThat(header.termOffset()).isEqualTo(offset - DataHeaderFlyweight.HEADER_LENGTH);
            assertThat(header.position()).isGreaterThan(position);
            position = header.position();

            final byte[] next = expected.peek();
            assertThat(next).isNotNull();
            if (next.length <= publication.maxPayloadLength())
            {
                assertThat(header.flags()).isEqualTo(FrameDescriptor.UNFRAGMENTED);
            }
            buffer.getBytes(offset, assembled, assembledLength, length);
            assembledLength += length;
            if (0 != (header.flags() & FrameDescriptor.END_FRAG_FLAG))
            {
                assertThat(Arrays.copyOf(assembled, assembledLength)).isEqualTo(next);
                expected.remove();
                assembledLength = 0;
                // nothing of other messages is left between frames
                for (int i = offset + length; i < BitUtil.align(offset + length, 32); i++)
                {
                    assertThat(buffer.getByte(i)).isZero();
                }
            }
        }

        @Override
        public void close()
        {
            CloseHelper.closeAll(blocks, counters::close, subscription);
        }
    }
}
