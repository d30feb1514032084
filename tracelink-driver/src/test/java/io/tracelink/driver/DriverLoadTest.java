package io.tracelink.driver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static io.tracelink.driver.DriverFixture.PROFILE;
import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static io.tracelink.driver.Raw.CONSUMER;
import static io.tracelink.driver.Raw.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many clients, many cycles, large pools.
 */
@Timeout(120)
class DriverLoadTest
{
    private static final long STREAM = 10_000;
    private static final long CLIENTS_PER_STREAM = 4;
    private static final int ATTACH_GRANTED_LEASE_ID = 20;

    @TempDir
    private Path directory;
    private DriverFixture fixture;

    @BeforeEach
    void before()
    {
        fixture = new DriverFixture(directory);
    }

    @AfterEach
    void after()
    {
        fixture.close();
    }

    @Test
    void shouldLeakNothingInAThousandCycles() throws IOException
    {
        fixture.launch(fixture.config().set(DriverKey.DYNAMIC_STREAM_LINGER_MS, 0L).build());
        cycles(0, 100);
        rest();
        final long heap = heap();
        final long counters = counters();
        final long mappings = mappings();

        cycles(100, 900);
        rest();
        assertThat(heap() - heap).isLessThan(1 << 20);
        assertThat(counters()).isEqualTo(counters);
        assertThat(mappings()).isLessThanOrEqualTo(mappings);
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isZero();
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isZero();
        assertThat(fixture.counter(DriverCounters.NODE_IDS_TYPE_ID)).isZero();
        assertThat(fixture.counter(DriverCounters.ATTACHES_TYPE_ID)).isEqualTo(1_000);
        try (Stream<Path> files = Files.list(Path.of(fixture.epochDirectory(0, 0)).getParent().getParent()))
        {
            assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder(
                DriverDirectory.LOCK_FILE, DriverDirectory.MARK_FILE, NodeIdFile.NAME);
        }
    }

    @Test
    void shouldServeSixtyFourClientsAtOnce()
    {
        final int clients = 64;
        fixture.launch(fixture.config().set(DriverKey.ANNOUNCE_PERIOD_MS, 3_600_000L).build());
        for (int i = 0; i < clients; i++)
        {
            fixture.send(Raw.attachRequest(i, streamOf(i), 1 + i, roleOf(i)));
        }

        final List<byte[]> granted = fixture.settle().stream()
            .filter((message) -> Raw.templateId(message) == Raw.ATTACH_RESPONSE).toList();
        assertThat(granted).hasSize(clients);
        final Set<Integer> nodeIds = new HashSet<>();
        final long[] leaseIds = new long[clients];
        for (final byte[] message : granted)
        {
            assertThat(Raw.wrap(message).getInt(16)).isEqualTo(Raw.OK);
            nodeIds.add(Raw.wrap(message).getInt(58));
            leaseIds[(int)Raw.wrap(message).getLong(8)] = Raw.wrap(message).getLong(ATTACH_GRANTED_LEASE_ID);
        }

        assertThat(nodeIds).hasSize(clients).allMatch((nodeId) -> nodeId >= 1 && nodeId <= 1023);
        for (int second = 0; second < 5; second++)
        {
            fixture.advance(SECOND_NS);
            for (int i = 0; i < clients; i++)
            {
                fixture.send(Raw.keepalive(leaseIds[i], streamOf(i), 1 + i, roleOf(i)));
            }

            assertThat(fixture.settle()).isEmpty();
        }

        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isEqualTo(clients);
        for (int i = 0; i < clients; i++)
        {
            fixture.send(Raw.detachRequest(i, leaseIds[i], streamOf(i), 1 + i, roleOf(i)));
        }

        fixture.settle();
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isZero();
        assertThat(fixture.counter(DriverCounters.NODE_IDS_TYPE_ID)).isZero();
        assertThat(fixture.counter(DriverCounters.EPOCHS_TYPE_ID)).isEqualTo(2 * clients / CLIENTS_PER_STREAM);
    }

    /**
     * On threads and clocks of its own: a pool of 256 MiB is written beside the driver's duty cycle, and beside the
     * regions of others.
     */
    @Test
    void shouldServeOthersWhileALargePoolIsCreated()
    {
        final StreamProfile large = new StreamProfile("large", 64, List.of(new PayloadPool(1, 4 << 20)));
        fixture.driver = ShmDriver.launch(fixture.context(fixture.config()
            .profile(PROFILE)
            .profile(large)
            .stream(new StreamBinding("large", STREAM, "large"))
            .set(DriverKey.DEFAULT_PROFILE, "default")
            .set(DriverKey.ANNOUNCE_PERIOD_MS, 5L)
            .set(DriverKey.LEASE_KEEPALIVE_INTERVAL_MS, 2_000L)
            .build()));
        fixture.awaitConnection();
        final long leaseId =
            Raw.wrap(fixture.ask(Raw.attachRequest(1, STREAM + 1, 11, PRODUCER))).getLong(ATTACH_GRANTED_LEASE_ID);

        fixture.send(Raw.attachRequest(2, STREAM, 12, PRODUCER));
        fixture.send(Raw.attachRequest(3, STREAM + 2, 13, PRODUCER));
        fixture.send(Raw.attachRequest(4, STREAM + 1, 14, CONSUMER));
        fixture.send(Raw.keepalive(leaseId + 99, STREAM + 1, 15, CONSUMER));
        int announces = 0;
        String answers = "";
        while (!answers.endsWith("2 "))
        {
            final byte[] message = fixture.next();
            if (Raw.schemaId(message) == 900)
            {
                announces += (long)Raw.wrap(message).getInt(8) == STREAM + 1 ? 1 : 0;
            }
            else
            {
                assertThat(Raw.templateId(message) == 7 || Raw.wrap(message).getInt(16) == Raw.OK).isTrue();
                answers += Raw.templateId(message) == 7 ? "revoked " : Raw.wrap(message).getLong(8) + " ";
            }
        }

        assertThat(answers.split(" ")).containsExactlyInAnyOrder("3", "4", "revoked", "2").endsWith("2");
        assertThat(announces).isGreaterThan(3);
    }

    private void cycles(final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            final long streamId = STREAM + i;
            final long clientId = 1L + i;
            final byte[] granted = fixture.ask(Raw.attachRequest(i, streamId, clientId, PRODUCER));
            final long leaseId = Raw.wrap(granted).getLong(ATTACH_GRANTED_LEASE_ID);
            fixture.send(Raw.keepalive(leaseId, streamId, clientId, PRODUCER));
            fixture.send(Raw.detachRequest(i, leaseId, streamId, clientId, PRODUCER));
            fixture.settle();
            fixture.advance(SECOND_NS / 10);
        }
    }

    private void rest()
    {
        for (int i = 0; i < 10; i++)
        {
            fixture.advance(SECOND_NS);
            fixture.settle();
        }
    }

    private long counters()
    {
        final long[] count = new long[1];
        fixture.aeron.countersReader().forEach((counterId, typeId, key, label) -> count[0]++);
        return count[0];
    }

    private static long mappings()
    {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getCount).sum();
    }

    private static long heap()
    {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long streamOf(final int client)
    {
        return STREAM + client / CLIENTS_PER_STREAM;
    }

    private static int roleOf(final int client)
    {
        return client % CLIENTS_PER_STREAM == 0 ? PRODUCER : CONSUMER;
    }
}
