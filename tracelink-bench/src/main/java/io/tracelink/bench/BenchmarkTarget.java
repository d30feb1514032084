package io.tracelink.bench;

import java.util.List;

/**
 * What a ratio of two benchmarks is to be: both run in one run, so that it carries over from machine to machine.
 *
 * @param dividend benchmark as {@code Class.method}.
 * @param divisor  benchmark as {@code Class.method}.
 * @param isAtMost true if the ratio is to be at most the limit, false if at least.
 * @param limit    of the ratio.
 * @param columns  the parameters that it is for, as the report names them; empty for all.
 */
record BenchmarkTarget(String dividend, String divisor, boolean isAtMost, double limit, List<String> columns)
{
    /**
     * The targets of the core and of reading.
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
        atMost("TracePollerBenchmark.descriptor", "TracePollerBenchmark.floorBareDescriptor", 1.1),
        atMost("TracePollerBenchmark.descriptorControlled",
            "TracePollerBenchmark.floorBareDescriptorControlled", 1.1),
        atMost("TracePollerBenchmark.links", "TracePollerBenchmark.floorBareLinks", 1.1),
        atMost("TracePollerBenchmark.linksControlled", "TracePollerBenchmark.floorBareLinksControlled", 1.1));

    private static final String PARENT_COUNT = "parentCount=";

    private static BenchmarkTarget atMost(
        final String dividend, final String divisor, final double limit, final String... parentCounts)
    {
        return new BenchmarkTarget(dividend, divisor, true, limit, columns(parentCounts));
    }

    private static BenchmarkTarget atLeast(final String dividend, final String divisor, final double limit)
    {
        return new BenchmarkTarget(dividend, divisor, false, limit, List.of());
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
     * A row of the table of targets.
     *
     * @param column        as the report names it.
     * @param dividendValue in nanoseconds.
     * @param divisorValue  in nanoseconds.
     * @return the row in Markdown.
     */
    String row(final String column, final double dividendValue, final double divisorValue)
    {
        final double ratio = dividendValue / divisorValue;
        final boolean isMet = isAtMost ? ratio <= limit : ratio >= limit;

        return String.format("| `%s` / `%s` | %s | %.2f | %s %s | %s |%n",
            dividend, divisor, column, ratio, isAtMost ? "at most" : "at least", limit, isMet ? "met" : "**not met**");
    }
}
