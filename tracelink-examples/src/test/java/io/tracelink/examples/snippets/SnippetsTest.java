package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.TracePoller;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.ShmDriver;
import io.tracelink.driverclient.NodeIds;
import io.tracelink.store.Collector;
import io.tracelink.store.Direction;
import io.tracelink.store.Lineage;
import io.tracelink.store.LineageStore;
import io.tracelink.store.WindowExpansion;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The documented code does what the documents say.
 */
class SnippetsTest
{
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private MediaDriver mediaDriver;
    private Aeron aeron;

    @TempDir
    private Path directory;

    @BeforeEach
    void connect()
    {
        connect(CommonContext.generateRandomDirName());
    }

    private void connect(final String aeronDir)
    {
        mediaDriver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(aeronDir)
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnShutdown(true)
            .errorHandler(errors::add));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .errorHandler(errors::add));
    }

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldPublishAndReadTheThreeCases()
    {
        final ThreeCases cases = new ThreeCases();
        final ReadTraces traces = new ReadTraces(aeron);

        try (FramePublisher left = cases.tracedPublisher(aeron, 1, 1);
            FramePublisher right = cases.tracedPublisher(aeron, 2, 2);
            FramePublisher join = cases.tracedPublisher(aeron, 21, 3))
        {
            assertThat(cases.root(left, 0, 1_000, 1)).isPositive();
            assertThat(cases.oneToOne(right, 0, 2_000, 1, left.traceId())).isPositive();
            assertThat(right.traceId()).isEqualTo(left.traceId());
            assertThat(cases.root(right, 1, 3_000, 1)).isPositive();
            assertThat(cases.manyToOne(join, 0, 4_000, 1, left.traceId(), right.traceId())).isPositive();

            Await.until(
                () ->
                {
                    traces.poll();
                    return 4 == traces.frameCount() && 2 == traces.linkCount();
                },
                () -> traces.frameCount() + " frames and " + traces.linkCount() + " links");
        }
    }

    @Test
    void shouldSendLinksByAnotherThread()
    {
        final ReadTraces traces = new ReadTraces(aeron);
        final ParentSet parents = new ParentSet(2);
        parents.add(10);
        parents.add(20);

        final AsyncStage stage = new AsyncStage(aeron, 21, 3, errors::add);
        try (stage)
        {
            assertThat(stage.publisher().publishJoined(0, 1_000, 1, parents)).isPositive();
            assertThat(stage.publisher().linkResult()).isEqualTo(FramePublisher.QUEUED);
        }

        assertThat(stage.linksSent()).isEqualTo(1);
        Await.until(
            () ->
            {
                traces.poll();
                return 1 == traces.frameCount() && 2 == traces.linkCount();
            },
            () -> traces.frameCount() + " frames and " + traces.linkCount() + " links");
    }

    @Test
    void shouldLeaveNothingBehindWhereAnotherThreadCannotBeHad()
    {
        assertThatThrownBy(() -> new AsyncStage(aeron, -1, 3, errors::add))
            .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("streamId=-1 ");
        assertThatThrownBy(() -> new AsyncStage(aeron, 21, -1, errors::add))
            .isInstanceOf(IllegalArgumentException.class);

        Await.until(() -> 0 == counterCount(), () -> "no counters, not " + counterCount());
        assertThat(Thread.getAllStackTraces().keySet())
            .noneMatch((thread) -> thread.getName().startsWith("tracelink-async-publisher"));
    }

    @Test
    void shouldJoinInputsInStep()
    {
        final ThreeCases cases = new ThreeCases();
        final ReadTraces traces = new ReadTraces(aeron);

        try (FramePublisher left = cases.tracedPublisher(aeron, 1, 1);
            FramePublisher right = cases.tracedPublisher(aeron, 2, 2);
            FramePublisher output = cases.tracedPublisher(aeron, 21, 3);
            JoinInputs join = new JoinInputs(aeron, output, 1, 2))
        {
            assertThat(cases.root(left, 0, 1_000, 1)).isPositive();
            assertThat(cases.root(left, 1, 2_000, 1)).isPositive();
            assertThat(cases.root(left, 2, 3_000, 1)).isPositive();
            assertThat(cases.root(right, 1, 2_100, 1)).isPositive();
            assertThat(cases.root(right, 2, 3_100, 1)).isPositive();

            Await.until(
                () ->
                {
                    join.doWork();
                    traces.poll();
                    return 7 == traces.frameCount() && 4 == traces.linkCount();
                },
                () -> traces.frameCount() + " frames and " + traces.linkCount() + " links");
        }
    }

    @Test
    void shouldRecordTheWindowsOfAStage()
    {
        final ThreeCases cases = new ThreeCases();
        final LineageStore store = LineageStore.open(directory.resolve("lineage.db").toString());
        final Collector collector =
            new Collector(new Collector.Context().aeron(aeron).store(store).errorHandler(errors::add));
        collector.onStart();
        final long windowId;

        try (FramePublisher input = cases.tracedPublisher(aeron, 1, 1);
            FramePublisher output = cases.tracedPublisher(aeron, 31, 3))
        {
            final WindowStage stage = new WindowStage(output, store, 3, errors::add);
            final TracePoller inputs = new TracePoller(
                aeron.addSubscription(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID),
                null,
                (frame, header) ->
                {
                    if (1 == frame.streamId())
                    {
                        stage.onInput(frame);
                    }
                });
            try (stage)
            {
                for (int seq = 0; seq < 7; seq++)
                {
                    assertThat(cases.root(input, seq, 1_000L * seq, 1)).isPositive();
                }

                Await.until(
                    () ->
                    {
                        inputs.poll(10);
                        collector.doWork();
                        return 9 == collector.counters().framesStored();
                    },
                    () -> collector.counters().framesStored() + " frames");
                windowId = output.traceId();
            }
            assertThat(stage.windowsDropped()).isZero();
        }
        finally
        {
            collector.onClose();
        }

        try (WindowExpansion expansion = store.windowExpansion(); Lineage lineage = store.lineage())
        {
            assertThat(expansion.expand().linksAdded()).isEqualTo(6);
            assertThat(lineage.ofTrace(windowId, Direction.UP).complete()).isTrue();
            assertThat(lineage.parents(windowId)).hasSize(3);
        }
    }

    @Test
    void shouldTakeEpochAndNodeIdFromTheDriver()
    {
        try (ShmDriver driver = shmDriver();
            FramePublisher publisher = new FramePublisher(new FramePublisher.Context().aeron(aeron).streamId(10000));
            NodeIdFromDriver attached = new NodeIdFromDriver(
                NodeIdFromDriver.context(aeron).allowedBaseDirs(List.of(directory)).errorHandler(errors::add),
                publisher,
                NodeIds.NOT_CONFIGURED))
        {
            final ReadTraces traces = new ReadTraces(aeron);
            assertThat(driver.isStopped()).isFalse();
            assertThat(publisher.publishRoot(0, 1_000, 1)).isPositive();
            assertThat(publisher.epoch()).isEqualTo(attached.lease().epoch());
            assertThat(TraceIdLayout.DEFAULT.nodeId(publisher.traceId()))
                .isEqualTo(attached.lease().nodeId());

            Await.until(
                () ->
                {
                    attached.doWork();
                    traces.poll();
                    return 1 == traces.frameCount();
                },
                () -> traces.frameCount() + " frames");
        }
    }

    @Test
    void shouldMintAndSample()
    {
        final TraceIdGenerator generator = MintTraceIds.byTheClockOfADutyCycle(7, new CachedEpochClock());
        assertThat(generator.nextId()).isLessThan(generator.nextId());

        final Path file = directory.resolve("trace-id.mark");
        final MintTraceIds.Marked first = MintTraceIds.aboveAllBefore(file, 7);
        final long lastId = first.generator().nextId();
        first.mark().close();
        final MintTraceIds.Marked second = MintTraceIds.aboveAllBefore(file, 7);
        assertThat(second.generator().nextId()).isGreaterThan(lastId);
        second.mark().close();

        assertThat(MintTraceIds.tenPercent().isSampled(1_700_000_000_099L << 22)).isTrue();
        assertThat(MintTraceIds.tenPercent().isSampled(1_700_000_000_100L << 22)).isFalse();
    }

    @Test
    void shouldGoOnWithItsNodeIdAfterARestartOfBothDrivers()
    {
        final String aeronDir = mediaDriver.aeronDirectoryName();
        final Aeron.Context context = new Aeron.Context()
            .aeronDirectoryName(aeronDir)
            .driverTimeoutMs(1_000)
            .errorHandler((ex) -> {});
        ShmDriver shmDriver = shmDriver();
        try (SurvivingStage stage = new SurvivingStage(() -> Aeron.connect(context.clone()), 10_000, directory))
        {
            awaitPublished(stage, 0, new ReadTraces(aeron));
            final long nodeId = stage.lease().nodeId();
            final long epoch = stage.lease().epoch();

            CloseHelper.closeAll(aeron, shmDriver, mediaDriver);
            connect(aeronDir);
            shmDriver = shmDriver();
            Await.until(
                () ->
                {
                    stage.doWork();
                    return null == stage.lease().grant();
                },
                () -> stage.lease().toString());
            awaitPublished(stage, 1, new ReadTraces(aeron));

            assertThat(stage.lease().nodeId()).isEqualTo(nodeId);
            assertThat(stage.lease().epoch()).isGreaterThan(epoch);
            assertThat(stage.lease().lastFailure()).contains("the media driver is gone");
        }
        finally
        {
            CloseHelper.close(shmDriver);
        }
    }

    @Test
    void shouldWriteAndReadOverATransportOfOnesOwn()
    {
        final CoreOnly core = new CoreOnly();

        assertThat(core.join(0, 0, 0)).as("untraced inputs").isZero();
        assertThat(core.join(0, 10, 0)).as("one traced input, whose ID is kept").isZero();
        assertThat(core.join(0, 10, 10)).isZero();

        final int length = core.join(0, 10, 20);

        assertThat(length).isEqualTo(56);
        assertThat(core.read(length)).isEqualTo(MessageResult.OK);
        assertThat(core.read(length - 1)).isEqualTo(MessageResult.TRUNCATED);
        CoreOnly.main(new String[0]);
    }

    private int counterCount()
    {
        final int[] count = new int[1];
        aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) -> count[0] += typeId >= 1_000 ? 1 : 0);

        return count[0];
    }

    private static void awaitPublished(final SurvivingStage stage, final long seq, final ReadTraces traces)
    {
        Await.until(
            () ->
            {
                stage.doWork();
                traces.poll();
                return stage.publishRoot(seq, 1_000) > 0;
            },
            () -> stage.lease().toString());
    }

    private ShmDriver shmDriver()
    {
        return ShmDriver.launch(new ShmDriver.Context()
            .config(DriverConfig.parse("test", """
                [shm]
                base_dir = "%s"
                [policies]
                allow_dynamic_streams = true
                [profiles.default]
                header_nslots = 8
                payload_pools = [{ pool_id = 1, stride_bytes = 64 }]
                """.formatted(directory), Map.of()))
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .errorHandler(errors::add));
    }
}
