package io.tracelink.aeron;

import io.aeron.Subscription;
import io.tracelink.core.ParentSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Through the ring comes what was published, in order, for any mix of frames and sizes of sets, as without a ring.
 */
class AsyncPublisherPropertyTest
{
    /**
     * What may be on its way at a time, with a set of the largest size on top: the window of the streams holds it.
     */
    private static final int MAX_BYTES_ON_THE_WAY = 14 * 1024;
    private static final int WINDOW = 24 * 1024;
    private static final Map<PublishMode, TestStage> STAGES = new EnumMap<>(PublishMode.class);
    private static AeronFixture fixture;

    private final ParentSet parents = new ParentSet(1_019);
    private final List<Recorder.Frame> expectedFrames = new ArrayList<>();
    private final List<Recorder.Links> expectedLinks = new ArrayList<>();

    @BeforeContainer
    static void launch()
    {
        fixture = new AeronFixture();
        for (final PublishMode mode : PublishMode.values())
        {
            STAGES.put(mode, new TestStage(
                fixture, mode, UnaryOperator.identity(), (context) -> context.ringLength(128 * 1024)));
        }
    }

    @AfterContainer
    static void shutdown()
    {
        STAGES.values().forEach(TestStage::close);
        STAGES.clear();
        fixture.close();
    }

    /**
     * The streams and rings stay over all tries, so their ends come anywhere.
     */
    @Property(tries = 300)
    void shouldDeliverWhatWasPublished(
        @ForAll final PublishMode mode,
        @ForAll @Size(min = 1, max = 60) final List<@IntRange(max = 1_019) Integer> parentCounts,
        @ForAll @IntRange(min = 1, max = 40) final int framesPerDutyCycle)
    {
        deliver(STAGES.get(mode), parentCounts, framesPerDutyCycle);
    }

    @Property(tries = 200)
    void shouldDeliverSmallSets(
        @ForAll final PublishMode mode,
        @ForAll @Size(min = 1, max = 300) final List<@IntRange(max = 8) Integer> parentCounts,
        @ForAll @IntRange(min = 1, max = 200) final int framesPerDutyCycle)
    {
        deliver(STAGES.get(mode), parentCounts, framesPerDutyCycle);
    }

    private void deliver(final TestStage stage, final List<Integer> parentCounts, final int framesPerDutyCycle)
    {
        expectedFrames.clear();
        expectedLinks.clear();
        final Recorder recorder = new Recorder(stage.descriptors, stage.control);
        int frames = 0;
        int bytes = 0;
        for (int seq = 0; seq < parentCounts.size(); seq++)
        {
            publish(stage, seq, parentCounts.get(seq));
            bytes += 200 + 8 * parentCounts.get(seq);
            if (++frames == framesPerDutyCycle || bytes > MAX_BYTES_ON_THE_WAY)
            {
                awaitAll(stage, recorder);
                frames = 0;
                bytes = 0;
            }
        }
        awaitAll(stage, recorder);

        assertThat(recorder.frames()).containsExactlyElementsOf(expectedFrames);
        assertThat(recorder.links()).containsExactlyElementsOf(expectedLinks);
        assertThat(stage.publisher.counters().linksDropped()).isZero();
        assertThat(stage.sendingCounters().linksDropped()).isZero();
        assertThat(stage.sendingCounters().notSent()).isZero();
    }

    private void publish(final TestStage stage, final int seq, final int parentCount)
    {
        final List<Long> ids = new ArrayList<>();
        parents.clear();
        for (long i = 1; i <= parentCount; i++)
        {
            parents.add(1_000L * seq + i);
            ids.add(1_000L * seq + i);
        }

        final FramePublisher publisher = stage.publisher;
        assertThat(0 == parentCount ?
            publisher.publishRoot(seq, 13, 15) : publisher.publishJoined(seq, 13, 15, parents)).isPositive();
        expectedFrames.add(new Recorder.Frame(10_000, 3, seq, 13, 15, publisher.traceId()));
        if (parentCount > 1)
        {
            assertThat(publisher.linkResult()).isPositive();
            expectedLinks.add(new Recorder.Links(10_000, 3, seq, publisher.traceId(), ids));
        }
    }

    private void awaitAll(final TestStage stage, final Recorder recorder)
    {
        AeronFixture.await(() ->
        {
            stage.work();
            recorder.poll();
            return recorder.frames().size() >= expectedFrames.size() &&
                recorder.links().size() >= expectedLinks.size() &&
                hasWindow(stage.descriptors) && hasWindow(stage.control);
        });
    }

    /**
     * The media driver has seen that all was read.
     */
    private static boolean hasWindow(final Subscription subscription)
    {
        return fixture.publisherLimit(subscription.streamId()) - subscription.imageAtIndex(0).position() >= WINDOW;
    }
}
