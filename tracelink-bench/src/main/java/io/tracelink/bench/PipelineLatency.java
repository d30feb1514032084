package io.tracelink.bench;

import io.tracelink.bench.PipelineBenchmark.HandWrittenLinks;
import io.tracelink.bench.PipelineBenchmark.Pipeline;
import io.tracelink.bench.PipelineBenchmark.Traced;
import io.tracelink.bench.PipelineBenchmark.Untraced;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures how long each joined frame takes in the pipeline of {@link PipelineBenchmark}, traced and untraced, up to
 * what one frame of ten thousand exceeds, and prints a table for {@code docs/benchmarks.md}.
 * <p>
 * The pipelines run by turns in one JVM, in another order each round. Two are untraced: what they differ by is noise.
 * Each is made anew for its turn, since where its logs lie in memory lasts for its life, and shows. Differences are
 * those of one round. Between two batches, outside of what is measured, the driver is invoked.
 */
public final class PipelineLatency
{
    private static final int DEFAULT_ROUNDS = 40;
    private static final int WARM_UP_ROUNDS = 5;

    /**
     * After as many every page of the logs has been written.
     */
    private static final int WARM_UP_BATCHES = 75;
    private static final int BATCHES = 250;

    /**
     * At the begin of a batch the caches are full of what the driver has just done.
     */
    private static final int COLD_FRAMES = 48;
    private static final int TIMED_FRAMES = TracedStreams.BATCH - COLD_FRAMES;
    private static final int FRAMES = BATCHES * TIMED_FRAMES;

    private static final double[] PERCENTILES = {0.5, 0.99, 0.999, 0.9999};
    private static final int P99_9 = 2;

    /**
     * Noise is what two pipelines that are the same differ by in so many of the rounds, or less.
     */
    private static final double NOISE_SHARE = 0.75;

    private enum Variant
    {
        UNTRACED("untraced"),
        UNTRACED_AGAIN("untraced, again"),
        HAND_WRITTEN_LINKS("untraced, links written by hand"),
        TRACED("traced");

        private final String text;

        Variant(final String text)
        {
            this.text = text;
        }

        private Pipeline pipeline()
        {
            return switch (this)
            {
                case UNTRACED, UNTRACED_AGAIN -> new Untraced();
                case HAND_WRITTEN_LINKS -> new HandWrittenLinks();
                case TRACED -> new Traced();
            };
        }
    }

    /**
     * The percentiles of each round.
     */
    private final Map<Variant, List<double[]>> rounds = new EnumMap<>(Variant.class);
    private final long[] times = new long[FRAMES];

    private PipelineLatency()
    {
        for (final Variant variant : Variant.values())
        {
            rounds.put(variant, new ArrayList<>());
        }
    }

    /**
     * Measure and print.
     *
     * @param args number of rounds, optional.
     * @throws IllegalArgumentException if that is not a positive number.
     * @throws IllegalStateException    if frames were lost.
     */
    public static void main(final String[] args)
    {
        final int roundCount = 0 == args.length ? DEFAULT_ROUNDS : Integer.parseInt(args[0]);
        if (roundCount < 1 || args.length > 1)
        {
            throw new IllegalArgumentException("args=" + Arrays.toString(args) + " must be one number of rounds");
        }

        final PipelineLatency measurement = new PipelineLatency();
        for (int round = -WARM_UP_ROUNDS; round < roundCount; round++)
        {
            measurement.measure(round);
        }

        measurement.print();
    }

    private void measure(final int round)
    {
        final Variant[] variants = Variant.values();
        for (int turn = 0; turn < variants.length; turn++)
        {
            final Variant variant = variants[Math.floorMod(round + turn, variants.length)];
            final double[] percentiles = time(variant.pipeline());
            if (round >= 0)
            {
                rounds.get(variant).add(percentiles);
            }
        }
    }

    private double[] time(final Pipeline pipeline)
    {
        pipeline.setUp();
        try
        {
            pipeline.spread();
            for (int batch = 0; batch < WARM_UP_BATCHES; batch++)
            {
                time(pipeline, 0);
            }

            for (int batch = 0; batch < BATCHES; batch++)
            {
                time(pipeline, batch * TIMED_FRAMES);
            }
        }
        finally
        {
            pipeline.tearDown();
        }

        Arrays.sort(times);

        return Arrays.stream(PERCENTILES).map((percentile) -> times[(int)Math.ceil(percentile * FRAMES) - 1]).toArray();
    }

    private void time(final Pipeline pipeline, final int firstFrame)
    {
        pipeline.drain();
        for (int i = 0; i < COLD_FRAMES; i++)
        {
            pipeline.joinOne();
        }

        long beginNs = System.nanoTime();
        for (int frame = firstFrame; frame < firstFrame + TIMED_FRAMES; frame++)
        {
            pipeline.joinOne();
            final long endNs = System.nanoTime();
            times[frame] = endNs - beginNs;
            beginNs = endNs;
        }
    }

    private void print()
    {
        System.out.println("| ns a joined frame | p50 | p99 | p99.9 | p99.99 |\n|---|---:|---:|---:|---:|");
        for (final Variant variant : Variant.values())
        {
            print(variant.text, (percentile, round) -> of(variant, percentile, round));
        }

        for (final Variant variant : Variant.values())
        {
            if (Variant.UNTRACED != variant)
            {
                print(variant.text + " - untraced", (percentile, round) -> difference(variant, percentile, round));
            }
        }

        final double difference = quantile((round) -> difference(Variant.TRACED, P99_9, round), 0.5);
        final double noise =
            quantile((round) -> Math.abs(difference(Variant.UNTRACED_AGAIN, P99_9, round)), NOISE_SHARE);
        System.out.printf(
            Locale.ROOT,
            "%ntraced - untraced at p99.9: %,.0f ns, noise %,.0f ns: %s%n",
            difference, noise, difference <= noise ? "met" : "**not met**");
    }

    private void print(final String name, final PercentileOfRound value)
    {
        final StringBuilder row = new StringBuilder("| ").append(name).append(" |");
        for (int i = 0; i < PERCENTILES.length; i++)
        {
            final int percentile = i;
            final IntToDoubleFunction ofRound = (round) -> value.of(percentile, round);
            row.append(String.format(
                Locale.ROOT,
                " %,.0f (%,.0f to %,.0f) |",
                quantile(ofRound, 0.5),
                quantile(ofRound, 0.25),
                quantile(ofRound, 0.75)));
        }

        System.out.println(row);
    }

    private double quantile(final IntToDoubleFunction ofRound, final double share)
    {
        final List<Double> values =
            IntStream.range(0, rounds.get(Variant.UNTRACED).size()).mapToDouble(ofRound).boxed().toList();

        return BenchmarkReport.quantile(values, share);
    }

    private double difference(final Variant variant, final int percentile, final int round)
    {
        return of(variant, percentile, round) - of(Variant.UNTRACED, percentile, round);
    }

    private double of(final Variant variant, final int percentile, final int round)
    {
        return rounds.get(variant).get(round)[percentile];
    }

    private interface PercentileOfRound
    {
        double of(int percentile, int round);
    }
}
