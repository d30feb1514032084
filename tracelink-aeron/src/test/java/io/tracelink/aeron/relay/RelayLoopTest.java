package io.tracelink.aeron.relay;

import io.aeron.ExclusivePublication;
import io.tracelink.aeron.relay.RelayHost.Inbox;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static io.tracelink.aeron.relay.RelayHost.links;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Relays that lead to each other: every message comes to every host once. Two messages are sent, the second one after
 * the first has come everywhere, so that whatever went round with the first would be there before.
 */
class RelayLoopTest
{
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<TraceRelay> relays = new ArrayList<>();

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(relays);
        CloseHelper.closeAll(opened);
    }

    @Test
    void shouldCarryBothWaysOverUnicast()
    {
        final RelayHost a = host();
        final RelayHost b = host();
        final String toA = unicast();
        final String toB = unicast();
        relays.add(a.relay(route("out", IPC, toB), route("in", toA, IPC)));
        relays.add(b.relay(route("out", IPC, toA), route("in", toB, IPC)));

        assertOnceEverywhere(a, b);
        assertThat(relays.get(0).counters("out").count(RelayCounters.RELAYED_BEFORE_TYPE_ID)).isPositive();
    }

    @Test
    void shouldCarryBothWaysWithTwoRelaysOnEachHost()
    {
        final RelayHost a = host();
        final RelayHost b = host();
        final String toA = unicast();
        final String toB = unicast();
        relays.add(a.relay(route("out", IPC, toB)));
        relays.add(a.relay(route("in", toA, IPC)));
        relays.add(b.relay(route("out", IPC, toA)));
        relays.add(b.relay(route("in", toB, IPC)));

        assertOnceEverywhere(a, b);
        assertThat(relays.get(0).counters("out").count(RelayCounters.RELAYED_BEFORE_TYPE_ID)).isPositive();
    }

    @Test
    void shouldCarryBetweenThreeHostsOverOneMulticastGroup()
    {
        final RelayHost[] hosts = {host(), host(), host()};
        final String group = "aeron:udp?endpoint=224.20.30.39:" + RelayHost.freePort() + "|interface=localhost";
        for (final RelayHost host : hosts)
        {
            relays.add(host.relay(route("out", IPC, group), route("in", group, IPC)));
        }

        assertOnceEverywhere(hosts);
        // the group brings back what one sent
        assertThat(relays.get(0).counters("in").count(RelayCounters.RELAYED_BEFORE_TYPE_ID)).isPositive();
    }

    @Test
    void shouldRecognizeWhatAnotherRelayOfItsMediaDriverSent()
    {
        final RelayHost a = host();
        final RelayHost b = host();
        final String group = "aeron:udp?endpoint=224.20.30.41:" + RelayHost.freePort() + "|interface=localhost";
        relays.add(a.relay(route("out", IPC, group)));
        relays.add(a.relay(route("in", group, IPC)));
        relays.add(b.relay(route("out", IPC, group), route("in", group, IPC)));

        assertOnceEverywhere(a, b);
        assertThat(relays.get(1).counters("in").count(RelayCounters.RELAYED_BEFORE_TYPE_ID)).isPositive();
    }

    @Test
    void shouldCarryToManyDestinationsThatAreGiven()
    {
        final RelayHost a = host();
        final RelayHost b = host();
        final RelayHost c = host();
        final String toB = unicast();
        final String toC = unicast();
        relays.add(b.relay(route("in", toB, IPC)));
        relays.add(c.relay(route("in", toC, IPC)));
        relays.add(a.relay(route("out", IPC, "aeron:udp?control-mode=manual").destination(toB).destination(toC)));

        assertOnceEverywhere(List.of(a), a, b, c);
    }

    @Test
    void shouldCarryToManyDestinationsThatAskForIt()
    {
        final RelayHost a = host();
        final RelayHost b = host();
        final RelayHost c = host();
        final String control = "aeron:udp?control=localhost:" + RelayHost.freePort() + "|control-mode=dynamic";
        relays.add(a.relay(route("out", IPC, control)));
        relays.add(b.relay(route("in", control + "|endpoint=localhost:0", IPC)));
        relays.add(c.relay(route("in", control + "|endpoint=localhost:0", IPC)));

        assertOnceEverywhere(List.of(a), a, b, c);
    }

    @Test
    void shouldPassOnThroughAHubWhenAsManyHopsAreAllowed()
    {
        final RelayHost a = host();
        final RelayHost hub = host();
        final RelayHost b = host();
        final String fromA = unicast();
        final String fromB = unicast();
        final String toA = unicast();
        final String toB = unicast();
        relays.add(relay(a, route("out", IPC, fromA), route("in", toA, IPC)));
        relays.add(relay(b, route("out", IPC, fromB), route("in", toB, IPC)));
        relays.add(relay(
            hub,
            route("in-a", fromA, IPC),
            route("in-b", fromB, IPC),
            route("out-a", IPC, toA),
            route("out-b", IPC, toB)));

        assertOnceEverywhere(a, hub, b);
    }

    /**
     * With the messages of each host, which come to all.
     */
    private void assertOnceEverywhere(final RelayHost... hosts)
    {
        assertOnceEverywhere(List.of(hosts), hosts);
    }

    private void assertOnceEverywhere(final List<RelayHost> senders, final RelayHost... hosts)
    {
        final TraceRelay[] relays = this.relays.toArray(new TraceRelay[0]);
        final List<ExclusivePublication> sources = new ArrayList<>();
        final List<Inbox> inboxes = new ArrayList<>();
        for (final RelayHost host : hosts)
        {
            inboxes.add(open(host.subscribe(CONTROL)));
        }
        for (final RelayHost sender : senders)
        {
            sources.add(open(sender.publish(CONTROL)));
        }
        awaitEveryWay(sources, inboxes, relays);

        for (final Inbox inbox : inboxes)
        {
            inbox.messages().clear();
        }

        final List<byte[]> sent = new ArrayList<>();
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < sources.size(); i++)
            {
                sent.add(links(10_000 + i, round, 2 + 300 * (round % 2)));
                RelayHost.send(sources.get(i), sent.get(sent.size() - 1), relays);
            }
            for (final Inbox inbox : inboxes)
            {
                inbox.await(sent.size(), relays);
            }
        }
        for (int i = 0; i < 100; i++)
        {
            RelayHost.work(relays);
            inboxes.forEach(Inbox::poll);
        }

        for (final Inbox inbox : inboxes)
        {
            assertThat(inbox.messages()).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    /**
     * Connections come about one after the other: probe until a message of each sender has come to each host.
     */
    private static void awaitEveryWay(
        final List<ExclusivePublication> sources, final List<Inbox> inboxes, final TraceRelay... relays)
    {
        for (int i = 0; i < sources.size(); i++)
        {
            final byte[] probe = links(1 + i, 0, 2);
            for (final Inbox inbox : inboxes)
            {
                inbox.messages().clear();
                final ExclusivePublication source = sources.get(i);
                Await.until(
                    () ->
                    {
                        source.offer(new UnsafeBuffer(probe));
                        RelayHost.work(relays);
                        inboxes.forEach(Inbox::poll);
                        return inbox.messages().stream().anyMatch((m) -> Arrays.equals(probe, m));
                    },
                    () -> "a message of " + source + " on " + inbox.subscription());
            }
        }

        // what is still under way
        final byte[] last = links(0, 0, 2);
        for (final ExclusivePublication source : sources)
        {
            for (final Inbox inbox : inboxes)
            {
                inbox.messages().clear();
            }
            RelayHost.send(source, last, relays);
            for (final Inbox inbox : inboxes)
            {
                Await.until(
                    () ->
                    {
                        RelayHost.work(relays);
                        inboxes.forEach(Inbox::poll);
                        return inbox.messages().stream().anyMatch((m) -> Arrays.equals(last, m));
                    },
                    () -> "the last message of " + source + " on " + inbox.subscription());
            }
        }
    }

    private static TraceRelay relay(final RelayHost host, final RelayRoute... routes)
    {
        final TraceRelay.Context context = new TraceRelay.Context().aeron(host.aeron).maxHops(4);
        for (final RelayRoute route : routes)
        {
            context.route(route);
        }

        return new TraceRelay(context);
    }

    private RelayHost host()
    {
        return open(new RelayHost());
    }

    private <T extends AutoCloseable> T open(final T closeable)
    {
        opened.add(0, closeable);
        return closeable;
    }

    private static RelayRoute route(final String name, final String from, final String to)
    {
        return new RelayRoute(name).from(from, CONTROL).to(to, CONTROL);
    }

    private static String unicast()
    {
        return "aeron:udp?endpoint=localhost:" + RelayHost.freePort();
    }
}
