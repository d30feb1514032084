package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.tracelink.core.ParentSet;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a publisher sends, as a peer with the generated codecs reads it.
 */
class FramePublisherTest
{
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long FIRST_ID = NOW_MS << 22 | 7 << 12;

    private static AeronFixture fixture;

    private final CachedEpochClock clock = new CachedEpochClock();
    private final ParentSet parents = new ParentSet(8);
    private FramePublisher publisher;
    private Subscription descriptors;
    private Subscription control;
    private Recorder recorder;

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
    void connect()
    {
        clock.update(NOW_MS);
        descriptors = fixture.subscribe(AeronFixture.nextStreamId());
        control = fixture.subscribe(AeronFixture.nextStreamId());
        recorder = new Recorder(descriptors, control);
        publisher = new FramePublisher(
            fixture.publisherContext(descriptors.streamId(), control.streamId()).epoch(3));
        AeronFixture.await(() -> publisher.isConnected() && control.isConnected());
    }

    @AfterEach
    void disconnect()
    {
        CloseHelper.closeAll(publisher, descriptors, control);
    }

    @Test
    void shouldPublishARootWithANewTraceId()
    {
        trace();

        assertThat(publisher.publishRoot(11, 13, 15)).isPositive();
        assertThat(publisher.traceId()).isEqualTo(FIRST_ID);
        assertThat(publisher.publishRoot(12, 14, 16)).isPositive();
        assertThat(publisher.traceId()).isEqualTo(FIRST_ID + 1);

        assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
        assertThat(recorder.await(2)).containsExactly(
            new Recorder.Frame(10_000, 3, 11, 13, 15, FIRST_ID),
            new Recorder.Frame(10_000, 3, 12, 14, 16, FIRST_ID + 1));
        assertThat(publisher.counters().root()).isEqualTo(2);
    }

    @Test
    void shouldPublishADerivedFrameWithTheIdOfItsParent()
    {
        trace();

        assertThat(publisher.publishDerived(11, 13, 15, 42)).isPositive();

        assertThat(publisher.traceId()).isEqualTo(42);
        assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
        assertThat(recorder.await(1)).containsExactly(new Recorder.Frame(10_000, 3, 11, 13, 15, 42));
        assertThat(publisher.counters().derived()).isEqualTo(1);
    }

    @Test
    void shouldReportTheParentsOfAJoinedFrame()
    {
        trace();
        addParents(30, 10, 20);

        assertThat(publisher.publishJoined(11, 13, 15, parents)).isPositive();

        assertThat(publisher.traceId()).isEqualTo(FIRST_ID);
        assertThat(publisher.linkResult()).isPositive();
        assertThat(recorder.await(2)).containsExactlyInAnyOrder(
            new Recorder.Frame(10_000, 3, 11, 13, 15, FIRST_ID),
            new Recorder.Links(10_000, 3, 11, FIRST_ID, List.of(30L, 10L, 20L)));
        assertThat(publisher.counters().joined()).isEqualTo(1);
        assertThat(publisher.counters().linksSent()).isEqualTo(1);
        assertThat(publisher.counters().linksDropped()).isZero();
    }

    @Test
    void shouldPublishTheDescriptorBeforeItsLinks()
    {
        try (Publication both = fixture.connectedPublication(control);
            FramePublisher onOneStream = new FramePublisher(
                fixture.publisherContext(0, 0).descriptorPublication(both).controlPublication(both)))
        {
            onOneStream.enableTracing(7);
            addParents(10, 20);

            for (int seq = 0; seq < 3; seq++)
            {
                assertThat(onOneStream.publishJoined(seq, 13, 15, parents)).isPositive();
            }

            final List<Object> received = recorder.await(6);
            for (int seq = 0; seq < 3; seq++)
            {
                final Recorder.Frame frame = (Recorder.Frame)received.get(2 * seq);
                final Recorder.Links links = (Recorder.Links)received.get(2 * seq + 1);
                assertThat(frame.seq()).isEqualTo(seq).isEqualTo(links.seq());
                assertThat(frame.traceId()).isEqualTo(links.traceId());
            }
        }
    }

    @Test
    void shouldTakeTheIdOfTheOnlyParentAndReportNothing()
    {
        trace();
        addParents(42);

        assertThat(publisher.publishJoined(11, 13, 15, parents)).isPositive();

        assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
        assertThat(recorder.await(1)).containsExactly(new Recorder.Frame(10_000, 3, 11, 13, 15, 42));
        assertThat(publisher.counters().derived()).isEqualTo(1);
        assertThat(publisher.counters().joined()).isZero();
        assertThat(publisher.counters().linksSent()).isZero();
    }

