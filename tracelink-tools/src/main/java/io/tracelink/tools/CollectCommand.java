package io.tracelink.tools;

import io.aeron.archive.client.ArchiveException;
import io.tracelink.store.Collector;
import io.tracelink.store.CollectorCounters;
import io.tracelink.store.LineageStore;
import io.tracelink.store.StreamRole;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the collector.
 */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    description = "Store the frames and links that pass, or that an archive records, until SIGINT or SIGTERM.",
    footer = {
        "",
        "A store that is not there is made. Without an archive, what passes while no collector runs is lost.",
        "Exit status 1 when the media driver or the archive went away, or when what it had could not be committed " +
            "at the end."
    })
final class CollectCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private AeronOptions aeronOptions;

    @Mixin
    private ArchiveOptions archiveOptions;

    @Option(
        names = "--accept-archive-loss",
        description = "Go on, and say so, where the archive lacks what the store was collected from (default: refuse).")
    private boolean isLossAccepted;

    @Mixin
    private StoreOption storeOption;

    @Mixin
    private RoleOptions roleOptions;

    @Mixin
    private RetentionOptions retentionOptions;

    @Override
    public Integer call()
    {
        archiveOptions.check();
        final Map<Long, StreamRole> roles = roleOptions.roles();
        if (isLossAccepted && !archiveOptions.isPresent())
        {
            throw new CommandException("--accept-archive-loss goes with --archive or --archive-channel");
        }

        final PrintWriter err = spec.commandLine().getErr();
        final ErrorHandler errorHandler = AeronText.printer(spec);
        final TerminationSignal signal = new TerminationSignal();
        final AtomicBoolean isSourceGone = new AtomicBoolean();
        final boolean isUncommitted;

        if (!AeronSession.awaitPredecessor(aeronOptions, err, signal))
        {
            return ExitStatus.DONE;
        }

        try (AeronSession session = new AeronSession(aeronOptions, errorHandler);
            ArchiveSession archive = archiveOptions.isPresent() ?
                new ArchiveSession(
                    archiveOptions,
                    session.aeron(),
                    signal,
                    spec,
                    (ex) -> onArchiveError(errorHandler, signal, isSourceGone, ex)) : null)
        {
            final LineageStore store = storeOption.open();
            if (!roles.isEmpty())
            {
                store.declare(roles);
            }

            final Collector collector = collector(new Collector.Context()
                .store(store)
                .aeron(session.aeron())
                .archive(null == archive ? null :
                    archiveOptions.collectorArchive(archive.client()).isLossAccepted(isLossAccepted))
                .controlChannel(aeronOptions.controlChannel())
                .controlStreamId(aeronOptions.controlStreamId())
                .descriptorChannel(aeronOptions.descriptorChannel())
                .descriptorStreamId(aeronOptions.descriptorStreamId())
                .errorHandler(errorHandler));

            try (AgentRunner retention = retentionOptions.start(store, errorHandler);
                AgentRunner runner = new AgentRunner(
                    new BackoffIdleStrategy(10, 10, 1_000, 1_000_000),
                    (ex) -> onAgentError(errorHandler, signal, isSourceGone, ex),
                    null,
                    collector))
            {
                AgentRunner.startOnThread(runner);
                err.println("ready: collecting into " + store.location() +
                    (null == retention ? "" : ", which is kept in bounds"));
                signal.await();
                if (session.aeron().isClosed())
                {
                    isSourceGone.set(true);
                }
            }

            final CollectorCounters counters = collector.counters();
            isUncommitted = counters.pending() > 0;
            err.println("collect: " + Plural.of(counters.framesStored(), "frame") + " and " +
                Plural.of(counters.linkSetsStored(), "TraceLinkSet") + " stored, " +
                (counters.framesDropped() + counters.linkSetsDropped()) + " dropped, " +
                Plural.of(counters.rejects(), "broken message") + " skipped");
        }

        return isSourceGone.get() || isUncommitted ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private Collector collector(final Collector.Context context)
    {
        try
        {
            return new Collector(context);
        }
        catch (final ArchiveException ex)
        {
            throw new CommandException(archiveOptions + " refuses: " + ex.getMessage() +
                (ArchiveException.STORAGE_SPACE == ex.errorCode() ? "; free space on the archive's file system" : ""),
                ex);
        }
    }

    private static void onAgentError(
        final ErrorHandler errorHandler,
        final TerminationSignal signal,
        final AtomicBoolean isSourceGone,
        final Throwable ex)
    {
        errorHandler.onError(ex);
        if (ex instanceof AgentTerminationException)
        {
            isSourceGone.set(true);
            signal.raise();
        }
    }

    /**
     * An archive that cannot write ends the recording of a session for good. To go on would be to miss the rest of it
     * and to look complete.
     */
    private static void onArchiveError(
        final ErrorHandler errorHandler,
        final TerminationSignal signal,
        final AtomicBoolean isSourceGone,
        final Throwable ex)
    {
        errorHandler.onError(ex);
        if (ex instanceof ArchiveException && ex.getCause() instanceof IOException)
        {
            isSourceGone.set(true);
            signal.raise();
        }
    }
}
