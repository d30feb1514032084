package io.tracelink.aeron;

import io.tracelink.core.ParentSet;
import io.tracelink.core.TimeSliceSampler;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.testing.AllocationProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.function.UnaryOperator;

import static io.tracelink.aeron.TestStage.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the thread of a stage allocates, and that of the agent: here they are one.
 */
class AsyncZeroAllocationTest
{
    private static final int REPETITIONS = 500;
    private static final TimeSliceSampler SAMPLER = new TimeSliceSampler(TraceIdLayout.DEFAULT, 100, 1_000);

    private static AeronFixture fixture;

    private final ParentSet one = new ParentSet(1);
    private final ParentSet few = new ParentSet(2);
    private final ParentSet many = new ParentSet(170);
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

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void shouldNotAllocateInAnyModeWithAnySetting(final PublishMode mode)
    {
        one.add(10);
        few.add(10);
        few.add(20);
        for (long i = 1; i <= many.capacity(); i++)
        {
            many.add(i);
        }

        // a window that takes many rounds, so that frames and links are sent and not refused
        final String channel = "aeron:ipc?term-length=16m";
        try (TestStage stage = new TestStage(
            fixture,
            mode,
            (context) -> context.sampler(SAMPLER).linksOfOneParent(true)
                .descriptorChannel(channel).controlChannel(channel),
            (context) -> context.descriptorChannel(channel).controlChannel(channel)))
        {
            final FramePublisher publisher = stage.publisher;
            final TracePoller frames = new TracePoller(
                stage.descriptors, null, (frame, header) -> seen[0] += frame.seq());
            final TracePoller links = new TracePoller(
                stage.control, (set, header) -> seen[1] += set.seq(), null);

            final long[] round = new long[1];
            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    // in the slice and out of it
                    stage.clock.update(NOW_MS + 50 * round[0]++);
                    publisher.publishRoot(1, 13, 15);
                    publisher.publishDerived(1, 13, 15, 42);
                    publisher.publishDerived(1, 13, 15, 0);
                    publisher.publishJoined(1, 13, 15, one);
                    publisher.publishJoined(1, 13, 15, few);
                    publisher.publishJoined(1, 13, 15, many);
                    stage.work();
                    frames.poll(10);
                    links.poll(10);
                });

            assertThat(allocated).isZero();
            assertThat(seen[0]).isGreaterThan(REPETITIONS);
            assertThat(seen[1]).isGreaterThan(REPETITIONS);
            assertThat(publisher.counters().linksSampledOut()).isGreaterThan(REPETITIONS);
        }
    }

    @ParameterizedTest
    @EnumSource(value = PublishMode.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_THREAD")
    void shouldNotAllocateWhileTheRingIsFullOrNothingCanBeSent(final PublishMode mode)
    {
        few.add(10);
        few.add(20);
        try (TestStage stage = new TestStage(
            fixture, mode, UnaryOperator.identity(), (context) -> context.ringLength(4_096)))
        {
            final FramePublisher publisher = stage.publisher;
            assertThat(AllocationProbe.allocatedBytes(
                REPETITIONS, () -> publisher.publishJoined(1, 13, 15, few))).isZero();
            assertThat(publisher.counters().linksDropped() + publisher.counters().notSent()).isPositive();

            assertThat(AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    publisher.publishJoined(1, 13, 15, few);
                    stage.work();
                })).isZero();
        }
    }
}
