package io.tracelink.bench;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.tracelink.bench.AsyncPublisherBenchmark.FilledRing;
import io.tracelink.bench.AsyncPublisherBenchmark.FilledRingOfMany;
import io.tracelink.bench.AsyncPublisherBenchmark.FrameRing;
import io.tracelink.bench.AsyncPublisherBenchmark.RingOfMany;
import io.tracelink.bench.AsyncPublisherBenchmark.RingOfOne;
import io.tracelink.bench.FramePublisherBenchmark.FragmentedJoin;
import io.tracelink.bench.FramePublisherBenchmark.HandWrittenStage;
import io.tracelink.bench.FramePublisherBenchmark.Join;
import io.tracelink.bench.FramePublisherBenchmark.LinkStage;
import io.tracelink.bench.FramePublisherBenchmark.PublishingStage;
import io.tracelink.bench.FramePublisherBenchmark.Stage;
import io.tracelink.bench.PipelineBenchmark.HandWrittenLinks;
import io.tracelink.bench.PipelineBenchmark.OpenTelemetry;
import io.tracelink.bench.PipelineBenchmark.Pipeline;
import io.tracelink.bench.PipelineBenchmark.Traced;
import io.tracelink.bench.PipelineBenchmark.TracedAsync;
import io.tracelink.bench.PipelineBenchmark.Untraced;
import io.tracelink.bench.RelayBenchmark.BareRoute;
import io.tracelink.bench.RelayBenchmark.FilledRoute;
import io.tracelink.bench.RelayBenchmark.MappedRoute;
import io.tracelink.bench.RelayBenchmark.RelayedRoute;
import io.tracelink.bench.TracePollerBenchmark.Descriptors;
import io.tracelink.bench.TracePollerBenchmark.FilledStream;
import io.tracelink.bench.TracePollerBenchmark.FragmentedLinks;
import io.tracelink.bench.TracePollerBenchmark.Links;
import io.tracelink.core.TraceIdLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Benchmarks that are compared do the same work, and do it.
 */
