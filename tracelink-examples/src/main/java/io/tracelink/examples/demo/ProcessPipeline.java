package io.tracelink.examples.demo;

import io.tracelink.tools.CommandException;
import io.tracelink.tools.TerminationSignal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Driver, collector and every stage as processes. When one of them goes away, the others go on, and one line says what
 * happened.
 */
final class ProcessPipeline implements DemoPipeline
{
    private static final long READY_TIMEOUT_S = 60;

    private final DemoPaths paths;
    private final String database;
    private final PrintWriter out;
    private final TerminationSignal signal;
    private final List<ChildProcess> stages = new ArrayList<>();
    private ChildProcess driver;
    private ChildProcess collector;
    private volatile boolean isStopping;

    ProcessPipeline(
        final DemoPaths paths, final String database, final PrintWriter out, final TerminationSignal signal)
    {
        this.paths = paths;
        this.database = database;
        this.out = out;
        this.signal = signal;
    }

    @Override
    public void start()
    {
        final Path config = paths.root().resolve("driver.toml");
        try
        {
            Files.writeString(config, DemoDriverConfig.toml(paths));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot write " + config, ex);
        }

        driver = start(
            "driver",
            "the stages go on with the node IDs and the memory that they hold",
            "driver", "--config", config.toString());
        collector = start(
            "collector",
            "the stages go on, what they publish from now on is not stored",
            "collect", "--db", database, "--aeron-dir", paths.aeronDir().toString());
        awaitReady(driver);
        awaitReady(collector);

        for (final DemoStage stage : DemoStage.values())
        {
            stages.add(start(
                "stage-" + stage.label(),
                "the other stages go on without its frames",
                StageCommand.NAME,
                stage.label(),
                "--aeron-dir", paths.aeronDir().toString(),
                "--shm-base-dir", paths.shmBaseDir().toString()));
        }

        for (final ChildProcess stage : stages)
        {
            awaitReady(stage);
        }
    }

    @Override
    public List<StageSummary> stop()
    {
        isStopping = true;

        final List<StageSummary> summaries = new ArrayList<>();
        for (final ChildProcess stage : stages)
        {
            for (final String line : stage.stop())
            {
                final StageSummary summary = StageSummary.ofLine(line);
                if (null != summary)
                {
                    summaries.add(summary);
                }
            }
        }

        collector.stop();
        driver.stop();

        return summaries;
    }

    @Override
    public void close()
    {
        isStopping = true;
        for (final ChildProcess stage : stages)
        {
            stage.stop();
        }

        if (null != collector)
        {
            collector.stop();
        }

        if (null != driver)
        {
            driver.stop();
        }
    }

    private void awaitReady(final ChildProcess child)
    {
        if (!child.awaitReady(READY_TIMEOUT_S))
        {
            throw new CommandException(signal.isRaised() ?
                "interrupted before all processes were ready" :
                child.name() + " did not become ready, see " + child.log());
        }
    }

    private ChildProcess start(final String name, final String consequence, final String... args)
    {
        final ChildProcess child = new ChildProcess(name, paths.root(), List.of(args));
        child.onExit(() -> onExit(child, consequence));

        return child;
    }

    /**
     * Children that are interrupted along with this process, as by Ctrl-C, are no news.
     */
    private void onExit(final ChildProcess child, final String consequence)
    {
        if (!isStopping && !signal.isRaised())
        {
            out.println(child.name() + " (pid " + child.process().pid() + ") ended with status " +
                child.process().exitValue() + ": " + consequence);
            out.flush();
        }
    }
}
