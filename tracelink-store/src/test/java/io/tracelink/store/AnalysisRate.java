package io.tracelink.store;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures how fast questions about many frames are answered: a program, not a test. Two sensors (streams 1 and 2), a
 * filter that keeps the IDs of the first (11), a join of both (21) and a window over fifty joins (31).
 * <p>
 * Arguments: a file, which is made unless it exists, and the number of frames of each sensor. Every line is the best of
 * five runs, by the clock and by what the thread had of the processor, which others do not disturb as much; the store
 * is in the cache of the operating system, as it is after it was written.
 */
final class AnalysisRate
{
    private static final int WINDOW = 50;

    /**
     * The output of the join, its two inputs, and the one of them that passes the filter.
     */
    private static final long JOIN_FRAMES = 4;
    private static final int RUNS = 5;
    private static final double NS_PER_S = 1e9;

    private AnalysisRate()
    {
    }

    /**
     * Run.
     *
     * @param args file and number of frames.
     */
    public static void main(final String[] args)
    {
        final Path file = Path.of(args[0]);
        final int frames = Integer.parseInt(args[1]);
        if (!file.toFile().exists())
        {
            RatedPipeline.fill(SqliteLineageStore.open(file), frames, WINDOW);
        }

        final SqliteLineageStore store = SqliteLineageStore.openExisting(file);
        try (LineageAnalysis analysis = store.analysis())
        {
            final long[] sensors = new long[frames];
            final long[] windows = new long[frames / WINDOW];
            for (int i = 0; i < frames; i++)
            {
                sensors[i] = RatedPipeline.id(1, i);
            }

            for (int i = 0; i < windows.length; i++)
            {
                windows[i] = RatedPipeline.id(31, (i + 1) * WINDOW - 1);
            }

            final TraceGraph down =
                best("read down", () -> analysis.graph(sensors, Direction.DOWN), AnalysisRate::edges);
            best("walk", () -> walk(down, 1), (walk) -> edges(down));
            final TraceGraph up = best("read up", () -> analysis.graph(windows, Direction.UP), AnalysisRate::edges);
            best("walk", () -> walk(up, 1), (walk) -> edges(up));
            best(
                "impact of stream 1", () -> analysis.impact(1, TestStore.EPOCH, 0, frames - 1),
                (impact) -> impact.linkCount() + impact.inputCount() + impact.outputCount());
            best(
                "latency 1 to 31", () -> analysis.latency(1, 31, InputChoice.NEWEST), (answer) -> edges(up));
            best(
                "latency 1 to 21", () -> analysis.latency(1, 21, InputChoice.NEWEST),
                (answer) -> answer.linkCount() + JOIN_FRAMES * frames);
        }
    }

    private static LatencyWalk walk(final TraceGraph graph, final long streamId)
    {
        return LatencyWalk.from(graph, streamId, InputChoice.NEWEST);
    }

    private static long edges(final TraceGraph graph)
    {
        return (long)graph.linkCount() + graph.frameCount();
    }

    private static <T> T best(final String name, final Supplier<T> question, final Edges<T> edges)
    {
        final ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long bestNs = Long.MAX_VALUE;
        long bestCpuNs = Long.MAX_VALUE;
        T answer = null;
        for (int i = 0; i < RUNS; i++)
        {
            final long start = System.nanoTime();
            final long cpuStart = thread.getCurrentThreadCpuTime();
            answer = question.get();
            bestCpuNs = Math.min(bestCpuNs, thread.getCurrentThreadCpuTime() - cpuStart);
            bestNs = Math.min(bestNs, System.nanoTime() - start);
        }

        print(name, edges.count(answer), bestNs, bestCpuNs);
        return answer;
    }

    private static void print(final String name, final long edges, final long ns, final long cpuNs)
    {
        System.out.println(String.format(
            Locale.ROOT,
            "%-20s %,12d links and frames in %7.3f s, of the processor %7.3f s: %,12.0f per second of the processor",
            name, edges, ns / NS_PER_S, cpuNs / NS_PER_S, edges * NS_PER_S / cpuNs));
    }

    @FunctionalInterface
    private interface Edges<T>
    {
        long count(T answer);
    }
}
