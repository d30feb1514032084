package io.tracelink.examples.demo;

import io.tracelink.store.Direction;
import io.tracelink.store.Lineage;
import io.tracelink.store.LineageStore;
import io.tracelink.store.StoredFrame;
import io.tracelink.tools.LineageText;

import java.io.PrintWriter;
import java.util.List;

/**
 * What the demo says at its end: what each stage did, where the last window came from, and how to look further.
 */
final class DemoReport
{
    private final PrintWriter out;
    private final String database;

    DemoReport(final PrintWriter out, final String database)
    {
        this.out = out;
        this.database = database;
    }

    /**
     * Print it all.
     *
     * @return false if no window was stored.
     */
    boolean print(final List<StageSummary> summaries)
    {
        printStages(summaries);

        final LineageStore store = LineageStore.openExisting(database);
        final String location = store.location();
        try (Lineage lineage = store.lineage())
        {
            final StoredFrame window = lineage.lastFrame(DemoStage.WINDOW.streamId());
            if (null == window)
            {
                out.println("no window was stored in " + location);
                out.flush();
                return false;
            }

            new LineageText(lineage.ofTrace(window.traceId(), Direction.UP), DemoStage.streamNames()).print(out);
            printLaterWindows(summaryOf(DemoStage.WINDOW, summaries), window);

            out.println();
            out.println("database: " + location);
            // a shell would take the signs of a URL for its own
            out.println("look further: bin/tracelink lineage " + Long.toUnsignedString(window.traceId()) + " --db " +
                (location.contains("?") ? "'" + location + "'" : location) + " --format json");
            out.flush();
        }

        return true;
    }

    private void printStages(final List<StageSummary> summaries)
    {
        out.println();
        out.printf("%-12s %6s %6s %10s %14s %14s %11s %14s%n", "stage", "stream", "node", "published", "not published",
            "inputs missed", "links sent", "links dropped");

        for (final DemoStage stage : DemoStage.values())
        {
            final StageSummary summary = summaryOf(stage, summaries);
            if (null == summary)
            {
                out.printf("%-12s %6d  ended without a report%n", stage.label(), stage.streamId());
            }
            else
            {
                out.printf("%-12s %6d %6s %10d %14d %14d %11d %14d%n",
                    stage.label(),
                    stage.streamId(),
                    summary.nodeId() < 0 ? "-" : Long.toString(summary.nodeId()),
                    summary.published(),
                    summary.notPublished(),
                    summary.inputsMissed(),
                    summary.linksSent(),
                    summary.linksDropped());
            }
        }

        out.println();
    }

    private void printLaterWindows(final StageSummary summary, final StoredFrame window)
    {
        final long later = null == summary ? 0 : summary.published() - 1 - window.seq();
        if (later > 0)
        {
            out.println("this is the last window that was stored; " + later + " later ones were not");
        }
    }

    private static StageSummary summaryOf(final DemoStage stage, final List<StageSummary> summaries)
    {
        for (final StageSummary summary : summaries)
        {
            if (null != summary && stage == summary.stage())
            {
                return summary;
            }
        }

        return null;
    }
}
