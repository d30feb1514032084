package io.tracelink.store;

import org.HdrHistogram.Histogram;

import java.util.List;

/**
 * Writes answers about many frames as JSON, one object on one line. 64-bit values are unsigned decimal strings, 32-bit
 * ones, counts and times in nanoseconds are numbers.
 */
public final class AnalysisJson
{
    /**
     * Percentiles that are told.
     */
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final String[] PERCENTILE_NAMES = {"p50Ns", "p90Ns", "p99Ns", "p999Ns"};

    private AnalysisJson()
    {
    }

    /**
     * An impact as JSON: {@code streamId}, {@code epoch}, {@code fromSeq}, {@code toSeq}, {@code inputs},
     * {@code traces}, {@code links}, {@code complete}, {@code missing} and {@code outputs}, each with {@code streamId},
     * {@code epoch}, {@code frames} (how many) and {@code ranges} of {@code fromSeq} and {@code toSeq}.
     *
     * @param impact to be written.
     * @return the object, without line feed.
     */
    public static String write(final Impact impact)
    {
        final StringBuilder json = new StringBuilder(512);
        json.append("{\"streamId\": ").append(impact.streamId()).append(", \"epoch\": ");
        LineageJson.unsigned(json, impact.epoch());
        json.append(", \"fromSeq\": ");
        LineageJson.unsigned(json, impact.fromSeq());
        json.append(", \"toSeq\": ");
        LineageJson.unsigned(json, impact.toSeq());
        json.append(", \"inputs\": ").append(impact.inputCount());
        json.append(", \"traces\": ").append(impact.traceCount());
        json.append(", \"links\": ").append(impact.linkCount());
        verdict(json, impact.missing());
        json.append(", \"outputs\": ");
        LineageJson.list(json, impact.outputs(), AnalysisJson::ranges);

        return json.append('}').toString();
    }

    /**
     * A latency as JSON: {@code fromStreamId}, {@code toStreamId}, {@code input}, {@code outputs}, {@code unconnected},
     * {@code links}, {@code complete}, {@code missing}, {@code endToEnd} (times), {@code paths}, each with
     * {@code streamIds}, {@code outputs}, {@code endToEnd} and {@code hops} (times), {@code otherPaths} and
     * {@code slowest} (frames with {@code streamId}, {@code epoch}, {@code seq}, {@code tNs} and {@code traceId}).
     * Times are {@code count}, {@code negative}, {@code untimed} and, unless the count is 0, {@code minNs},
     * {@code meanNs}, {@code p50Ns}, {@code p90Ns}, {@code p99Ns}, {@code p999Ns} and {@code maxNs}.
     *
     * @param latency to be written.
     * @return the object, without line feed.
     */
    public static String write(final Latency latency)
    {
        final StringBuilder json = new StringBuilder(1024);
        json.append("{\"fromStreamId\": ").append(latency.fromStreamId());
        json.append(", \"toStreamId\": ").append(latency.toStreamId());
        json.append(", \"input\": \"").append(InputChoice.NEWEST == latency.input() ? "newest" : "oldest");
        json.append("\", \"outputs\": ").append(latency.outputCount());
        json.append(", \"unconnected\": ").append(latency.unconnectedCount());
        json.append(", \"links\": ").append(latency.linkCount());
        verdict(json, latency.missing());
        json.append(", \"endToEnd\": ");
        times(json, latency.endToEnd());
        json.append(", \"paths\": ");
        LineageJson.list(json, latency.paths(), AnalysisJson::path);
        json.append(", \"otherPaths\": ").append(latency.otherPathCount());
        json.append(", \"slowest\": ");
        LineageJson.list(json, latency.slowest(), AnalysisJson::frame);

        return json.append('}').toString();
    }

    private static void verdict(final StringBuilder json, final List<Missing> missing)
    {
        json.append(", \"complete\": ").append(missing.isEmpty()).append(", \"missing\": ");
        LineageJson.list(json, missing, LineageJson::missing);
    }

    private static void ranges(final StringBuilder json, final FrameRanges ranges)
    {
        json.append("{\"streamId\": ").append(ranges.streamId()).append(", \"epoch\": ");
        LineageJson.unsigned(json, ranges.epoch());
        json.append(", \"frames\": ").append(ranges.frameCount()).append(", \"ranges\": [");
        for (int i = 0; i < ranges.rangeCount(); i++)
        {
            json.append(0 == i ? "{\"fromSeq\": " : ", {\"fromSeq\": ");
            LineageJson.unsigned(json, ranges.fromSeq(i));
            json.append(", \"toSeq\": ");
            LineageJson.unsigned(json, ranges.toSeq(i));
            json.append('}');
        }

        json.append("]}");
    }

    private static void path(final StringBuilder json, final LatencyPath path)
    {
        json.append("{\"streamIds\": [");
        final long[] streamIds = path.streamIds();
        for (int i = 0; i < streamIds.length; i++)
        {
            json.append(0 == i ? "" : ", ").append(streamIds[i]);
        }

        json.append("], \"outputs\": ").append(path.count()).append(", \"endToEnd\": ");
        times(json, path.endToEnd());
        json.append(", \"hops\": [");
        for (int hop = 0; hop < path.hopCount(); hop++)
        {
            json.append(0 == hop ? "" : ", ");
            times(json, path.hop(hop));
        }

        json.append("]}");
    }

    private static void times(final StringBuilder json, final LatencyPath.HopTimes times)
    {
        final Histogram histogram = times.histogram();
        json.append("{\"count\": ").append(histogram.getTotalCount());
        json.append(", \"negative\": ").append(times.negativeCount());
        json.append(", \"untimed\": ").append(times.untimedCount());
        if (histogram.getTotalCount() > 0)
        {
            json.append(", \"minNs\": ").append(times.minNs());
            json.append(", \"meanNs\": ").append(Math.round(histogram.getMean()));
            for (int i = 0; i < PERCENTILES.length; i++)
            {
                json.append(", \"").append(PERCENTILE_NAMES[i]).append("\": ")
                    .append(times.percentileNs(PERCENTILES[i]));
            }

            json.append(", \"maxNs\": ").append(times.maxNs());
        }

        json.append('}');
    }

    private static void frame(final StringBuilder json, final StoredFrame frame)
    {
        json.append("{\"streamId\": ").append(frame.streamId()).append(", \"epoch\": ");
        LineageJson.unsigned(json, frame.epoch());
        json.append(", \"seq\": ");
        LineageJson.unsigned(json, frame.seq());
        json.append(", \"tNs\": ");
        LineageJson.unsigned(json, frame.tNs());
        json.append(", \"traceId\": ");
        LineageJson.unsigned(json, frame.traceId());
        json.append('}');
    }
}
