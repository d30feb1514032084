package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.NodeRegistration;
import io.tracelink.testing.AllocationProbe;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("store")
class NodeScanTest
{
    private static final String NODES =
        "SELECT concat_ws(' ', node_id, process_id, start_time) FROM nodes ORDER BY node_id";
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final long pid = ProcessHandle.current().pid();
    private final long startTimeMs = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    private TestStore test;
    private MediaDriver driver;
    private Aeron aeron;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler(errors::add));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .errorHandler(errors::add));
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(aeron, driver, test);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldStoreWhichProcessMintsWithANodeId()
    {
        final Collector.Context context = new Collector.Context().aeron(aeron).store(test.store)
            .errorHandler(errors::add);
        try (FramePublisher before = publisher(1); FramePublisher after = publisher(2))
        {
            before.enableTracing(0);
            final Collector collector = new Collector(context);
            collector.onStart();
            awaitNodes(collector, row(0));

            after.enableTracing(1023);
            awaitNodes(collector, row(0), row(1023));
            after.enableTracing(5);
            awaitNodes(collector, row(0), row(5), row(1023));

            // What comes last is taken when the collector closes.
            before.enableTracing(6);
            Await.until(() -> isRegistered(6), () -> "node id 6");
            collector.onClose();
            assertThat(nodes()).containsExactly(row(0), row(5), row(6), row(1023));
            assertThat(collector.counters().pending()).isZero();
        }
    }

    @Test
    void shouldFindLaterWhatFoundNoRoom()
    {
        final BatchWriter writer = new BatchWriter(
            test.store.writer(), SystemNanoClock.INSTANCE, errors::add, CommitProbe.NONE, 1, 4);
        final Intake intake = new Intake(writer, new Positions(), SystemNanoClock.INSTANCE, () -> 0, 1);
        final NodeScan scan = new NodeScan(aeron, intake, SystemNanoClock.INSTANCE, 1);
        final List<NodeRegistration> registrations = new ArrayList<>();
        for (int i = 0; i < 300; i++)
        {
            final NodeRegistration registration = new NodeRegistration(aeron);
            registrations.add(registration);
            registration.register(i);
        }

        Await.until(() -> isRegistered(299), () -> "300 registrations");
        scan.scan();
        assertThat(intake.received()).isEqualTo(256);
        scan.scan();
        assertThat(intake.received()).isEqualTo(256);
        intake.submit();
        scan.scan();
        assertThat(intake.received()).isEqualTo(256);

        writer.doWork();
        scan.scan();
        assertThat(intake.received()).isEqualTo(300);
        scan.scan();
        assertThat(intake.received()).isEqualTo(300);
        intake.submit();
        writer.doWork();
        writer.onClose();
        assertThat(writer.nodesStored()).isEqualTo(300);
        CloseHelper.closeAll(registrations);
    }

    @Test
    void shouldAllocateNothing()
    {
        final BatchWriter writer = new BatchWriter(
            test.store.writer(), SystemNanoClock.INSTANCE, errors::add, CommitProbe.NONE, 1, 4);
        final NodeScan scan = new NodeScan(
            aeron,
            new Intake(writer, new Positions(), SystemNanoClock.INSTANCE, () -> 0, 1),
            SystemNanoClock.INSTANCE,
            1);
        try (NodeRegistration registration = new NodeRegistration(aeron))
        {
            registration.register(7);
            Await.until(() -> isRegistered(7), () -> "node id 7");
            assertThat(AllocationProbe.allocatedBytes(5_000, scan::scanWhenDue)).isZero();
        }

        writer.onClose();
    }

    private FramePublisher publisher(final long streamId)
    {
        return new FramePublisher(new FramePublisher.Context().aeron(aeron).streamId(streamId));
    }

    private String row(final int nodeId)
    {
        return nodeId + " " + pid + " " + startTimeMs;
    }

    private void awaitNodes(final Collector collector, final String... rows)
    {
        Await.until(
            () ->
            {
                collector.doWork();
                return nodes().equals(List.of(rows));
            },
            () -> nodes() + " instead of " + List.of(rows));
    }

    private List<String> nodes()
    {
        try
        {
            return test.query(NODES);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private boolean isRegistered(final int nodeId)
    {
        final boolean[] isFound = new boolean[1];
        aeron.countersReader().forEach((counterId, typeId, key, label) ->
            isFound[0] |= NodeRegistration.TYPE_ID == typeId && nodeId == NodeRegistration.nodeId(key, 0));

        return isFound[0];
    }
}
