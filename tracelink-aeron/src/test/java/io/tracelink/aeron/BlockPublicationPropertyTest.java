package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What arrives is what was published, in order, for any mix of sizes, wherever the terms end; and each frame is what
 * Aeron itself would have made of the message.
 */
class BlockPublicationPropertyTest
{
    private static final int[] MTUS = {128, 1_408, 8_192};

    private static AeronFixture fixture;
    private static final List<Stream> STREAMS = new ArrayList<>();

    @BeforeContainer
    static void launch()
    {
        fixture = new AeronFixture();
        for (final int mtu : MTUS)
        {
            STREAMS.add(new Stream(mtu));
        }
    }

    @AfterContainer
    static void shutdown()
    {
        fixture.close();
        STREAMS.clear();
    }

    /**
     * The streams stay over all tries, so terms end anywhere.
     */
    @Property(tries = 400)
    void shouldDeliverWhatWasPublished(
        @ForAll @IntRange(max = 2) final int stream,
        @ForAll @Size(min = 1, max = 200) final List<@IntRange(min = 6, max = 1_000) Integer> words)
    {
        STREAMS.get(stream).publish(words);
    }

    @Property(tries = 200)
    void shouldDeliverSmallMessages(
        @ForAll @IntRange(max = 2) final int stream,
        @ForAll @Size(min = 1, max = 500) final List<@IntRange(min = 6, max = 12) Integer> words)
    {
        STREAMS.get(stream).publish(words);
    }

    private static final class Stream
    {
        private final Subscription subscription;
        private final ExclusivePublication publication;
        private final BlockPublication blocks;
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[8_192]);
        private final Deque<byte[]> expected = new ArrayDeque<>();
        private final FragmentHandler handler = this::onFragment;
        private final byte[] assembled = new byte[8_192];
        private int assembledLength;
        private long position;
        private int inBlock;

        private Stream(final int mtu)
        {
            final String channel = AeronFixture.CHANNEL + "|mtu=" + mtu;
            final int streamId = AeronFixture.nextStreamId();
            subscription = fixture.aeron.addSubscription(channel, streamId);
            publication = fixture.aeron.addExclusivePublication(channel, streamId);
            AeronFixture.awaitConnected(publication, subscription);
            blocks = new BlockPublication(publication);
        }

        private void publish(final List<Integer> words)
        {
            for (final int count : words)
            {
                final int length = count * Long.BYTES;
                message.setMemory(0, length, (byte)(length + expected.size()));
                message.putInt(0, length);
                if (length > blocks.maxPayloadLength())
                {
                    sendAll();
                    untilTaken(() -> blocks.offer(message, 0, length));
                }
                else
                {
                    append(length);
                }
                final byte[] bytes = new byte[length];
                message.getBytes(0, bytes);
                expected.add(bytes);
            }
            sendAll();
            AeronFixture.await(() ->
            {
                subscription.poll(handler, 100);
                return expected.isEmpty();
            });

            assertThat(subscription.poll(handler, 1)).isZero();
            assertThat(position).isEqualTo(publication.position());
        }

        private void append(final int length)
        {
            final boolean hasRoom = blocks.hasRoom(length);
            long result = blocks.append(message, 0, length);
            assertThat(result).as("hasRoom=%s", hasRoom).isNotEqualTo(hasRoom ? BlockPublication.FULL : 1L);
            if (BlockPublication.FULL == result)
            {
                sendAll();
                result = blocks.append(message, 0, length);
            }
            if (BlockPublication.DONE != result)
            {
                // The rest of the term waits to be padded.
                assertThat(result).isEqualTo(Publication.BACK_PRESSURED);
                untilTaken(() -> blocks.append(message, 0, length));
            }
            inBlock++;
            assertThat(blocks.count()).isEqualTo(inBlock);
        }

        private void sendAll()
        {
            if (inBlock > 0)
            {
                final long before = publication.position();
                untilTaken(blocks::send);
                assertThat(publication.position()).isGreaterThan(before);
                inBlock = 0;
            }
            assertThat(blocks.count()).isZero();
            assertThat(blocks.send()).isEqualTo(BlockPublication.DONE);
        }

        private void untilTaken(final LongSupplier attempt)
        {
            AeronFixture.await(() ->
            {
                final long result = attempt.getAsLong();
                if (result <= 0)
                {
                    assertThat(result).isEqualTo(Publication.BACK_PRESSURED);
                    subscription.poll(handler, 100);
                }
                return result > 0;
            });
        }

        private void onFragment(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header)
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
            if (next.length <= blocks.maxPayloadLength())
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
    }
}
