package io.tracelink.bench;

import io.aeron.Publication;
import io.tracelink.aeron.AsyncPublisher;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.ParentSet;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a call to publish a joined frame takes while something is wrong, beside the same call when all is well,
 * and prints a table for {@code docs/benchmarks.md}: for a publisher that sends by its own thread, or through the ring
 * of an {@link AsyncPublisher}, see {@link Mode}.
 * <p>
 * The media driver is a process, which at the end of each round is killed; one thread reads all streams and runs the
 * agents. A frame is published every 10 µs and each call is timed. In each round every fault has a healthy phase right
 * before its own, so that a busy neighbour meets both. The calls until the fault shows are left out. What is printed is
 * the median of the rounds, the first of which only warms up.
 */
public final class PublishUnderFault
{
    private static final int CALLS = 100_000;
    private static final long PERIOD_NS = 10_000;
    private static final int ROUNDS = 5;
    private static final double TARGET = 3.0;
    private static final double SHOWN = 0.95;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final double[] PERCENTILES = {0.5, 0.99, 0.999, 0.9999};

    /**
     * Who sends.
     */
    enum Mode
    {
        OWN_THREAD, LINKS_QUEUED, ALL_QUEUED
    }

    /**
     * What is wrong, and what nearly all calls must return in each mode for it to be what is measured; null where the
     * mode does not know the fault.
     */
    enum Fault
    {
        NOBODY_READS("nobody subscribes", Expected.FRAME_NOT_CONNECTED, Expected.DROPPED_BY_AGENT),
        NOBODY_READS_LINKS(
            "nobody subscribes to links",
            Expected.LINKS_NOT_CONNECTED,
            Expected.DROPPED_BY_AGENT,
            Expected.DROPPED_BY_AGENT),
        LINK_READER_STOPPED(
            "a subscriber to links is stopped",
            Expected.LINKS_BACK_PRESSURED,
            Expected.DROPPED_BY_AGENT,
            Expected.DROPPED_BY_AGENT),
        FRAME_READER_STOPPED(
            "a subscriber to frames is stopped", Expected.FRAME_BACK_PRESSURED, Expected.FRAME_RING_FULL),
        AGENT_STOPPED(
            "the agent that sends is stopped", null, Expected.LINKS_RING_FULL, Expected.FRAME_RING_FULL),
        LINKS_CLOSED("the publication of links is closed", Expected.LINKS_CLOSED, null, null),
        FRAMES_CLOSED("the publication of frames is closed", Expected.FRAME_CLOSED, null),
        FLOOD("100,000 broken messages/s on the control stream", Expected.SENT, Expected.SENT),
        DRIVER_KILLED(
            "the media driver is dead, unnoticed", Expected.FRAME_BACK_PRESSURED, Expected.FRAME_RING_FULL),
        DRIVER_GONE("the media driver is gone, noticed", Expected.FRAME_CLOSED, Expected.FRAME_CLOSED);

        private final String text;
        private final Expected own;
        private final Expected linksQueued;
        private final Expected allQueued;

        /**
         * Where only links are queued the result is that of the own thread, since it is about frames.
         */
        Fault(final String text, final Expected own, final Expected allQueued)
        {
            this(text, own, own, allQueued);
        }

        Fault(final String text, final Expected own, final Expected linksQueued, final Expected allQueued)
        {
            this.text = text;
            this.own = own;
            this.linksQueued = linksQueued;
            this.allQueued = allQueued;
        }

        /**
         * Does a fault happen where this mode sends?
         */
        boolean isKnownTo(final Mode mode)
        {
            return null != expected(mode);
        }

        private Expected expected(final Mode mode)
        {
            return switch (mode)
            {
                case OWN_THREAD -> own;
                case LINKS_QUEUED -> linksQueued;
                case ALL_QUEUED -> allQueued;
            };
        }
    }

    /**
     * What a call returns, 1 for any positive result, and whether the agent drops behind the ring what was taken.
     */
    private enum Expected
    {
        SENT(1, 1, false),
        DROPPED_BY_AGENT(1, 1, true),
        FRAME_NOT_CONNECTED(Publication.NOT_CONNECTED, FramePublisher.NO_LINKS, false),
        FRAME_BACK_PRESSURED(Publication.BACK_PRESSURED, FramePublisher.NO_LINKS, false),
        FRAME_CLOSED(Publication.CLOSED, FramePublisher.NO_LINKS, false),
        FRAME_RING_FULL(FramePublisher.RING_FULL, FramePublisher.NO_LINKS, false),
        LINKS_NOT_CONNECTED(1, Publication.NOT_CONNECTED, false),
        LINKS_BACK_PRESSURED(1, Publication.BACK_PRESSURED, false),
        LINKS_CLOSED(1, Publication.CLOSED, false),
        LINKS_RING_FULL(1, FramePublisher.RING_FULL, false);