    @Test
    void shouldPublishNothingForFramesThatItRefuses()
    {
        trace();
        publisher.publishRoot(1, 13, 15);

        assertThat(publisher.publishJoined(11, 13, 15, parents)).isEqualTo(TraceId.NO_PARENTS);
        assertThat(publisher.publishDerived(11, 13, 15, TraceId.NULL)).isEqualTo(TraceId.NOT_A_TRACE_ID);
        assertThat(publisher.publishDerived(11, 13, 15, TraceId.NO_PARENTS)).isEqualTo(TraceId.NOT_A_TRACE_ID);
        clock.update(Long.MAX_VALUE);
        assertThat(publisher.publishRoot(11, 13, 15)).isEqualTo(TraceId.EXHAUSTED);
        addParents(10, 20);
        assertThat(publisher.publishJoined(11, 13, 15, parents)).isEqualTo(TraceId.EXHAUSTED);

        assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
        assertThat(publisher.traceId()).isEqualTo(FIRST_ID);
        assertThat(publisher.counters().refused()).isEqualTo(5);
        assertThat(publisher.counters().notSent()).isZero();

        assertThat(publisher.publishDerived(2, 13, 15, 42)).isPositive();
        assertThat(recorder.await(2)).containsExactly(
            new Recorder.Frame(10_000, 3, 1, 13, 15, FIRST_ID),
            new Recorder.Frame(10_000, 3, 2, 13, 15, 42));
    }

    @Test
    void shouldPublishUntracedFramesWhileTracingIsOff()
    {
        addParents(10, 20);

        assertThat(publisher.isTracing()).isFalse();
        assertThat(publisher.publishRoot(1, 13, 15)).isPositive();
        assertThat(publisher.publishDerived(2, 13, 15, 42)).isPositive();
        assertThat(publisher.publishJoined(3, 13, 15, parents)).isPositive();
        parents.clear();
        assertThat(publisher.publishJoined(
            4, FrameDescriptorFlyweight.NULL_TIMESTAMP, FrameDescriptorFlyweight.NULL_META_VERSION, parents))
            .isPositive();

        assertThat(publisher.traceId()).isZero();
        assertThat(recorder.await(4)).containsExactly(
            new Recorder.Frame(10_000, 3, 1, 13, 15, 0),
            new Recorder.Frame(10_000, 3, 2, 13, 15, 0),
            new Recorder.Frame(10_000, 3, 3, 13, 15, 0),
            new Recorder.Frame(10_000, 3, 4, -1, 4_294_967_295L, 0));
        assertThat(publisher.counters().untraced()).isEqualTo(4);
        assertThat(publisher.counters().linksSent()).isZero();
        assertThat(publisher.counters().linksDropped()).isZero();
    }

    @Test
    void shouldTraceFromTheNextFrameOn()
    {
        publisher.publishRoot(1, 13, 15);
        trace();
        publisher.publishRoot(2, 13, 15);

        assertThat(publisher.isTracing()).isTrue();
        assertThat(recorder.await(2)).containsExactly(
            new Recorder.Frame(10_000, 3, 1, 13, 15, 0),
            new Recorder.Frame(10_000, 3, 2, 13, 15, FIRST_ID));
    }

    @Test
    void shouldTraceByNodeIdOrByItsSource()
    {
        publisher.enableTracing(5);
        publisher.publishRoot(1, 13, 15);
        assertThat(TraceIdLayout.DEFAULT.nodeId(publisher.traceId())).isEqualTo(5);

        publisher.enableTracing((layout) -> layout.maxNodeId());
        publisher.publishRoot(2, 13, 15);
        assertThat(TraceIdLayout.DEFAULT.nodeId(publisher.traceId())).isEqualTo(1_023);
    }

    @Test
    void shouldGoOnWithTheIdsOfANodeIdThatStays()
    {
        trace();
        publisher.publishRoot(1, 13, 15);
        assertThat(publisher.traceId()).isEqualTo(FIRST_ID);

        publisher.enableTracing(7);
        publisher.publishRoot(2, 13, 15);
        assertThat(publisher.traceId()).isEqualTo(FIRST_ID + 1);

        publisher.enableTracing((layout) -> 7);
        publisher.publishRoot(3, 13, 15);
        assertThat(publisher.traceId()).isEqualTo(FIRST_ID + 2);
    }

    @Test
    void shouldNotGoOnInAnotherLayout()
    {
        final TraceIdLayout layout = new TraceIdLayout(4, 4, 0);
        publisher.enableTracing(new SnowflakeTraceIdGenerator(layout, 7, clock));
        publisher.publishRoot(1, 13, 15);
        assertThat(publisher.traceId()).isEqualTo(NOW_MS << 8 | 7 << 4);

        publisher.enableTracing(7);
        publisher.publishRoot(2, 13, 15);
        assertThat(TraceIdLayout.DEFAULT.timestampMs(publisher.traceId())).isGreaterThan(NOW_MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_024})
    void shouldNotTraceWithANodeIdThatDoesNotFit(final int nodeId)
    {
        assertThatThrownBy(() -> publisher.enableTracing(nodeId))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("nodeId=" + nodeId + " must be in 0..1023");
        assertThatThrownBy(() -> publisher.enableTracing((layout) -> nodeId))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("nodeId=" + nodeId + " must be in 0..1023");

        assertThat(publisher.isTracing()).isFalse();
    }

