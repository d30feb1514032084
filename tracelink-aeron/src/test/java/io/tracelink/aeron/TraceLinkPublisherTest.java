package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceId;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraceLinkPublisherTest
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
    @CsvSource({
        // termLength, parents; 167 fill a fragment of the default MTU, 1019 a message of 64k terms
        "64k, 1", "64k, 2", "64k, 167", "64k, 168", "64k, 169", "64k, 1019", "512k, 5000", "4m, 65531", "8m, 65534",
    })
    void shouldCarrySetsWhole(final String termLength, final int parentCount)
    {
        for (final boolean isExclusive : new boolean[]{true, false})
        {
            final String channel = "aeron:ipc?term-length=" + termLength;
            final int streamId = AeronFixture.nextStreamId();
            try (Subscription subscription = fixture.aeron.addSubscription(channel, streamId);
                Publication publication = isExclusive ?
                    fixture.aeron.addExclusivePublication(channel, streamId) :
                    fixture.aeron.addPublication(channel, streamId))
            {
                AeronFixture.awaitConnected(publication, subscription);
                final List<Long> expected = addParents(parentCount);

                assertThat(new TraceLinkPublisher(publication).publish(7, 9, 11, 42, parents)).isPositive();

                assertThat(new Recorder(subscription).await(1))
                    .containsExactly(new Recorder.Links(7, 9, 11, 42, expected));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"64k, 1020", "64k, 65534", "4m, 65532"})
    void shouldRefuseSetsThatAreLongerThanAMessage(final String termLength, final int parentCount)
    {
        final String channel = "aeron:ipc?term-length=" + termLength;
        final int streamId = AeronFixture.nextStreamId();
        try (Subscription subscription = fixture.aeron.addSubscription(channel, streamId);
            Publication publication = fixture.aeron.addExclusivePublication(channel, streamId))
        {
            AeronFixture.awaitConnected(publication, subscription);
            addParents(parentCount);

            assertThat(new TraceLinkPublisher(publication).publish(7, 9, 11, 42, parents))
                .isEqualTo(MessageResult.TOO_MANY_PARENTS);
            assertThat(publication.position()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {TraceId.NULL, TraceId.EXHAUSTED, TraceId.NOT_A_TRACE_ID, TraceId.NO_PARENTS})
    void shouldRefuseWhatIsNoTraceId(final long traceId)
    {
        try (Publication publication = unconnectedPublication())
        {
            addParents(2);

            assertThat(new TraceLinkPublisher(publication).publish(7, 9, 11, traceId, parents))
                .isEqualTo(MessageResult.NULL_TRACE_ID);
        }
    }

    @Test
    void shouldRefuseASetWithoutParents()
    {
        try (Publication publication = unconnectedPublication())
        {
            assertThat(new TraceLinkPublisher(publication).publish(7, 9, 11, 42, parents))
                .isEqualTo(MessageResult.NO_PARENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 500})
    void shouldTellThatNobodySubscribesOrThatItIsClosed(final int parentCount)
    {
        try (Publication publication = unconnectedPublication())
        {
            final TraceLinkPublisher publisher = new TraceLinkPublisher(publication);
            addParents(parentCount);

            assertThat(publisher.publish(7, 9, 11, 42, parents)).isEqualTo(Publication.NOT_CONNECTED);
            CloseHelper.close(publication);
            assertThat(publisher.publish(7, 9, 11, 42, parents)).isEqualTo(Publication.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 500})
    void shouldTellThatItIsBackPressured(final int parentCount)
    {
        try (Subscription subscription = fixture.subscribe(AeronFixture.nextStreamId());
            Publication publication = fixture.connectedPublication(subscription))
        {
            final TraceLinkPublisher publisher = new TraceLinkPublisher(publication);
            addParents(parentCount);

            AeronFixture.await(
                () -> Publication.BACK_PRESSURED == publisher.publish(7, 9, 11, 42, parents));
            final long position = publication.position();

            assertThat(publisher.publish(7, 9, 11, 42, parents)).isEqualTo(Publication.BACK_PRESSURED);
            assertThat(publication.position()).isEqualTo(position);
        }
    }

    /**
     * One in so many sets finds its term at the end, be it claimed or offered.
     */
    @ParameterizedTest
    @ValueSource(ints = {7, 300})
    void shouldLoseNothingWhereTermsEnd(final int parentCount)
    {
        try (Subscription subscription = fixture.subscribe(AeronFixture.nextStreamId());
            Publication publication = fixture.connectedPublication(subscription))
        {
            final TraceLinkPublisher publisher = new TraceLinkPublisher(publication);
            final Recorder recorder = new Recorder(subscription);
            addParents(parentCount);

            int count = 0;
            while (publication.position() < 5 * 64 * 1024)
            {
                AeronFixture.await(() ->
                {
                    recorder.poll();
                    return publication.availableWindow() > 8_192;
                });
                assertThat(publisher.publish(7, 9, count++, 42, parents)).isPositive();
            }

            recorder.await(count);
            assertThat(recorder.links()).extracting(Recorder.Links::seq).hasSize(count).isSorted();
        }
    }

    @Test
    void shouldReportThroughARing()
    {
        try (Subscription subscription = fixture.subscribe(AeronFixture.nextStreamId());
            AsyncPublisher asyncPublisher =
                new AsyncPublisher(fixture.asyncContext(0, subscription.streamId()).ringLength(4_096)))
        {
            AeronFixture.await(asyncPublisher::isConnected);
            final TraceLinkPublisher publisher = new TraceLinkPublisher(asyncPublisher);
            final List<Long> expected = addParents(3);
            assertThat(publisher.publish(7, 9, 11, 42, parents)).isEqualTo(FramePublisher.QUEUED);
            assertThat(publisher.publish(7, 9, 11, TraceId.NULL, parents)).isEqualTo(MessageResult.NULL_TRACE_ID);
            addParents(60);
            assertThat(publisher.publish(7, 9, 11, 42, parents)).isEqualTo(MessageResult.TOO_MANY_PARENTS);
            parents.clear();
            assertThat(publisher.publish(7, 9, 11, 42, parents)).isEqualTo(MessageResult.NO_PARENTS);
            assertThatThrownBy(() -> new TraceLinkPublisher(asyncPublisher))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("asyncPublisher has a producer and manyProducers=false");

            assertThat(asyncPublisher.doWork()).isEqualTo(1);
            assertThat(new Recorder(subscription).await(1))
                .containsExactly(new Recorder.Links(7, 9, 11, 42, expected));
        }
    }

    @Test
    void shouldRefuseToBeWithoutAPublication()
    {
        assertThatThrownBy(() -> new TraceLinkPublisher((Publication)null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("publication");
    }

    private static Publication unconnectedPublication()
    {
        return fixture.aeron.addExclusivePublication(AeronFixture.CHANNEL, AeronFixture.nextStreamId());
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