        private final long frameResult;
        private final long linkResult;
        private final boolean isDroppedByAgent;

        Expected(final long frameResult, final long linkResult, final boolean isDroppedByAgent)
        {
            this.frameResult = frameResult;
            this.linkResult = linkResult;
            this.isDroppedByAgent = isDroppedByAgent;
        }

        /**
         * How many calls may have ended so, by what the agent dropped. Where calls are refused, it drops what was in
         * the ring before.
         */
        private long among(final long dropped)
        {
            return isDroppedByAgent ? dropped : SENT == this ? CALLS - dropped : CALLS;
        }
    }

    private final Mode mode;
    private final ParentSet parents = new ParentSet(2);
    private final long[] times = new long[CALLS];
    private final Map<Fault, double[][]> healthy = new EnumMap<>(Fault.class);
    private final Map<Fault, double[][]> faulty = new EnumMap<>(Fault.class);
    private long seq;

    private PublishUnderFault(final Mode mode)
    {
        this.mode = mode;
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
     * @param args a {@link Mode}; {@link Mode#OWN_THREAD} where there is none.
     * @throws IOException              if the media driver cannot be started.
     * @throws IllegalStateException    if a fault does not show.
     * @throws IllegalArgumentException if there is no such mode.
     */
    public static void main(final String[] args) throws IOException
    {
        final PublishUnderFault measurement =
            new PublishUnderFault(0 == args.length ? Mode.OWN_THREAD : Mode.valueOf(args[0]));
        for (int round = -1; round < ROUNDS; round++)
        {
            System.err.println("round " + (round + 1) + " of " + ROUNDS + (round < 0 ? ", to warm up" : ""));
            try (FaultyStreams streams = new FaultyStreams(measurement.mode))
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
            if (fault.isKnownTo(mode))
            {
                measure(streams, fault, round);
            }
        }
    }

    private void measure(final FaultyStreams streams, final Fault fault, final int round)
    {
        final FaultyStage stage = streams.stage(fault);
        final Expected expected = fault.expected(mode);
        if (Fault.DRIVER_GONE != fault)
        {
            awaitResult(streams.healthyStage(), Expected.SENT);
            keep(healthy, fault, round, time(streams.healthyStage(), Expected.SENT));
        }
        else if (round >= 0)
        {
            // None is healthy any more: that of the phase before is the nearest.
            healthy.get(fault)[round] = healthy.get(Fault.DRIVER_KILLED)[round];
        }

        streams.begin(fault);
        awaitResult(stage, expected);
        keep(faulty, fault, round, time(stage, expected));
        streams.end(fault);
    }

    private static void keep(
        final Map<Fault, double[][]> results, final Fault fault, final int round, final double[] percentiles)
    {
        if (round >= 0)
        {
            results.get(fault)[round] = percentiles;
        }
    }

    private void awaitResult(final FaultyStage stage, final Expected expected)
    {
        final long droppedBefore = stage.droppedByAgent();
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!publish(stage.publisher(), expected) ||
            (expected.isDroppedByAgent && stage.droppedByAgent() == droppedBefore))
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("within timeoutNs=" + TIMEOUT_NS + " no frame had " + expected);
            }

            pause(System.nanoTime());
        }
    }

    private double[] time(final FaultyStage stage, final Expected expected)
    {
        final FramePublisher publisher = stage.publisher();
        final long droppedBefore = stage.droppedByAgent();
        int asExpected = 0;
        for (int i = 0; i < CALLS; i++)
        {
            final long beginNs = System.nanoTime();
            final boolean isExpected = publish(publisher, expected);
            times[i] = System.nanoTime() - beginNs;
            asExpected += isExpected ? 1 : 0;
            pause(beginNs);
        }

        final long dropped = stage.droppedByAgent() - droppedBefore;
        if (Math.min(asExpected, expected.among(dropped)) < CALLS * SHOWN)
        {
            throw new IllegalStateException("asExpected=" + asExpected + " droppedByAgent=" + dropped + " of " + CALLS +
                " calls, " + expected);
        }

        Arrays.sort(times);

        return Arrays.stream(PERCENTILES).map((percentile) -> times[(int)Math.ceil(percentile * CALLS) - 1]).toArray();
    }

    private boolean publish(final FramePublisher publisher, final Expected expected)
    {
        final long result = publisher.publishJoined(seq++, 13, 15, parents);
        return Long.min(result, 1) == expected.frameResult &&
            Long.min(publisher.linkResult(), 1) == expected.linkResult;
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
        System.out.println(mode);
        System.out.println("| ns a call, healthy → fault | p50 | p99 | p99.9 | p99.99 | ratio at p99.99 | |");
        System.out.println("|---|---:|---:|---:|---:|---:|---|");
        for (final Fault fault : Fault.values())
        {
            if (!fault.isKnownTo(mode))
            {
                continue;
            }

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
