package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TracePollerTest
{
    private static AeronFixture fixture;

    private final List<String> received = new ArrayList<>();
    private Subscription subscription;
    private Publication publication;

    @BeforeAll
    static void launch()
    {
        fixture = new AeronFixture();
    }

    @AfterAll
    static void shutdown()
    {
        fixture.close();
    }

    @BeforeEach
    void connect()
    {
        subscription = fixture.subscribe(AeronFixture.nextStreamId());
        publication = fixture.connectedPublication(subscription);
    }

    @AfterEach
    void disconnect()
    {
        CloseHelper.closeAll(publication, subscription);
    }

    @Test
    void shouldHandOnWhatItReadsInItsOrder()
    {
        final TracePoller poller = poller();

        send(descriptor(1));
        send(linkSet(2, 10, 20));
        send(Protocol.SHM_ATTACH_REQUEST.encode(Protocol.SHM_ATTACH_REQUEST.newBlock()));
        send(descriptor(3));
        send(Protocol.SHM_POOL_ANNOUNCE.encode(Protocol.SHM_POOL_ANNOUNCE.newBlock()));
        send(header(904, 2));
        send(header(4_711, 1));
        send(linkSet(4, 30));
        poll(poller);

        assertThat(received).containsExactly(
            "frame stream=7 epoch=9 seq=1 timestampNs=13 metaVersion=15 traceId=42",
            "links stream=7 epoch=9 seq=2 traceId=42 parents=[10, 20]",
            "other schema=901 template=1",
            "frame stream=7 epoch=9 seq=3 timestampNs=13 metaVersion=15 traceId=42",
            "other schema=900 template=1",
            "other schema=904 template=2",
            "other schema=4711 template=1",
            "links stream=7 epoch=9 seq=4 traceId=42 parents=[30]");
        assertThat(poller.rejects()).isEqualTo(1);
        assertThat(poller.rejects(MessageResult.OTHER_SCHEMA)).isEqualTo(1);
        assertThat(poller.subscription()).isSameAs(subscription);
    }

    @ParameterizedTest
    @CsvSource({
        // kind, offset of a uint16, value, length to keep, result
        "links, 6, 2, 56, -4",
        "links, 0, 27, 56, -5",
        "links, 0, 65535, 56, -1",
        "links, 36, 7, 56, -6",
        "links, 38, 0, 56, -7",
        "links, 38, 65535, 56, -8",
        "links, 38, 3, 56, -1",
        "links, 28, 0, 56, -9",
        "links, 40, 0, 56, -10",
        "links, 40, 20, 56, -11",
        "links, 0, 28, 55, -1",
        "links, 0, 28, 8, -1",
        "links, 0, 28, 7, -1",
        "frame, 6, 2, 48, -4",
        "frame, 0, 39, 48, -5",
        "frame, 0, 41, 48, -1",
        "frame, 0, 40, 47, -1",
        "frame, 0, 40, 1, -1",
    })
    void shouldCountBrokenMessagesByTheirFaultAndGoOn(
        final String kind, final int offset, final int value, final int length, final int result)
    {
        final TracePoller poller = poller();
        final byte[] message = "links".equals(kind) ? linkSet(1, 10, 20) : descriptor(1);
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putShort(offset, (short)value);

        send(Arrays.copyOf(message, length));
        send(descriptor(2));
        poll(poller);

        assertThat(received)
            .containsExactly("frame stream=7 epoch=9 seq=2 timestampNs=13 metaVersion=15 traceId=42");
        assertThat(poller.rejects(result)).isEqualTo(1);
        assertThat(poller.rejects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void shouldCountWhatIsTooShortForAHeader(final int length)
    {
        final TracePoller poller = poller();

        send(new byte[length]);
        poll(poller);

        assertThat(received).isEmpty();
        assertThat(poller.rejects(MessageResult.TRUNCATED)).isEqualTo(1);
    }

    @Test
    void shouldTakeGarbage()
    {
        final TracePoller poller = poller();
        final Random random = new Random(42);

        for (int i = 0; i < 300; i++)
        {
            final byte[] garbage = new byte[random.nextInt(2_000)];
            random.nextBytes(garbage);
            if (garbage.length >= 8)
            {
                final byte[] header = i % 2 == 0 ? header(904, 1) : header(900, 4);
                System.arraycopy(header, 0, garbage, 0, 8);
                garbage[0] = (byte)random.nextInt(60);
                garbage[1] = 0;
            }
            send(garbage);
            poll(poller);
        }
        received.clear();
        send(descriptor(2));
        poll(poller);

        assertThat(poller.rejects()).isGreaterThan(100);
        assertThat(received)
            .containsExactly("frame stream=7 epoch=9 seq=2 timestampNs=13 metaVersion=15 traceId=42");
    }

    @ParameterizedTest
    @ValueSource(ints = {167, 168, 1_000})
    void shouldPutFragmentsTogether(final int parentCount)
    {
        final TracePoller poller = poller();
        final long[] parents = LongStream.rangeClosed(1, parentCount).toArray();

        send(linkSet(1, parents));
        send(linkSet(2, 10, 20));
        poll(poller);

        assertThat(received).containsExactly(
            "links stream=7 epoch=9 seq=1 traceId=42 parents=" + Arrays.toString(parents),
            "links stream=7 epoch=9 seq=2 traceId=42 parents=[10, 20]");
    }

    @Test
    void shouldReadWhatPublishersOfThisModuleWrite()
    {
        final TracePoller poller = poller();
        try (FramePublisher publisher = new FramePublisher(fixture.publisherContext(0, 0)
            .descriptorPublication(publication)
            .controlPublication(publication)
            .epoch(9)))
        {
            final ParentSet parents = new ParentSet(2);
            parents.add(10);
            parents.add(20);
            publisher.enableTracing(7);
            publisher.publishJoined(1, 13, 15, parents);
            poll(poller);

            final String traceId = Long.toUnsignedString(publisher.traceId());
            assertThat(received).containsExactly(
                "frame stream=10000 epoch=9 seq=1 timestampNs=13 metaVersion=15 traceId=" + traceId,
                "links stream=10000 epoch=9 seq=1 traceId=" + traceId + " parents=[10, 20]");
        }
    }

    @Test
    void shouldPassOverWhatNobodyHandles()
    {
        final TracePoller frames = new TracePoller(subscription, null, this::onFrame);

        send(linkSet(1, 10, 20));
        send(header(904, 1));
        send(descriptor(2));
        send(header(4_711, 1));
        poll(frames);

        assertThat(received)
            .containsExactly("frame stream=7 epoch=9 seq=2 timestampNs=13 metaVersion=15 traceId=42");
        assertThat(frames.rejects()).isEqualTo(frames.rejects(MessageResult.OTHER_SCHEMA)).isEqualTo(1);

        received.clear();
        final TracePoller links = new TracePoller(subscription, this::onLinks, null);
        send(linkSet(1, 10, 20));
        send(descriptor(2));
        send(header(900, 4));
        poll(links);

        assertThat(received).containsExactly("links stream=7 epoch=9 seq=1 traceId=42 parents=[10, 20]");
        assertThat(links.rejects()).isZero();
    }

    @Test
    void shouldReadNoMoreFragmentsThanItIsTold()
    {
        final TracePoller poller = poller();
        send(descriptor(1));
        send(descriptor(2));
        send(descriptor(3));

        assertThat(poller.poll(2)).isEqualTo(2);
        assertThat(received).hasSize(2);
        assertThat(poller.poll(2)).isEqualTo(1);
        assertThat(received).hasSize(3);
        assertThat(poller.poll(2)).isZero();
    }

    @Test
    void shouldGoOnAfterAHandlerThrew()
    {
        final TracePoller poller = new TracePoller(
            subscription,
            null,
            (descriptor, header) ->
            {
                if (1 == descriptor.seq())
                {
                    throw new IllegalStateException("seq=1");
                }
                onFrame(descriptor, header);
            });
        send(descriptor(1));
        send(descriptor(2));
        poll(poller);

        assertThat(received)
            .containsExactly("frame stream=7 epoch=9 seq=2 timestampNs=13 metaVersion=15 traceId=42");
        assertThat(fixture.takeErrors()).hasSize(1).first()
            .isInstanceOf(IllegalStateException.class)
            .extracting(Throwable::getMessage).isEqualTo("seq=1");
    }

    /**
     * A consumer from before trace IDs: it reads the fields that it knows and skips by the length of the block.
     */
    @Test
    void shouldCostNothingToConsumersThatIgnoreTraceIds()
    {
        final List<Long> sequences = new ArrayList<>();
        try (FramePublisher publisher = new FramePublisher(fixture
            .publisherContext(0, AeronFixture.nextStreamId()).descriptorPublication(publication)))
        {
            final ParentSet parents = new ParentSet(2);
            parents.add(10);
            parents.add(20);
            for (int seq = 0; seq < 400; seq++)
            {
                if (200 == seq)
                {
                    publisher.enableTracing(7);
                }
                final int kind = seq % 3;
                final long result = 0 == kind ? publisher.publishRoot(seq, 13, 15) :
                    1 == kind ? publisher.publishDerived(seq, 13, 15, 42) :
                    publisher.publishJoined(seq, 13, 15, parents);
                assertThat(result).isPositive();
                if (seq % 50 == 49)
                {
                    drain(sequences, seq + 1);
                }
            }
        }

        assertThat(sequences).containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
    }

    @Test
    void shouldRefuseToBeWithoutASubscription()
    {
        assertThatThrownBy(() -> new TracePoller(null, this::onLinks, this::onFrame))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("subscription");
    }

    private void drain(final List<Long> sequences, final int count)
    {
        AeronFixture.await(() ->
        {
            subscription.poll(
                (buffer, offset, length, header) ->
                {
                    assertThat(buffer.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN)).isEqualTo((short)4);
                    assertThat(buffer.getInt(offset + 8, ByteOrder.LITTLE_ENDIAN)).isEqualTo(10_000);
                    sequences.add(buffer.getLong(offset + 20, ByteOrder.LITTLE_ENDIAN));
                },
                10);
            return sequences.size() == count && publication.availableWindow() > 10_000;
        });
    }

    private TracePoller poller()
    {
        return new TracePoller(
            subscription,
            this::onLinks,
            this::onFrame,
            (buffer, offset, length, header) -> received.add(
                "other schema=" + buffer.getShort(offset + 4, ByteOrder.LITTLE_ENDIAN) +
                " template=" + buffer.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN)));
    }

    private void onLinks(final TraceLinkSetReader linkSet, final Header header)
    {
        final long[] parents = new long[linkSet.parentCount()];
        Arrays.setAll(parents, linkSet::parentTraceId);
        assertThat(header.position()).isPositive();

        received.add("links stream=" + linkSet.streamId() + " epoch=" + linkSet.epoch() + " seq=" + linkSet.seq() +
            " traceId=" + Long.toUnsignedString(linkSet.traceId()) + " parents=" + Arrays.toString(parents));
    }

    private void onFrame(final FrameDescriptorReader descriptor, final Header header)
    {
        assertThat(header.position()).isPositive();

        received.add("frame stream=" + descriptor.streamId() + " epoch=" + descriptor.epoch() +
            " seq=" + descriptor.seq() + " timestampNs=" + descriptor.timestampNs() +
            " metaVersion=" + descriptor.metaVersion() + " traceId=" + Long.toUnsignedString(descriptor.traceId()));
    }

    private void send(final byte[] message)
    {
        AeronFixture.await(() -> publication.offer(new UnsafeBuffer(message)) > 0);
    }

    /**
     * Until all that was sent has been read.
     */
    private void poll(final TracePoller poller)
    {
        AeronFixture.await(() ->
        {
            poller.poll(10);
            return subscription.imageBySessionId(publication.sessionId()).position() == publication.position();
        });
    }

    private static byte[] descriptor(final long seq)
    {
        return Protocol.FRAME_DESCRIPTOR.encode(Protocol.FRAME_DESCRIPTOR.newBlock()
            .set("streamId", 7)
            .set("epoch", 9)
            .set("seq", seq)
            .set("timestampNs", 13)
            .set("metaVersion", 15)
            .set("traceId", 42));
    }

    private static byte[] linkSet(final long seq, final long... parents)
    {
        final WireBlock block = Protocol.TRACE_LINK_SET.newBlock()
            .set("streamId", 7).set("epoch", 9).set("seq", seq).set("traceId", 42);
        for (final long parent : parents)
        {
            block.addEntry().set("traceId", parent);
        }

        return Protocol.TRACE_LINK_SET.encode(block);
    }

    private static byte[] header(final int schemaId, final int templateId)
    {
        return ByteBuffer.allocate(MessageLayout.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short)40).putShort((short)templateId).putShort((short)schemaId).putShort((short)1).array();
    }
}
