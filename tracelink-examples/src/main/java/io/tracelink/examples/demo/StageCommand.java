package io.tracelink.examples.demo;

import io.aeron.CommonContext;
import io.tracelink.tools.ExitStatus;
import io.tracelink.tools.TerminationSignal;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Runs one stage of the demo in this process until SIGINT or SIGTERM, then prints what it did.
 */
@Command(name = StageCommand.NAME, hidden = true, description = "Run one stage of the demo.")
public final class StageCommand implements Callable<Integer>
{
    static final String NAME = "demo-stage";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "STAGE", description = "Which stage.")
    private String label;

    @Option(names = "--aeron-dir", paramLabel = "DIR", description = "Directory of the media driver.")
    private String aeronDir = CommonContext.getAeronDirectoryName();

    @Option(names = "--shm-base-dir", required = true, paramLabel = "DIR", description = "Where the regions are.")
    private Path shmBaseDir;

    /**
     * Construct.
     */
    public StageCommand()
    {
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public Integer call() throws InterruptedException
    {
        final PrintWriter err = spec.commandLine().getErr();
        final TerminationSignal signal = new TerminationSignal();
        final StageAgent agent = new StageAgent(
            DemoStage.byLabel(label), aeronDir, shmBaseDir, (ex) -> onError(err, ex));

        try (AgentRunner runner = new AgentRunner(
            new BackoffIdleStrategy(10, 10, 1_000, 1_000_000), (ex) -> onAgentError(err, signal, ex), null, agent))
        {
            AgentRunner.startOnThread(runner);
            while (!signal.isRaised() && !agent.awaitReady(1))
            {
                err.println(label + ": waiting for its leases");
                err.flush();
            }
            err.println("ready: " + label);
            err.flush();
            signal.await();
        }

        if (null == agent.summary())
        {
            return ExitStatus.FAILED;
        }

        spec.commandLine().getOut().println(agent.summary().toLine());
        spec.commandLine().getOut().flush();

        return ExitStatus.DONE;
    }

    private void onAgentError(final PrintWriter err, final TerminationSignal signal, final Throwable ex)
    {
        onError(err, ex);
        if (ex instanceof AgentTerminationException)
        {
            signal.raise();
        }
    }

    private void onError(final PrintWriter err, final Throwable ex)
    {
        err.println(label + ": " + ex);
        err.flush();
    }
}
