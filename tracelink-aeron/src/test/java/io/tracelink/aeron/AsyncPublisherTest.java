package io.tracelink.aeron;

import io.aeron.Subscription;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import static io.tracelink.aeron.TestStage.NOW_MS;
import static io.tracelink.aeron.TestStage.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes out of the ring, as a peer with the generated codecs reads it.
 */
class AsyncPublisherTest
{
    private static AeronFixture fixture;

    private final ParentSet parents = new ParentSet(ParentSet.MAX_CAPACITY);

    @BeforeAll
    static void launch()
    {
        fixture = new AeronFixture();
    }

    @AfterAll
    static void shutdown()
    {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void shouldSendNothingBeforeItsDutyCycle(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(fixture, mode))
        {
            addParents(2);
            stage.publisher.publishJoined(1, 13, 15, parents);
            stage.publisher.publishRoot(2, 13, 15);

            final int own = mode.isAsync() ? mode.areDescriptorsQueued() ? 0 : 2 : 3;
            assertThat(stage.recorder.await(own)).hasSize(own);

            assertThat(stage.work()).isEqualTo(3 - own);
            assertThat(stage.work()).isZero();
            assertThat(stage.recorder.await(3)).hasSize(3);
        }
    }

    @Test
    void shouldSendBothKindsOnOneStream()
    {
        final int streamId = AeronFixture.nextStreamId();
        try (Subscription subscription = fixture.subscribe(streamId);
            AsyncPublisher asyncPublisher =
                new AsyncPublisher(fixture.asyncContext(streamId, streamId).sendDescriptors(true));
            FramePublisher publisher =
                new FramePublisher(fixture.publisherContext(0, 0).asyncPublisher(asyncPublisher)))
        {
            AeronFixture.await(() -> asyncPublisher.isConnected() && 2 == subscription.imageCount());
            publisher.enableTracing(7);
            addParents(2);
            for (int seq = 0; seq < 100; seq++)
            {
                assertThat(publisher.publishJoined(seq, 13, 15, parents)).isEqualTo(FramePublisher.QUEUED);
            }
            assertThat(asyncPublisher.doWork()).isEqualTo(200);

            final Recorder recorder = new Recorder(subscription);
            recorder.await(200);
            assertThat(recorder.frames()).extracting(Recorder.Frame::seq)
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
            assertThat(recorder.links()).extracting(Recorder.Links::seq)
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // termLength, parents; 167 fill a fragment of the default MTU, 1019 a message of 64k terms
        "64k, 1", "64k, 2", "64k, 167", "64k, 168", "64k, 169", "64k, 1019", "512k, 5000", "4m, 65531", "8m, 65534",
    })
    void shouldCarrySetsWhole(final String termLength, final int parentCount)
    {
        final String channel = "aeron:ipc?term-length=" + termLength;
        for (final PublishMode mode : PublishMode.values())
        {
            final UnaryOperator<FramePublisher.Context> settings =
                (context) -> context.linksOfOneParent(true).controlChannel(channel);
            try (TestStage stage = new TestStage(fixture, mode, settings,
                (context) -> context.ringLength(8 * 1024 * 1024).controlChannel(channel)))
            {
                final List<Long> expected = addParents(parentCount);

                assertThat(stage.publisher.publishJoined(1, 13, 15, parents)).isPositive();
                assertThat(stage.publisher.linkResult()).isPositive();
                stage.work();

                stage.recorder.await(2);
                assertThat(stage.recorder.frames())
                    .containsExactly(new Recorder.Frame(10_000, 3, 1, 13, 15, id(NOW_MS, 0)));
                assertThat(stage.recorder.links())
                    .containsExactly(new Recorder.Links(10_000, 3, 1, id(NOW_MS, 0), expected));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void shouldPublishTheFrameWhenItsLinksAreLongerThanAMessage(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(fixture, mode))
        {
            addParents(1_020);

            assertThat(stage.publisher.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(stage.publisher.linkResult()).isEqualTo(MessageResult.TOO_MANY_PARENTS);
            stage.work();

            assertThat(stage.recorder.await(1)).hasSize(1);
            assertThat(stage.recorder.frames()).hasSize(1);
            assertThat(stage.publisher.counters().linksDropped()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_THREAD")
    void shouldPublishTheFrameWhenItsLinksAreLongerThanARecord(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(
            fixture, mode, UnaryOperator.identity(), (context) -> context.ringLength(4_096)))
        {
            addParents(60);

            assertThat(stage.publisher.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(stage.publisher.linkResult()).isEqualTo(MessageResult.TOO_MANY_PARENTS);
            stage.work();

            assertThat(stage.recorder.await(1)).hasSize(1);
            assertThat(stage.recorder.frames()).hasSize(1);
            assertThat(stage.publisher.counters().linksDropped()).isEqualTo(1);
            assertThat(fixture.counterValue(1_015, "tracelink links-dropped too-long: stream=10000")).isEqualTo(1);
        }
    }

    @Test
    void shouldShowItsCountersToEverybody()
    {
        try (TestStage stage = new TestStage(fixture, PublishMode.ALL_QUEUED))
        {
            addParents(2);
            stage.publisher.publishJoined(1, 13, 15, parents);
            stage.publisher.publishJoined(2, 13, 15, parents);
            stage.work();

            final String suffix = ": async control-stream=" + stage.control.streamId();
            assertThat(fixture.counterValue(1_010, "tracelink links-sent" + suffix)).isEqualTo(2);
            assertThat(fixture.counterValue(1_004, "tracelink frames-not-sent" + suffix)).isZero();
            assertThat(fixture.counterValue(1_010, "tracelink links-sent: stream=10000")).isZero();
            assertThat(fixture.counterValue(1_002, "tracelink frames-joined: stream=10000")).isEqualTo(2);
        }
    }

    /**
     * Blocks go over the network like any other frames.
     */
    @Test
    void shouldSendBlocksOverUdp()
    {
        final int streamId = AeronFixture.nextStreamId();
        try (Subscription subscription = fixture.aeron.addSubscription("aeron:udp?endpoint=localhost:0", streamId))
        {
            AeronFixture.await(() -> null != subscription.resolvedEndpoint());
            final String channel = "aeron:udp?term-length=64k|endpoint=" + subscription.resolvedEndpoint();
            try (AsyncPublisher asyncPublisher = new AsyncPublisher(
                fixture.asyncContext(0, streamId).controlChannel(channel));
                Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
                FramePublisher publisher = new FramePublisher(
                    fixture.publisherContext(descriptors.streamId(), 0).asyncPublisher(asyncPublisher)))
            {
                AeronFixture.await(() -> asyncPublisher.isConnected() && publisher.isConnected());
                publisher.enableTracing(7);
                final Recorder recorder = new Recorder(subscription);
                final Recorder frames = new Recorder(descriptors);

                final int[] seq = new int[1];
                AeronFixture.await(() ->
                {
                    addParents(2 + seq[0] % 300);
                    if (publisher.publishJoined(seq[0], 13, 15, parents) > 0)
                    {
                        seq[0]++;
                    }
                    asyncPublisher.doWork();
                    frames.poll();
                    recorder.poll();
                    return 500 == seq[0];
                });

                final FrameCounters counters = asyncPublisher.counters();
                assertThat(counters.linksSent() + counters.linksDropped()).isEqualTo(500);
                recorder.await((int)counters.linksSent());
                assertThat(recorder.links()).hasSizeGreaterThan(50);
                for (final Recorder.Links links : recorder.links())
                {
                    assertThat(links.parents()).hasSize(2 + (int)links.seq() % 300);
                }
                assertThat(recorder.links()).extracting(Recorder.Links::seq).isSorted();
            }
        }
    }

    /**
     * Two stages and the agent with a thread each: of each stage everything comes, in its order.
     */
    @Test
    void shouldSendForManyStages() throws InterruptedException
    {
        final int count = 5_000;
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final int descriptorStreamId = AeronFixture.nextStreamId();
        final int controlStreamId = AeronFixture.nextStreamId();
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(controlStreamId))
        {
            final AsyncPublisher asyncPublisher = new AsyncPublisher(
                fixture.asyncContext(descriptorStreamId, controlStreamId)
                    .controlChannel("aeron:ipc?term-length=16m")
                    .manyProducers(true).sendDescriptors(true).ringLength(4 * 1024 * 1024));
            final AgentRunner runner = new AgentRunner(new YieldingIdleStrategy(), errors::add, null, asyncPublisher);
            AeronFixture.await(asyncPublisher::isConnected);
            AgentRunner.startOnThread(runner);

            final List<Thread> stages = new ArrayList<>();
            for (int i = 1; i <= 2; i++)
            {
                final long streamId = i;
                final Thread thread = new Thread(() -> publishAll(asyncPublisher, streamId, count));
                thread.setUncaughtExceptionHandler((t, ex) -> errors.add(ex));
                stages.add(thread);
                thread.start();
            }

            final Recorder recorder = new Recorder(descriptors, control);
            AeronFixture.await(() ->
            {
                recorder.poll();
                return !errors.isEmpty() || 4 * count == recorder.frames().size() + recorder.links().size();
            });
            for (final Thread stage : stages)
            {
                stage.join();
            }
            CloseHelper.close(runner);

            assertThat(errors).isEmpty();
            for (long i = 1; i <= 2; i++)
            {
                final long streamId = i;
                assertThat(recorder.frames().stream().filter((frame) -> streamId == frame.streamId()))
                    .extracting(Recorder.Frame::seq)
                    .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
                assertThat(recorder.links().stream().filter((links) -> streamId == links.streamId()))
                    .extracting(Recorder.Links::seq)
                    .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
            }
            assertThat(asyncPublisher.counters().linksSent()).isEqualTo(2L * count);
            assertThat(asyncPublisher.counters().notSent()).isZero();
        }
    }

    private static void publishAll(final AsyncPublisher asyncPublisher, final long streamId, final int count)
    {
        final ParentSet parents = new ParentSet(2);
        try (FramePublisher publisher = new FramePublisher(
            fixture.publisherContext(0, 0).streamId(streamId).asyncPublisher(asyncPublisher)))
        {
            publisher.enableTracing((int)streamId);
            for (int seq = 0; seq < count; seq++)
            {
                parents.clear();
                parents.add(1 + 2L * seq);
                parents.add(2 + 2L * seq);
                assertThat(publisher.publishJoined(seq, 13, 15, parents)).isEqualTo(FramePublisher.QUEUED);
                assertThat(publisher.linkResult()).isEqualTo(FramePublisher.QUEUED);
            }
        }
    }

    private List<Long> addParents(final int count)
    {
        final List<Long> expected = new ArrayList<>();
        parents.clear();
        for (long i = 1; i <= count; i++)
        {
            parents.add(i);
            expected.add(i);
        }

        return expected;
    }
}
