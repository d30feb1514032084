package io.tracelink.examples.demo;

import io.aeron.driver.MediaDriver;
import io.tracelink.store.LineageStore;
import io.tracelink.tools.AeronSession;
import io.tracelink.tools.CommandException;
import io.tracelink.tools.ExitStatus;
import io.tracelink.tools.TerminationSignal;
import org.agrona.ErrorHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Runs the whole pipeline on live input and ends with a lineage.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Run a whole pipeline on what this machine is doing, and end with the lineage of its last window.")
public final class DemoCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        defaultValue = "10",
        description = "How long to run (default: 10); Ctrl-C ends it early.")
    private long seconds;

    @Option(
        names = "--processes",
        description = "Run driver, collector and every stage as processes of their own.")
    private boolean areProcesses;

    @Option(
        names = "--db",
        paramLabel = "DB",
        description = "Where to store the lineage: a SQLite file, or jdbc:postgresql://HOST/DATABASE?user=USER " +
            "(default: a new file in a new temporary directory).")
    private String database;

    /**
     * Construct.
     */
    public DemoCommand()
    {
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public Integer call()
    {
        if (seconds < 1)
        {
            throw new CommandException("--seconds=" + seconds + " must be at least 1");
        }

        if (null != database)
        {
            LineageStore.open(database);
        }

        // Every lease of every stage would be a line here; as processes, driver and collector have logs of their own.
        System.setProperty("org.slf4j.simpleLogger.log.io.tracelink", "warn");

        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final ErrorHandler errorHandler = (ex) ->
        {
            err.println("demo: " + ex);
            err.flush();
        };
        final TerminationSignal signal = new TerminationSignal();
        final DemoPaths paths = DemoPaths.create();
        final String store = null == database ? paths.root().resolve("lineage.db").toString() : database;

        final List<StageSummary> summaries;
        try (MediaDriver mediaDriver = AeronSession.launchMediaDriver(paths.aeronDir().toString(), errorHandler);
            DemoPipeline pipeline = areProcesses ?
                new ProcessPipeline(paths, store, out, signal) : new ThreadPipeline(paths, store, errorHandler))
        {
            out.println("starting driver, collector and " + DemoStage.values().length + " stages");
            out.flush();
            pipeline.start();
            out.println("running " + DemoStage.values().length + " stages, driver and collector " +
                (areProcesses ? "as processes" : "in this process") + " for " + seconds +
                " s on the media driver in " + mediaDriver.aeronDirectoryName() + "; Ctrl-C ends it early");
            out.flush();

            signal.await(TimeUnit.SECONDS.toMillis(seconds));
            summaries = pipeline.stop();
        }
        finally
        {
            paths.removeMemory();
        }

        return new DemoReport(out, store).print(summaries) ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
