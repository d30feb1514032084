package io.tracelink.bench;

import io.aeron.Publication;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.ParentSet;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a call to publish a joined frame takes while something is wrong, beside the same call when all is well,
 * and prints a table for {@code docs/benchmarks.md}.
 * <p>
 * The media driver is a process, which at the end of each round is killed; one thread reads all streams. A frame is
 * published every 10 µs and each call is timed. In each round every fault has a healthy phase right before its own, so
 * that a busy neighbour meets both. The calls until the fault shows are left out. What is printed is the median of the
 * rounds, the first of which only warms up.
 */
public final class PublishUnderFault
{
    private static final int CALLS = 100_000;
    private static final long PERIOD_NS = 10_000;
    private static final int ROUNDS = 5;
    private static final double TARGET = 3.0;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final double[] PERCENTILES = {0.5, 0.99, 0.999, 0.9999};

    /**
     * What is wrong, and what nearly all calls must return for it to be what is measured.
     */
    enum Fault
    {
        NOBODY_READS("nobody subscribes", Publication.NOT_CONNECTED, FramePublisher.NO_LINKS),
        NOBODY_READS_LINKS("nobody subscribes to links", 1, Publication.NOT_CONNECTED),
        LINK_READER_STOPPED("a subscriber to links is stopped", 1, Publication.BACK_PRESSURED),
        FRAME_READER_STOPPED(
            "a subscriber to frames is stopped", Publication.BACK_PRESSURED, FramePublisher.NO_LINKS),
        LINKS_CLOSED("the publication of links is closed", 1, Publication.CLOSED),
        FRAMES_CLOSED("the publication of frames is closed", Publication.CLOSED, FramePublisher.NO_LINKS),
        FLOOD("100,000 broken messages/s on the control stream", 1, 1),
        DRIVER_KILLED("the media driver is dead, unnoticed", Publication.BACK_PRESSURED, FramePublisher.NO_LINKS),
        DRIVER_GONE("the media driver is gone, noticed", Publication.CLOSED, FramePublisher.NO_LINKS);

        private final String text;
        private final long frameResult;
        private final long linkResult;

        Fault(final String text, final long frameResult, final long linkResult)
        {
            this.text = text;
            this.frameResult = frameResult;
            this.linkResult = linkResult;
        }
    }

    private final ParentSet parents = new ParentSet(2);
    private final long[] times = new long[CALLS];
    private final Map<Fault, double[][]> healthy = new EnumMap<>(Fault.class);
    private final Map<Fault, double[][]> faulty = new EnumMap<>(Fault.class);
    private long seq;

    private PublishUnderFault()
    {
        parents.add(10);
        parents.add(20);
        for (final Fault fault : Fault.values())
        {
            healthy.put(fault, new double[ROUNDS][]);
            faulty.put(fault, new double[ROUNDS][]);
        }
    }

    /**
     * Measure and print.
     *
     * @param args none.
     * @throws IOException           if the media driver cannot be started.
     * @throws IllegalStateException if a fault does not show.
     */
    public static void main(final String[] args) throws IOException
    {
        final PublishUnderFault measurement = new PublishUnderFault();
        for (int round = -1; round < ROUNDS; round++)
        {
            System.err.println("round " + (round + 1) + " of " + ROUNDS + (round < 0 ? ", to warm up" : ""));
            try (FaultyStreams streams = new FaultyStreams())
            {
                measurement.measure(streams, round);
            }
        }

        measurement.print();
    }

    private void measure(final FaultyStreams streams, final int round)
    {
        for (final Fault fault : Fault.values())
        {
            final FramePublisher publisher = streams.publisher(fault);
            if (Fault.DRIVER_GONE != fault)
            {
                awaitResult(streams.healthyPublisher(), 1, 1);
                keep(healthy, fault, round, time(streams.healthyPublisher(), 1, 1));
            }
            else if (round >= 0)
            {
                // None is healthy any more: that of the phase before is the nearest.
                healthy.get(fault)[round] = healthy.get(Fault.DRIVER_KILLED)[round];
            }

            streams.begin(fault);
            awaitResult(publisher, fault.frameResult, fault.linkResult);
            keep(faulty, fault, round, time(publisher, fault.frameResult, fault.linkResult));
            streams.end(fault);
        }
    }

    private static void keep(
        final Map<Fault, double[][]> results, final Fault fault, final int round, final double[] percentiles)
    {
        if (round >= 0)
        {
            results.get(fault)[round] = percentiles;
        }
    }

    private void awaitResult(final FramePublisher publisher, final long frameResult, final long linkResult)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!publish(publisher, frameResult, linkResult))
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("within timeoutNs=" + TIMEOUT_NS + " no frame had frameResult=" +
                    frameResult + " linkResult=" + linkResult);
            }

            pause(System.nanoTime());
        }
    }

    private double[] time(final FramePublisher publisher, final long frameResult, final long linkResult)
    {
        int asExpected = 0;
        for (int i = 0; i < CALLS; i++)
        {
            final long beginNs = System.nanoTime();
            final boolean isExpected = publish(publisher, frameResult, linkResult);
            times[i] = System.nanoTime() - beginNs;
            asExpected += isExpected ? 1 : 0;
            pause(beginNs);
        }

        if (asExpected < CALLS * 0.95)
        {
            throw new IllegalStateException("asExpected=" + asExpected + " of " + CALLS + " calls, frameResult=" +
                frameResult + " linkResult=" + linkResult);
        }

        Arrays.sort(times);

        return Arrays.stream(PERCENTILES).map((percentile) -> times[(int)Math.ceil(percentile * CALLS) - 1]).toArray();
    }

    private boolean publish(final FramePublisher publisher, final long frameResult, final long linkResult)
    {
        final long result = publisher.publishJoined(seq++, 13, 15, parents);
        return Long.min(result, 1) == frameResult && Long.min(publisher.linkResult(), 1) == linkResult;
    }

    private static void pause(final long beginNs)
    {
        while (System.nanoTime() - beginNs < PERIOD_NS)
        {
            Thread.onSpinWait();
        }
    }

    private void print()
    {
        System.out.println("| ns a call, healthy → fault | p50 | p99 | p99.9 | p99.99 | ratio at p99.99 | |");
        System.out.println("|---|---:|---:|---:|---:|---:|---|");
        for (final Fault fault : Fault.values())
        {
            final StringBuilder row = new StringBuilder("| ").append(fault.text);
            double ratio = 0;
            for (int i = 0; i < PERCENTILES.length; i++)
            {
                final double before = median(healthy.get(fault), i);
                final double during = median(faulty.get(fault), i);
                row.append(" | %,.0f → %,.0f".formatted(before, during));
                ratio = during / before;
            }

            System.out.println(row.append(" | %.2f | %s |".formatted(ratio, ratio <= TARGET ? "met" : "**not met**")));
        }
    }

    private static double median(final double[][] rounds, final int percentile)
    {
        final double[] sorted = Arrays.stream(rounds).mapToDouble((round) -> round[percentile]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
