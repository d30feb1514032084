package io.tracelink.store;

import org.HdrHistogram.Histogram;

/**
 * The times of outputs whose input came over the same streams. All times are in nanoseconds. A difference that would be
 * negative, because clocks differ, is in no histogram and is counted.
 */
public final class LatencyPath
{
    private final long[] streamIds;
    private final HopTimes endToEnd = new HopTimes();
    private final HopTimes[] hops;
    private long count;

    LatencyPath(final long[] streamIds)
    {
        this.streamIds = streamIds;
        hops = new HopTimes[streamIds.length - 1];
        for (int i = 0; i < hops.length; i++)
        {
            hops[i] = new HopTimes();
        }
    }

    /**
     * The streams, from that of the input to that of the output.
     *
     * @return a copy of the stream ids.
     */
    public long[] streamIds()
    {
        return streamIds.clone();
    }

    /**
     * How many outputs came this way.
     *
     * @return the number of outputs.
     */
    public long count()
    {
        return count;
    }

    /**
     * How many hops the path has: one less than streams.
     *
     * @return the number of hops, at least 1.
     */
    public int hopCount()
    {
        return hops.length;
    }

    /**
     * Times from the first stream to the last.
     *
     * @return the times.
     */
    public HopTimes endToEnd()
    {
        return endToEnd;
    }

    /**
     * Times of a hop.
     *
     * @param hop index in 0..hopCount, from stream {@code hop} to the one after it.
     * @return the times.
     */
    public HopTimes hop(final int hop)
    {
        return hops[hop];
    }

    /**
     * Record one output.
     *
     * @param frames of the path, from the output back to the input.
     */
    void record(final TraceGraph graph, final int[] frames)
    {
        count++;
        final int last = hops.length;
        endToEnd.record(graph, frames[last], frames[0]);
        for (int i = 0; i < last; i++)
        {
            hops[i].record(graph, frames[last - i], frames[last - i - 1]);
        }
    }

    /**
     * Times from one frame to another.
     */
    public static final class HopTimes
    {
        private static final int SIGNIFICANT_DIGITS = 3;

        private final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        private long minNs = Long.MAX_VALUE;
        private long maxNs;
        private long negativeCount;
        private long untimedCount;

        HopTimes()
        {
        }

        /**
         * The times in nanoseconds, to three significant digits.
         *
         * @return the histogram; changing it changes the answer.
         */
        public Histogram histogram()
        {
            return histogram;
        }

        /**
         * The shortest time, exactly.
         *
         * @return the time in nanoseconds, 0 if there is none.
         */
        public long minNs()
        {
            return Math.min(minNs, maxNs);
        }

        /**
         * The longest time, exactly.
         *
         * @return the time in nanoseconds, 0 if there is none.
         */
        public long maxNs()
        {
            return maxNs;
        }

        /**
         * The time that a part of the differences does not exceed, to three significant digits and never outside of
         * the shortest and the longest one.
         *
         * @param percentile 0 to 100.
         * @return the time in nanoseconds, 0 if there is none.
         */
        public long percentileNs(final double percentile)
        {
            return Math.max(minNs(), Math.min(maxNs, histogram.getValueAtPercentile(percentile)));
        }

        /**
         * How often the later frame was stamped before the earlier one.
         *
         * @return the number of differences that are in no histogram since they are negative.
         */
        public long negativeCount()
        {
            return negativeCount;
        }

        /**
         * How often one of the frames had no timestamp of its producer.
         *
         * @return the number of differences that cannot be told.
         */
        public long untimedCount()
        {
            return untimedCount;
        }

        void record(final TraceGraph graph, final int earlier, final int later)
        {
            if (!graph.isTimed(earlier) || !graph.isTimed(later))
            {
                untimedCount++;
            }
            else if (Long.compareUnsigned(graph.tNs(later), graph.tNs(earlier)) < 0)
            {
                negativeCount++;
            }
            else
            {
                final long difference = graph.tNs(later) - graph.tNs(earlier);
                final long ns = difference >= 0 ? difference : Long.MAX_VALUE;
                minNs = Math.min(minNs, ns);
                maxNs = Math.max(maxNs, ns);
                histogram.recordValue(ns);
            }
        }
    }
}
