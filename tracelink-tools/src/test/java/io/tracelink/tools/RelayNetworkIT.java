package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.tracelink.aeron.TracePoller;
import io.tracelink.aeron.relay.RelayCounters;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import static io.tracelink.tools.NetworkHosts.ADDRESSES;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hosts, each with a media driver and a relay in a process of their own, and a network between them. The pipelines
 * are in the test: an IPC stream is files, which a network namespace does not keep apart.
 */
class RelayNetworkIT
{
    private static final int PORT = 40_500;
    private static final String FRAME_FOUND_NOBODY = "not-connected: route=descriptors-out";

    /**
     * A media driver takes a peer for gone after 5 and 10 s by default.
     */
    private static final List<String> SHORT_TIMEOUTS = List.of(
        "-Daeron.image.liveness.timeout=1s", "-Daeron.publication.connection.timeout=1s");
    private static final List<String> LOSS = List.of(
        "-Daeron.ReceiveChannelEndpoint.supplier=io.aeron.driver.ext.DebugReceiveChannelEndpointSupplier",
        "-Daeron.debug.receive.data.loss.rate=0.1", "-Daeron.debug.receive.data.loss.seed=42",
        "-Daeron.debug.receive.control.loss.rate=0.1", "-Daeron.debug.receive.control.loss.seed=43");

    private final List<Host> hosts = new ArrayList<>();
    private NetworkHosts network;

    @BeforeEach
    void connectNetwork()
    {
        try
        {
            network = new NetworkHosts();
        }
        catch (final UnsupportedOperationException ex)
        {
            Assumptions.abort(ex.getMessage());
        }
    }

    @AfterEach
    void disconnectNetwork()
    {
        CloseHelper.closeAll(hosts);
        CloseHelper.close(network);
    }

    @Test
    void shouldCarryBothWaysAndResumeAfterACut()
    {
        final Host a = host(0, SHORT_TIMEOUTS);
        final Host b = host(1, SHORT_TIMEOUTS);
        awaitBothWays(a, b);

        // both pipelines go on while the cable is pulled
        final long cutAt = a.seq;
        final long droppedByA = a.dropped(FRAME_FOUND_NOBODY);
        final long droppedByB = b.dropped(FRAME_FOUND_NOBODY);
        network.cut(1);
        Await.until(
            () ->
            {
                a.publish();
                b.publish();
                a.poll();
                b.poll();
                return a.dropped(FRAME_FOUND_NOBODY) > droppedByA && b.dropped(FRAME_FOUND_NOBODY) > droppedByB;
            },
            () -> "relays that find nobody: " + a + b);
        final long mendedAt = a.seq;
        network.mend(1);
        awaitBothWays(a, b);

        assertThat(a.refused + b.refused).as("publishers felt nothing").isZero();
        assertThat(b.framesOf(a)).as("a gap").isSorted().doesNotHaveDuplicates()
            .contains(cutAt - 1).anyMatch((seq) -> seq >= mendedAt);
        assertThat(LongStream.range(cutAt, mendedAt).filter((seq) -> !b.framesOf(a).contains(seq)).count())
            .as("what the cut took").isPositive();
        assertThat(a.dropped("")).as("is counted").isPositive();
        assertThat(b.counter(RelayCounters.LOST_BYTES_TYPE_ID)).as("on either side").isPositive();

        assertThat(CommandRun.of("stat", "--aeron-dir", a.aeronDir).out()).contains(
            "tracelink relay forwarded: route=links-out", "tracelink relay lost-bytes: route=descriptors-in");

        for (final Host host : hosts)
        {
            assertThat(host.process.terminate().awaitExit()).as(host.toString()).isZero();
            assertThat(host.process.err()).filteredOn((line) -> line.matches(
                "relay: (descriptors|links)-(out|in): \\d+ messages forwarded, \\d+ dropped, \\d+ passed over, " +
                "\\d+ bytes lost")).hasSize(4);
            assertThat(host.process.err()).as("ready and the four").hasSize(5);
        }
    }

