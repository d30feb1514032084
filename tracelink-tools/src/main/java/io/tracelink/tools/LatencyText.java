package io.tracelink.tools;

import io.tracelink.store.FrameStatus;
import io.tracelink.store.InputChoice;
import io.tracelink.store.Latency;
import io.tracelink.store.LatencyPath;
import io.tracelink.store.StoredFrame;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints latencies for people: a table of percentiles, a line for each path and hop.
 */
final class LatencyText
{
    private static final int MAX_PATHS = 16;
    private static final String ROW = "%-44s %10s %10s %10s %10s %10s %10s %10s%s";

    private LatencyText()
    {
    }

    /**
     * Print what was found, and what is missing also where nothing was.
     */
    static void print(final Latency latency, final PrintWriter out)
    {
        if (latency.found())
        {
            printTable(latency, out);
            printVerdict(latency, out);
        }
        else if (!latency.complete())
        {
            printVerdict(latency, out);
        }
    }

    private static void printTable(final Latency latency, final PrintWriter out)
    {
        out.println(
            "stream " + latency.fromStreamId() + " to stream " + latency.toStreamId() + ", from the " +
            (InputChoice.NEWEST == latency.input() ? "newest" : "oldest") + " input of each of " +
            Plural.of(latency.outputCount() - latency.unconnectedCount(), "output"));
        out.println(String.format(
            Locale.ROOT, ROW, "", "count", "min", "p50", "p90", "p99", "p99.9", "max", "").stripTrailing());
        row(out, "end to end", latency.endToEnd());

        int printed = 0;
        for (final LatencyPath path : latency.paths())
        {
            if (printed++ < MAX_PATHS)
            {
                print(out, path);
            }
        }

        if (latency.paths().size() > MAX_PATHS)
        {
            out.println("and " + (latency.paths().size() - MAX_PATHS) + " more paths: see --format json");
        }

        if (latency.otherPathCount() > 0)
        {
            out.println(Plural.of(latency.otherPathCount(), "output") + " over other or longer paths, end to end only");
        }

        slowest(out, latency.slowest());
    }

    private static void printVerdict(final Latency latency, final PrintWriter out)
    {
        final String size = Plural.of(latency.outputCount(), "output") + ", " + latency.unconnectedCount() +
            " without input on stream " + latency.fromStreamId() + ", " +
            Plural.of(latency.linkCount(), "link");
        out.println(latency.complete() ?
            "complete: " + size + ", nothing is missing" : "incomplete: " + size + "; missing:");
        MissingText.print(out, latency.missing(), Map.of());
    }

    private static void print(final PrintWriter out, final LatencyPath path)
    {
        final long[] streamIds = path.streamIds();
        final StringBuilder name = new StringBuilder();
        for (final long streamId : streamIds)
        {
            name.append(0 == name.length() ? "path " : " → ").append(streamId);
        }

        row(out, name.toString(), path.endToEnd());
        for (int hop = 0; hop < path.hopCount() && path.hopCount() > 1; hop++)
        {
            row(out, "  " + streamIds[hop] + " → " + streamIds[hop + 1], path.hop(hop));
        }
    }

    private static void row(final PrintWriter out, final String name, final LatencyPath.HopTimes times)
    {
        final long count = times.histogram().getTotalCount();
        final boolean isEmpty = 0 == count;
        final String note =
            (times.negativeCount() > 0 ? "  " + times.negativeCount() + " negative" : "") +
            (times.untimedCount() > 0 ? "  " + times.untimedCount() + " without timestamp" : "");
        out.println(String.format(
            Locale.ROOT,
            ROW,
            name,
            count,
            isEmpty ? "-" : TraceGroup.duration(times.minNs()),
            isEmpty ? "-" : TraceGroup.duration(times.percentileNs(50)),
            isEmpty ? "-" : TraceGroup.duration(times.percentileNs(90)),
            isEmpty ? "-" : TraceGroup.duration(times.percentileNs(99)),
            isEmpty ? "-" : TraceGroup.duration(times.percentileNs(99.9)),
            isEmpty ? "-" : TraceGroup.duration(times.maxNs()),
            note));
    }

    private static void slowest(final PrintWriter out, final List<StoredFrame> frames)
    {
        if (frames.isEmpty())
        {
            return;
        }

        final StringBuilder line = new StringBuilder("slowest: ");
        for (int i = 0; i < frames.size(); i++)
        {
            final StoredFrame frame = frames.get(i);
            if (i > 0)
            {
                final StoredFrame before = frames.get(i - 1);
                final boolean isTimed =
                    0 == ((before.status() | frame.status()) & FrameStatus.TIMESTAMP_ABSENT);
                line.append(" ─ ").append(isTimed ? TraceGroup.duration(frame.tNs() - before.tNs()) : "?")
                    .append(" → ");
            }

            line.append("stream ").append(frame.streamId()).append(" seq ")
                .append(Long.toUnsignedString(frame.seq()));
        }

        out.println(line.append("  (trace ")
            .append(Long.toUnsignedString(frames.get(frames.size() - 1).traceId())).append(')'));
    }
}
