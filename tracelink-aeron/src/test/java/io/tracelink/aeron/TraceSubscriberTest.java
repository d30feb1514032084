package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.tracelink.core.MessageResult;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraceSubscriberTest
{
    private final int streamId = AeronFixture.nextStreamId();
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> handlerErrors = new CopyOnWriteArrayList<>();
    private AeronFixture fixture;
    private TraceSubscriber subscriber;

    @BeforeEach
    void launch()
    {
        fixture = new AeronFixture();
    }

    @AfterEach
    void shutdown()
    {
        CloseHelper.closeAll(subscriber, fixture);
        assertThat(handlerErrors).isEmpty();
    }

    @Test
    void shouldReadAndCount()
    {
        subscribe(context());
        try (ExclusivePublication publication = publication(fixture.aeron))
        {
            send(publication, frame(1), links(2, 10, 20), keepalive(), frame(3), new byte[7], links(4, 10, 10));
            awaitEvents(5);

            assertThat(events).containsExactly(
                available(publication), "frame 1", "links 2", "other 901", "frame 3");
            final SubscriberCounters counters = subscriber.counters();
            AeronFixture.await(() ->
            {
                subscriber.doWork();
                return 2 == counters.rejects();
            });
            assertThat(counters.framesRead()).isEqualTo(2);
            assertThat(counters.linksRead()).isEqualTo(1);
            assertThat(counters.othersRead()).isEqualTo(1);
            assertThat(counters.handlerErrors()).isZero();
            assertThat(counters.images()).isEqualTo(1);
            assertThat(counters.rejects(MessageResult.TRUNCATED)).isEqualTo(1);
            assertThat(counters.rejects(MessageResult.DUPLICATE_PARENT)).isEqualTo(1);

            final String stream = ": aeron-stream=" + streamId;
            assertThat(fixture.counterValue(1030, "tracelink frames-read" + stream)).isEqualTo(2);
            assertThat(fixture.counterValue(1031, "tracelink links-read" + stream)).isEqualTo(1);
            assertThat(fixture.counterValue(1032, "tracelink others-read" + stream)).isEqualTo(1);
            assertThat(fixture.counterValue(1033, "tracelink handler-errors" + stream)).isZero();
            assertThat(fixture.counterValue(1034, "tracelink images" + stream)).isEqualTo(1);
            assertThat(fixture.counterValue(1035, "tracelink rejects truncated" + stream)).isEqualTo(1);
            assertThat(fixture.counterValue(1045, "tracelink rejects duplicate-parent" + stream)).isEqualTo(1);
            assertThat(fixture.counterCount()).isEqualTo(15);
        }
    }

    @Test
    void shouldTellOfAPublicationBeforeItsFirstMessageAndAfterItsLast()
    {
        subscribe(context());
        final ExclusivePublication first = publication(fixture.aeron);
        final ExclusivePublication second = publication(fixture.aeron);
        send(first, frame(1));
        send(second, frame(11));
        awaitEvents(4);
        send(second, frame(12));
        second.close();
        awaitEvents(6);
        send(first, frame(2));
        first.close();
        awaitEvents(8);

        assertThat(events).containsSubsequence(available(first), "frame 1", "frame 2", unavailable(first));
        assertThat(events).containsSubsequence(available(second), "frame 11", "frame 12", unavailable(second));
        assertThat(events).hasSize(8);
        assertThat(subscriber.counters().images()).isZero();
    }

    @Test
    void shouldTellByItsOwnThreadOnly()
    {
        subscribe(context());
        final ExclusivePublication publication = publication(fixture.aeron);
        assertThat(events).isEmpty();

        subscriber.doWork();
        assertThat(events).containsExactly(available(publication));

        publication.close();
        AeronFixture.await(() -> subscriber.subscription().hasNoImages());
        assertThat(events).hasSize(1);
        assertThat(subscriber.doWork()).isEqualTo(1);
        assertThat(events).containsExactly(available(publication), unavailable(publication));
    }

    @Test
    void shouldKnowThePositionOfAnImageThatGoes()
    {
        final List<Long> positions = new ArrayList<>();
        subscribe(context().fragmentLimit(1).unavailableImageHandler(
            (image) -> positions.add(subscriber.position(image))));
        final ExclusivePublication publication = publication(fixture.aeron);
        send(publication, frame(1), links(2, 10, 20));
        final long end = publication.position();
        publication.close();
        AeronFixture.await(() ->
        {
            subscriber.doWork();
            return 1 == positions.size();
        });

        assertThat(positions).containsExactly(end);
    }

    @Test
    void shouldStayInFrontOfAMessageThatItDidNotReadToItsEnd()
    {
        final List<Long> positions = new ArrayList<>();
        subscribe(context().fragmentLimit(1).unavailableImageHandler(
            (image) -> positions.add(subscriber.position(image))));
        final ExclusivePublication publication = publication(fixture.aeron);
        send(publication, frame(1));
        final long end = publication.position();
        send(publication, new byte[5_000]);
        awaitEvents(2);
        subscriber.doWork();
        assertThat(imageOf(publication).position()).isGreaterThan(end);
        assertThat(subscriber.position(imageOf(publication))).isEqualTo(end);

        subscriber.close();
        assertThat(positions).containsExactly(end);
        publication.close();
    }

    @Test
    void shouldGoOnAfterHandlersThrew()
    {
        subscribe(context()
            .errorHandler(handlerErrors::add)
            .availableImageHandler((image) -> fail("available"))
            .unavailableImageHandler((image) -> fail("unavailable"))
            .traceLinkSetHandler((linkSet, header) -> fail("links"))
            .frameDescriptorHandler((descriptor, header) ->
            {
                events.add("frame " + descriptor.seq());
                fail("frame");
            })
            .otherHandler((buffer, offset, length, header) -> fail("other")));
        final ExclusivePublication publication = publication(fixture.aeron);
        send(publication, links(1, 10, 20), frame(2), keepalive(), frame(3));
        awaitEvents(2);
        publication.close();
        AeronFixture.await(() ->
        {
            subscriber.doWork();
            return 6 == subscriber.counters().handlerErrors();
        });

        assertThat(events).containsExactly("frame 2", "frame 3");
        assertThat(handlerErrors).extracting(Throwable::getMessage)
            .containsExactly("available", "links", "frame", "other", "frame", "unavailable");
        assertThat(subscriber.counters().framesRead()).isEqualTo(2);
        assertThat(fixture.counterValue(1033, "tracelink handler-errors: aeron-stream=" + streamId)).isEqualTo(6);
        handlerErrors.clear();
    }

    @Test
    void shouldTellTheErrorHandlerOfTheClientByDefault()
    {
        subscribe(context().frameDescriptorHandler((descriptor, header) -> fail("seq=" + descriptor.seq())));
        try (ExclusivePublication publication = publication(fixture.aeron))
        {
            send(publication, frame(1));
            AeronFixture.await(() ->
            {
                subscriber.doWork();
                return 1 == subscriber.counters().handlerErrors();
            });
        }

        assertThat(fixture.takeErrors()).extracting(Throwable::getMessage).containsExactly("seq=1");
    }

    @Test
    void shouldDoAsControlledHandlersSay()
    {
        final boolean[] isFull = {true};
        subscribe(new TraceSubscriber.Context().aeron(fixture.aeron).channel(AeronFixture.CHANNEL).streamId(streamId)
            .controlledFrameDescriptorHandler((descriptor, header) ->
            {
                events.add("frame " + descriptor.seq());
                return isFull[0] ? Action.ABORT : Action.CONTINUE;
            })
            .controlledTraceLinkSetHandler((linkSet, header) ->
            {
                events.add("links " + linkSet.seq());
                return Action.BREAK;
            })
            .controlledOtherHandler((buffer, offset, length, header) -> Action.COMMIT));
        try (ExclusivePublication publication = publication(fixture.aeron))
        {
            send(publication, keepalive(), frame(1), links(2, 10, 20), frame(3));
            awaitEvents(1);
            subscriber.doWork();
            assertThat(subscriber.counters().framesRead()).isZero();
            assertThat(subscriber.counters().othersRead()).isEqualTo(1);

            isFull[0] = false;
            assertThat(subscriber.doWork()).isEqualTo(2);
            assertThat(subscriber.doWork()).isEqualTo(1);
            assertThat(events).containsExactly("frame 1", "frame 1", "frame 1", "links 2", "frame 3");
            assertThat(subscriber.counters().framesRead()).isEqualTo(2);
        }
    }

    @Test
    void shouldCloseItsSubscriptionAndCountersOnly()
    {
        subscribe(context());
        try (ExclusivePublication publication = publication(fixture.aeron))
        {
            send(publication, frame(1));
            awaitEvents(2);
            subscriber.onClose();
            subscriber.close();

            assertThat(events).containsExactly(available(publication), "frame 1", unavailable(publication));
            assertThat(subscriber.subscription().isClosed()).isTrue();
            assertThat(subscriber.doWork()).isZero();
            assertThat(subscriber.counters().framesRead()).isEqualTo(1);
            AeronFixture.await(() -> 0 == fixture.counterCount());
            assertThat(fixture.aeron.isClosed()).isFalse();
            assertThat(subscriber.roleName()).isEqualTo("tracelink-subscriber");
        }
    }

    @Test
    void shouldGoOnWithAnotherClient()
    {
        final Aeron former = fixture.connect();
        subscribe(context().aeron(former));
        assertThatThrownBy(() -> subscriber.reconnect(fixture.aeron))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the former Aeron client is open, close it first");

        final ExclusivePublication publication = publication(fixture.aeron);
        send(publication, frame(1));
        awaitEvents(2);
        assertThat(subscriber.isConnected()).isTrue();
        former.close();
        assertThat(subscriber.isConnected()).isFalse();
        subscriber.doWork();
        assertThat(events).containsExactly(available(publication), "frame 1", unavailable(publication));
        AeronFixture.await(() -> !publication.isConnected() && 0 == fixture.counterCount());

        subscriber.reconnect(fixture.aeron);
        assertThat(subscriber.isConnected()).isTrue();
        AeronFixture.await(publication::isConnected);
        send(publication, frame(2));
        awaitEvents(5);
        assertThat(events).endsWith(available(publication), "frame 2");
        assertThat(fixture.counterValue(1030, "tracelink frames-read: aeron-stream=" + streamId)).isEqualTo(2);

        publication.close();
        subscriber.close();
        assertThatThrownBy(() -> subscriber.reconnect(fixture.aeron))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the subscriber is closed: make another one");
    }

    /**
     * An agent's runner goes on, and its owner reconnects.
     */
    @Test
    void shouldGoOnWithAnotherClientOfAnotherThreadAndBeClosedWhileThatWaits()
    {
        final Aeron former = fixture.connect();
        subscribe(context().aeron(former));
        former.close();
        try (StalledMediaDriver stalled = new StalledMediaDriver())
        {
            final List<Throwable> failures = new CopyOnWriteArrayList<>();
            final Thread reconnecting = new Thread(() -> subscriber.reconnect(stalled.aeron()));
            reconnecting.setUncaughtExceptionHandler((thread, ex) -> failures.add(ex));
            reconnecting.setDaemon(true);
            reconnecting.start();
            AeronFixture.await(stalled::isAwaited);
            assertThat(subscriber.doWork()).isZero();

            final Thread agent = new Thread(subscriber::close);
            agent.setDaemon(true);
            agent.start();
            AeronFixture.await(() -> !agent.isAlive());
            assertThat(reconnecting.isAlive()).isTrue();

            AeronFixture.await(() ->
            {
                stalled.answer();
                return !reconnecting.isAlive() && 0 == stalled.openCount();
            });
            assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class)
                .asString().endsWith("the subscriber is closed: make another one");
            assertThat(events).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsMissingOrOutOfRange()
    {
        assertRefused(new TraceSubscriber.Context(), "aeron=null must be set to a connected client");
        assertRefused(context().fragmentLimit(0), "fragmentLimit=0 must be at least 1");
        assertRefused(
            context().controlledFrameDescriptorHandler((descriptor, header) -> Action.CONTINUE),
            "frameDescriptorHandler and its controlled form must not both be set: a message goes to one handler");
        assertRefused(
            context().controlledTraceLinkSetHandler((linkSet, header) -> Action.CONTINUE),
            "traceLinkSetHandler and its controlled form must not both be set: a message goes to one handler");
        assertRefused(
            context().controlledOtherHandler((buffer, offset, length, header) -> Action.CONTINUE),
            "otherHandler and its controlled form must not both be set: a message goes to one handler");
        assertThat(fixture.counterCount()).isZero();
    }

    @Test
    void shouldLeaveNothingOpenWhereAeronRefuses()
    {
        assertThatThrownBy(() -> new TraceSubscriber(context().channel("aeron:nothing")))
            .isInstanceOf(RuntimeException.class);

        AeronFixture.await(() -> 0 == fixture.counterCount());
        fixture.takeErrors();
    }

    private static void fail(final String message)
    {
        throw new IllegalStateException(message);
    }

    private static void assertRefused(final TraceSubscriber.Context context, final String message)
    {
        assertThatThrownBy(() -> new TraceSubscriber(context))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
    }

    private void subscribe(final TraceSubscriber.Context context)
    {
        subscriber = new TraceSubscriber(context);
    }

    private TraceSubscriber.Context context()
    {
        return new TraceSubscriber.Context()
            .aeron(fixture.aeron)
            .channel(AeronFixture.CHANNEL)
            .streamId(streamId)
            .availableImageHandler((image) -> events.add("available " + image.sessionId()))
            .unavailableImageHandler((image) -> events.add("unavailable " + image.sessionId()))
            .traceLinkSetHandler((linkSet, header) -> events.add("links " + linkSet.seq()))
            .frameDescriptorHandler((descriptor, header) -> events.add("frame " + descriptor.seq()))
            .otherHandler((buffer, offset, length, header) -> events.add("other " + buffer.getShort(offset + 4)));
    }

    private ExclusivePublication publication(final Aeron aeron)
    {
        final ExclusivePublication publication = aeron.addExclusivePublication(AeronFixture.CHANNEL, streamId);
        AeronFixture.awaitConnected(publication, subscriber.subscription());

        return publication;
    }

    private Image imageOf(final ExclusivePublication publication)
    {
        return subscriber.subscription().imageBySessionId(publication.sessionId());
    }

    private static String available(final ExclusivePublication publication)
    {
        return "available " + publication.sessionId();
    }

    private static String unavailable(final ExclusivePublication publication)
    {
        return "unavailable " + publication.sessionId();
    }

    private void awaitEvents(final int count)
    {
        AeronFixture.await(() ->
        {
            subscriber.doWork();
            return events.size() >= count;
        });
    }

    private static void send(final ExclusivePublication publication, final byte[]... messages)
    {
        for (final byte[] message : messages)
        {
            AeronFixture.await(() -> publication.offer(new UnsafeBuffer(message)) > 0);
        }
    }

    private static byte[] frame(final long seq)
    {
        return Protocol.FRAME_DESCRIPTOR.encode(Protocol.FRAME_DESCRIPTOR.newBlock().set("seq", seq));
    }

    private static byte[] links(final long seq, final long... parents)
    {
        final WireBlock block = Protocol.TRACE_LINK_SET.newBlock().set("seq", seq).set("traceId", 42);
        for (final long parent : parents)
        {
            block.addEntry().set("traceId", parent);
        }

        return Protocol.TRACE_LINK_SET.encode(block);
    }

    private static byte[] keepalive()
    {
        return Protocol.SHM_LEASE_KEEPALIVE.encode(Protocol.SHM_LEASE_KEEPALIVE.newBlock());
    }
}
