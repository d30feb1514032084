package io.tracelink.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import static org.openjdk.jmh.annotations.Mode.SingleShotTime;

/**
 * Fails the build when a hot operation allocates: runs every benchmark that is neither a peer nor a floor nor set-up
 * with JMH's gc profiler, which counts all threads of the process, and holds it to {@link #LIMIT_BYTES_PER_OP}.
 * <p>
 * An iteration is a fixed number of operations, so what JMH itself allocates in one, about 6 kB, is a fixed and small
 * share of the figure however slow the machine is. The last iteration is left out: JMH closes the benchmark within it.
 */
public final class AllocationGate
{
    /**
     * Above this an operation fails. An operation that allocates once in a while, say an object of 16 bytes in every
     * 30th call, is seen.
     */
    static final double LIMIT_BYTES_PER_OP = 0.5;

    private static final String PACKAGE = AllocationGate.class.getPackageName();
    private static final String ALL = "^" + PACKAGE.replace(".", "\\.") + "\\.";
    private static final String PEERS_AND_FLOORS = "\\.(peer|floor)[A-Z]\\w*$";
    private static final String STREAMS =
        "\\.(FramePublisher|AsyncPublisher|Pipeline|TracePoller|Relay|DriverDutyCycle)Benchmark\\.";

    /**
     * What happens once in the life of a stage may allocate.
     */
    private static final String SET_UP = "\\.AttachBenchmark\\.";
    private static final String FIGURE = "gc.alloc.rate.norm";

    /**
     * The smallest sets, and those above each size that something depends on. The largest are left out, which take as
     * long as thousands of small ones and do nothing else.
     */
    private static final String[] PARENT_COUNTS = {"2", "64", "512"};
    private static final String[] STREAM_PARENT_COUNTS = {"2", "64"};

    /**
     * A call to a benchmark of streams is a batch of operations.
     */
    private static final int STREAM_CALLS = 200;
    private static final int CALLS = 100_000;
    private static final int ITERATIONS = 4;

    private AllocationGate()
    {
    }

    /**
     * Measure, print a table, and exit with status 1 if an operation fails.
     *
     * @param args the file for JMH's own output.
     * @throws RunnerException if a benchmark fails.
     */
    public static void main(final String[] args) throws RunnerException
    {
        if (args.length != 1)
        {
            throw new IllegalArgumentException("args=" + Arrays.toString(args) + " must be the file for JMH's output");
        }

        // Times do not matter here, so other runs of JMH on the machine may go on.
        System.setProperty("jmh.ignoreLock", "true");

        final List<Figure> figures = new ArrayList<>();
        figures.addAll(measure(
            options(args[0], CALLS).include(ALL).exclude(STREAMS).exclude(SET_UP).param("parentCount", PARENT_COUNTS),
            CALLS));
        figures.addAll(measure(
            options(args[0] + ".streams", STREAM_CALLS).include(STREAMS).param("parentCount", STREAM_PARENT_COUNTS),
            STREAM_CALLS));

        final List<String> faults = faults(figures);
        System.out.print(table(figures));
        faults.forEach(System.err::println);
        if (!faults.isEmpty())
        {
            System.exit(1);
        }
    }

    /**
     * What is wrong with the figures.
     *
     * @param figures of all operations, the canary among them.
     * @return a line for each fault.
     */
    static List<String> faults(final List<Figure> figures)
    {
        final List<String> faults = new ArrayList<>();
        boolean seesAllocation = false;

        for (final Figure figure : figures)
        {
            if (figure.isCanary())
            {
                seesAllocation |= figure.bytesPerOp() >= AllocationCanaryBenchmark.MIN_BYTES_PER_OP;
            }
            else if (!(figure.bytesPerOp() <= LIMIT_BYTES_PER_OP))
            {
                faults.add(String.format("allocation gate: %s allocates %.3f B/op, more than %.1f",
                    figure.operation(), figure.bytesPerOp(), LIMIT_BYTES_PER_OP));
            }
        }

        if (!seesAllocation)
        {
            faults.add("allocation gate: the allocation of AllocationCanaryBenchmark was not seen, so nothing was");
        }

        return faults;
    }

    private static String table(final List<Figure> figures)
    {
        final StringBuilder table = new StringBuilder(String.format("Allocation gate: B/op, all threads%n"));
        for (final Figure figure : figures)
        {
            table.append(String.format("  %-60s %7.3f%n", figure.operation(), figure.bytesPerOp()));
        }

        return table.toString();
    }

    private static ChainedOptionsBuilder options(final String logFile, final int calls)
    {
        return new OptionsBuilder()
            .exclude(PEERS_AND_FLOORS)
            .mode(SingleShotTime)
            .addProfiler(GCProfiler.class)
            .forks(1)
            .jvmArgsAppend("-XX:+UseSerialGC")
            .warmupIterations(1)
            .warmupBatchSize(calls)
            .measurementIterations(ITERATIONS)
            .measurementBatchSize(calls)
            .timeout(TimeValue.minutes(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.NORMAL)
            .output(logFile);
    }

    private static List<Figure> measure(final ChainedOptionsBuilder options, final int calls) throws RunnerException
    {
        final List<Figure> figures = new ArrayList<>();
        for (final RunResult result : new Runner(options.build()).run())
        {
            figures.add(new Figure(operation(result), bytes(result.getBenchmarkResults()) / calls));
        }

        return figures;
    }

    private static String operation(final RunResult result)
    {
        final String benchmark = result.getParams().getBenchmark();
        final StringBuilder operation = new StringBuilder(benchmark.substring(PACKAGE.length() + 1));
        for (final String key : result.getParams().getParamsKeys())
        {
            operation.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }

        return operation.toString();
    }

    /**
     * Without a figure the mean is NaN, which is not below any limit.
     */
    private static double bytes(final Collection<BenchmarkResult> forks)
    {
        double sum = 0;
        int count = 0;

        for (final BenchmarkResult fork : forks)
        {
            final List<IterationResult> iterations = List.copyOf(fork.getIterationResults());
            for (final IterationResult iteration : iterations.subList(0, iterations.size() - 1))
            {
                final Result<?> figure = iteration.getSecondaryResults().get(FIGURE);
                sum += null == figure ? Double.NaN : figure.getScore();
                count++;
            }
        }

        return sum / count;
    }

    /**
     * What an operation allocates.
     *
     * @param operation  the benchmark with its parameters.
     * @param bytesPerOp in all threads.
     */
    record Figure(String operation, double bytesPerOp)
    {
        boolean isCanary()
        {
            return operation.startsWith(AllocationCanaryBenchmark.class.getSimpleName());
        }
    }
}
