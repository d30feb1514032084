package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import io.tracelink.store.RecordedPositions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

import java.util.concurrent.TimeUnit;

/**
 * The options by which an answer knows of what is recorded and not committed: those by which a collector reaches its
 * archive.
 */
final class RecordedOption
{
    /**
     * What they are for, for the help of a question.
     */
    static final String FOOTER =
        "Given the archive that the collector reads, or the media driver that it runs on (--aeron-dir), the answer " +
        "is one about what is recorded by now: it waits up to 2 s until that is committed, else it says " +
        "not-committed.";

    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    @Mixin
    private AeronOptions aeronOptions;

    @Mixin
    private ArchiveOptions archiveOptions;

    RecordedOption()
    {
    }

    /**
     * Wait, and say on the error stream what is not committed after that.
     *
     * @return what is recorded, if that was asked for.
     */
    RecordedPositions await(final LineageStore store, final CommandSpec spec)
    {
        final boolean isOnMediaDriver = spec.commandLine().getParseResult().hasMatchedOption("--aeron-dir");
        if (!isOnMediaDriver && !archiveOptions.isPresent())
        {
            if (0 != archiveOptions.collectorId())
            {
                throw new CommandException("--collector=" + archiveOptions.collectorId() +
                    " is the id of a collector of an archive: give --aeron-dir, --archive or --archive-channel, too");
            }

            return RecordedPositions.NONE;
        }

        final ArchiveOptions options =
            archiveOptions.isPresent() ? archiveOptions : archiveOptions.onMediaDriver(controlStreamId());
        options.check();
        final RecordedPositions recorded;
        try (ArchiveReader archive = new ArchiveReader(aeronOptions, options, spec))
        {
            recorded = RecordedPositions.of(archive.context().store(store));
        }

        for (final RecordedPositions.Lag lag : recorded.awaitCommitted(store, TIMEOUT_NS))
        {
            TracelinkCommand.printError(
                spec.commandLine(), "recording=" + lag.recordingId() + " of stream=" + lag.streamId() +
                " is committed up to position=" + lag.position() + ", recorded up to position=" + lag.recorded());
        }

        return recorded;
    }

    private int controlStreamId()
    {
        try (MediaDriverFile file = new MediaDriverFile(aeronOptions.aeronDir()))
        {
            return LocalArchive.controlStreamId(file.counters(), aeronOptions.aeronDir());
        }
    }
}
