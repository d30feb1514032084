package io.tracelink.aeron;

import io.aeron.Publication;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TimeSliceSampler;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static io.tracelink.aeron.TestStage.NOW_MS;
import static io.tracelink.aeron.TestStage.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Sampling and links of one parent, in every mode alike.
 */
class FramePublisherSettingsTest
{
    private static final long OUT_OF_SLICE_MS = NOW_MS + 500;
    private static final TimeSliceSampler SAMPLER = new TimeSliceSampler(TraceIdLayout.DEFAULT, 100, 1_000);

    private static AeronFixture fixture;

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

    static Stream<Arguments> combinations()
    {
        return Arrays.stream(PublishMode.values()).flatMap((mode) -> Stream.of(
            Arguments.of(mode, false, false),
            Arguments.of(mode, false, true),
            Arguments.of(mode, true, false),
            Arguments.of(mode, true, true)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldPublishAlikeInEveryMode(final PublishMode mode, final boolean isSampling, final boolean ofOneParent)
    {
        try (TestStage stage = new TestStage(
            fixture,
            mode,
            (context) -> context.sampler(isSampling ? SAMPLER : null).linksOfOneParent(ofOneParent),
            UnaryOperator.identity()))
        {
            final FramePublisher publisher = stage.publisher;
            final long keptResult = mode.isAsync() ? FramePublisher.QUEUED : Long.MAX_VALUE;

            assertThat(publisher.publishRoot(1, 13, 15)).isPositive();
            assertLinkResult(publisher, FramePublisher.NO_LINKS);
            assertThat(publisher.publishDerived(2, 13, 15, 42)).isPositive();
            assertLinkResult(publisher, ofOneParent ? keptResult : FramePublisher.NO_LINKS);
            assertThat(publisher.publishJoined(3, 13, 15, parents(10, 20))).isPositive();
            assertLinkResult(publisher, keptResult);
            assertThat(publisher.publishJoined(4, 13, 15, parents(77))).isPositive();
            assertLinkResult(publisher, ofOneParent ? keptResult : FramePublisher.NO_LINKS);

            stage.clock.update(OUT_OF_SLICE_MS);
            final long laterResult = isSampling ? FramePublisher.SAMPLED_OUT : keptResult;
            assertThat(publisher.publishJoined(5, 13, 15, parents(30, 10))).isPositive();
            assertLinkResult(publisher, laterResult);
            assertThat(publisher.publishDerived(6, 13, 15, 42)).isPositive();
            assertLinkResult(publisher, ofOneParent ? laterResult : FramePublisher.NO_LINKS);
            stage.work();

            final List<Recorder.Links> links = expectedLinks(isSampling, ofOneParent);
            stage.recorder.await(6 + links.size());
            assertThat(stage.recorder.frames()).containsExactlyElementsOf(expectedFrames(ofOneParent));
            assertThat(stage.recorder.links()).containsExactlyElementsOf(links);

            assertThat(publisher.counters().root()).isEqualTo(1);
            assertThat(publisher.counters().derived()).isEqualTo(ofOneParent ? 0 : 3);
            assertThat(publisher.counters().joined()).isEqualTo(ofOneParent ? 5 : 2);
            assertThat(publisher.counters().linksSampledOut()).isEqualTo(isSampling ? ofOneParent ? 2 : 1 : 0);
            assertThat(publisher.counters().linksDropped()).isZero();
            assertThat(publisher.counters().notSent()).isZero();
            assertThat(publisher.counters().linksSent()).isEqualTo(mode.isAsync() ? 0 : links.size());
            assertThat(stage.sendingCounters().linksSent()).isEqualTo(links.size());
            assertThat(stage.sendingCounters().linksDropped()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void shouldRefuseAlikeInEveryMode(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(
            fixture, mode, (context) -> context.linksOfOneParent(true), UnaryOperator.identity()))
        {
            final FramePublisher publisher = stage.publisher;

            assertThat(publisher.publishDerived(1, 13, 15, TraceId.NULL)).isEqualTo(TraceId.NOT_A_TRACE_ID);
            assertThat(publisher.publishDerived(1, 13, 15, TraceId.NO_PARENTS)).isEqualTo(TraceId.NOT_A_TRACE_ID);
            assertThat(publisher.publishJoined(1, 13, 15, parents())).isEqualTo(TraceId.NO_PARENTS);
            assertThat(publisher.publishJoined(1, 13, 15, null)).isEqualTo(TraceId.NO_PARENTS);
            stage.clock.update(Long.MAX_VALUE);
            assertThat(publisher.publishDerived(1, 13, 15, 42)).isEqualTo(TraceId.EXHAUSTED);
            assertThat(publisher.publishJoined(1, 13, 15, parents(10))).isEqualTo(TraceId.EXHAUSTED);
            assertThat(publisher.publishJoined(1, 13, 15, parents(10, 20))).isEqualTo(TraceId.EXHAUSTED);

            assertThat(stage.work()).isZero();
            assertThat(publisher.counters().refused()).isEqualTo(7);
            assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
            assertThat(stage.recorder.await(0)).isEmpty();
            publisher.close();
            assertThat(publisher.publishDerived(1, 13, 15, 42)).isEqualTo(Publication.CLOSED);
            assertThat(publisher.publishJoined(1, 13, 15, parents(10, 20))).isEqualTo(Publication.CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void shouldSwitchTheEpochOfBothMessages(final PublishMode mode)
    {
        try (TestStage stage = new TestStage(fixture, mode))
        {
            stage.publisher.publishJoined(1, 13, 15, parents(10, 20));
            stage.publisher.epoch(-4);
            stage.publisher.publishJoined(0, 13, 15, parents(30, 40));
            stage.work();

            stage.recorder.await(4);
            assertThat(stage.recorder.frames()).containsExactly(
                new Recorder.Frame(10_000, 3, 1, 13, 15, id(NOW_MS, 0)),
                new Recorder.Frame(10_000, -4, 0, 13, 15, id(NOW_MS, 1)));
            assertThat(stage.recorder.links()).containsExactly(
                new Recorder.Links(10_000, 3, 1, id(NOW_MS, 0), List.of(10L, 20L)),
                new Recorder.Links(10_000, -4, 0, id(NOW_MS, 1), List.of(30L, 40L)));
        }
    }

    @Test
    void shouldShowHowFarIdsAreAheadOfTheClock()
    {
        try (TestStage stage = new TestStage(fixture, PublishMode.OWN_THREAD))
        {
            final FrameCounters counters = stage.publisher.counters();
            stage.publisher.publishRoot(0, 13, 15);
            assertThat(counters.clockLeadMs()).isZero();

            stage.clock.update(NOW_MS - 5_000);
            for (int i = 1; i < 256; i++)
            {
                stage.publisher.publishRoot(i, 13, 15);
                stage.recorder.poll();
            }
            assertThat(counters.clockLeadMs()).isZero();
            stage.publisher.publishRoot(256, 13, 15);
            assertThat(counters.clockLeadMs()).isEqualTo(5_000);
            assertThat(fixture.counterValue(1_018, "tracelink clock-lead ms: stream=10000")).isEqualTo(5_000);

            stage.clock.update(NOW_MS + 101);
            stage.publisher.publishJoined(257, 13, 15, parents(10, 20));
            assertThat(counters.clockLeadMs()).isZero();
        }
    }

    @Test
    void shouldCountASetOfAGeneratorThatGivesNoId()
    {
        try (TestStage stage = new TestStage(fixture, PublishMode.OWN_THREAD))
        {
            stage.publisher.enableTracing(new NullGenerator());
            assertThat(stage.publisher.publishJoined(1, 13, 15, parents(10, 20))).isPositive();

            assertThat(fixture.counterValue(1_019, "tracelink links-refused: stream=10000")).isEqualTo(1);
            assertThat(stage.publisher.counters().linksDropped()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefusePublicationsBesideAnAsyncPublisher()
    {
        try (TestStage stage = new TestStage(fixture, PublishMode.ALL_QUEUED_BY_MANY);
            Publication publication = fixture.connectedPublication(stage.control))
        {
            final FramePublisher.Context context =
                fixture.publisherContext(0, 0).asyncPublisher(stage.asyncPublisher);

            assertThatThrownBy(() -> new FramePublisher(context.controlPublication(publication)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("controlPublication=" + publication +
                    " must be null, since asyncPublisher is set and has its own");
            assertThatThrownBy(() -> new FramePublisher(
                context.controlPublication(null).descriptorPublication(publication)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("descriptorPublication=").hasMessageEndingWith("has its own");
        }
    }

    private static List<Recorder.Frame> expectedFrames(final boolean ofOneParent)
    {
        return List.of(
            frame(1, id(NOW_MS, 0)),
            frame(2, ofOneParent ? id(NOW_MS, 1) : 42),
            frame(3, id(NOW_MS, ofOneParent ? 2 : 1)),
            frame(4, ofOneParent ? id(NOW_MS, 3) : 77),
            frame(5, id(OUT_OF_SLICE_MS, 0)),
            frame(6, ofOneParent ? id(OUT_OF_SLICE_MS, 1) : 42));
    }

    private static List<Recorder.Links> expectedLinks(final boolean isSampling, final boolean ofOneParent)
    {
        final List<Recorder.Links> links = new ArrayList<>();
        if (ofOneParent)
        {
            links.add(links(2, id(NOW_MS, 1), 42L));
        }
        links.add(links(3, id(NOW_MS, ofOneParent ? 2 : 1), 10L, 20L));
        if (ofOneParent)
        {
            links.add(links(4, id(NOW_MS, 3), 77L));
        }
        if (!isSampling)
        {
            links.add(links(5, id(OUT_OF_SLICE_MS, 0), 30L, 10L));
        }
        if (!isSampling && ofOneParent)
        {
            links.add(links(6, id(OUT_OF_SLICE_MS, 1), 42L));
        }

        return links;
    }

    private static Recorder.Frame frame(final long seq, final long traceId)
    {
        return new Recorder.Frame(10_000, 3, seq, 13, 15, traceId);
    }

    private static Recorder.Links links(final long seq, final long traceId, final Long... parents)
    {
        return new Recorder.Links(10_000, 3, seq, traceId, List.of(parents));
    }

    private static void assertLinkResult(final FramePublisher publisher, final long expected)
    {
        if (Long.MAX_VALUE == expected)
        {
            assertThat(publisher.linkResult()).isPositive();
        }
        else
        {
            assertThat(publisher.linkResult()).isEqualTo(expected);
        }
    }

    private ParentSet parents(final long... ids)
    {
        parents.clear();
        for (final long id : ids)
        {
            assertThat(parents.add(id)).isPositive();
        }

        return parents;
    }

    /**
     * Breaks its contract.
     */
    private static final class NullGenerator implements TraceIdGenerator
    {
        @Override
        public long nextId()
        {
            return TraceId.NULL;
        }

        @Override
        public long clockLeadMs()
        {
            return 0;
        }

        @Override
        public int nodeId()
        {
            return 7;
        }

        @Override
        public TraceIdLayout layout()
        {
            return TraceIdLayout.DEFAULT;
        }
    }
}