class SameWorkTest
{
    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 512})
    void shouldAddAllParents(final int parentCount)
    {
        final ParentSetBenchmark benchmark = new ParentSetBenchmark();
        benchmark.parentCount = parentCount;
        benchmark.setUp();

        assertThat(benchmark.addAscending()).isEqualTo(parentCount);
        assertThat(benchmark.addShuffled()).isEqualTo(parentCount);
        assertThat(benchmark.peerLongHashSet()).isEqualTo(parentCount);
        assertThat(benchmark.peerLongHashSetShuffled()).isEqualTo(parentCount);
        assertThat(benchmark.peerPairwise()).isEqualTo(parentCount);
        assertThat(benchmark.floorRawStores()).isEqualTo(FrameIds.ascending(parentCount)[parentCount - 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 512})
    void shouldEncodeTheSameMessage(final int parentCount)
    {
        final byte[] expected = encode(parentCount, TraceLinkSetBenchmark::encode);

        assertThat(expected).hasSize(40 + 8 * parentCount);
        assertThat(encode(parentCount, TraceLinkSetBenchmark::buildAndEncode)).isEqualTo(expected);
        assertThat(encode(parentCount, TraceLinkSetBenchmark::peerGeneratedEncode)).isEqualTo(expected);
        assertThat(encode(parentCount, TraceLinkSetBenchmark::floorRawStores)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 512, 65_534})
    void shouldEncodeTheSameParentsInNoOrder(final int parentCount)
    {
        final TraceLinkSetBenchmark benchmark = traceLinkSetBenchmark(parentCount);
        final long[] parents = new long[parentCount];

        benchmark.buildAndEncodeShuffled();
        Arrays.setAll(parents, (i) -> benchmark.buffer.getLong(40 + i * Long.BYTES, ByteOrder.LITTLE_ENDIAN));

        assertThat(parents).isEqualTo(FrameIds.shuffled(parentCount));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 512})
    void shouldLinkTheSpanToAllParents(final int parentCount)
    {
        final OpenTelemetryBenchmark benchmark = new OpenTelemetryBenchmark();
        benchmark.parentCount = parentCount;
        benchmark.setUp();

        assertThat(benchmark.peerSpanWithLinks().isValid()).isTrue();
        assertThat(((ReadableSpan)benchmark.lastSpan).toSpanData().getLinks()).hasSize(parentCount);
        benchmark.tearDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 512})
    void shouldCheckTheSameMessage(final int parentCount)
    {
        final TraceLinkSetBenchmark benchmark = traceLinkSetBenchmark(parentCount);
        final long parents = LongStream.of(FrameIds.ascending(parentCount)).sum();

        assertThat(benchmark.check() + parents).isEqualTo(benchmark.floorRawLoads());
        assertThat(benchmark.checkShuffled() + parents).isEqualTo(benchmark.floorRawLoads());
    }

    @Test
    void shouldMintWithEveryGenerator() throws IOException
    {
        final TraceIdBenchmark benchmark = new TraceIdBenchmark();
        benchmark.setUp();

        assertThat(benchmark.nextId()).isPositive();
        assertThat(benchmark.nextIdDutyCycle()).isLessThan(benchmark.nextIdDutyCycle());
        assertThat(benchmark.nextIdDutyCycleMarked()).isLessThan(benchmark.nextIdDutyCycleMarked());
        assertThat(benchmark.nextIdStrictWide()).isPositive();
        benchmark.tearDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64, 512})
    void shouldDecodeTheSameValues(final int parentCount)
    {
        final TraceLinkSetBenchmark benchmark = traceLinkSetBenchmark(parentCount);
        final long expected = benchmark.floorRawLoads();

        assertThat(benchmark.decode()).isEqualTo(expected);
        assertThat(benchmark.decodeShuffled()).isEqualTo(expected);
        assertThat(benchmark.peerGeneratedDecode()).isEqualTo(expected);
    }

    @Test
    void shouldPublishWithoutRefusal()
    {
        final FramePublisherBenchmark benchmark = new FramePublisherBenchmark();
        final Join join = new Join();
        join.parentCount = 64;
        join.setUp();

        assertThat(refused(new Stage(), benchmark::root)).isZero();
        assertThat(refused(new Stage(), benchmark::derived)).isZero();
        assertThat(refused(new Stage(), (stage) -> benchmark.joined(stage, join))).isZero();
        assertThat(refused(new Stage(), (stage) -> benchmark.joinedFragmented(stage, new FragmentedJoin()))).isZero();
        assertThat(refused(new LinkStage(), (stage) -> benchmark.links(stage, join))).isZero();
        assertThat(refused(new HandWrittenStage(), benchmark::peerHandWrittenDescriptor)).isZero();
        assertThat(refused(new HandWrittenStage(), (stage) -> benchmark.peerHandWrittenLinks(stage, join))).isZero();
        assertThat(refused(new HandWrittenStage(), (stage) -> benchmark.peerHandWrittenJoined(stage, join))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64})
    void shouldQueueAndDrainWithoutRefusal(final int parentCount)
    {
        final AsyncPublisherBenchmark benchmark = new AsyncPublisherBenchmark();
        final Join join = new Join();
        join.parentCount = parentCount;
        join.setUp();

        assertThat(refused(new RingOfOne(), (stage) -> benchmark.links(stage, join))).isZero();
        assertThat(refused(new RingOfMany(), (stage) -> benchmark.linksOfMany(stage, join))).isZero();
        assertThat(refused(new FrameRing(), (stage) -> benchmark.joined(stage, join))).isZero();
        final FilledRing filled = new FilledRing();
        filled.setUp(join);
        assertThat(refused(filled, (stage) -> benchmark.drain(stage, join))).isEqualTo(TracedStreams.BATCH);
        final FilledRingOfMany filledOfMany = new FilledRingOfMany();
        filledOfMany.setUp(join);
        assertThat(refused(filledOfMany, (stage) -> benchmark.drainOfMany(stage, join)))
            .isEqualTo(TracedStreams.BATCH);
    }

    @Test
    void shouldRunTheSamePipeline()
    {
        final PipelineBenchmark benchmark = new PipelineBenchmark();

        assertThat(run(new Untraced(), benchmark::untraced)).isEqualTo(2 * TracedStreams.BATCH);
        assertThat(run(new Traced(), benchmark::traced)).isEqualTo(2 * TracedStreams.BATCH);
        assertThat(run(new TracedAsync(), benchmark::tracedAsync)).isEqualTo(2 * TracedStreams.BATCH);
        assertThat(run(new HandWrittenLinks(), benchmark::peerHandWrittenLinks)).isEqualTo(2 * TracedStreams.BATCH);
        final OpenTelemetry openTelemetry = new OpenTelemetry();
        assertThat(run(openTelemetry, benchmark::peerOpenTelemetry)).isEqualTo(2 * TracedStreams.BATCH);
        assertThat(openTelemetry.hasRecorded()).isTrue();
    }

    @Test
    void shouldFailABenchmarkThatMeasuredRefusals()
    {
        final FramePublisherBenchmark benchmark = new FramePublisherBenchmark();
        final Stage stage = new Stage();
        stage.setUp();
        stage.drain();

        long refused = 0;
        while (0 == refused)
        {
            refused = benchmark.root(stage);
        }
        benchmark.root(stage);

        assertThatThrownBy(stage::tearDown)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("refused=");
    }

    @Test
    void shouldPollTheSameDescriptors()
    {
        final TracePollerBenchmark benchmark = new TracePollerBenchmark();

        assertThat(polled(new Descriptors(), benchmark::descriptor))
            .isEqualTo(polled(new Descriptors(), benchmark::floorBareDescriptor))
            .isEqualTo(polled(new Descriptors(), benchmark::peerGeneratedDescriptor))
            .isEqualTo(polled(new Descriptors(), benchmark::descriptorControlled))
            .isEqualTo(polled(new Descriptors(), benchmark::floorBareDescriptorControlled))
            .isNotZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64})
    void shouldPollTheSameLinks(final int parentCount)
    {
        final TracePollerBenchmark benchmark = new TracePollerBenchmark();

        assertThat(polled(links(parentCount), benchmark::links))
            .isEqualTo(polled(links(parentCount), benchmark::floorBareLinks))
            .isEqualTo(polled(links(parentCount), benchmark::peerGeneratedLinks))
            .isEqualTo(polled(links(parentCount), benchmark::linksControlled))
            .isEqualTo(polled(links(parentCount), benchmark::floorBareLinksControlled))
            .isNotZero();
    }

    @Test
    void shouldPollFragmentedLinks()
    {
        assertThat(polled(new FragmentedLinks(), new TracePollerBenchmark()::linksFragmented)).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64})
    void shouldForwardABatchAndThenTheNext(final int parentCount)
    {
        final RelayBenchmark benchmark = new RelayBenchmark();

        assertThat(forwarded(parentCount, new RelayedRoute(), benchmark::forward)).isEqualTo(2 * TracedStreams.BATCH);
        assertThat(forwarded(parentCount, new MappedRoute(), benchmark::forwardMapped))
            .isEqualTo(2 * TracedStreams.BATCH);
        assertThat(forwarded(parentCount, new BareRoute(), benchmark::floorBareForward))
            .isEqualTo(2 * TracedStreams.BATCH);
    }

    private static <T extends FilledRoute> long forwarded(
        final int parentCount, final T route, final ToLongFunction<T> benchmark)
    {
        route.parentCount = parentCount;
        route.setUp();
        try
        {
            route.fill();
            final long first = benchmark.applyAsLong(route);
            route.fill();
            final long second = benchmark.applyAsLong(route);
            assertThat(second).isEqualTo(2 * first);

            return second;
        }
        finally
        {
            route.tearDown();
        }
    }

    private static byte[] encode(final int parentCount, final ToIntFunction<TraceLinkSetBenchmark> benchmark)
    {
        final TraceLinkSetBenchmark traceLinkSet = traceLinkSetBenchmark(parentCount);
        final byte[] message = new byte[benchmark.applyAsInt(traceLinkSet)];
        traceLinkSet.buffer.getBytes(0, message);

        return message;
    }

    private static TraceLinkSetBenchmark traceLinkSetBenchmark(final int parentCount)
    {
        final TraceLinkSetBenchmark benchmark = new TraceLinkSetBenchmark();
        benchmark.parentCount = parentCount;
        benchmark.setUp();

        return benchmark;
    }

    private static Links links(final int parentCount)
    {
        final Links links = new Links();
        links.parentCount = parentCount;

        return links;
    }

    private static <T extends PublishingStage> long refused(final T stage, final ToLongFunction<T> benchmark)
    {
        stage.setUp();
        try
        {
            stage.drain();
            return benchmark.applyAsLong(stage);
        }
        finally
        {
            stage.tearDown();
        }
    }

    private static <T extends Pipeline> long run(final T pipeline, final ToLongFunction<T> benchmark)
    {
        pipeline.setUp();
        try
        {
            pipeline.drain();
            assertThat(benchmark.applyAsLong(pipeline)).isEqualTo(TracedStreams.BATCH);
            pipeline.drain();
            return benchmark.applyAsLong(pipeline);
        }
        finally
        {
            pipeline.drain();
            pipeline.tearDown();
        }
    }

    private static <T extends FilledStream> long polled(final T stream, final ToLongFunction<T> benchmark)
    {
        stream.setUp();
        try
        {
            stream.fill();
            return benchmark.applyAsLong(stream);
        }
        finally
        {
            stream.tearDown();
        }
    }

    @Test
    void shouldMintWithTheNodeIdOfTheLease() throws IOException
    {
        final LeasedTraceIdBenchmark benchmark = new LeasedTraceIdBenchmark();
        benchmark.setUp();
        final int nodeId = TraceIdLayout.DEFAULT.nodeId(benchmark.nextIdLeased());
        assertThat(TraceIdLayout.DEFAULT.nodeId(benchmark.peerNextIdLookingEachTime())).isEqualTo(nodeId);
        assertThat(TraceIdLayout.DEFAULT.nodeId(benchmark.floorNextId())).isEqualTo(nodeId).isPositive();
        benchmark.drain();
        benchmark.tearDown();
    }

    @Test
    void shouldHearEveryKeepaliveAndKeepTheLease() throws IOException
    {
        final DriverDutyCycleBenchmark benchmark = new DriverDutyCycleBenchmark();
        benchmark.setUp();
        assertThat(benchmark.keepalive()).isGreaterThanOrEqualTo(TracedStreams.BATCH);
        benchmark.drain();
        assertThat(benchmark.idle()).isLessThan(TracedStreams.BATCH);
        benchmark.tearDown();
    }
}
