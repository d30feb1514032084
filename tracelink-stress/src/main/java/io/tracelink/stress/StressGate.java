package io.tracelink.stress;

import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fails the build when threads see what they must not: runs every concurrency test for half a second and says how often
 * each outcome was seen. One test is there to fail, and fails the build when it does not.
 * <p>
 * The tests run in this process, as the JIT compiles them here. That is the short mode: jcstress's own main class,
 * which the jar starts, gives each test processes of its own, in every combination of compilers, and takes its time.
 */
public final class StressGate
{
    private static final String TIME_MS = "250";
    private static final String ITERATIONS = "2";
    private static final String STRIDE = "50";

    /**
     * jcstress makes few tries where the first ones are slow, as on a machine that is busy or just starting. Fewer than
     * these prove nothing, so a test goes on.
     */
    private static final long ENOUGH_TRIES = 10_000;
    private static final int MAX_RUNS = 10;

    /**
     * Fails, so that it is known that a test can.
     */
    private static final String CANARY = LostUpdateCanaryStress.class.getName();

    private StressGate()
    {
    }

    /**
     * Run the tests, print what was seen, and exit with status 1 if a test fails.
     *
     * @param args none.
     * @throws ReflectiveOperationException if a test cannot be run.
     * @throws IOException                  if the options of jcstress cannot be read.
     */
    public static void main(final String[] args) throws ReflectiveOperationException, IOException
    {
        if (args.length != 0)
        {
            throw new IllegalArgumentException("args=" + Arrays.toString(args) + " must be none");
        }

        final List<String> faults = run(TestList.tests());
        faults.forEach(System.err::println);
        // A test that failed may have left a thread behind.
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /**
     * Run tests and print what was seen.
     *
     * @param tests to run, by name.
     * @return a line for each fault.
     * @throws ReflectiveOperationException if a test cannot be run.
     * @throws IOException                  if the options of jcstress cannot be read.
     */
    static List<String> run(final Collection<String> tests) throws ReflectiveOperationException, IOException
    {
        final Options options = new Options(
            new String[]{"-time", TIME_MS, "-iters", ITERATIONS, "-strideSize", STRIDE, "-strideCount", STRIDE});
        if (!options.parse())
        {
            throw new IllegalStateException("jcstress refuses the options of the short mode");
        }

        final Collection<String> guards = new TreeSet<>(tests);
        final List<String> faults = new ArrayList<>();
        if (!guards.remove(CANARY) || !isCanaryCaught(options))
        {
            faults.add("the lost update of " + CANARY + " was not seen, so nothing was");
        }

        if (guards.isEmpty())
        {
            faults.add("there is no test");
        }

        for (final String test : guards)
        {
            final TestResult result = runLongEnough(test, options);
            System.out.println(test + " " + outcomes(result));
            faults.addAll(faults(result));
        }

        return faults;
    }

    private static boolean isCanaryCaught(final Options options) throws ReflectiveOperationException
    {
        boolean isCaught = false;
        for (int runs = 0; runs < MAX_RUNS && !isCaught; runs++)
        {
            final TestResult result = run(CANARY, options);
            System.out.println(CANARY + " " + outcomes(result));
            isCaught = Status.NORMAL == result.status() && !result.grading().failureMessages.isEmpty();
        }

        return isCaught;
    }

    private static TestResult runLongEnough(final String test, final Options options)
        throws ReflectiveOperationException
    {
        final TestResult result = run(test, options);
        int runs = 1;
        while (Status.NORMAL == result.status() && result.getTotalCount() < ENOUGH_TRIES && runs++ < MAX_RUNS)
        {
            final TestResult more = run(test, options);
            if (Status.NORMAL != more.status())
            {
                return more;
            }

            more.getStateKeys().forEach((outcome) -> result.addState(outcome, more.getCount(outcome)));
        }

        return result;
    }

    private static TestResult run(final String test, final Options options) throws ReflectiveOperationException
    {
        final TestInfo info = TestList.getInfo(test);
        final SchedulingClass schedulingClass =
            new SchedulingClass(AffinityMode.NONE, info.threads(), NodeType.PACKAGE);
        final TestConfig config =
            new TestConfig(options, info, 0, List.of(), CompileMode.UNIFIED, schedulingClass);
        final Runner<?> runner = Class.forName(info.generatedRunner()).asSubclass(Runner.class)
            .getConstructor(ForkedTestConfig.class).newInstance(new ForkedTestConfig(config));

        final TestResult result = runner.run();
        result.setConfig(config);

        return result;
    }

    private static List<String> faults(final TestResult result)
    {
        final List<String> faults = new ArrayList<>();
        if (Status.NORMAL == result.status())
        {
            result.grading().failureMessages.forEach((fault) -> faults.add(result.getName() + ": " + fault));
            if (result.getTotalCount() < ENOUGH_TRIES)
            {
                faults.add(result.getName() + ": " + result.getTotalCount() + " tries in " + MAX_RUNS +
                    " runs are fewer than " + ENOUGH_TRIES + " and prove nothing");
            }
        }
        else
        {
            faults.add(result.getName() + ": " + result.status() + " " + String.join("\n", result.getMessages()));
        }

        return faults;
    }

    private static Map<String, Long> outcomes(final TestResult result)
    {
        final Map<String, Long> outcomes = new TreeMap<>();
        for (final String outcome : result.getStateKeys())
        {
            outcomes.put(outcome, result.getCount(outcome));
        }

        return outcomes;
    }
}
