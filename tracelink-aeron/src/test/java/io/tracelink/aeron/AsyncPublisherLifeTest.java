package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.tracelink.core.ParentSet;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What an asynchronous publisher opens and closes, and what becomes of what is in the ring then.
 */
class AsyncPublisherLifeTest
{
    private static AeronFixture fixture;

    private final int descriptorStreamId = AeronFixture.nextStreamId();
    private final int controlStreamId = AeronFixture.nextStreamId();
    private final ParentSet parents = new ParentSet(8);

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
        parents.add(10);
        parents.add(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldOpenAndCloseWhatItNeeds(final boolean sendDescriptors)
    {
        final AsyncPublisher asyncPublisher = new AsyncPublisher(context().sendDescriptors(sendDescriptors));
        final FramePublisher publisher = new FramePublisher(
            fixture.publisherContext(descriptorStreamId, 0).asyncPublisher(asyncPublisher));
        assertThat(fixture.publicationCount(descriptorStreamId)).isEqualTo(1);
        assertThat(fixture.publicationCount(controlStreamId)).isEqualTo(1);
        assertThat(fixture.publicationCount(0)).isZero();
        assertThat(fixture.counterCount()).isEqualTo(16 + 7);
        assertThat(asyncPublisher.roleName()).isEqualTo("tracelink-async-publisher");

        publisher.close();
        asyncPublisher.onClose();
        asyncPublisher.close();

        awaitNothingOpen();
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_THREAD")
    void shouldSendWhatIsInTheRingWhenItIsClosed(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(fixture, mode))
        {
            for (int seq = 0; seq < 100; seq++)
            {
                assertThat(stage.publisher.publishJoined(seq, 13, 15, parents)).isPositive();
            }
            stage.publisher.close();
            stage.asyncPublisher.close();

            stage.recorder.await(200);
            assertThat(stage.recorder.links()).hasSize(100);
            assertThat(stage.asyncPublisher.counters().linksSent()).isEqualTo(100);
            assertThat(stage.asyncPublisher.doWork()).isZero();
        }
    }

    @Test
    void shouldSendWhatIsInTheRingWhenItsAgentEnds()
    {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        try (TestStage stage = new TestStage(fixture, PublishMode.LINKS_QUEUED))
        {
            final AgentRunner runner =
                new AgentRunner(new BackoffIdleStrategy(), errors::add, null, stage.asyncPublisher);
            AgentRunner.startOnThread(runner);
            for (int seq = 0; seq < 100; seq++)
            {
                stage.publisher.publishJoined(seq, 13, 15, parents);
            }
            runner.close();

            stage.recorder.await(200);
            assertThat(stage.recorder.links()).hasSize(100);
            assertThat(errors).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.MATCH_ALL, names = "ALL_QUEUED.*")
    void shouldStopSendingAtItsDeadlineAndCountTheRest(final PublishMode mode)
    {
        final AtomicLong nowNs = new AtomicLong();
        try (TestStage stage = new TestStage(fixture, mode, UnaryOperator.identity(), (context) -> context
            .drainTimeoutNs(TimeUnit.MILLISECONDS.toNanos(5))
            .nanoClock(() -> nowNs.getAndAdd(TimeUnit.MILLISECONDS.toNanos(1)))))
        {
            final int queued = fill(stage);
            stage.publisher.close();
            stage.asyncPublisher.close();

            assertThat(nowNs.get()).isBetween(
                TimeUnit.MILLISECONDS.toNanos(6), TimeUnit.MILLISECONDS.toNanos(8));
            assertEverythingIsCounted(stage, queued);
        }
    }

    @Test
    void shouldStopSendingWhenItIsInterruptedAndCountTheRest()
    {
        try (TestStage stage = new TestStage(fixture, PublishMode.ALL_QUEUED, UnaryOperator.identity(),
            (context) -> context.drainTimeoutNs(Long.MAX_VALUE)))
        {
            final int queued = fill(stage);
            stage.publisher.close();
            Thread.currentThread().interrupt();
            stage.asyncPublisher.close();

            assertThat(Thread.interrupted()).isTrue();
            assertEverythingIsCounted(stage, queued);
        }
    }

    @Test
    void shouldRefuseFramesOnceItIsClosed()
    {
        try (TestStage stage = new TestStage(fixture, PublishMode.ALL_QUEUED))
        {
            stage.asyncPublisher.close();

            assertThat(stage.publisher.publishRoot(1, 13, 15)).isEqualTo(Publication.CLOSED);
            assertThat(stage.publisher.publishJoined(1, 13, 15, parents)).isEqualTo(Publication.CLOSED);
            assertThat(stage.publisher.counters().notSent()).isEqualTo(2);
        }

        try (TestStage stage = new TestStage(fixture, PublishMode.LINKS_QUEUED))
        {
            stage.asyncPublisher.close();

            assertThat(stage.publisher.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(stage.publisher.linkResult()).isEqualTo(Publication.CLOSED);
            assertThat(fixture.counterValue(1_014, "tracelink links-dropped closed: stream=10000")).isEqualTo(1);
            assertThatThrownBy(() -> stage.asyncPublisher.reconnect(fixture.aeron))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the async publisher is closed: make another one");
            assertThatThrownBy(() -> new FramePublisher(
                fixture.publisherContext(descriptorStreamId, 0).asyncPublisher(stage.asyncPublisher)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the async publisher is closed: make another one");
        }
    }

    @Test
    void shouldTakeOnePublisherUnlessItIsForMany()
    {
        try (AsyncPublisher ofOne = new AsyncPublisher(context());
            AsyncPublisher ofMany = new AsyncPublisher(context().manyProducers(true)))
        {
            final FramePublisher first = new FramePublisher(publisherContext(ofOne));
            assertThatThrownBy(() -> new FramePublisher(publisherContext(ofOne)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("asyncPublisher has a producer and manyProducers=false: " +
                    "set manyProducers(true) to have more");
            first.close();
            assertThatThrownBy(() -> new FramePublisher(publisherContext(ofOne).descriptorChannel("aeron:nothing")))
                .isInstanceOf(RuntimeException.class);
            fixture.takeErrors();
            new FramePublisher(publisherContext(ofOne)).close();

            new FramePublisher(publisherContext(ofMany)).close();
            try (FramePublisher one = new FramePublisher(publisherContext(ofMany));
                FramePublisher another = new FramePublisher(publisherContext(ofMany)))
            {
                assertThat(one.counters()).isNotSameAs(another.counters());
            }
        }
    }

    @Test
    void shouldGoOnWithAnotherClient()
    {
        final Aeron mortal = fixture.connect();
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(controlStreamId);
            AsyncPublisher asyncPublisher = new AsyncPublisher(context().sendDescriptors(true).aeron(mortal));
            FramePublisher publisher = new FramePublisher(publisherContext(asyncPublisher).aeron(mortal)))
        {
            final Recorder recorder = new Recorder(descriptors, control);
            publisher.enableTracing(7);
            AeronFixture.await(asyncPublisher::isConnected);
            publisher.publishJoined(1, 13, 15, parents);
            asyncPublisher.doWork();
            recorder.await(2);
            assertThatThrownBy(() -> asyncPublisher.reconnect(fixture.aeron))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the former Aeron client is open, close it first");

            mortal.close();
            assertThat(publisher.publishJoined(2, 13, 15, parents)).isEqualTo(FramePublisher.QUEUED);
            asyncPublisher.doWork();
            assertThat(publisher.publishJoined(3, 13, 15, parents)).isEqualTo(Publication.CLOSED);

            asyncPublisher.reconnect(fixture.aeron);
            publisher.reconnect(fixture.aeron);
            assertThat(publisher.publishJoined(4, 13, 15, parents)).isEqualTo(Publication.CLOSED);
            AeronFixture.await(asyncPublisher::isConnected);
            asyncPublisher.doWork();
            assertThat(publisher.publishJoined(5, 13, 15, parents)).isEqualTo(FramePublisher.QUEUED);
            asyncPublisher.doWork();

            recorder.await(4);
            assertThat(recorder.frames()).extracting(Recorder.Frame::seq).containsExactly(1L, 5L);
            assertThat(recorder.links()).extracting(Recorder.Links::seq).containsExactly(1L, 5L);
            assertThat(asyncPublisher.counters().linksSent()).isEqualTo(2);
            assertThat(asyncPublisher.counters().linksDropped()).isEqualTo(1);
            assertThat(asyncPublisher.counters().notSent()).isEqualTo(1);
            assertThat(fixture.counterValue(
                1_010, "tracelink links-sent: async control-stream=" + controlStreamId)).isEqualTo(2);
        }
    }

    @Test
    void shouldLeaveNothingOpenWhenAPublicationIsRefused()
    {
        assertThatThrownBy(() -> new AsyncPublisher(
            context().sendDescriptors(true).controlChannel("aeron:ipc?term-length=5")))
            .isInstanceOf(RegistrationException.class);
        fixture.takeErrors();
        awaitNothingOpen();

        final String channel = "aeron:ipc?term-length=64k|mtu=64";
        assertThatThrownBy(() -> new AsyncPublisher(context().sendDescriptors(true).descriptorChannel(channel)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("maxPayloadLength=32 of the descriptor publication must be at least 48: " +
                "raise the MTU of channel=" + channel);
        awaitNothingOpen();
    }

    @Test
    void shouldRefuseAContextThatIsOutOfRange()
    {
        for (final int ringLength : new int[]{0, -1, 2_048, 5_000, 1 << 30, Integer.MIN_VALUE})
        {
            assertThatThrownBy(() -> new AsyncPublisher(context().ringLength(ringLength)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ringLength=" + ringLength + " must be a power of two in 4096..536870912");
        }
        assertThatThrownBy(() -> new AsyncPublisher(context().drainTimeoutNs(-1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("drainTimeoutNs=-1 must be at least 0");
        assertThatThrownBy(() -> new AsyncPublisher(new AsyncPublisher.Context()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("aeron=null must be set to a connected client");
        assertThatThrownBy(() -> context().nanoClock(null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("nanoClock");
    }

    @Test
    void shouldBeginWithTheStreamsOfTheProtocolAndLinksOnly()
    {
        final AsyncPublisher.Context context = new AsyncPublisher.Context();

        assertThat(context.controlChannel()).isEqualTo("aeron:ipc?term-length=4m");
        assertThat(context.controlStreamId()).isEqualTo(1_000);
        assertThat(context.descriptorChannel()).isEqualTo("aeron:ipc?term-length=4m");
        assertThat(context.descriptorStreamId()).isEqualTo(1_100);
        assertThat(context.sendDescriptors()).isFalse();
        assertThat(context.manyProducers()).isFalse();
        assertThat(context.ringLength()).isEqualTo(1024 * 1024);
        assertThat(context.drainTimeoutNs()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * Publish until descriptors are back-pressured and the ring is full.
     *
     * @return how many frames were taken, all of them with links.
     */
    private int fill(final TestStage stage)
    {
        int seq = 0;
        while (stage.publisher.publishJoined(seq, 13, 15, parents) > 0 && stage.publisher.linkResult() > 0)
        {
            seq++;
            stage.work();
        }
        assertThat(seq).isGreaterThan(1_000);

        return seq;
    }

    private static void assertEverythingIsCounted(final TestStage stage, final int queued)
    {
        final FrameCounters counters = stage.asyncPublisher.counters();
        // At the end one descriptor may have found room without its links.
        final long frames = stage.publisher.counters().joined();
        assertThat(frames).isBetween((long)queued, queued + 1L);
        assertThat(counters.notSent()).isPositive();
        assertThat(counters.linksSent() + counters.linksDropped()).isEqualTo(queued);
        stage.recorder.await((int)(frames - counters.notSent() + counters.linksSent()));
        assertThat(stage.recorder.frames()).hasSize((int)(frames - counters.notSent()));
        assertThat(stage.recorder.links()).hasSize((int)counters.linksSent());
    }

    private AsyncPublisher.Context context()
    {
        return fixture.asyncContext(descriptorStreamId, controlStreamId);
    }

    private FramePublisher.Context publisherContext(final AsyncPublisher asyncPublisher)
    {
        return fixture.publisherContext(descriptorStreamId, 0).asyncPublisher(asyncPublisher);
    }

    private void awaitNothingOpen()
    {
        AeronFixture.await(() -> fixture.isNothingOpen(descriptorStreamId, controlStreamId));
    }
}
