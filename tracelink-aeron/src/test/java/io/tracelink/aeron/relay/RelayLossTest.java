package io.tracelink.aeron.relay;

import io.aeron.ExclusivePublication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.LossGenerator;
import io.aeron.driver.ext.RandomLossGenerator;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.aeron.relay.RelayHost.Inbox;
import io.tracelink.testing.Await;
import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static io.tracelink.aeron.relay.RelayHost.links;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a relay's network may do, by the loss generators of Aeron's media driver.
 */
class RelayLossTest
{
    private static final double LOSS_RATE = 0.2;
    private static final long SEED = 42;

    private final AtomicBoolean isCut = new AtomicBoolean();
    private final String udp = "aeron:udp?endpoint=localhost:" + RelayHost.freePort();
    private RelayHost a;
    private RelayHost b;
    private ExclusivePublication source;
    private Inbox inbox;
    private TraceRelay out;
    private TraceRelay in;

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(out, in, source, inbox, a, b);
    }

    @Test
    void shouldCarryEverythingOverALossyNetwork()
    {
        connect(
            () -> new RandomLossGenerator(LOSS_RATE, SEED),
            () -> new RandomLossGenerator(LOSS_RATE, SEED + 1));

        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++)
        {
            sent.add(links(10_000, i, 0 == i % 10 ? 2_000 : 2 + i));
            RelayHost.send(source, sent.get(i), out, in);
            inbox.poll();
        }

        assertThat(inbox.await(sent.size(), out, in)).containsExactlyElementsOf(sent);
        assertThat(out.counters("out").dropped()).isZero();
        assertThat(in.counters("in").lostBytes()).isZero();
    }

    @Test
    void shouldResumeAfterACutAndCountWhatWasLost()
    {
        connect(() -> whileCut(isCut), () -> whileCut(isCut));
        final RelayCounters outCounters = out.counters("out");
        final RelayCounters inCounters = in.counters("in");
        final int frameLength = BitUtil.align(
            links(10_000, 0, 2).length + DataHeaderFlyweight.HEADER_LENGTH, 32);
        int seq = 0;

        send(seq++);
        inbox.await(1, out, in);

        isCut.set(true);
        send(seq++);
        while (0 == outCounters.count(RelayCounters.NOT_CONNECTED_TYPE_ID))
        {
            // the pipeline goes on; what it says is read at once
            send(seq++);
            final long read = seq;
            Await.until(
                () ->
                {
                    out.doWork();
                    return outCounters.forwarded() + outCounters.dropped() >= read;
                },
                () -> "all read of " + read);
        }
        send(seq++);

        // until the other end has given up, or it asks for what is missing and nothing is lost
        Await.until(
            () ->
            {
                RelayHost.work(in);
                return !in.isConnected("in");
            },
            () -> "the end of the image");

        isCut.set(false);
        RelayHost.awaitConnected(out, "out", out, in);
        RelayHost.awaitConnected(in, "in", out, in);
        final int afterCut = seq;
        send(seq++);
        Await.until(
            () ->
            {
                RelayHost.work(out, in);
                inbox.poll();
                return inbox.messages().stream().anyMatch((m) -> seqOf(m) == afterCut);
            },
            () -> "the message after the cut");

        // every message is accounted for: it came, it was dropped at the one end, or it never came to the other
        assertThat(inCounters.lostBytes()).isPositive();
        assertThat(outCounters.dropped()).isPositive();
        assertThat(inCounters.forwarded()).isEqualTo(inbox.messages().size());
        assertThat(inbox.messages().size() + outCounters.dropped() + inCounters.lostBytes() / frameLength)
            .isEqualTo(seq);
        assertThat(inbox.messages()).extracting(RelayLossTest::seqOf).isSorted().doesNotHaveDuplicates();
    }

    private void send(final int seq)
    {
        RelayHost.send(source, links(10_000, seq, 2), out, in);
    }

    private void connect(
        final Supplier<LossGenerator> dataLoss,
        final Supplier<LossGenerator> controlLoss)
    {
        final ReceiveChannelEndpointSupplier lossy = (udpChannel, dispatcher, statusIndicator, context) ->
            new DebugReceiveChannelEndpoint(
                udpChannel, dispatcher, statusIndicator, context, dataLoss.get(), controlLoss.get());
        a = new RelayHost();
        b = new RelayHost(new MediaDriver.Context().receiveChannelEndpointSupplier(lossy));
        source = a.publish(CONTROL);
        inbox = b.subscribe(CONTROL);
        out = a.relay(new RelayRoute("out").from(IPC, CONTROL).to(udp, CONTROL));
        in = b.relay(new RelayRoute("in").from(udp, CONTROL).to(IPC, CONTROL));
        RelayHost.awaitConnected(out, "out", out, in);
        RelayHost.awaitConnected(in, "in", out, in);
    }

    private static long seqOf(final byte[] message)
    {
        return new UnsafeBuffer(message).getLong(20, ByteOrder.LITTLE_ENDIAN);
    }

    private static LossGenerator whileCut(final AtomicBoolean isCut)
    {
        return new LossGenerator()
        {
            @Override
            public boolean shouldDropFrame(
                final InetSocketAddress address, final UnsafeBuffer buffer, final int length)
            {
                return isCut.get();
            }
        };
    }
}
