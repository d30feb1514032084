package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links that cannot be sent are dropped and counted by their reason; the frame goes on.
 */
class FramePublisherFaultTest
{
    private static AeronFixture fixture;

    private final ParentSet parents = new ParentSet(2_000);

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

    @Test
    void shouldPublishTheFrameWhenNobodyReadsLinks()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher = tracing(descriptors.streamId(), AeronFixture.nextStreamId()))
        {
            AeronFixture.await(publisher::isConnected);

            assertThat(publisher.publishJoined(1, 13, 15, parents)).isPositive();

            assertThat(publisher.linkResult()).isEqualTo(Publication.NOT_CONNECTED);
            assertDropped(publisher, FrameCounters.LINKS_NOT_CONNECTED_TYPE_ID, "links-dropped not-connected", 1);
            assertThat(new Recorder(descriptors).await(1))
                .containsExactly(new Recorder.Frame(10_000, publisher.epoch(), 1, 13, 15, publisher.traceId()));

            assertThat(publisher.publishRoot(2, 13, 15)).isPositive();
            assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
        }
    }

    @Test
    void shouldPublishTheFrameWhenAReaderOfLinksStopsPolling()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            Subscription stopped = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher = tracing(descriptors.streamId(), stopped.streamId()))
        {
            AeronFixture.await(() -> publisher.isConnected() && stopped.isConnected());
            final Recorder recorder = new Recorder(descriptors);

            final int[] published = new int[1];
            AeronFixture.await(() ->
            {
                if (publisher.publishJoined(published[0], 13, 15, parents) > 0)
                {
                    published[0]++;
                }
                recorder.poll();
                return publisher.linkResult() == Publication.BACK_PRESSURED;
            });
            final int beforeTheFault = published[0];

            AeronFixture.await(() ->
            {
                if (publisher.publishJoined(published[0], 13, 15, parents) > 0)
                {
                    assertThat(publisher.linkResult()).isEqualTo(Publication.BACK_PRESSURED);
                    published[0]++;
                }
                recorder.poll();
                return published[0] == beforeTheFault + 1_000;
            });

            recorder.await(published[0]);
            assertThat(recorder.frames()).extracting(Recorder.Frame::seq).hasSize(published[0]).isSorted();
            assertDropped(
                publisher, FrameCounters.LINKS_BACK_PRESSURED_TYPE_ID, "links-dropped back-pressured", 1_001);
            assertThat(publisher.counters().linksSent()).isEqualTo(beforeTheFault - 1);
        }
    }

    @Test
    void shouldSendLinksAgainWhenTheReaderGoesOn()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher = tracing(descriptors.streamId(), control.streamId()))
        {
            AeronFixture.await(() -> publisher.isConnected() && control.isConnected());
            final Recorder descriptorReader = new Recorder(descriptors);
            AeronFixture.await(() ->
            {
                publisher.publishJoined(1, 13, 15, parents);
                descriptorReader.poll();
                return publisher.linkResult() == Publication.BACK_PRESSURED;
            });

            final Recorder controlReader = new Recorder(control);
            AeronFixture.await(() ->
            {
                controlReader.poll();
                descriptorReader.poll();
                publisher.publishJoined(2, 13, 15, parents);
                return publisher.linkResult() > 0;
            });
            controlReader.await((int)publisher.counters().linksSent());

            assertThat(controlReader.links()).last().extracting(Recorder.Links::seq).isEqualTo(2L);
        }
    }

    @Test
    void shouldPublishTheFrameWhenThePublicationOfLinksIsClosed()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            Publication controlPublication = fixture.connectedPublication(control);
            FramePublisher publisher = new FramePublisher(fixture
                .publisherContext(descriptors.streamId(), 0)
                .controlPublication(controlPublication)))
        {
            publisher.enableTracing(7);
            AeronFixture.await(publisher::isConnected);
            CloseHelper.close(controlPublication);

            assertThat(publisher.publishJoined(1, 13, 15, parents)).isPositive();

            assertThat(publisher.linkResult()).isEqualTo(Publication.CLOSED);
            assertDropped(publisher, FrameCounters.LINKS_CLOSED_TYPE_ID, "links-dropped closed", 1);
            assertThat(new Recorder(descriptors).await(1)).hasSize(1);
        }
    }

    @Test
    void shouldPublishTheFrameWhenItsLinksAreLongerThanAMessage()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher = tracing(descriptors.streamId(), control.streamId()))
        {
            AeronFixture.await(() -> publisher.isConnected() && control.isConnected());
            for (int i = 100; parents.size() < parents.capacity(); i++)
            {
                parents.add(i);
            }

            assertThat(publisher.publishJoined(1, 13, 15, parents)).isPositive();

            assertThat(publisher.linkResult()).isEqualTo(MessageResult.TOO_MANY_PARENTS);
            assertDropped(publisher, FrameCounters.LINKS_TOO_LONG_TYPE_ID, "links-dropped too-long", 1);
            assertThat(new Recorder(descriptors, control).await(1)).hasSize(1);
        }
    }

    @Test
    void shouldReportNoLinksOfAFrameThatWasNotTaken()
    {
        try (Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher = tracing(AeronFixture.nextStreamId(), control.streamId()))
        {
            AeronFixture.await(control::isConnected);

            assertThat(publisher.publishRoot(1, 13, 15)).isEqualTo(Publication.NOT_CONNECTED);
            assertThat(publisher.publishDerived(1, 13, 15, 42)).isEqualTo(Publication.NOT_CONNECTED);
            assertThat(publisher.publishJoined(1, 13, 15, parents)).isEqualTo(Publication.NOT_CONNECTED);

            assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
            assertThat(publisher.traceId()).isZero();
            assertThat(publisher.counters().notSent()).isEqualTo(3);
            assertThat(publisher.counters().joined()).isZero();
            assertThat(publisher.counters().linksDropped()).isZero();
            assertThat(new Recorder(control).await(0)).isEmpty();
        }
    }

    @Test
    void shouldTellThatTheFrameIsBackPressured()
    {
        try (Subscription stopped = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher = tracing(stopped.streamId(), AeronFixture.nextStreamId()))
        {
            AeronFixture.await(publisher::isConnected);
            AeronFixture.await(() -> publisher.publishRoot(1, 13, 15) == Publication.BACK_PRESSURED);
            final long traceId = publisher.traceId();
            final long notSent = publisher.counters().notSent();

            assertThat(publisher.publishJoined(1, 13, 15, parents)).isEqualTo(Publication.BACK_PRESSURED);

            assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
            assertThat(publisher.traceId()).isEqualTo(traceId);
            assertThat(publisher.counters().notSent()).isEqualTo(notSent + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // result of a publication or of TraceLinkPublisher, counter
        "1, 1010, links-sent",
        "9223372036854775807, 1010, links-sent",
        "-1, 1011, links-dropped not-connected",
        "-2, 1012, links-dropped back-pressured",
        "-3, 1013, links-dropped admin-action",
        "-4, 1014, links-dropped closed",
        "-5, 1014, links-dropped closed",
        "-8, 1015, links-dropped too-long",
        "-40, 1016, links-dropped ring-full",
        "-7, 1019, links-refused",
        "-9, 1019, links-refused",
    })
    void shouldCountLinksByTheirReason(final long result, final int typeId, final String name)
    {
        final FrameCounters counters = FrameCounters.ofStream(77);
        try
        {
            counters.connect(fixture.aeron, counters.open(fixture.aeron));
            counters.onLinkResult(result, 1);

            assertThat(fixture.counterValue(typeId, "tracelink " + name + ": stream=77")).isEqualTo(1);
            assertThat(counters.linksSent() + counters.linksDropped()).isEqualTo(1);
            assertThat(counters.linksSent()).isEqualTo(result > 0 ? 1 : 0);
        }
        finally
        {
            counters.close();
        }
    }

    private static FramePublisher tracing(final int descriptorStreamId, final int controlStreamId)
    {
        final FramePublisher publisher =
            new FramePublisher(fixture.publisherContext(descriptorStreamId, controlStreamId));
        publisher.enableTracing(7);

        return publisher;
    }

    private static void assertDropped(
        final FramePublisher publisher, final int typeId, final String name, final long count)
    {
        assertThat(fixture.counterValue(typeId, "tracelink " + name + ": stream=10000")).isEqualTo(count);
        assertThat(publisher.counters().linksDropped()).isEqualTo(count);
    }
}