    @Test
    void shouldCarryEverythingWhereAeronLosesPackets()
    {
        assertCarriesEverything(host(0, LOSS), host(1, LOSS));
    }

    @Test
    void shouldCarryEverythingWhereTheNetworkLosesAndDelaysPackets()
    {
        try
        {
            network.disturb(0, "delay", "20ms", "5ms", "loss", "5%");
            network.disturb(1, "delay", "20ms", "5ms", "loss", "5%");
        }
        catch (final UnsupportedOperationException ex)
        {
            Assumptions.abort("no tc netem: " + ex.getMessage());
        }

        assertCarriesEverything(host(0, List.of()), host(1, List.of()));
    }

    private static void assertCarriesEverything(final Host a, final Host b)
    {
        awaitBothWays(a, b);
        final long firstOfA = a.seq;
        final long firstOfB = b.seq;
        for (int i = 0; i < 200; i++)
        {
            a.publish();
            b.publish();
            a.poll();
            b.poll();
        }

        final Long[] expectedOfA = LongStream.range(firstOfA, a.seq).boxed().toArray(Long[]::new);
        final Long[] expectedOfB = LongStream.range(firstOfB, b.seq).boxed().toArray(Long[]::new);
        Await.until(
            () ->
            {
                a.poll();
                b.poll();
                return b.linksOf(a).containsAll(List.of(expectedOfA)) &&
                    b.framesOf(a).containsAll(List.of(expectedOfA)) &&
                    a.linksOf(b).containsAll(List.of(expectedOfB)) &&
                    a.framesOf(b).containsAll(List.of(expectedOfB));
            },
            () -> "everything: " + a + b);

        assertThat(b.linksOf(a)).isSorted().doesNotHaveDuplicates().endsWith(expectedOfA);
        assertThat(b.framesOf(a)).isSorted().doesNotHaveDuplicates().endsWith(expectedOfA);
        assertThat(a.linksOf(b)).isSorted().doesNotHaveDuplicates().endsWith(expectedOfB);
        assertThat(a.framesOf(b)).isSorted().doesNotHaveDuplicates().endsWith(expectedOfB);
        assertThat(a.refused + b.refused).isZero();
        assertThat(a.rejects() + b.rejects()).as("broken on the way").isZero();
        assertThat(a.naksSent()).as("the network did lose packets").isPositive();
        assertThat(b.naksSent()).as("the network did lose packets").isPositive();
    }

    /**
     * Until what either publishes now has come to the other one.
     */
    private static void awaitBothWays(final Host a, final Host b)
    {
        final long fromA = a.seq;
        final long fromB = b.seq;
        Await.until(
            () ->
            {
                a.publish();
                b.publish();
                a.poll();
                b.poll();
                return hasFrom(b.framesOf(a), fromA) && hasFrom(b.linksOf(a), fromA) &&
                    hasFrom(a.framesOf(b), fromB) && hasFrom(a.linksOf(b), fromB);
            },
            () -> "both ways: " + a + b);
    }

    private static boolean hasFrom(final List<Long> seqs, final long first)
    {
        return !seqs.isEmpty() && seqs.get(seqs.size() - 1) >= first;
    }

    private Host host(final int id, final List<String> jvmOptions)
    {
        final Host host = new Host(network, id, jvmOptions);
        hosts.add(host);

        return host;
    }

    /**
     * A host with its relay, its media driver and a pipeline.
     */
    private static final class Host implements AutoCloseable
    {
        private static final int PARENTS = 300;

        private final int id;
        private final String aeronDir = CommonContext.generateRandomDirName();
        private final ProgramProcess process;
        private final List<Throwable> errors = new CopyOnWriteArrayList<>();
        private final Aeron aeron;
        private final ExclusivePublication descriptors;
        private final ExclusivePublication control;
        private final TracePoller descriptorPoller;
        private final TracePoller controlPoller;
        private final List<List<Long>> frames = List.of(new ArrayList<>(), new ArrayList<>());
        private final List<List<Long>> links = List.of(new ArrayList<>(), new ArrayList<>());
        private final long[] parents = LongStream.rangeClosed(1, PARENTS).toArray();
        private long seq;
        private long refused;

