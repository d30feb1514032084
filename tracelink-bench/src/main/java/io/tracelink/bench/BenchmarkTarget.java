package io.tracelink.bench;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a ratio of two benchmarks is to be: both run in one run, so that it carries over from machine to machine. Where
 * there is a base, it is the ratio of what they take more than that one. A target without a divisor is a number of
 * nanoseconds.
 *
 * @param dividend benchmark as {@code Class.method}.
 * @param divisor  benchmark as {@code Class.method}, or null.
 * @param base     benchmark as {@code Class.method}, or null.
 * @param isAtMost true if the ratio is to be at most the limit, false if at least.
 * @param limit    of the ratio.
 * @param columns  the parameters that it is for, as the report names them; empty for all.
 */
record BenchmarkTarget(
    String dividend, String divisor, String base, boolean isAtMost, double limit, List<String> columns)
{
    private static final String PIPELINE = "PipelineBenchmark.";
    private static final String HAND_WRITTEN_LINKS = "FramePublisherBenchmark.peerHandWrittenLinks";

    /**
     * All targets.
     */
    static final List<BenchmarkTarget> ALL = List.of(
        atMost("TraceIdBenchmark.nextId", "TraceIdBenchmark.floorCurrentTimeMillis", 1.10),
        atMost("TraceIdBenchmark.nextIdDutyCycle", "TraceIdBenchmark.floorFieldIncrement", 1.5),
        atMost("TraceIdBenchmark.nextIdDutyCycleMarked", "TraceIdBenchmark.nextIdDutyCycle", 1.1),
        atLeast("TraceIdBenchmark.peerAgronaSnowflake", "TraceIdBenchmark.nextIdDutyCycle", 80),
        atMost("ConcurrentTraceIdBenchmark.nextIdWide", "ConcurrentTraceIdBenchmark.peerAgronaSnowflakeWide", 0.6),
        atMost("ConcurrentTraceIdBenchmark.nextId", "ConcurrentTraceIdBenchmark.peerAgronaSnowflakeWide", 0.6),
        atMost("ConcurrentTraceIdBenchmark.nextIdDutyCycle",
            "ConcurrentTraceIdBenchmark.peerAgronaSnowflakeDutyCycle", 0.6),
        atMost("TraceLinkSetBenchmark.buildAndEncode", "TraceLinkSetBenchmark.floorRawStores", 1.3, "2", "8", "64"),
        atMost("TraceLinkSetBenchmark.buildAndEncodeShuffled", "TraceLinkSetBenchmark.floorRawStores", 4, "512"),
        atMost("TraceLinkSetBenchmark.check", "TraceLinkSetBenchmark.floorRawLoads", 1.3, "2", "8", "64"),
        atMost("TraceLinkSetBenchmark.checkShuffled", "TraceLinkSetBenchmark.floorRawLoads", 4, "512"),
        atMost("FramePublisherBenchmark.links", HAND_WRITTEN_LINKS, 1.05, "2", "8"),
        atMost("AsyncPublisherBenchmark.links", HAND_WRITTEN_LINKS, 0.7, "2", "8"),
        atMost("AsyncPublisherBenchmark.drain", HAND_WRITTEN_LINKS, 0.6, "2", "8"),
        new BenchmarkTarget(PIPELINE + "traced", null, PIPELINE + "untraced", true, 30, List.of()),
        new BenchmarkTarget(PIPELINE + "tracedAsync", null, PIPELINE + "untraced", true, 30, List.of()),
        new BenchmarkTarget(PIPELINE + "peerOpenTelemetry", PIPELINE + "traced", PIPELINE + "untraced", false, 10,
            List.of()));

    private static final String PARENT_COUNT = "parentCount=";

    private static BenchmarkTarget atMost(
        final String dividend, final String divisor, final double limit, final String... parentCounts)
    {
        return new BenchmarkTarget(dividend, divisor, null, true, limit, columns(parentCounts));
    }

    private static BenchmarkTarget atLeast(final String dividend, final String divisor, final double limit)
    {
        return new BenchmarkTarget(dividend, divisor, null, false, limit, List.of());
    }

    private static List<String> columns(final String... parentCounts)
    {
        return List.of(parentCounts).stream().map((count) -> PARENT_COUNT + count).toList();
    }

    /**
     * Is the target one of a column?
     *
     * @param column as the report names it.
     * @return true if it is.
     */
    boolean isOf(final String column)
    {
        return columns.isEmpty() || columns.contains(column);
    }

    /**
     * The benchmarks that must have been measured.
     *
     * @return their names.
     */
    List<String> benchmarks()
    {
        return Stream.of(dividend, divisor, base).filter(Objects::nonNull).toList();
    }

    /**
     * A row of the table of targets.
     *
     * @param column of the parameters, as the report names it.
     * @param ns     what a benchmark takes, in nanoseconds, by its name.
     * @return the row in Markdown.
     */
    String row(final String column, final ToDoubleFunction<String> ns)
    {
        final double baseValue = null == base ? 0 : ns.applyAsDouble(base);
        final double value = (ns.applyAsDouble(dividend) - baseValue) /
            (null == divisor ? 1 : ns.applyAsDouble(divisor) - baseValue);
        final boolean isMet = isAtMost ? value <= limit : value >= limit;

        return String.format("| %s | %s | %.2f%s | %s %s | %s |%n",
            name(), column, value, null == divisor ? " ns" : "",
            isAtMost ? "at most" : "at least", limit, isMet ? "met" : "**not met**");
    }

    private String name()
    {
        final String subtrahend = null == base ? "" : " - `" + base + '`';

        return null == divisor ? '`' + dividend + '`' + subtrahend :
            null == base ? '`' + dividend + "` / `" + divisor + '`' :
            "(`" + dividend + '`' + subtrahend + ") / (`" + divisor + '`' + subtrahend + ')';
    }
}
