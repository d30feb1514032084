package io.tracelink.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prints the tables of {@code docs/benchmarks.md}: a table a class, a row a benchmark, a column a parameter; in a cell
 * the median and, in brackets, the quartiles of all iterations. At last the {@link BenchmarkTarget}s of which both
 * sides were measured.
 * <p>
 * Made for machines that are shared. Iterations are many and shorter than a scheduler's time slice, so that most are
 * not interrupted and the median is of those. All benchmarks run once in each round, so that a neighbour who is busy
 * for a minute does not fall on one of them alone.
 */
public final class BenchmarkReport
{
    private static final String CANARY = AllocationCanaryBenchmark.class.getSimpleName();
    private static final String NO_PARAMETER = "-";
    private static final int ITERATIONS = 100;
    private static final TimeValue ITERATION_TIME = TimeValue.milliseconds(2);

    /**
     * Many threads do not begin at once, so they need longer.
     */
    private static final String MANY_THREADS = "\\.Concurrent\\w*Benchmark\\.";
    private static final String ONE_THREAD = "^(?!.*" + MANY_THREADS + ")";
    private static final int THREADED_ITERATIONS = 20;
    private static final TimeValue THREADED_ITERATION_TIME = TimeValue.milliseconds(50);

    /**
     * Measured in microseconds and by samples: to be run with JMH alone.
     */
    private static final String SET_UP = "\\.AttachBenchmark\\.";

    /**
     * Class, then benchmark, then parameter.
     */
    private final Map<String, Map<String, Map<String, List<Double>>>> scores = new TreeMap<>();

    private BenchmarkReport()
    {
    }

    /**
     * Measure and print.
     *
     * @param args number of rounds, a regular expression of the benchmarks, and the file for JMH's own output.
     * @throws RunnerException if a benchmark fails.
     */
    public static void main(final String[] args) throws RunnerException
    {
        if (args.length != 3)
        {
            throw new IllegalArgumentException("args=" + Arrays.toString(args) + " must be: rounds regex log-file");
        }

        final BenchmarkReport report = new BenchmarkReport();
        for (int round = 1, rounds = Integer.parseInt(args[0]); round <= rounds; round++)
        {
            report.measure(args[1], args[2] + '.' + round);
        }

        if (report.scores.isEmpty())
        {
            throw new IllegalArgumentException("regex=" + args[1] + " must match a benchmark");
        }

        System.out.print(report.markdown());
        System.out.print(report.targets());
    }

    /**
     * The value that a share of the values does not exceed.
     *
     * @param values in any order, at least one.
     * @param share  0 to 1.
     * @return the value, interpolated between the two nearest.
     */
    static double quantile(final List<Double> values, final double share)
    {
        final List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);

        final double place = share * (sorted.size() - 1);
        final double below = sorted.get((int)Math.floor(place));
        final double above = sorted.get((int)Math.ceil(place));

        return below + (above - below) * (place - Math.floor(place));
    }

    private void measure(final String regex, final String logFile) throws RunnerException
    {
        measure(options(regex, logFile).exclude(MANY_THREADS)
            .measurementIterations(ITERATIONS).measurementTime(ITERATION_TIME));
        measure(options(regex, logFile + ".threads").exclude(ONE_THREAD)
            .measurementIterations(THREADED_ITERATIONS).measurementTime(THREADED_ITERATION_TIME));
    }

    private static ChainedOptionsBuilder options(final String regex, final String logFile)
    {
        return new OptionsBuilder()
            .include(regex)
            .exclude(CANARY)
            .exclude(SET_UP)
            .forks(1)
            .shouldFailOnError(true)
            .output(logFile);
    }

    private void measure(final ChainedOptionsBuilder options) throws RunnerException
    {
        for (final RunResult result : run(options))
        {
            final List<Double> cell = cell(result.getParams());
            for (final BenchmarkResult fork : result.getBenchmarkResults())
            {
                for (final IterationResult iteration : fork.getIterationResults())
                {
                    cell.add(iteration.getPrimaryResult().getScore());
                }
            }
        }
    }

    /**
     * A regular expression may be of benchmarks of one kind only.
     */
    private static Collection<RunResult> run(final ChainedOptionsBuilder options) throws RunnerException
    {
        try
        {
            return new Runner(options.build()).run();
        }
        catch (final NoBenchmarksException ex)
        {
            return List.of();
        }
    }

    private List<Double> cell(final BenchmarkParams params)
    {
        final String name = params.getBenchmark();
        final int methodIndex = name.lastIndexOf('.') + 1;
        final String type = name.substring(name.lastIndexOf('.', methodIndex - 2) + 1, methodIndex - 1);
        final StringBuilder column = new StringBuilder();
        for (final String key : params.getParamsKeys())
        {
            column.append(key).append('=').append(params.getParam(key));
        }

        return scores
            .computeIfAbsent(type, (key) -> new TreeMap<>())
            .computeIfAbsent(name.substring(methodIndex), (key) -> new TreeMap<>())
            .computeIfAbsent(column.isEmpty() ? NO_PARAMETER : column.toString(), (key) -> new ArrayList<>());
    }

    private String markdown()
    {
        final StringBuilder markdown = new StringBuilder();
        scores.forEach((type, benchmarks) ->
        {
            final TreeSet<String> columns =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
            benchmarks.values().forEach((cells) -> columns.addAll(cells.keySet()));

            markdown.append("\n### ").append(type).append("\n\n| ns | ").append(String.join(" | ", columns))
                .append(" |\n|---|").append("---:|".repeat(columns.size())).append('\n');
            benchmarks.forEach((benchmark, cells) ->
            {
                markdown.append("| ").append(benchmark).append(" |");
                columns.forEach((column) -> markdown.append(text(cells.get(column))));
                markdown.append('\n');
            });
        });

        return markdown.toString();
    }

    private String targets()
    {
        final StringBuilder markdown = new StringBuilder();
        for (final BenchmarkTarget target : BenchmarkTarget.ALL)
        {
            for (final String column : cells(target.dividend()).keySet())
            {
                if (target.isOf(column) &&
                    target.benchmarks().stream().allMatch((benchmark) -> cells(benchmark).containsKey(column)))
                {
                    markdown.append(target.row(column, (benchmark) -> quantile(cells(benchmark).get(column), 0.5)));
                }
            }
        }

        return markdown.isEmpty() ? "" :
            "\n### Targets\n\n| medians | parameter | ratio | target | |\n|---|---|---:|---|---|\n" + markdown;
    }

    private Map<String, List<Double>> cells(final String benchmark)
    {
        final String[] names = benchmark.split("\\.", -1);

        return scores.getOrDefault(names[0], Map.of()).getOrDefault(names[1], Map.of());
    }

    private static String text(final List<Double> cell)
    {
        return null == cell ? " |" : String.format(
            " %.1f (%.1f-%.1f) |", quantile(cell, 0.5), quantile(cell, 0.25), quantile(cell, 0.75));
    }
}