        Host(final NetworkHosts network, final int id, final List<String> jvmOptions)
        {
            this.id = id;
            process = network.start(
                id, jvmOptions, "relay", "--embedded-media-driver", "--aeron-dir", aeronDir,
                "--out", "aeron:udp?endpoint=" + ADDRESSES[1 - id] + ":" + PORT,
                "--in", "aeron:udp?endpoint=" + ADDRESSES[id] + ":" + PORT);
            try
            {
                process.awaitReady();
                aeron = Aeron.connect(
                    new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
            }
            catch (final Throwable ex)
            {
                process.close();
                throw ex;
            }

            descriptors = aeron.addExclusivePublication("aeron:ipc?term-length=4m", 1100);
            control = aeron.addExclusivePublication("aeron:ipc?term-length=4m", 1000);
            final Subscription descriptorStream = aeron.addSubscription("aeron:ipc", 1100);
            final Subscription controlStream = aeron.addSubscription("aeron:ipc", 1000);
            descriptorPoller = new TracePoller(
                descriptorStream, null, (frame, header) -> frames.get((int)frame.streamId()).add(frame.seq()));
            controlPoller = new TracePoller(
                controlStream, (set, header) -> links.get((int)set.streamId()).add(set.seq()), null);
            Await.until(
                () -> descriptorStream.imageCount() == 2 && controlStream.imageCount() == 2,
                () -> "streams of " + this);
        }

        /**
         * A frame and its links, which are fragmented, on the stream that has the id of the host.
         */
        void publish()
        {
            offer(descriptors, TapPrinterTest.frame(id, 9, seq, 1_000L, 1L, 1 + seq));
            offer(control, TapPrinterTest.links(id, 9, seq, 1 + seq, parents));
            seq++;
        }

        void poll()
        {
            descriptorPoller.poll(1_000);
            controlPoller.poll(1_000);
        }

        List<Long> framesOf(final Host host)
        {
            return frames.get(host.id);
        }

        List<Long> linksOf(final Host host)
        {
            return links.get(host.id);
        }

        long rejects()
        {
            return descriptorPoller.rejects() + controlPoller.rejects();
        }

        long dropped(final String reason)
        {
            return sum("tracelink relay dropped " + reason);
        }

        long counter(final int typeId)
        {
            final long[] sum = new long[1];
            aeron.countersReader().forEach((counterId, type, key, label) ->
                sum[0] += type == typeId ? aeron.countersReader().getCounterValue(counterId) : 0);

            return sum[0];
        }

        long naksSent()
        {
            return aeron.countersReader().getCounterValue(AeronCounters.SYSTEM_COUNTER_ID_NAK_MESSAGES_SENT);
        }

        @Override
        public void close()
        {
            CloseHelper.closeAll(aeron, process);
        }

        @Override
        public String toString()
        {
            return "host " + id + " published " + seq + ", got frames " + frames.get(1 - id).size() + " links " +
                links.get(1 - id).size() + ", errors " + errors + ", relay " + process + "\n";
        }

        private long sum(final String labelStart)
        {
            final long[] sum = new long[1];
            aeron.countersReader().forEach((counterId, type, key, label) ->
                sum[0] += label.startsWith(labelStart) ? aeron.countersReader().getCounterValue(counterId) : 0);

            return sum[0];
        }

        private void offer(final ExclusivePublication publication, final byte[] message)
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(message);
            long result = publication.offer(buffer);
            if (Publication.ADMIN_ACTION == result)
            {
                result = publication.offer(buffer);
            }

            refused += result > 0 ? 0 : 1;
        }
    }
}
