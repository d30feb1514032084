package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronEvent;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import io.tracelink.driverclient.LeaseListener;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leases of stages that are processes, on a driver that is one, while things are killed and stopped. Whatever happens,
 * a stage keeps its node ID and no trace ID is minted twice.
 * <p>
 * A subscriber is stopped for 10 s. By default a media driver takes a client for dead after that time and puts an end
 * to what is tested; this one waits for longer.
 */
class LeaseFaultIT
{
    private static final int PRODUCERS = 8;
    private static final long FIRST_STREAM = 10_000;
    private static final long STOP_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long STOP_BEFORE_KILL_NS = TimeUnit.SECONDS.toNanos(6);
    private static final long CLIENT_LIVENESS_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long LEASE_NS = TimeUnit.SECONDS.toNanos(3);

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<ProgramProcess> processes = new ArrayList<>();

    @TempDir
    private Path directory;
    private Path regions;
    private Subscription descriptors;
    private DriverClient client;

    @Test
    void shouldKeepNodeIdsAndMintNoIdTwiceWhateverIsKilled() throws IOException
    {
        regions = directory.resolve("regions");
        final MediaDriver mediaDriver = launchMediaDriver();
        try (mediaDriver;
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add)))
        {
            descriptors = aeron.addSubscription(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
            final ProgramProcess firstDriver = startDriver();
            final List<ProgramProcess> producers = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++)
            {
                producers.add(started(LeasedProducer.start(aeronDir, regions, FIRST_STREAM + i, idFile(i))));
            }

            final List<long[]> first = awaitAttached(producers, 1);
            final Set<Long> nodeIds = new HashSet<>();
            first.forEach((attached) -> nodeIds.add(attached[0]));
            assertThat(nodeIds).hasSize(PRODUCERS);

            client = new DriverClient(new DriverClient.Context()
                .aeron(aeron).allowedBaseDirs(List.of(regions)).errorHandler(this::onError));
            killDriverAndStartAnother(firstDriver, producers, first);
            stopSubscriberAndKillProducer(producers, nodeIds);
            client.close();

            for (final ProgramProcess producer : producers.subList(1, PRODUCERS))
            {
                producer.terminate();
            }

            for (final ProgramProcess producer : producers.subList(1, PRODUCERS))
            {
                await(() -> producer.out().stream().anyMatch((line) -> line.startsWith("minted ")), producer);
                assertThat(producer.awaitExit()).as(producer.toString()).isZero();
                assertThat(producer.err()).isEmpty();
                assertThat(producer.out()).last().asString().matches("minted \\d+ without-links [1-9]\\d*");
            }

            assertUnique(first);
        }
        finally
        {
            processes.forEach(ProgramProcess::close);
        }

        assertThat(errors).isEmpty();
    }

    /**
     * A newcomer that takes what it is given waits at the door and may be the first to enter.
     */
    private void killDriverAndStartAnother(
        final ProgramProcess driver, final List<ProgramProcess> producers, final List<long[]> first)
    {
        driver.close();
        assertThat(driver.awaitExit()).as(driver.toString()).isEqualTo(128 + 9);
        final Lease newcomer = client.attach(
            AttachOptions.producer(FIRST_STREAM + PRODUCERS).desiredNodeId(AttachOptions.NODE_ID_OF_DRIVER));
        client.doWork();
        startDriver();

        final List<long[]> second = awaitAttached(producers, 2);
        await(() -> newcomer.grant() != null, newcomer);
        for (int i = 0; i < PRODUCERS; i++)
        {
            assertThat(second.get(i)[0]).as(producers.get(i).toString()).isEqualTo(first.get(i)[0]);
            assertThat(second.get(i)[1]).as(producers.get(i).toString()).isGreaterThan(first.get(i)[1]);
            assertThat(newcomer.nodeId()).isNotEqualTo(first.get(i)[0]);
        }

        newcomer.detach();
        await(newcomer::isClosed, newcomer);
    }

    /**
     * Who subscribes to the control stream and does not poll holds up whoever has much to say there: links are dropped,
     * frames and leases go on. Where a lease is lost nevertheless, it comes back with the node ID that it had. Towards
     * the end of that a stage is killed, whose lease expires all the same.
     */
    private void stopSubscriberAndKillProducer(final List<ProgramProcess> producers, final Set<Long> nodeIds)
    {
        final ProgramProcess tap = started(Programs.start(
            "tap", "--aeron-dir", aeronDir, "--stream", "1")).awaitReady();
        tap.signal("STOP");
        final long stopNs = System.nanoTime();
        await(() -> System.nanoTime() - stopNs > STOP_BEFORE_KILL_NS, "a while");
        assertNodeIdKept(producers.get(0), nodeIds);
        killProducer(producers.get(0), lastAttached(producers.get(0)));
        await(() -> System.nanoTime() - stopNs > STOP_NS, "the rest of it");
        tap.signal("CONT");

        for (final ProgramProcess producer : producers.subList(1, PRODUCERS))
        {
            assertNodeIdKept(producer, nodeIds);
        }

        assertThat(tap.terminate().awaitExit()).as(tap.toString()).isZero();
    }

    private void assertNodeIdKept(final ProgramProcess producer, final Set<Long> nodeIds)
    {
        await(() -> isAttached(producer), producer);
        assertThat(nodeIds).contains(lastAttached(producer)[0]);
        assertThat(attached(producer)).as(producer.toString())
            .allMatch((attached) -> attached[0] == attached(producer).get(0)[0]);
    }

    /**
     * The lease of a killed stage expires, its node ID rests, and the next producer gets a later epoch.
     */
    private void killProducer(final ProgramProcess producer, final long[] last)
    {
        producer.close();
        producer.awaitExit();
        final List<String> refusals = new ArrayList<>();
        final Lease heir = client.attach(AttachOptions.producer(FIRST_STREAM).desiredNodeId(last[0])
            .listener(new LeaseListener()
            {
                @Override
                public void onAttachFailed(final Lease lease, final String reason, final long retryInNs)
                {
                    refusals.add(reason);
                }
            }));
        final long beginNs = System.nanoTime();
        await(() -> heir.grant() != null, heir + " " + refusals);

        assertThat(System.nanoTime() - beginNs).isGreaterThan(LEASE_NS / 3);
        assertThat(refusals).contains("REJECTED: producer already attached");
        assertThat(heir.epoch()).isGreaterThan(last[1]);
        assertThat(heir.nodeId()).isEqualTo(last[0]);
    }

    private void assertUnique(final List<long[]> first) throws IOException
    {
        final LongHashSet ids = new LongHashSet(1 << 18);
        for (int i = 0; i < PRODUCERS; i++)
        {
            int count = 0;
            try (DataInputStream file = new DataInputStream(new BufferedInputStream(Files.newInputStream(idFile(i)))))
            {
                for (long left = Files.size(idFile(i)) / Long.BYTES; left > 0; left--)
                {
                    final long id = file.readLong();
                    if (!ids.add(id) || TraceIdLayout.DEFAULT.nodeId(id) != first.get(i)[0])
                    {
                        throw new AssertionError("trace ID " + id + " of stage " + i + " is not new or not its own");
                    }

                    count++;
                }
            }

            assertThat(count).as("IDs of stage " + i).isGreaterThan(500);
        }
    }

    /**
     * A lease that is refused or lost is an event, and expected here.
     */
    private void onError(final Throwable error)
    {
        if (!(error instanceof AeronEvent))
        {
            errors.add(error);
        }
    }

    private MediaDriver launchMediaDriver()
    {
        return MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(aeronDir)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(100, 10, 1_000, 1_000_000))
            .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
            .publicationUnblockTimeoutNs(2 * CLIENT_LIVENESS_NS)
            .dirDeleteOnShutdown(true)
            .errorHandler(errors::add));
    }

    private ProgramProcess startDriver()
    {
        return started(Programs.start("driver", "--config", config(), "--aeron-dir", aeronDir)).awaitReady();
    }

    private String config()
    {
        try
        {
            return Files.writeString(directory.resolve("driver.toml"), """
                [shm]
                base_dir = "%s"
                [policies]
                allow_dynamic_streams = true
                [profiles.samples]
                header_nslots = 16
                payload_pools = [{ pool_id = 1, stride_bytes = 64 }]
                """.formatted(regions)).toString();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private ProgramProcess started(final ProgramProcess process)
    {
        processes.add(process);
        return process;
    }

    private Path idFile(final int producer)
    {
        return directory.resolve("ids-" + producer);
    }

    private List<long[]> awaitAttached(final List<ProgramProcess> producers, final int times)
    {
        final List<long[]> last = new ArrayList<>();
        for (final ProgramProcess producer : producers)
        {
            await(() -> attached(producer).size() >= times, producer);
            last.add(attached(producer).get(times - 1));
        }

        return last;
    }

    private static long[] lastAttached(final ProgramProcess producer)
    {
        final List<long[]> all = attached(producer);
        return all.get(all.size() - 1);
    }

    private static boolean isAttached(final ProgramProcess producer)
    {
        final List<String> changes = producer.out().stream()
            .filter((line) -> line.startsWith("attached ") || line.startsWith("lost ")).toList();
        return changes.get(changes.size() - 1).startsWith("attached ");
    }

    /**
     * Node ID and epoch of each grant that a stage has told of.
     */
    private static List<long[]> attached(final ProgramProcess producer)
    {
        return producer.out().stream()
            .filter((line) -> line.startsWith("attached "))
            .map((line) -> line.split(" "))
            .map((words) -> new long[]{Long.parseLong(words[1]), Long.parseLong(words[2])})
            .toList();
    }

    /**
     * Waits, and meanwhile is the subscriber of the descriptors and runs the client of this process.
     */
    private void await(final BooleanSupplier condition, final Object what)
    {
        Await.until(
            () ->
            {
                while (descriptors.poll((buffer, offset, length, header) -> {}, 1_000) > 0)
                {
                    // on
                }

                if (client != null && !client.isClosed())
                {
                    client.doWork();
                }

                return condition.getAsBoolean();
            },
            what::toString);
    }
}
