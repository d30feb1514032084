package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import static io.aeron.logbuffer.ControlledFragmentHandler.Action.ABORT;
import static io.aeron.logbuffer.ControlledFragmentHandler.Action.BREAK;
import static io.aeron.logbuffer.ControlledFragmentHandler.Action.COMMIT;
import static io.aeron.logbuffer.ControlledFragmentHandler.Action.CONTINUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlledTracePollerTest
{
    /**
     * In six fragments.
     */
    private static final int MANY_PARENTS = 1_000;
    private static final int FRAGMENTS = 6;

    private static AeronFixture fixture;

    private final List<String> received = new ArrayList<>();
    private final List<Long> imagePositions = new ArrayList<>();
    private final List<Long> messagePositions = new ArrayList<>();

    /**
     * What the handlers return; CONTINUE once there is none left.
     */
    private final Deque<Action> actions = new ArrayDeque<>();
    private Subscription subscription;
    private ExclusivePublication publication;
    private ControlledTracePoller poller;

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
        subscription = fixture.subscribe(AeronFixture.nextStreamId());
        publication = fixture.connectedPublication(subscription);
        poller = new ControlledTracePoller(
            subscription,
            this::onLinks,
            this::onFrame,
            (buffer, offset, length, header) ->
                act("other " + buffer.getShort(offset + 4, ByteOrder.LITTLE_ENDIAN), header));
    }

    @AfterEach
    void disconnect()
    {
        CloseHelper.closeAll(publication, subscription);
    }

    @Test
    void shouldReadOnAfterContinue()
    {
        send(publication, frame(1), links(2, 2), keepalive(), frame(3));

        assertThat(poller.controlledPoll(10)).isEqualTo(4);
        assertThat(received).containsExactly("frame 1", "links 2 of 2", "other 901", "frame 3");
        assertThat(poller.position(image())).isEqualTo(publication.position());
        assertThat(poller.subscription()).isSameAs(subscription);
        assertThat(poller.rejects()).isZero();
    }

    @Test
    void shouldEndThePollBehindTheMessageOfABreak()
    {
        send(publication, frame(1), frame(2), frame(3));
        actions.addAll(List.of(CONTINUE, BREAK));

        assertThat(poller.controlledPoll(10)).isEqualTo(2);
        assertThat(received).containsExactly("frame 1", "frame 2");
        assertThat(poller.position(image())).isEqualTo(messagePositions.get(1)).isEqualTo(image().position());

        assertThat(poller.controlledPoll(10)).isEqualTo(1);
        assertThat(received).containsExactly("frame 1", "frame 2", "frame 3");
    }

    @Test
    void shouldHandOnAgainWhatWasAborted()
    {
        send(publication, frame(1), frame(2), links(3, 2), keepalive());
        actions.addAll(List.of(CONTINUE, ABORT, ABORT, CONTINUE, ABORT, CONTINUE, ABORT));

        assertThat(poller.controlledPoll(10)).isEqualTo(1);
        assertThat(poller.position(image())).isEqualTo(messagePositions.get(0));
        assertThat(poller.controlledPoll(10)).isZero();
        assertThat(poller.controlledPoll(10)).isEqualTo(1);
        assertThat(poller.controlledPoll(10)).isEqualTo(1);
        assertThat(poller.controlledPoll(10)).isEqualTo(1);

        assertThat(received).containsExactly(
            "frame 1", "frame 2", "frame 2", "frame 2", "links 3 of 2", "links 3 of 2", "other 901", "other 901");
        assertThat(poller.position(image())).isEqualTo(publication.position());
    }

    @Test
    void shouldMoveThePositionAtOnceOnCommit()
    {
        send(publication, frame(1), frame(2), frame(3), frame(4));
        actions.addAll(List.of(CONTINUE, COMMIT, CONTINUE));

        assertThat(poller.controlledPoll(10)).isEqualTo(4);
        assertThat(imagePositions).containsExactly(0L, 0L, messagePositions.get(1), messagePositions.get(1));
        assertThat(image().position()).isEqualTo(messagePositions.get(3));
    }

    @Test
    void shouldHandOnAgainWholeWhatWasAbortedOfManyFragments()
    {
        send(publication, frame(1), links(2, MANY_PARENTS), frame(3));
        actions.addAll(List.of(CONTINUE, ABORT, ABORT, BREAK));

        assertThat(poller.controlledPoll(10)).isEqualTo(1 + FRAGMENTS - 1);
        assertThat(poller.position(image()))
            .as("in front of the aborted message").isEqualTo(messagePositions.get(0)).isLessThan(image().position());
        assertThat(poller.controlledPoll(10)).isZero();
        assertThat(poller.controlledPoll(10)).isEqualTo(1);
        assertThat(poller.position(image())).isEqualTo(image().position()).isEqualTo(messagePositions.get(3));
        assertThat(poller.controlledPoll(10)).isEqualTo(1);

        final String links = "links 2 of " + MANY_PARENTS;
        assertThat(received).containsExactly("frame 1", links, links, links, "frame 3");
        assertThat(messagePositions.subList(1, 4)).containsOnly(messagePositions.get(1));
    }

    @Test
    void shouldCommitBehindTheLastFragment()
    {
        send(publication, links(1, MANY_PARENTS), frame(2));
        actions.addAll(List.of(COMMIT));

        assertThat(poller.controlledPoll(10)).isEqualTo(FRAGMENTS + 1);
        assertThat(imagePositions).containsExactly(0L, messagePositions.get(0));
    }

    @Test
    void shouldKeepItsPositionInFrontOfAMessageOfWhichSomeFragmentsCame()
    {
        send(publication, frame(1), links(2, MANY_PARENTS));

        assertThat(poller.controlledPoll(3)).isEqualTo(3);
        assertThat(received).containsExactly("frame 1");
        assertThat(poller.position(image())).isEqualTo(messagePositions.get(0)).isLessThan(image().position());

        assertThat(poller.controlledPoll(10)).isEqualTo(FRAGMENTS - 2);
        assertThat(poller.position(image())).isEqualTo(image().position()).isEqualTo(publication.position());
    }

    @Test
    void shouldPutFragmentsOfInterleavedSessionsTogether()
    {
        try (ExclusivePublication second = fixture.connectedPublication(subscription))
        {
            send(publication, links(1, MANY_PARENTS), links(2, MANY_PARENTS));
            send(second, links(11, MANY_PARENTS - 1), links(12, MANY_PARENTS - 1));
            actions.addAll(List.of(ABORT, ABORT, CONTINUE));

            // one fragment of the one, one of the other
            for (int i = 0; i < 4 * FRAGMENTS + 4; i++)
            {
                poller.controlledPoll(1);
            }

            assertThat(received).filteredOn((text) -> text.endsWith("999")).containsSubsequence(
                "links 11 of 999", "links 12 of 999");
            assertThat(received).filteredOn((text) -> text.endsWith("1000")).containsSubsequence(
                "links 1 of 1000", "links 2 of 1000");
            assertThat(received).hasSize(4 + 2);
            subscription.forEachImage((image) -> assertThat(poller.position(image)).isEqualTo(image.position()));
        }
    }

    @Test
    void shouldCountAForeignMessageOnceItIsNotAborted()
    {
        send(publication, header(4_711));
        actions.addAll(List.of(ABORT, ABORT));

        poller.controlledPoll(10);
        poller.controlledPoll(10);
        assertThat(poller.rejects()).isZero();

        poller.controlledPoll(10);
        poller.controlledPoll(10);
        assertThat(received).containsExactly("other 4711", "other 4711", "other 4711");
        assertThat(poller.rejects(MessageResult.OTHER_SCHEMA)).isEqualTo(1).isEqualTo(poller.rejects());
    }

    @Test
    void shouldCountBrokenMessagesAndPassOverWhatNobodyHandles()
    {
        final ControlledTracePoller frames = new ControlledTracePoller(subscription, null, this::onFrame);
        send(publication, new byte[7], links(1, 2), keepalive(), frame(2));
        actions.add(BREAK);

        assertThat(frames.controlledPoll(10)).isEqualTo(4);
        assertThat(received).containsExactly("frame 2");
        assertThat(frames.rejects(MessageResult.TRUNCATED)).isEqualTo(1).isEqualTo(frames.rejects());
    }

    @Test
    void shouldHaveHandedOnWhatAHandlerThrewAt()
    {
        final ControlledTracePoller throwing = new ControlledTracePoller(
            subscription,
            (linkSet, header) ->
            {
                onLinks(linkSet, header);
                throw new IllegalStateException("seq=" + linkSet.seq());
            },
            this::onFrame);
        send(publication, links(1, MANY_PARENTS), frame(2));

        assertThat(throwing.controlledPoll(10)).isEqualTo(FRAGMENTS);
        assertThat(throwing.position(image())).isEqualTo(messagePositions.get(0));
        assertThat(throwing.controlledPoll(10)).isEqualTo(1);

        assertThat(received).containsExactly("links 1 of 1000", "frame 2");
        assertThat(fixture.takeErrors()).singleElement()
            .isInstanceOf(IllegalStateException.class)
            .extracting(Throwable::getMessage).isEqualTo("seq=1");
    }

    @Test
    void shouldRefuseToBeWithoutASubscription()
    {
        assertThatThrownBy(() -> new ControlledTracePoller(null, this::onLinks, this::onFrame))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("subscription");
    }

    private Image image()
    {
        return subscription.imageBySessionId(publication.sessionId());
    }

    private Action onFrame(final FrameDescriptorReader descriptor, final Header header)
    {
        return act("frame " + descriptor.seq(), header);
    }

    private Action onLinks(final TraceLinkSetReader linkSet, final Header header)
    {
        for (int i = 0; i < linkSet.parentCount(); i++)
        {
            assertThat(linkSet.parentTraceId(i)).isEqualTo(i + 1);
        }

        return act("links " + linkSet.seq() + " of " + linkSet.parentCount(), header);
    }

    private Action act(final String text, final Header header)
    {
        received.add(text);
        imagePositions.add(((Image)header.context()).position());
        messagePositions.add(header.position());
        final Action action = actions.poll();

        return null == action ? CONTINUE : action;
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

    private static byte[] links(final long seq, final int parentCount)
    {
        final WireBlock block = Protocol.TRACE_LINK_SET.newBlock().set("seq", seq).set("traceId", 42_000);
        for (int i = 1; i <= parentCount; i++)
        {
            block.addEntry().set("traceId", i);
        }

        return Protocol.TRACE_LINK_SET.encode(block);
    }

    private static byte[] keepalive()
    {
        return Protocol.SHM_LEASE_KEEPALIVE.encode(Protocol.SHM_LEASE_KEEPALIVE.newBlock());
    }

    private static byte[] header(final int schemaId)
    {
        return ByteBuffer.allocate(MessageLayout.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short)40).putShort((short)1).putShort((short)schemaId).putShort((short)1).array();
    }
}
