package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.DriverTimeoutException;
import io.tracelink.core.ParentSet;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing waits, nothing throws, and whatever does not arrive is counted, once.
 */
class AsyncPublisherFaultTest
{
    private static AeronFixture fixture;

    private final ParentSet parents = new ParentSet(500);

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

    @BeforeEach
    void addParents()
    {
        addParents(2);
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_THREAD")
    void shouldTellThatTheRingIsFullAndGoOnLater(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(
            fixture, mode, UnaryOperator.identity(), (context) -> context.ringLength(4_096)))
        {
            final FramePublisher publisher = stage.publisher;
            addParents(8);
            int seq = 0;
            while (publisher.publishJoined(seq, 13, 15, parents) > 0 && publisher.linkResult() > 0)
            {
                seq++;
            }
            // 136 bytes and their padding
            assertThat(seq).isEqualTo(4_096 / 160);
            assertThat(publisher.linkResult()).isEqualTo(FramePublisher.RING_FULL);
            assertThat(publisher.counters().linksDropped()).isEqualTo(1);
            assertThat(fixture.counterValue(1_016, "tracelink links-dropped ring-full: stream=10000")).isEqualTo(1);

            int roots = 0;
            while (mode.areDescriptorsQueued() && publisher.publishRoot(1_000 + roots, 13, 15) > 0)
            {
                roots++;
            }
            if (mode.areDescriptorsQueued())
            {
                assertThat(seq + 1 + roots).isEqualTo(4_096 / 96);
                assertThat(publisher.publishJoined(2_000, 13, 15, parents)).isEqualTo(FramePublisher.RING_FULL);
                assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
                assertThat(publisher.counters().notSent()).isEqualTo(2);
            }

            while (stage.work() > 0)
            {
                stage.recorder.poll();
            }
            assertThat(publisher.publishJoined(3_000, 13, 15, parents)).isPositive();
            assertThat(publisher.linkResult()).isEqualTo(FramePublisher.QUEUED);
            final int queued = seq;
            AeronFixture.await(() ->
            {
                stage.work();
                stage.recorder.poll();
                return queued + 1 == stage.recorder.links().size();
            });
            assertThat(stage.recorder.links()).extracting(Recorder.Links::seq).isSorted().endsWith(3_000L);
            assertThat(stage.recorder.frames()).extracting(Recorder.Frame::seq).contains((long)seq).endsWith(3_000L);
        }
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_THREAD")
    void shouldDropLinksWhoseReaderStopsPolling(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(fixture, mode))
        {
            final Recorder frames = new Recorder(stage.descriptors);
            final int count = 2_000;
            final int[] published = new int[1];
            AeronFixture.await(() ->
            {
                if (stage.publisher.publishJoined(published[0], 13, 15, parents) > 0)
                {
                    published[0]++;
                }
                stage.work();
                frames.poll();
                return count == published[0];
            });

            frames.await(count);
            assertThat(frames.frames()).extracting(Recorder.Frame::seq)
                .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
            final FrameCounters counters = stage.asyncPublisher.counters();
            assertThat(counters.linksDropped()).isPositive();
            assertThat(fixture.counterValue(1_012, "tracelink links-dropped back-pressured: async control-stream=" +
                stage.control.streamId())).isEqualTo(counters.linksDropped());
            assertThat(counters.linksSent() + counters.linksDropped()).isEqualTo(count);

            stage.recorder.await((int)counters.linksSent());
            assertThat(stage.recorder.links()).extracting(Recorder.Links::seq).isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 300})
    void shouldKeepDescriptorsWhoseReaderStopsPollingAndLoseNone(final int parentCount)
    {
        addParents(parentCount);
        try (TestStage stage = new TestStage(
            fixture, PublishMode.ALL_QUEUED, UnaryOperator.identity(), (context) -> context.ringLength(64 * 1024)))
        {
            final Recorder links = new Recorder(stage.control);
            int seq = 0;
            int refusals = 0;
            while (refusals < 10)
            {
                // Links have a reader, so only descriptors are back-pressured.
                if (stage.publisher.publishJoined(seq, 13, 15, parents) > 0 && stage.publisher.linkResult() > 0)
                {
                    seq++;
                }
                else
                {
                    refusals++;
                }
                stage.work();
                links.poll();
                stage.publisher.publishRoot(seq, 13, 15);
                seq++;
            }
            assertThat(stage.asyncPublisher.counters().notSent()).isZero();

            // Links never overtake their frames: those of whatever has come are in the log.
            links.poll();
            final int[] frameCount = {-1};
            AeronFixture.await(() ->
            {
                final boolean isDone = frameCount[0] == stage.recorder.frames().size();
                frameCount[0] = stage.recorder.frames().size();
                stage.recorder.poll();
                return isDone;
            });
            assertThat(stage.recorder.frames()).extracting(Recorder.Frame::seq)
                .containsAll(links.links().stream().map(Recorder.Links::seq).toList());
            assertThat(links.links()).isNotEmpty();

            final FrameCounters own = stage.publisher.counters();
            final FrameCounters async = stage.asyncPublisher.counters();
            final long frames = own.root() + own.joined();
            final long sets = own.joined() - own.linksDropped();
            AeronFixture.await(() ->
            {
                stage.work();
                links.poll();
                stage.recorder.poll();
                return frames == stage.recorder.frames().size() && sets == async.linksSent() + async.linksDropped() &&
                    async.linksSent() == links.links().size() + stage.recorder.links().size();
            });
            assertThat(stage.recorder.frames()).extracting(Recorder.Frame::seq).isSorted();
            assertThat(async.notSent()).isZero();
        }
    }