    @Test
    void shouldNotTraceWithoutANodeIdOrAGenerator()
    {
        assertThatThrownBy(() -> publisher.enableTracing((layout) ->
        {
            throw new IllegalStateException("no node ID");
        })).isInstanceOf(IllegalStateException.class).hasMessage("no node ID");
        assertThatThrownBy(() -> publisher.enableTracing((TraceIdGenerator)null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("generator");

        assertThat(publisher.isTracing()).isFalse();
        assertThat(publisher.publishRoot(1, 13, 15)).isPositive();
        assertThat(recorder.await(1)).containsExactly(new Recorder.Frame(10_000, 3, 1, 13, 15, 0));
    }

    @Test
    void shouldSwitchTheEpochOfBothMessagesWhileTraceIdsGoOn()
    {
        trace();
        addParents(10, 20);
        publisher.publishJoined(1, 13, 15, parents);

        publisher.epoch(-4);
        publisher.publishJoined(0, 13, 15, parents);

        assertThat(publisher.epoch()).isEqualTo(-4);
        recorder.await(4);
        assertThat(recorder.frames()).containsExactly(
            new Recorder.Frame(10_000, 3, 1, 13, 15, FIRST_ID),
            new Recorder.Frame(10_000, -4, 0, 13, 15, FIRST_ID + 1));
        assertThat(recorder.links()).containsExactly(
            new Recorder.Links(10_000, 3, 1, FIRST_ID, List.of(10L, 20L)),
            new Recorder.Links(10_000, -4, 0, FIRST_ID + 1, List.of(10L, 20L)));
    }

    @Test
    void shouldLoseNothingWhereTermsEnd()
    {
        final int count = 3_000;
        try (Publication descriptorPublication = fixture.connectedPublication(descriptors);
            Publication controlPublication = fixture.connectedPublication(control);
            FramePublisher onGiven = new FramePublisher(fixture.publisherContext(0, 0)
                .descriptorPublication(descriptorPublication)
                .controlPublication(controlPublication)))
        {
            onGiven.enableTracing(7);
            addParents(10, 20, 30);

            for (int seq = 0; seq < count; seq++)
            {
                AeronFixture.await(() ->
                {
                    recorder.poll();
                    return descriptorPublication.availableWindow() > 1_000 &&
                        controlPublication.availableWindow() > 1_000;
                });
                assertThat(onGiven.publishJoined(seq, 13, 15, parents)).isPositive();
                assertThat(onGiven.linkResult()).isPositive();
            }

            recorder.await(2 * count);
            assertThat(descriptorPublication.position()).isGreaterThan(3 * 64 * 1024);
            assertThat(controlPublication.position()).isGreaterThan(3 * 64 * 1024);
            assertThat(recorder.frames()).extracting(Recorder.Frame::seq).hasSize(count).isSorted();
            assertThat(recorder.links()).extracting(Recorder.Links::seq).hasSize(count).isSorted();
            assertThat(onGiven.counters().linksDropped()).isZero();
            assertThat(onGiven.counters().notSent()).isZero();
        }
    }

    @Test
    void shouldShowItsCountersToEverybody()
    {
        trace();
        addParents(10, 20);
        publisher.publishRoot(1, 13, 15);
        publisher.publishDerived(2, 13, 15, 42);
        publisher.publishDerived(3, 13, 15, 42);
        publisher.publishJoined(4, 13, 15, parents);
        publisher.publishDerived(5, 13, 15, 0);

        try (FramePublisher other = new FramePublisher(
            fixture.publisherContext(descriptors.streamId(), control.streamId()).streamId(4_294_967_295L)))
        {
            assertThat(counterValue(FrameCounters.FRAMES_ROOT_TYPE_ID, "frames-root")).isEqualTo(1);
            assertThat(counterValue(FrameCounters.FRAMES_DERIVED_TYPE_ID, "frames-derived")).isEqualTo(2);
            assertThat(counterValue(FrameCounters.FRAMES_JOINED_TYPE_ID, "frames-joined")).isEqualTo(1);
            assertThat(counterValue(FrameCounters.FRAMES_UNTRACED_TYPE_ID, "frames-untraced")).isZero();
            assertThat(counterValue(FrameCounters.FRAMES_NOT_SENT_TYPE_ID, "frames-not-sent")).isZero();
            assertThat(counterValue(FrameCounters.FRAMES_REFUSED_TYPE_ID, "frames-refused")).isEqualTo(1);
            assertThat(counterValue(FrameCounters.LINKS_SENT_TYPE_ID, "links-sent")).isEqualTo(1);
            assertThat(fixture.counterValue(1_000, "tracelink frames-root: stream=4294967295")).isZero();
            assertThat(other.counters().root()).isZero();
        }
    }

    private static long counterValue(final int typeId, final String name)
    {
        return fixture.counterValue(typeId, "tracelink " + name + ": stream=10000");
    }

    private void trace()
    {
        publisher.enableTracing(new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, 7, clock));
    }

    private void addParents(final long... ids)
    {
        parents.clear();
        for (final long id : ids)
        {
            assertThat(parents.add(id)).isPositive();
        }
    }
}
