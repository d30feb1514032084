package io.tracelink.aeron.relay;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.aeron.relay.RelayHost.Inbox;
import io.tracelink.testing.Await;
import io.tracelink.testing.Protocol;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.DESCRIPTORS;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static io.tracelink.aeron.relay.RelayHost.frame;
import static io.tracelink.aeron.relay.RelayHost.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * One way, from the IPC stream of a host over UDP onto that of another one.
 */
class TraceRelayTest
{
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RelayHost a = new RelayHost();
    private final RelayHost b = new RelayHost();
    private final String udp = "aeron:udp?endpoint=localhost:" + RelayHost.freePort();
    private ExclusivePublication source;
    private Inbox inbox;
    private TraceRelay out;
    private TraceRelay in;

    @BeforeEach
    void open()
    {
        source = a.publish(CONTROL);
        inbox = b.subscribe(CONTROL);
    }

    @AfterEach
    void close()
    {
        for (final TraceRelay relay : new TraceRelay[]{out, in})
        {
            if (null != relay)
            {
                relay.onClose();
            }
        }
        CloseHelper.closeAll(opened);
        CloseHelper.closeAll(source, inbox, a, b);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 167, 168, 1_000, 60_000})
    void shouldCarryLinksUnchanged(final int parentCount)
    {
        connect(out(), in());
        final byte[] first = links(10_000, 1, parentCount);
        final byte[] second = links(10_001, 2, parentCount);

        send(first);
        send(second);

        assertThat(inbox.await(2, out, in)).containsExactly(first, second);
        assertThat(inbox.reservedValues()).hasSize(2).containsOnly(RelayMarker.marker(2, RelayOrigin.of(a.aeron)));
        assertThat(out.counters("out").forwarded()).isEqualTo(2);
        assertThat(in.counters("in").forwarded()).isEqualTo(2);
        assertThat(in.counters("in").dropped() + in.counters("in").passedOver()).isZero();
    }

    @Test
    void shouldCarryDescriptorsAndWhateverANewerWriterAdds()
    {
        connect(out(), in());
        final byte[] frame = frame(10_000, 1, 42);
        final byte[] newer = Arrays.copyOf(links(10_000, 1, 3), 100);
        newer[6] = 77;

        send(frame);
        send(newer);

        assertThat(inbox.await(2, out, in)).containsExactly(frame, newer);
    }

    @Test
    void shouldNotMixFragmentsOfManyPublishers()
    {
        final ExclusivePublication other = a.publish(CONTROL);
        opened.add(other);
        connect(out(), in());
        Await.until(other::isConnected, () -> "the relay as a subscriber of both");

        final List<byte[]> sent = new ArrayList<>();
        for (long i = 0; i < 20; i++)
        {
            sent.add(links(10_000, 2 * i, 500));
            RelayHost.send(source, sent.get(sent.size() - 1));
            sent.add(links(10_000, 2 * i + 1, 700));
            RelayHost.send(other, sent.get(sent.size() - 1));
        }

        assertThat(inbox.await(40, out, in)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 168, 5_000})
    void shouldChangeNothingButTheStreamIdWhereItIsMapped(final int parentCount)
    {
        connect(out().mapStreamId(10_000, 0xFFFF_FFFFL), in());

        send(links(10_000, 1, parentCount));
        send(links(10_001, 2, parentCount));
        send(frame(10_000, 3, 42));

        assertThat(inbox.await(3, out, in)).containsExactly(
            links(0xFFFF_FFFFL, 1, parentCount), links(10_001, 2, parentCount), frame(0xFFFF_FFFFL, 3, 42));
    }

    @Test
    void shouldCarryOnlyTheStreamsOfTheRoute()
    {
        connect(out().streamId(10_001).streamId(0xFFFF_FFFFL), in());

        send(links(10_000, 1, 2));
        send(links(10_001, 2, 2));
        send(frame(10_002, 3, 42));
        send(frame(0xFFFF_FFFFL, 4, 42));

        assertThat(inbox.await(2, out, in))
            .containsExactly(links(10_001, 2, 2), frame(0xFFFF_FFFFL, 4, 42));
        assertThat(out.counters("out").count(RelayCounters.OTHER_STREAM_TYPE_ID)).isEqualTo(2);
    }

    @Test
    void shouldCarryOnlyTheKindsOfTheRoute()
    {
        connect(out().carryDescriptors(false), in());

        send(frame(10_000, 1, 42));
        send(links(10_000, 1, 2));

        assertThat(inbox.await(1, out, in)).containsExactly(links(10_000, 1, 2));
        assertThat(out.counters("out").count(RelayCounters.OTHER_KIND_TYPE_ID)).isEqualTo(1);
    }

    @Test
    void shouldLeaveMessagesOfOtherKindsOnTheirHost()
    {
        connect(out().carry(900, 1), in().carry(900, 1));
        final byte[] announce = Protocol.SHM_POOL_ANNOUNCE.encode(Protocol.SHM_POOL_ANNOUNCE.newBlock());

        send(Protocol.SHM_ATTACH_REQUEST.encode(Protocol.SHM_ATTACH_REQUEST.newBlock()));
        send(Protocol.SHM_LEASE_KEEPALIVE.encode(Protocol.SHM_LEASE_KEEPALIVE.newBlock()));
        send(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        send(announce);

        assertThat(inbox.await(1, out, in)).containsExactly(announce);
        assertThat(out.counters("out").count(RelayCounters.OTHER_KIND_TYPE_ID)).isEqualTo(3);
    }

    @Test
    void shouldCountWhatIsTooShortToBeTold()
    {
        connect(out(), in());
        final byte[] noBlock = links(10_000, 1, 2);
        noBlock[0] = 3;

        send(new byte[0]);
        send(new byte[7]);
        send(Arrays.copyOf(links(10_000, 1, 2), 11));
        send(noBlock);
        send(links(10_000, 2, 2));

        assertThat(inbox.await(1, out, in)).containsExactly(links(10_000, 2, 2));
        assertThat(out.counters("out").count(RelayCounters.MALFORMED_TYPE_ID)).isEqualTo(4);
        assertThat(out.counters("out").dropped()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDropWhatIsLongerThanTheOtherStreamsLargestMessage(final boolean isMapped)
    {
        final RelayRoute route = new RelayRoute("out").from(IPC, CONTROL).to(udp + "|term-length=64k", CONTROL);
        connect(isMapped ? route.mapStreamId(10_000, 1) : route, in());

        send(links(10_000, 1, 1_020));
        send(links(10_000, 2, 1_019));

        // 64 KiB of term carry 8 KiB of message
        final byte[] expected = links(isMapped ? 1 : 10_000, 2, 1_019);
        assertThat(expected).hasSize(8_192);
        assertThat(inbox.await(1, out, in)).containsExactly(expected);
        assertThat(out.counters("out").count(RelayCounters.TOO_LONG_TYPE_ID)).isEqualTo(1);
    }

    @Test
    void shouldDropAndCountWhereNobodyListensAndGoOnReading()
    {
        out = a.relay(out());
        Await.until(source::isConnected, () -> "the relay as a subscriber");

        final int count = 4 * source.termBufferLength() / 512;
        for (int i = 0; i < count; i++)
        {
            // never refused for long, though many times what the log holds
            RelayHost.send(source, links(10_000, i, 50), out);
        }
        Await.until(
            () ->
            {
                out.doWork();
                return count == out.counters("out").dropped();
            },
            () -> "all dropped, not " + out.counters("out").dropped());

        assertThat(out.counters("out").count(RelayCounters.NOT_CONNECTED_TYPE_ID)).isEqualTo(count);
    }

    @Test
    void shouldDropAndCountWhatAStoppedSubscriberDoesNotTake()
    {
        connect(out(), in());

        // the inbox is not polled: its stream fills up, the relays go on
        final UnsafeBuffer message = new UnsafeBuffer(links(10_000, 1, 150));
        final RelayCounters counters = in.counters("in");
        Await.until(
            () ->
            {
                for (int i = 0; i < 200; i++)
                {
                    source.offer(message);
                    RelayHost.work(out, in);
                }
                return counters.count(RelayCounters.BACK_PRESSURED_TYPE_ID) > 0;
            },
            () -> "back pressure, forwarded=" + counters.forwarded());

        final long before = source.position();
        final long droppedBefore = counters.dropped();
        Await.until(
            () ->
            {
                for (int i = 0; i < 200; i++)
                {
                    source.offer(message);
                    RelayHost.work(out, in);
                }
                return source.position() - before > 2L * source.termBufferLength();
            },
            () -> "a publisher that goes on");
        assertThat(counters.dropped()).isGreaterThan(droppedBefore);

        final long forwarded = counters.forwarded();
        inbox.await((int)forwarded);

        // the media driver takes its time to see that there is room again: what comes meanwhile is dropped, too
        final byte[] later = links(10_000, 2, 2);
        Await.until(
            () ->
            {
                source.offer(new UnsafeBuffer(later));
                RelayHost.work(out, in);
                inbox.poll();
                final List<byte[]> messages = inbox.messages();
                return Arrays.equals(later, messages.get(messages.size() - 1));
            },
            () -> "a later message");
    }

    @Test
    void shouldBeLetGoOfWhenItIsStoppedAndGoOnLater()
    {
        final Subscription consumer = a.aeron.addSubscription(IPC, CONTROL);
        opened.add(consumer);
        final FragmentHandler consume = (buffer, offset, length, header) -> {};
        connect(out(), in());
        send(links(10_000, 1, 2));
        inbox.await(1, out, in);

        // nobody calls the first relay: the media driver takes its time, then publisher and consumer go on without it
        final UnsafeBuffer message = new UnsafeBuffer(links(10_000, 2, 150));
        final long end = source.position() + 3L * source.termBufferLength();
        Await.until(
            () ->
            {
                for (int i = 0; i < 1_000; i++)
                {
                    source.offer(message);
                    consumer.poll(consume, 100);
                }
                return source.position() > end;
            },
            () -> "publishers that go on without the relay, not " + source);

        final byte[] last = links(10_000, 3, 2);
        Await.until(
            () ->
            {
                source.offer(new UnsafeBuffer(last));
                consumer.poll(consume, 100);
                RelayHost.work(out, in);
                inbox.poll();
                return inbox.messages().stream().anyMatch((bytes) -> Arrays.equals(last, bytes));
            },
            () -> "a relay that goes on");
        assertThat(out.counters("out").lostBytes()).isPositive();
    }

    @Test
    void shouldEndWithTheMediaDriver()
    {
        out = a.relay(out());
        out.doWork();
        a.aeron.close();

        assertThatThrownBy(out::doWork).isInstanceOf(AgentTerminationException.class)
            .hasMessageContaining("media driver is gone");
        assertThat(out.counters("out").forwarded()).isZero();
    }

    @Test
    void shouldShowItsCountersInTheMediaDriver()
    {
        out = a.relay(out());
        final List<String> labels = new ArrayList<>();
        a.aeron.countersReader().forEach((counterId, typeId, key, label) ->
        {
            if (typeId >= 1060 && typeId <= 1079)
            {
                labels.add(typeId + " " + label);
            }
        });

        assertThat(labels).contains(
            "1060 tracelink relay forwarded: route=out",
            "1061 tracelink relay dropped not-connected: route=out",
            "1070 tracelink relay lost-bytes: route=out").hasSize(11);
    }

    private RelayRoute out()
    {
        return new RelayRoute("out").from("aeron:ipc?tether=false", CONTROL).to(udp, DESCRIPTORS);
    }

    private RelayRoute in()
    {
        return new RelayRoute("in").from(udp, DESCRIPTORS).to(IPC, CONTROL);
    }

    private void connect(final RelayRoute outRoute, final RelayRoute inRoute)
    {
        in = b.relay(inRoute.from(outRoute.toChannel(), outRoute.toStreamId()));
        out = a.relay(outRoute);
        RelayHost.awaitConnected(out, "out", out, in);
        RelayHost.awaitConnected(in, "in", out, in);
    }

    private void send(final byte[] message)
    {
        RelayHost.send(source, message, out, in);
    }
}