    @Test
    void shouldDropLinksThatNobodySubscribesTo()
    {
        final int streamId = AeronFixture.nextStreamId();
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            AsyncPublisher asyncPublisher = new AsyncPublisher(fixture.asyncContext(0, streamId));
            FramePublisher publisher = new FramePublisher(
                fixture.publisherContext(descriptors.streamId(), 0).asyncPublisher(asyncPublisher)))
        {
            publisher.enableTracing(7);
            AeronFixture.await(publisher::isConnected);
            assertThat(asyncPublisher.isConnected()).isFalse();

            publisher.publishJoined(1, 13, 15, parents);
            addParents(300);
            publisher.publishJoined(2, 13, 15, parents);
            asyncPublisher.doWork();

            assertThat(new Recorder(descriptors).await(2)).hasSize(2);
            assertThat(fixture.counterValue(
                1_011, "tracelink links-dropped not-connected: async control-stream=" + streamId)).isEqualTo(2);
        }
    }

    /**
     * Their stage was told that they were taken, so they are lost frames, whose links tell of them.
     */
    @Test
    void shouldDropDescriptorsThatNobodySubscribesTo()
    {
        try (Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            AsyncPublisher asyncPublisher = new AsyncPublisher(
                fixture.asyncContext(AeronFixture.nextStreamId(), control.streamId()).sendDescriptors(true));
            FramePublisher publisher = new FramePublisher(
                fixture.publisherContext(0, 0).asyncPublisher(asyncPublisher)))
        {
            publisher.enableTracing(7);
            AeronFixture.await(control::isConnected);
            assertThat(publisher.isConnected()).isFalse();

            publisher.publishRoot(0, 13, 15);
            publisher.publishJoined(1, 13, 15, parents);
            addParents(300);
            publisher.publishJoined(2, 13, 15, parents);
            asyncPublisher.doWork();

            assertThat(new Recorder(control).await(2)).hasSize(2);
            assertThat(asyncPublisher.counters().notSent()).isEqualTo(3);
            assertThat(asyncPublisher.counters().linksSent()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_THREAD")
    void shouldSurviveItsMediaDriver(final PublishMode mode)
    {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final AeronFixture mortal = new AeronFixture();
        final Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mortal.mediaDriver.aeronDirectoryName())
            .driverTimeoutMs(1_000)
            .errorHandler(errors::add));
        final TestStage stage = new TestStage(
            mortal, mode, (context) -> context.aeron(aeron), (context) -> context.aeron(aeron));
        stage.publisher.publishJoined(0, 13, 15, parents);
        stage.work();
        assertThat(stage.recorder.await(2)).hasSize(2);
        CloseHelper.closeAll(stage.descriptors, stage.control);

        mortal.close();

        AeronFixture.await(() ->
        {
            final long result = stage.publisher.publishJoined(1, 13, 15, parents);
            stage.work();
            return Publication.CLOSED == result;
        });
        stage.work();
        assertThat(stage.asyncPublisher.isConnected()).isFalse();
        assertThat(stage.publisher.isConnected()).isFalse();
        final FrameCounters async = stage.asyncPublisher.counters();
        final FrameCounters own = stage.publisher.counters();
        assertThat(async.linksSent()).isPositive();
        assertThat(own.joined()).isEqualTo(async.linksSent() + async.linksDropped() + own.linksDropped());
        stage.close();
        aeron.close();
        assertThat(errors).anyMatch(DriverTimeoutException.class::isInstance);
    }

    /**
     * At the end of its log a publication takes nothing more, for ever.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDropWhatIsPastTheEndOfTheLog(final boolean sendDescriptors)
    {
        final String lastTerm = "aeron:ipc?term-length=64k|init-term-id=0|term-id=2147483647|term-offset=0";
        final int descriptorStreamId = AeronFixture.nextStreamId();
        final int controlStreamId = AeronFixture.nextStreamId();
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(controlStreamId);
            AsyncPublisher asyncPublisher = new AsyncPublisher(
                fixture.asyncContext(descriptorStreamId, controlStreamId)
                    .sendDescriptors(sendDescriptors).controlChannel(lastTerm).descriptorChannel(lastTerm));
            FramePublisher publisher = new FramePublisher(
                fixture.publisherContext(descriptorStreamId, 0).asyncPublisher(asyncPublisher)))
        {
            publisher.enableTracing(7);
            AeronFixture.await(() -> publisher.isConnected() && asyncPublisher.isConnected());
            final Recorder recorder = new Recorder(descriptors, control);
            final FrameCounters counters = asyncPublisher.counters();

            final String closed = "tracelink links-dropped closed: async control-stream=" + controlStreamId;
            final int[] seq = new int[1];
            AeronFixture.await(() ->
            {
                if (publisher.publishJoined(seq[0], 13, 15, parents) > 0)
                {
                    seq[0]++;
                }
                asyncPublisher.doWork();
                recorder.poll();
                return fixture.counterValue(1_014, closed) >= 100;
            });
            asyncPublisher.doWork();

            assertThat(counters.linksSent() + counters.linksDropped()).isEqualTo(seq[0]);
            assertThat(counters.linksSent()).isBetween(100L, 682L);
            assertThat(counters.notSent()).isBetween(sendDescriptors ? 100L : 0, sendDescriptors ? seq[0] - 682L : 0);
            recorder.await((int)(counters.linksSent() + seq[0] - counters.notSent()));
        }
    }

    private void addParents(final int count)
    {
        parents.clear();
        for (long i = 1; i <= count; i++)
        {
            parents.add(10 * i);
        }
    }
}
