package io.tracelink.aeron;

import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.tracelink.core.NodeIdSource;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.testing.AllocationProbe;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the thread of a stage allocates. Publishing and polling are measured in one thread, so that both run unhindered;
 * the media driver has its own.
 */
class ZeroAllocationTest
{
    private static final int REPETITIONS = 5_000;

    private static AeronFixture fixture;

    private final ParentSet parents = new ParentSet(1_000);
    private final long[] seen = new long[2];

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
    void shouldNotAllocateForFramesAndTheirLinks()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher =
                new FramePublisher(fixture.publisherContext(descriptors.streamId(), control.streamId())))
        {
            final TracePoller framePoller = new TracePoller(descriptors, null, (frame, header) -> onFrame(frame));
            final TracePoller linkPoller = new TracePoller(control, (links, header) -> onLinks(links), null);
            // as from a lease, which is asked for every ID
            publisher.enableTracing((NodeIdSource)layout -> 7);
            AeronFixture.await(() -> publisher.isConnected() && control.isConnected());

            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    publisher.publishRoot(1, 13, 15);
                    publisher.publishDerived(2, 13, 15, 42);
                    publisher.publishDerived(3, 13, 15, 0);
                    while (publisher.publishJoined(4, 13, 15, parents) < 0 || publisher.linkResult() < 0)
                    {
                        framePoller.poll(10);
                        linkPoller.poll(10);
                    }
                    framePoller.poll(10);
                    linkPoller.poll(10);
                });

            assertThat(allocated).isZero();
            assertThat(seen[0]).isGreaterThan(REPETITIONS);
            assertThat(seen[1]).isGreaterThan(REPETITIONS);
        }
    }

    @Test
    void shouldNotAllocateForUntracedFrames()
    {
        try (Subscription descriptors = fixture.subscribe(AeronFixture.nextStreamId());
            FramePublisher publisher =
                new FramePublisher(fixture.publisherContext(descriptors.streamId(), AeronFixture.nextStreamId())))
        {
            final TracePoller poller = new TracePoller(descriptors, null, (frame, header) -> onFrame(frame));
            AeronFixture.await(publisher::isConnected);

            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    publisher.publishRoot(1, 13, 15);
                    while (publisher.publishJoined(2, 13, 15, parents) < 0)
                    {
                        poller.poll(10);
                    }
                    poller.poll(10);
                });

            assertThat(allocated).isZero();
            assertThat(seen[0]).isGreaterThan(REPETITIONS);
        }
    }

    @Test
    void shouldNotAllocateWhenNothingCanBeSent()
    {
        try (FramePublisher publisher = new FramePublisher(
            fixture.publisherContext(AeronFixture.nextStreamId(), AeronFixture.nextStreamId())))
        {
            publisher.enableTracing(7);

            assertThat(AllocationProbe.allocatedBytes(
                REPETITIONS, () -> publisher.publishJoined(1, 13, 15, parents))).isZero();
            CloseHelper.close(publisher);
            assertThat(AllocationProbe.allocatedBytes(
                REPETITIONS, () -> publisher.publishJoined(1, 13, 15, parents))).isZero();
            assertThat(publisher.counters().notSent()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 168, 1_000})
    void shouldNotAllocateForSetsOfAnySize(final int parentCount)
    {
        for (long i = 100; parents.size() < parentCount; i++)
        {
            parents.add(i);
        }

        try (Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            Publication publication = fixture.connectedPublication(control))
        {
            final TraceLinkPublisher publisher = new TraceLinkPublisher(publication);
            final TracePoller poller = new TracePoller(control, (links, header) -> onLinks(links), null);

            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS / 5,
                () ->
                {
                    while (publisher.publish(7, 9, 11, 42, parents) < 0)
                    {
                        poller.poll(10);
                    }
                    poller.poll(10);
                });

            assertThat(allocated).isZero();
            assertThat(seen[1]).isGreaterThan(REPETITIONS / 5);
            assertThat(poller.rejects()).isZero();
        }
    }

    /**
     * What is aborted every other time, sets of many fragments among it, comes again.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 1_000})
    void shouldNotAllocateForControlledPolls(final int parentCount)
    {
        for (long i = 100; parents.size() < parentCount; i++)
        {
            parents.add(i);
        }

        try (Subscription control = fixture.subscribe(AeronFixture.nextStreamId());
            Publication publication = fixture.connectedPublication(control))
        {
            final TraceLinkPublisher publisher = new TraceLinkPublisher(publication);
            final int[] turn = new int[1];
            final ControlledTracePoller poller = new ControlledTracePoller(
                control,
                (links, header) ->
                {
                    onLinks(links);
                    return 0 == (turn[0]++ & 1) ? Action.ABORT : Action.COMMIT;
                },
                null);
            final Image image = control.imageBySessionId(publication.sessionId());

            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS / 5,
                () ->
                {
                    while (publisher.publish(7, 9, 11, 42, parents) < 0)
                    {
                        poller.controlledPoll(10);
                    }
                    poller.controlledPoll(10);
                    seen[0] += poller.position(image) > 0 ? 1 : 0;
                });

            assertThat(allocated).isZero();
            assertThat(seen[0]).isPositive();
            assertThat(seen[1]).isGreaterThan(REPETITIONS / 5);
            assertThat(poller.rejects()).isZero();
        }
    }

    @Test
    void shouldNotAllocateInTheDutyCycleOfASubscriber()
    {
        final int streamId = AeronFixture.nextStreamId();
        try (TraceSubscriber subscriber = new TraceSubscriber(new TraceSubscriber.Context()
            .aeron(fixture.aeron)
            .channel(AeronFixture.CHANNEL)
            .streamId(streamId)
            .frameDescriptorHandler((frame, header) -> onFrame(frame))
            .traceLinkSetHandler((links, header) -> onLinks(links)));
            Publication publication = fixture.connectedPublication(subscriber.subscription());
            FramePublisher publisher = new FramePublisher(fixture.publisherContext(0, 0)
                .descriptorPublication(publication)
                .controlPublication(publication)))
        {
            publisher.enableTracing(7);

            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    while (publisher.publishJoined(4, 13, 15, parents) < 0 || publisher.linkResult() < 0)
                    {
                        subscriber.doWork();
                    }
                    subscriber.doWork();
                });

            assertThat(allocated).isZero();
            assertThat(seen[0]).isGreaterThan(REPETITIONS);
            assertThat(seen[1]).isGreaterThan(REPETITIONS);
            assertThat(subscriber.counters().framesRead()).isEqualTo(seen[0]);
            assertThat(subscriber.counters().linksRead()).isEqualTo(seen[1]);
        }
    }

    private void onFrame(final FrameDescriptorReader frame)
    {
        seen[0] += frame.streamId() > 0 ? 1 : 0;
    }

    private void onLinks(final TraceLinkSetReader links)
    {
        seen[1] += links.parentTraceId(links.parentCount() - 1) > 0 ? 1 : 0;
    }
}
