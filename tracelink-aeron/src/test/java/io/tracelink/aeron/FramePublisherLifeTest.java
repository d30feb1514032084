package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.DriverTimeoutException;
import io.aeron.exceptions.RegistrationException;
import io.tracelink.core.NodeIdSource;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a publisher opens and closes, and what it does once things around it are closed.
 */
class FramePublisherLifeTest
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

    @Test
    void shouldOpenAndCloseWhatItWasNotGiven()
    {
        final FramePublisher publisher = new FramePublisher(context());
        assertThat(fixture.publicationCount(descriptorStreamId)).isEqualTo(1);
        assertThat(fixture.publicationCount(controlStreamId)).isEqualTo(1);
        assertThat(fixture.counterCount()).isEqualTo(16);

        publisher.close();
        publisher.close();

        AeronFixture.await(this::isNothingOpen);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLeaveWhatItWasGivenToItsOwner(final boolean isExclusive)
    {
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            Subscription control = fixture.subscribe(controlStreamId);
            Publication descriptorPublication = publication(isExclusive, descriptors);
            Publication controlPublication = publication(isExclusive, control))
        {
            final FramePublisher publisher = new FramePublisher(context()
                .descriptorPublication(descriptorPublication)
                .controlPublication(controlPublication));
            publisher.enableTracing(7);
            assertThat(publisher.publishJoined(1, 13, 15, parents)).isPositive();
            assertThat(publisher.linkResult()).isPositive();
            assertThat(new Recorder(descriptors, control).await(2)).hasSize(2);
            assertThat(fixture.publicationCount(descriptorStreamId)).isEqualTo(1);
            assertThat(fixture.publicationCount(controlStreamId)).isEqualTo(1);

            publisher.close();

            assertThat(descriptorPublication.isClosed()).isFalse();
            assertThat(controlPublication.isClosed()).isFalse();
            assertThat(publisher.publishJoined(2, 13, 15, parents)).isEqualTo(Publication.CLOSED);
        }
    }

    @Test
    void shouldRefuseFramesOnceItIsClosed()
    {
        final FramePublisher publisher = new FramePublisher(context());
        publisher.publishRoot(1, 13, 15);
        publisher.close();

        assertThat(publisher.publishRoot(2, 13, 15)).isEqualTo(Publication.CLOSED);
        publisher.enableTracing(7);
        assertThat(publisher.publishRoot(2, 13, 15)).isEqualTo(Publication.CLOSED);
        assertThat(publisher.publishDerived(2, 13, 15, 42)).isEqualTo(Publication.CLOSED);
        assertThat(publisher.publishJoined(2, 13, 15, parents)).isEqualTo(Publication.CLOSED);
        assertThat(publisher.linkResult()).isEqualTo(FramePublisher.NO_LINKS);
        assertThat(publisher.isConnected()).isFalse();
    }

    @Test
    void shouldKeepItsNumbersAfterEverythingIsClosed()
    {
        final Aeron aeron = fixture.connect();
        final FramePublisher publisher;
        try (Subscription descriptors = fixture.subscribe(descriptorStreamId))
        {
            publisher = new FramePublisher(context().aeron(aeron));
            AeronFixture.await(publisher::isConnected);
            publisher.enableTracing(7);
            publisher.publishRoot(1, 13, 15);
            publisher.publishJoined(2, 13, 15, parents);
            assertThat(new Recorder(descriptors).await(2)).hasSize(2);
        }

        aeron.close();
        assertThat(publisher.counters().root()).isEqualTo(1);
        publisher.close();

        assertThat(publisher.counters().root()).isEqualTo(1);
        assertThat(publisher.counters().joined()).isEqualTo(1);
        assertThat(publisher.counters().linksDropped()).isEqualTo(1);
    }

    @Test
    void shouldSurviveItsClient()
    {
        final Aeron aeron = fixture.connect();
        final FramePublisher publisher = new FramePublisher(context().aeron(aeron));
        publisher.enableTracing(7);

        aeron.close();

        assertThat(publisher.publishRoot(1, 13, 15)).isEqualTo(Publication.CLOSED);
        assertThat(publisher.publishDerived(2, 13, 15, 42)).isEqualTo(Publication.CLOSED);
        assertThat(publisher.publishJoined(3, 13, 15, parents)).isEqualTo(Publication.CLOSED);
        assertThat(publisher.publishDerived(4, 13, 15, 0)).isNegative();
        assertThat(publisher.isConnected()).isFalse();
        assertThat(publisher.counters().notSent()).isEqualTo(3);
        assertThat(publisher.counters().refused()).isEqualTo(1);

        publisher.close();
        publisher.close();
        assertThat(publisher.publishRoot(1, 13, 15)).isEqualTo(Publication.CLOSED);
    }

    @Test
    void shouldSurviveItsMediaDriver()
    {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final AeronFixture mortal = new AeronFixture();
        final Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mortal.mediaDriver.aeronDirectoryName())
            .driverTimeoutMs(200)
            .errorHandler(errors::add));
        final FramePublisher publisher = new FramePublisher(
            mortal.publisherContext(descriptorStreamId, controlStreamId).aeron(aeron));
        final Subscription descriptors = mortal.subscribe(descriptorStreamId);
        final Subscription control = mortal.subscribe(controlStreamId);
        publisher.enableTracing(7);
        AeronFixture.await(() -> publisher.isConnected() && control.isConnected());
        assertThat(publisher.publishJoined(0, 13, 15, parents)).isPositive();
        CloseHelper.closeAll(descriptors, control);

        mortal.close();

        AeronFixture.await(() -> Publication.CLOSED == publisher.publishJoined(1, 13, 15, parents));
        assertThat(publisher.counters().joined()).isPositive();
        assertThat(publisher.counters().notSent()).isPositive();
        publisher.close();
        aeron.close();
        assertThat(publisher.counters().joined()).isPositive();
        assertThat(errors).isNotEmpty().allMatch(DriverTimeoutException.class::isInstance);
    }

    @Test
    void shouldLeaveNothingOpenWhenThePublicationOfLinksIsRefused()
    {
        assertThatThrownBy(() -> new FramePublisher(context().controlChannel("aeron:ipc?term-length=5")))
            .isInstanceOf(RegistrationException.class);
        fixture.takeErrors();

        AeronFixture.await(this::isNothingOpen);
    }

    @Test
    void shouldLeaveNothingOpenWhenADescriptorDoesNotFitItsPublication()
    {
        final String channel = "aeron:ipc?term-length=64k|mtu=64";

        assertThatThrownBy(() -> new FramePublisher(context().descriptorChannel(channel)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("maxPayloadLength=32 of the descriptor publication must be at least 48: " +
                "raise the MTU of channel=" + channel);

        AeronFixture.await(this::isNothingOpen);
    }

    @Test
    void shouldLeaveAGivenPublicationOpenWhenItIsRefused()
    {
        try (ExclusivePublication publication = fixture.aeron.addExclusivePublication(
            "aeron:ipc?term-length=64k|mtu=64", descriptorStreamId))
        {
            assertThatThrownBy(() -> new FramePublisher(context().descriptorPublication(publication)))
                .isInstanceOf(IllegalArgumentException.class);

            assertThat(publication.isClosed()).isFalse();
        }
    }

    @Test
    void shouldLeaveNothingOpenWhenACounterIsRefused()
    {
        try (AeronFixture full = new AeronFixture(new MediaDriver.Context().counterValuesBufferLength(1024 * 1024));
            Aeron filler = full.connect())
        {
            final Deque<Counter> fillers = fill(filler);
            for (int i = 0; i < 9; i++)
            {
                fillers.removeLast().close();
            }

            assertThatThrownBy(() -> new FramePublisher(full.publisherContext(descriptorStreamId, controlStreamId)))
                .isInstanceOf(RegistrationException.class);

            AeronFixture.await(() -> full.counterCount() == 0 &&
                full.publicationCount(descriptorStreamId) == 0 && full.publicationCount(controlStreamId) == 0);
            full.takeErrors();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-1 | streamId=-1 must be set to the stream of the frames, in 0..4294967295",
        "4294967296 | streamId=4294967296 must be set to the stream of the frames, in 0..4294967295",
    })
    void shouldRefuseAStreamIdOutOfRange(final long streamId, final String message)
    {
        assertThatThrownBy(() -> new FramePublisher(context().streamId(streamId)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
    }

    @Test
    void shouldRefuseAContextThatLacksAValue()
    {
        assertThatThrownBy(() -> new FramePublisher(new FramePublisher.Context().streamId(1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("aeron=null must be set to a connected client");
        assertThatThrownBy(() -> new FramePublisher(new FramePublisher.Context().aeron(fixture.aeron)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("streamId=-1 must be set to the stream of the frames, in 0..4294967295");
        assertThatThrownBy(() -> new FramePublisher.Context().controlChannel(null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("controlChannel");
        assertThatThrownBy(() -> new FramePublisher.Context().descriptorChannel(null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("descriptorChannel");
    }

    @Test
    void shouldMintOnlyWhileTheNodeIdIsHeld()
    {
        final AtomicBoolean isHeld = new AtomicBoolean(true);
        final NodeIdSource lease = new NodeIdSource()
        {
            @Override
            public int nodeId(final TraceIdLayout layout)
            {
                return 9;
            }

            @Override
            public boolean isHeld(final int nodeId)
            {
                return 9 == nodeId && isHeld.get();
            }
        };
        final ParentSet parents = new ParentSet(2);
        parents.add(10);
        parents.add(20);

        try (Subscription descriptors = fixture.subscribe(descriptorStreamId);
            FramePublisher publisher = new FramePublisher(context()))
        {
            AeronFixture.await(publisher::isConnected);
            publisher.enableTracing(lease);
            assertThat(publisher.publishRoot(1, 13, 15)).isPositive();
            final long last = publisher.traceId();

            isHeld.set(false);
            assertThat(publisher.publishRoot(2, 13, 15)).isEqualTo(TraceId.NO_NODE_ID);
            assertThat(publisher.publishJoined(2, 13, 15, parents)).isEqualTo(TraceId.NO_NODE_ID);
            assertThat(publisher.counters().refused()).isEqualTo(2);
            assertThat(publisher.publishDerived(2, 13, 15, 77)).isPositive();
            assertThat(publisher.traceId()).isEqualTo(77);

            isHeld.set(true);
            assertThat(publisher.publishRoot(3, 13, 15)).isPositive();
            assertThat(publisher.traceId()).isGreaterThan(last);
            assertThat(TraceIdLayout.DEFAULT.nodeId(publisher.traceId())).isEqualTo(9);
            assertThat(new Recorder(descriptors).await(3)).hasSize(3);
        }
    }

    @Test
    void shouldBeginWithTheStreamsOfTheProtocol()
    {
        final long beforeNs = SystemEpochNanoClock.INSTANCE.nanoTime();
        final FramePublisher.Context context = new FramePublisher.Context();

        assertThat(context.controlChannel()).isEqualTo("aeron:ipc?term-length=4m");
        assertThat(context.controlStreamId()).isEqualTo(1_000);
        assertThat(context.descriptorChannel()).isEqualTo("aeron:ipc?term-length=4m");
        assertThat(context.descriptorStreamId()).isEqualTo(1_100);
        assertThat(context.epoch()).isBetween(beforeNs, SystemEpochNanoClock.INSTANCE.nanoTime());
    }

    @Test
    void shouldGiveEachPublisherOfAContextAnEpochOfItsOwnUnlessOneIsSet()
    {
        final FramePublisher.Context context = context();
        try (FramePublisher first = new FramePublisher(context);
            FramePublisher second = new FramePublisher(context);
            FramePublisher third = new FramePublisher(context.epoch(-1));
            FramePublisher fourth = new FramePublisher(context))
        {
            assertThat(second.epoch()).isGreaterThan(first.epoch());
            assertThat(third.epoch()).isEqualTo(-1);
            assertThat(fourth.epoch()).isEqualTo(-1);
        }
    }

    private FramePublisher.Context context()
    {
        return fixture.publisherContext(descriptorStreamId, controlStreamId);
    }

    /**
     * Add counters until there is no room for more.
     */
    private static Deque<Counter> fill(final Aeron aeron)
    {
        final Deque<Counter> counters = new ArrayDeque<>();
        try
        {
            while (true)
            {
                final long registrationId = aeron.asyncAddCounter(999, "filler");
                AeronFixture.await(() ->
                {
                    final Counter counter = aeron.getCounter(registrationId);
                    return null != counter && counters.add(counter);
                });
            }
        }
        catch (final RegistrationException ex)
        {
            assertThat(ex).hasMessageContaining("counter");
        }

        return counters;
    }

    private boolean isNothingOpen()
    {
        return fixture.publicationCount(descriptorStreamId) == 0 && fixture.publicationCount(controlStreamId) == 0 &&
            fixture.counterCount() == 0;
    }

    private static Publication publication(final boolean isExclusive, final Subscription subscription)
    {
        final String channel = AeronFixture.CHANNEL;
        final int streamId = subscription.streamId();
        final Publication publication = isExclusive ?
            fixture.aeron.addExclusivePublication(channel, streamId) :
            fixture.aeron.addPublication(channel, streamId);
        AeronFixture.awaitConnected(publication, subscription);

        return publication;
    }
}
