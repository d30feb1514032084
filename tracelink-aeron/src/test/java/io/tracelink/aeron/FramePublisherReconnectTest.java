package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.DriverTimeoutException;
import io.aeron.exceptions.RegistrationException;
import io.tracelink.core.ParentSet;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.tracelink.aeron.TestStage.NOW_MS;
import static io.tracelink.aeron.TestStage.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * After its Aeron client is gone a publisher goes on with the next one.
 */
class FramePublisherReconnectTest
{
    /**
     * Of a publisher, its registration included.
     */
    private static final int COUNTERS = 17;

    private static AeronFixture fixture;

    private final int descriptorStreamId = AeronFixture.nextStreamId();
    private final int controlStreamId = AeronFixture.nextStreamId();
    private final CachedEpochClock clock = new CachedEpochClock();
    private final ParentSet parents = new ParentSet(2);

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
    void setUp()
    {
        clock.update(NOW_MS);
        parents.add(10);
        parents.add(20);
    }

    @Test
    void shouldGoOnWithTheNextMediaDriver()
    {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final AeronFixture mortal = new AeronFixture();
        final Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mortal.mediaDriver.aeronDirectoryName())
            .driverTimeoutMs(1_000)
            .errorHandler(errors::add));
        final Subscription before = mortal.subscribe(descriptorStreamId);
        final FramePublisher publisher = new FramePublisher(
            mortal.publisherContext(descriptorStreamId, controlStreamId).aeron(aeron).epoch(3));
        publisher.enableTracing(new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, 7, clock));
        AeronFixture.await(publisher::isConnected);
        assertThat(publisher.publishRoot(0, 13, 15)).isPositive();
        assertThat(new Recorder(before).await(1)).hasSize(1);
        before.close();
        mortal.close();
        AeronFixture.await(() -> Publication.CLOSED == publisher.publishDerived(1, 13, 15, 42));
        // the client closes its publications first and itself then
        aeron.close();

        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(controlStreamId))
        {
            final long notSent = publisher.counters().notSent();
            publisher.reconnect(fixture.aeron);
            AeronFixture.await(() -> publisher.isConnected() && control.isConnected());
            assertThat(publisher.publishJoined(2, 13, 15, parents)).isPositive();
            assertThat(publisher.linkResult()).isPositive();

            assertThat(new Recorder(descriptors, control).await(2)).containsExactlyInAnyOrder(
                new Recorder.Frame(10_000, 3, 2, 13, 15, id(NOW_MS, 1)),
                new Recorder.Links(10_000, 3, 2, id(NOW_MS, 1), List.of(10L, 20L)));
            assertThat(publisher.counters().root()).isEqualTo(1);
            assertThat(publisher.counters().joined()).isEqualTo(1);
            assertThat(counter(1_000, "frames-root")).isEqualTo(1);
            assertThat(counter(1_002, "frames-joined")).isEqualTo(1);
            assertThat(counter(1_004, "frames-not-sent")).isEqualTo(notSent).isPositive();
            AeronFixture.await(() -> isRegistered(7));
            publisher.close();
            AeronFixture.await(() -> fixture.counterCount() == 0);
        }
        assertThat(errors).anyMatch(DriverTimeoutException.class::isInstance);
    }

    @Test
    void shouldGoOnWithPublicationsThatAreHandedIn()
    {
        final Aeron mortal = fixture.connect();
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            FramePublisher publisher = new FramePublisher(context(mortal).descriptorPublication(
                mortal.addExclusivePublication(AeronFixture.CHANNEL, descriptorStreamId))))
        {
            mortal.close();
            assertThatThrownBy(() -> publisher.reconnect(fixture.aeron))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("descriptorPublication=null must be set to the successor of the one that was handed in");
            try (Publication publication = fixture.connectedPublication(descriptors))
            {
                assertThatThrownBy(() -> publisher.reconnect(fixture.aeron, publication, publication))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("controlPublication=" + publication + " must be null: this publisher opens its own");
                assertThat(publisher.publishRoot(1, 13, 15)).isEqualTo(Publication.CLOSED);

                publisher.reconnect(fixture.aeron, publication, null);
                assertThat(publisher.publishRoot(2, 13, 15)).isPositive();
                assertThat(new Recorder(descriptors).await(1)).hasSize(1);
                CloseHelper.close(publisher);
                assertThat(publication.isClosed()).isFalse();
            }
        }
    }

    @Test
    void shouldTakeOthersForPublicationsThatWereClosedWhileTheClientIsOpen()
    {
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(controlStreamId);
            Publication firstDescriptors = fixture.connectedPublication(descriptors);
            Publication firstControl = fixture.connectedPublication(control);
            FramePublisher publisher = new FramePublisher(context(fixture.aeron)
                .epoch(3).descriptorPublication(firstDescriptors).controlPublication(firstControl)))
        {
            publisher.enableTracing(new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, 7, clock));
            assertThat(publisher.publishJoined(0, 13, 15, parents)).isPositive();
            AeronFixture.await(() -> COUNTERS == fixture.counterCount());

            CloseHelper.close(firstControl);
            assertThat(publisher.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(publisher.linkResult()).isEqualTo(Publication.CLOSED);
            assertThatThrownBy(() -> publisher.reconnect(fixture.aeron, firstDescriptors, firstControl))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("controlPublication=" + firstControl + " is closed: hand in one that is open");
            try (Publication secondControl = fixture.connectedPublication(control))
            {
                publisher.reconnect(fixture.aeron, firstDescriptors, secondControl);
                assertThat(publisher.publishJoined(2, 13, 15, parents)).isPositive();
                assertThat(publisher.linkResult()).isPositive();

                CloseHelper.close(firstDescriptors);
                assertThat(publisher.publishJoined(3, 13, 15, parents)).isEqualTo(Publication.CLOSED);
                try (Publication secondDescriptors = fixture.connectedPublication(descriptors))
                {
                    publisher.reconnect(fixture.aeron, secondDescriptors, secondControl);
                    assertThat(publisher.publishJoined(4, 13, 15, parents)).isPositive();
                    assertThat(publisher.linkResult()).isPositive();

                    final Recorder recorder = new Recorder(descriptors, control);
                    recorder.await(4 + 3);
                    assertThat(recorder.frames()).extracting(Recorder.Frame::seq)
                        .containsExactlyInAnyOrder(0L, 1L, 2L, 4L);
                    assertThat(recorder.frames()).extracting(Recorder.Frame::epoch).containsOnly(3L);
                    assertThat(recorder.links()).extracting(Recorder.Links::seq)
                        .containsExactlyInAnyOrder(0L, 2L, 4L);
                    assertThat(publisher.counters().joined()).isEqualTo(4);
                    assertThat(publisher.counters().notSent()).isEqualTo(1);
                    assertThat(counter(1_014, "links-dropped closed")).isEqualTo(1);
                    assertThat(fixture.counterCount()).isEqualTo(COUNTERS);
                }
            }
        }
    }

    @Test
    void shouldStayAsItWasWhenPublicationsAreReplacedWithWhatIsOfNoUse()
    {
        try (Aeron other = fixture.connect();
            Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Publication publication = fixture.connectedPublication(descriptors);
            Publication tight = fixture.aeron.addExclusivePublication(
                "aeron:ipc?term-length=64k|mtu=64", AeronFixture.nextStreamId());
            FramePublisher publisher = new FramePublisher(
                context(fixture.aeron).descriptorPublication(publication)))
        {
            assertThatThrownBy(() -> publisher.reconnect(other, publication, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the former Aeron client is open, close it first");
            assertThatThrownBy(() -> publisher.reconnect(fixture.aeron))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("descriptorPublication=null must be set to the successor of the one that was handed in");
            assertThatThrownBy(() -> publisher.reconnect(fixture.aeron, publication, tight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("controlPublication=" + tight + " must be null: this publisher opens its own");
            assertThatThrownBy(() -> publisher.reconnect(fixture.aeron, tight, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("maxPayloadLength=32 of the descriptor publication must be at least 48");

            assertThat(publisher.publishRoot(1, 13, 15)).isPositive();
            assertThat(new Recorder(descriptors).await(1)).hasSize(1);
            CloseHelper.close(publication);
            assertThatThrownBy(() -> new FramePublisher(context(fixture.aeron).descriptorPublication(publication)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("descriptorPublication=" + publication + " is closed: hand in one that is open");
        }
    }

    @Test
    void shouldStayAsItWasWhenTheNextClientIsOfNoUse()
    {
        final Aeron mortal = fixture.connect();
        final Aeron closed = fixture.connect();
        closed.close();
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            FramePublisher publisher = new FramePublisher(context(mortal)))
        {
            mortal.close();
            assertThatThrownBy(() -> publisher.reconnect(closed)).isInstanceOf(RuntimeException.class);
            assertThat(publisher.publishRoot(1, 13, 15)).isEqualTo(Publication.CLOSED);
            assertThat(publisher.counters().notSent()).isEqualTo(1);

            publisher.reconnect(fixture.aeron);
            AeronFixture.await(publisher::isConnected);
            assertThat(publisher.publishRoot(2, 13, 15)).isPositive();
            assertThat(new Recorder(descriptors).await(1)).hasSize(1);
            assertThat(counter(1_004, "frames-not-sent")).isEqualTo(1);
        }
    }

    @Test
    void shouldLeaveNothingOpenWhenAPublicationIsRefused()
    {
        final Aeron mortal = fixture.connect();
        try (FramePublisher publisher = new FramePublisher(
            context(mortal).controlChannel("aeron:ipc?term-length=64k|session-id=98")))
        {
            mortal.close();
            AeronFixture.await(() -> fixture.publicationCount(controlStreamId) == 0);
            try (Publication blocker = fixture.aeron.addExclusivePublication(
                "aeron:ipc?term-length=64k|session-id=98", controlStreamId))
            {
                AeronFixture.await(() -> fixture.counterCount() == 0);
                assertThatThrownBy(() -> publisher.reconnect(fixture.aeron))
                    .isInstanceOf(RegistrationException.class);
                assertThat(fixture.takeErrors()).isNotEmpty();
                assertThat(blocker.isClosed()).isFalse();
            }
            AeronFixture.await(() ->
                fixture.counterCount() == 0 && fixture.publicationCount(descriptorStreamId) == 0);
        }
    }

    @Test
    void shouldRefuseToLeaveAnOpenClientOrToReopen()
    {
        final FramePublisher publisher = new FramePublisher(context(fixture.aeron));
        assertThatThrownBy(() -> publisher.reconnect(fixture.aeron))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the former Aeron client is open, close it first");
        publisher.close();
        assertThatThrownBy(() -> publisher.reconnect(fixture.aeron))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("frame publisher is closed");
    }

    private FramePublisher.Context context(final Aeron aeron)
    {
        return fixture.publisherContext(descriptorStreamId, controlStreamId).aeron(aeron);
    }

    private static long counter(final int typeId, final String name)
    {
        return fixture.counterValue(typeId, "tracelink " + name + ": stream=10000");
    }

    private static boolean isRegistered(final long nodeId)
    {
        final boolean[] isFound = new boolean[1];
        fixture.aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) ->
            isFound[0] |= NodeRegistration.TYPE_ID == typeId && nodeId == NodeRegistration.nodeId(keyBuffer, 0));

        return isFound[0];
    }
}
