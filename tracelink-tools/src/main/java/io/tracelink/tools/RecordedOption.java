package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import io.tracelink.store.RecordedPositions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.TimeUnit;

/**
 * The option by which an answer knows of what is recorded and not committed.
 */
final class RecordedOption
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    @Spec
    private CommandSpec spec;

    @Option(
        names = "--aeron-dir",
        paramLabel = "DIR",
        description = "Directory of the media driver of the archive that the collector reads: wait up to 2 s until " +
            "what is recorded by now is committed, else the answer says not-committed (default: take what is " +
            "committed).")
    private String aeronDir;

    @Option(
        names = "--collector",
        paramLabel = "N",
        description = "Id of the collector that reads that archive, with --aeron-dir, where several write to one " +
            "database (default: ${DEFAULT-VALUE}).")
    private int collectorId;

    RecordedOption()
    {
    }

    /**
     * Wait, and say on the error stream what is not committed after that.
     *
     * @return what is recorded, if that was asked for.
     */
    RecordedPositions await(final LineageStore store)
    {
        if (null == aeronDir)
        {
            if (0 != collectorId)
            {
                throw new CommandException("--collector=" + collectorId + " goes with --aeron-dir");
            }

            return RecordedPositions.NONE;
        }

        final RecordedPositions recorded;
        try (MediaDriverFile file = new MediaDriverFile(aeronDir))
        {
            recorded = RecordedPositions.of(file.counters(), collectorId);
        }

        for (final RecordedPositions.Lag lag : recorded.awaitCommitted(store, TIMEOUT_NS))
        {
            TracelinkCommand.printError(
                spec.commandLine(), "recording=" + lag.recordingId() + " of stream=" + lag.streamId() +
                " is committed up to position=" + lag.position() + ", recorded up to position=" + lag.recorded());
        }

        return recorded;
    }
}
