package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.tracelink.core.ParentSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Processes whose URIs of one stream ask for different term lengths.
 */
class TraceStreamsTest
{
    private static AeronFixture fixture;

    private final int streamId = AeronFixture.nextStreamId();

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

    @Test
    void shouldNameBothUrisWhenTermLengthsClash()
    {
        try (Aeron peer = fixture.connect();
            Publication first = peer.addPublication("aeron:ipc?term-length=4m", streamId))
        {
            assertThatThrownBy(
                () -> TraceStreams.addPublication(fixture.aeron, "aeron:ipc?term-length=1m", streamId))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("streamId=" + streamId + ": existing publication has different 'term-length': " +
                    "existing=4194304 requested=1048576 " +
                    "existingChannel=aeron:ipc?term-length=4m channel=aeron:ipc?term-length=1m: " +
                    "shared publications of a stream have one log, open all of them with the same URI")
                .hasCauseInstanceOf(RegistrationException.class);
            assertThat(fixture.takeErrors()).isNotEmpty();

            try (Publication second = TraceStreams.addPublication(
                fixture.aeron, "aeron:ipc?term-length=4m", streamId))
            {
                assertThat(second.sessionId()).isEqualTo(first.sessionId());
            }
        }
    }

    @Test
    void shouldLeaveOtherErrorsAsTheyAre()
    {
        assertThatThrownBy(() -> TraceStreams.addPublication(fixture.aeron, "aeron:ipc?term-length=3m", streamId))
            .isInstanceOf(RegistrationException.class)
            .hasMessageContaining("Term length not a power of 2");
        assertThat(fixture.takeErrors()).isNotEmpty();
    }

    @Test
    void shouldPublishBesideAPeerWithAnotherTermLength()
    {
        final int descriptorStreamId = AeronFixture.nextStreamId();
        final ParentSet parents = new ParentSet(2);
        parents.add(10);
        parents.add(20);
        try (Aeron peer = fixture.connect();
            Publication shared = peer.addPublication("aeron:ipc?term-length=4m", streamId);
            Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(streamId);
            FramePublisher publisher = new FramePublisher(fixture
                .publisherContext(descriptorStreamId, streamId)
                .controlChannel("aeron:ipc?term-length=1m")))
        {
            publisher.enableTracing(7);
            AeronFixture.await(() -> publisher.isConnected() && control.imageCount() == 2);

            assertThat(publisher.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(publisher.linkResult()).isPositive();

            assertThat(new Recorder(descriptors, control).await(2)).hasSize(2);
            assertThat(shared.isConnected()).isTrue();
        }
    }

    @Test
    void shouldShareThePublicationsOfItsClient()
    {
        final int descriptorStreamId = AeronFixture.nextStreamId();
        final ParentSet parents = new ParentSet(2);
        parents.add(10);
        parents.add(20);
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(streamId);
            FramePublisher first = new FramePublisher(
                fixture.publisherContext(descriptorStreamId, streamId).sharedPublications(true));
            FramePublisher second = new FramePublisher(
                fixture.publisherContext(descriptorStreamId, streamId).sharedPublications(true)))
        {
            first.enableTracing(7);
            second.enableTracing(8);
            AeronFixture.await(() -> first.isConnected() && second.isConnected() && control.imageCount() > 0);

            assertThat(first.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(second.publishJoined(2, 13, 15, parents)).isPositive();
            assertThat(first.linkResult()).isPositive();
            assertThat(second.linkResult()).isGreaterThan(first.linkResult());
            assertThat(new Recorder(descriptors, control).await(4)).hasSize(4);

            assertThat(List.of(descriptors.imageCount(), control.imageCount())).containsOnly(1);
        }
    }

    @Test
    void shouldNameBothUrisWhereItsSharedPublicationsClash()
    {
        try (Aeron peer = fixture.connect();
            Publication first = peer.addPublication("aeron:ipc?term-length=1m", streamId))
        {
            assertThatThrownBy(() -> new FramePublisher(fixture
                .publisherContext(AeronFixture.nextStreamId(), streamId)
                .controlChannel("aeron:ipc?term-length=4m")
                .sharedPublications(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("existingChannel=" + first.channel() + " channel=aeron:ipc?term-length=4m");
            assertThat(fixture.takeErrors()).isNotEmpty();
        }
    }
}
