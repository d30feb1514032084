package io.tracelink.examples.demo;

import io.tracelink.core.ParentSet;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class StageLogicTest
{
    private static final long T0_NS = 1_000_000_000_000L;
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Recorder output = new Recorder();

    @Test
    void shouldSampleAtAFixedRateAndNotMakeUpForAStall()
    {
        final RootLogic root = new RootLogic(100, (values) ->
        {
            values[0] = 7;
            return 1;
        });

        for (int ms = 0; ms < 100; ms++)
        {
            root.doWork(T0_NS + ms * MS, output);
        }
        assertThat(output.frames).hasSize(10).allMatch((frame) -> frame.equals("root [] [7.0]"));

        root.doWork(T0_NS + 1_000 * MS, output);
        root.doWork(T0_NS + 1_001 * MS, output);
        assertThat(output.frames).hasSize(11);
        root.doWork(T0_NS + 1_010 * MS, output);
        assertThat(output.frames).hasSize(12);
    }

    @Test
    void shouldLetOneOfSoManyFramesPassAsItIs()
    {
        final RateFilterLogic filter = new RateFilterLogic(2);
        for (int i = 1; i <= 5; i++)
        {
            filter.onSample(0, sample(i, i), T0_NS, output);
        }

        assertThat(output.frames).containsExactly("derived [1] [1.0]", "derived [3] [3.0]", "derived [5] [5.0]");
    }

    @Test
    void shouldJoinTheLatestOfEveryInputOnceThereAreAll()
    {
        final JoinLogic join = new JoinLogic(10, 11, 12);
        join.onSample(0, sampleOf(10, 1, 0.1, 0.2), T0_NS, output);
        join.onSample(1, sampleOf(11, 11, 1), T0_NS, output);
        join.onSample(0, sampleOf(10, 2, 0.3, 0.4), T0_NS, output);
        assertThat(output.frames).isEmpty();

        join.onSample(2, sampleOf(12, 21, 2), T0_NS, output);
        assertThat(output.frames).isEmpty();
        join.onSample(0, sampleOf(10, 3, 0.5, 0.6), T0_NS, output);
        join.onSample(1, sampleOf(11, 12, 3), T0_NS, output);
        join.onSample(0, sampleOf(10, 4, 0.7), T0_NS, output);

        assertThat(output.frames).containsExactly(
            "joined [3, 11, 21] [0.5, 0.6, 1.0, 2.0]", "joined [4, 12, 21] [0.7, 3.0, 2.0]");
    }

    @Test
    void shouldNotJoinAgainWhatComesAgain()
    {
        final JoinLogic join = new JoinLogic(10, 11);
        join.onSample(1, sampleOf(11, 11, 1), T0_NS, output);
        join.onSample(0, sampleOf(10, 2, 0.5), T0_NS, output);
        join.onSample(0, sampleOf(10, 2, 0.5), T0_NS, output);
        join.onSample(0, sampleOf(10, 1, 0.4), T0_NS, output);

        assertThat(output.frames).containsExactly("joined [2, 11] [0.5, 1.0]");
    }

    @Test
    void shouldNotJoinWithInputsThatAreNotTraced()
    {
        final JoinLogic join = new JoinLogic(10, 11);
        join.onSample(1, sampleOf(11, 0, 1), T0_NS, output);
        join.onSample(0, sampleOf(10, 1, 1), T0_NS, output);

        assertThat(output.frames).isEmpty();
    }

    @Test
    void shouldPublishTheMeanOfAWindowWithAllThatCameInIt()
    {
        final WindowLogic window = new WindowLogic();
        for (int i = 0; i < 5; i++)
        {
            window.onSample(0, sample(i + 1, i, 10 * i), T0_NS + i * 400L * MS, output);
        }
        assertThat(output.frames).containsExactly("joined [1, 2, 3] [1.0, 10.0]");

        window.onSample(0, sample(6, 5), T0_NS + 2_000 * MS, output);
        assertThat(output.frames).containsExactly("joined [1, 2, 3] [1.0, 10.0]", "joined [4, 5] [3.5, 35.0]");

        window.onEnd(T0_NS + 2_100 * MS, output);
        assertThat(output.frames).hasSize(2);
    }

    @Test
    void shouldBeginAWholeWindowAfterAStall()
    {
        final WindowLogic window = new WindowLogic();
        window.onSample(0, sample(1, 1), T0_NS, output);
        window.onSample(0, sample(2, 2), T0_NS + 3_500 * MS, output);
        window.onSample(0, sample(3, 3), T0_NS + 3_900 * MS, output);
        window.onSample(0, sample(4, 4), T0_NS + 4_000 * MS, output);

        assertThat(output.frames).containsExactly("joined [1] [1.0]", "joined [2, 3] [2.5]");
    }

    @Test
    void shouldPublishWhatThereIsAtTheEndOfAShortRun()
    {
        final WindowLogic window = new WindowLogic();
        window.onSample(0, sample(1, 1), T0_NS, output);
        window.onSample(0, sample(2, 3), T0_NS + MS, output);
        window.onEnd(T0_NS + 2 * MS, output);

        assertThat(output.frames).containsExactly("joined [1, 2] [2.0]");
    }

    private static Sample sample(final long traceId, final double... values)
    {
        return sampleOf(1, traceId, values);
    }

    /**
     * Its trace ID is its sequence, too.
     */
    private static Sample sampleOf(final long streamId, final long traceId, final double... values)
    {
        final Sample sample = new Sample();
        System.arraycopy(values, 0, sample.values(), 0, values.length);
        sample.count(values.length);
        sample.frame(streamId, 1, traceId, T0_NS, traceId);

        return sample;
    }

    private static final class Recorder implements FrameOutput
    {
        private final List<String> frames = new ArrayList<>();

        @Override
        public void publishRoot(final Sample sample, final long nowNs)
        {
            frames.add("root [] " + values(sample));
        }

        @Override
        public void publishDerived(final Sample sample, final long nowNs)
        {
            frames.add("derived [" + sample.traceId() + "] " + values(sample));
        }

        @Override
        public void publishJoined(final Sample sample, final long nowNs, final ParentSet parents)
        {
            final List<Long> ids = new ArrayList<>();
            for (int i = 0; i < parents.size(); i++)
            {
                ids.add(parents.get(i));
            }
            frames.add("joined " + ids + " " + values(sample));
        }

        private static List<Double> values(final Sample sample)
        {
            final List<Double> values = new ArrayList<>();
            for (int i = 0; i < sample.count(); i++)
            {
                values.add(sample.values()[i]);
            }

            return values;
        }
    }
}
