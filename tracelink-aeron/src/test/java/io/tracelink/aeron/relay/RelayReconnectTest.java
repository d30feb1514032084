package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.protocol.DataHeaderFlyweight;
import io.tracelink.aeron.StalledMediaDriver;
import io.tracelink.aeron.relay.RelayHost.Inbox;
import io.tracelink.testing.Await;
import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static io.tracelink.aeron.relay.RelayHost.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * After its Aeron client is gone a relay goes on with the next one.
 */
class RelayReconnectTest
{
    private static final int FRAME_LENGTH =
        BitUtil.align(links(10_000, 0, 2).length + DataHeaderFlyweight.HEADER_LENGTH, 32);

    private final String udp = "aeron:udp?endpoint=localhost:" + RelayHost.freePort();
    private final RelayHost a = new RelayHost();
    private final RelayHost b = new RelayHost();
    private TraceRelay out;
    private TraceRelay in;

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(out, in, a, b);
    }

    @Test
    void shouldGoOnWithTheNextMediaDriverAndItsNumbers()
    {
        final ExclusivePublication source = a.publish(CONTROL);
        final Inbox before = b.subscribe(CONTROL);
        connect();
        int seq = 0;
        RelayHost.send(source, links(10_000, seq++, 2), out, in);
        before.await(1, out, in);

        b.close();
        assertThat(in.isConnected()).isFalse();
        assertThat(in.isConnected("in")).isFalse();
        assertThat(in.doWork()).isZero();
        final RelayCounters outCounters = out.counters("out");
        while (0 == outCounters.count(RelayCounters.NOT_CONNECTED_TYPE_ID))
        {
            RelayHost.send(source, links(10_000, seq++, 2), out);
            final long sent = seq;
            Await.until(
                () ->
                {
                    out.doWork();
                    return outCounters.forwarded() + outCounters.dropped() >= sent;
                },
                () -> "all read of " + sent);
        }

        try (RelayHost next = new RelayHost(); Inbox after = next.subscribe(CONTROL))
        {
            in.reconnect(next.aeron);
            assertThat(in.isConnected()).isTrue();
            RelayHost.awaitConnected(in, "in", out, in);
            RelayHost.awaitConnected(out, "out", out, in);
            final byte[] last = links(10_000, seq++, 2);
            RelayHost.send(source, last, out, in);
            Await.until(
                () ->
                {
                    RelayHost.work(out, in);
                    after.poll();
                    return after.messages().stream().anyMatch((message) -> Arrays.equals(last, message));
                },
                () -> "the last message");

            // every message is accounted for: it came, it was dropped, or it is known to be lost
            final RelayCounters inCounters = in.counters("in");
            assertThat(inCounters.forwarded()).isEqualTo(1 + after.messages().size());
            assertThat(inCounters.forwarded() + outCounters.dropped() + inCounters.lostBytes() / FRAME_LENGTH)
                .isEqualTo(seq);
            assertThat(counterValue(next.aeron, RelayCounters.FORWARDED_TYPE_ID)).isEqualTo(inCounters.forwarded());
            assertThat(counterValue(next.aeron, RelayCounters.LOST_BYTES_TYPE_ID)).isEqualTo(inCounters.lostBytes());

            in.close();
            Await.until(() -> 0 == counterCount(next.aeron), () -> "no counters, not " + counterCount(next.aeron));
            assertThat(in.counters("in").forwarded()).isEqualTo(inCounters.forwarded()).isPositive();
        }
    }

    @Test
    void shouldMarkWhatItSendsWithTheNextMediaDriver()
    {
        final Inbox inbox = b.subscribe(CONTROL);
        connect();
        a.aeron.close();
        try (RelayHost next = new RelayHost())
        {
            out.reconnect(next.aeron);
            final ExclusivePublication source = next.publish(CONTROL);
            RelayHost.awaitConnected(out, "out", out, in);
            RelayHost.send(source, links(10_000, 1, 2), out, in);

            assertThat(inbox.await(1, out, in)).hasSize(1);
            assertThat(inbox.reservedValues()).containsExactly(RelayMarker.marker(2, RelayOrigin.of(next.aeron)));
            out.close();
        }
    }

    @Test
    void shouldStayAsItWasWhenTheNextClientIsOfNoUse()
    {
        connect();
        assertThatThrownBy(() -> in.reconnect(a.aeron))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the former Aeron client is open, close it first");
        b.aeron.close();
        assertThatThrownBy(() -> in.reconnect(b.aeron)).isInstanceOf(RuntimeException.class);
        assertThat(in.doWork()).isZero();

        // which frees the port
        b.close();
        in.reconnect(a.aeron);
        assertThat(in.doWork()).isZero();
        assertThat(in.isConnected()).isTrue();
        in.close();
        assertThat(in.doWork()).isZero();
        assertThatThrownBy(() -> in.reconnect(a.aeron))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the relay is closed: make another one");
    }

    @Test
    void shouldLeaveNothingOpenWhereAeronRefusesARoute()
    {
        final String taken = IPC + "|session-id=98";
        final Aeron mortal = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(b.mediaDriver.aeronDirectoryName()).errorHandler(b.errors::add));
        in = new TraceRelay(new TraceRelay.Context()
            .aeron(mortal)
            .route(ipc("first"))
            .route(new RelayRoute("second").from(IPC, CONTROL).to(taken, CONTROL + 1)));
        mortal.close();
        try (ExclusivePublication blocker = a.aeron.addExclusivePublication(taken, CONTROL + 1))
        {
            assertThatThrownBy(() -> in.reconnect(a.aeron))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("route=second: ");
            assertThat(a.errors).isNotEmpty();
            a.errors.clear();
            assertThat(blocker.isClosed()).isFalse();
            Await.until(() -> 0 == counterCount(a.aeron), () -> "no counters, not " + counterCount(a.aeron));
        }

        assertThat(in.doWork()).isZero();
        in.reconnect(b.aeron);
        assertThat(counterCount(b.aeron)).isEqualTo(2 * 11);
    }

    @Test
    void shouldBeClosedWhileItReconnects()
    {
        in = b.relay(ipc("in"));
        b.aeron.close();
        try (StalledMediaDriver stalled = new StalledMediaDriver())
        {
            final AtomicReference<Throwable> failure = new AtomicReference<>();
            final Thread reconnecting = start(() -> in.reconnect(stalled.aeron()), failure);
            Await.until(stalled::isAwaited, () -> "a client that waits");

            final AtomicReference<Throwable> noFailure = new AtomicReference<>();
            final Thread closing = start(in::close, noFailure);
            Await.until(() -> !closing.isAlive(), () -> "who does not wait for the media driver");
            assertThat(noFailure).hasNullValue();
            assertThat(reconnecting.isAlive()).isTrue();

            Await.until(
                () ->
                {
                    stalled.answer();
                    return !reconnecting.isAlive() && 0 == stalled.openCount();
                },
                () -> "nothing open, not " + stalled.openCount());
            assertThat(failure.get()).isInstanceOf(IllegalStateException.class)
                .hasMessage("the relay is closed: make another one");
        }
    }

    private void connect()
    {
        in = b.relay(new RelayRoute("in").from(udp, CONTROL).to(IPC, CONTROL));
        out = a.relay(new RelayRoute("out").from(IPC, CONTROL).to(udp, CONTROL));
    }

    private static RelayRoute ipc(final String name)
    {
        return new RelayRoute(name).from(IPC, CONTROL).to(IPC, CONTROL + 1);
    }

    private static Thread start(final Runnable task, final AtomicReference<Throwable> failure)
    {
        final Thread thread = new Thread(() ->
        {
            try
            {
                task.run();
            }
            catch (final Throwable ex)
            {
                failure.set(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();

        return thread;
    }

    private static long counterValue(final Aeron aeron, final int typeId)
    {
        final List<Long> values = new ArrayList<>();
        aeron.countersReader().forEach((counterId, counterTypeId, key, label) ->
        {
            if (typeId == counterTypeId)
            {
                values.add(aeron.countersReader().getCounterValue(counterId));
            }
        });
        assertThat(values).hasSize(1);

        return values.get(0);
    }

    private static int counterCount(final Aeron aeron)
    {
        final int[] count = new int[1];
        aeron.countersReader().forEach((counterId, typeId, key, label) ->
            count[0] += typeId >= 1_060 && typeId <= 1_079 ? 1 : 0);

        return count[0];
    }
}
