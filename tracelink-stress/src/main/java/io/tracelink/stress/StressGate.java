package io.tracelink.stress;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Fails the build when threads see what they must not: runs the concurrency tests and says how often each outcome was
 * seen. A test that did not run is a failure as well; jcstress itself leaves out one that has more actors than there
 * are processors, and is content with no test at all.
 */
public final class StressGate
{
    private static final String LOG = "stress.log";

    private StressGate()
    {
    }

    /**
     * Run the tests in the current directory, where results, log and report go, and exit with status 1 if one fails.
     *
     * @param args options of jcstress.
     * @throws Exception if the tests cannot be run.
     */
    public static void main(final String[] args) throws Exception
    {
        final PrintStream out = System.out;
        final Options options = new Options(args);
        if (!options.parse())
        {
            System.exit(2);
        }

        final JCStress stress = new JCStress(options);
        final List<String> faults = new ArrayList<>();
        try (PrintStream log = new PrintStream(
            Files.newOutputStream(Path.of(LOG)), true, StandardCharsets.UTF_8))
        {
            System.setOut(log);
            // The printers were made with the stream of this moment.
            new JCStress(options).run();
        }
        catch (final AssertionError ex)
        {
            faults.add(ex.getMessage());
        }
        finally
        {
            System.setOut(out);
        }

        final Map<String, Map<String, Long>> counts = counts(results(options.getResultFile()));
        counts.forEach((test, outcomes) -> out.println(test + " " + outcomes));
        faults.addAll(missing(stress.getTests(), counts));
        faults.forEach(System.err::println);
        if (!faults.isEmpty())
        {
            System.err.println("see " + Path.of(LOG).toAbsolutePath());
            System.exit(1);
        }
    }

    /**
     * Which tests did not run.
     *
     * @param tests  that were to run.
     * @param counts of the outcomes by test.
     * @return a line for each fault.
     */
    static List<String> missing(final SortedSet<String> tests, final Map<String, Map<String, Long>> counts)
    {
        final List<String> faults = new ArrayList<>();
        if (tests.isEmpty())
        {
            faults.add("no test was selected");
        }

        for (final String test : tests)
        {
            if (counts.getOrDefault(test, Map.of()).isEmpty())
            {
                faults.add(test + " did not run: it needs as many processors as it has actors");
            }
        }

        return faults;
    }

    private static Collection<TestResult> results(final String file) throws IOException, ClassNotFoundException
    {
        final InProcessCollector collector = new InProcessCollector();
        if (Files.exists(Path.of(file)))
        {
            final DiskReadCollector reader = new DiskReadCollector(file, collector);
            reader.dump();
            reader.close();
        }

        return collector.getTestResults();
    }

    private static Map<String, Map<String, Long>> counts(final Collection<TestResult> results)
    {
        final Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (final TestResult result : results)
        {
            final Map<String, Long> outcomes = counts.computeIfAbsent(result.getName(), (name) -> new TreeMap<>());
            for (final String outcome : result.getStateKeys())
            {
                outcomes.merge(outcome, result.getCount(outcome), Long::sum);
            }
        }

        return counts;
    }
}
