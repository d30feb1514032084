package io.tracelink.tools;

import io.aeron.CncFileDescriptor;
import io.tracelink.store.LineageStore;
import io.tracelink.store.RecordedPositions;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

import java.io.File;
import java.nio.MappedByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The options by which an answer knows of what is recorded and not committed: those by which a collector reaches its
 * archive.
 */
@Command(
    footer = "%nGiven the archive that the collector reads, or the media driver that it runs on (--aeron-dir), the " +
        "answer is one about what is recorded by now: it waits up to 2 s until that is committed, else it says " +
        "not-committed.")
final class RecordedOption
{
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
            spec.commandLine().getErr().println(
                spec.qualifiedName() + ": recording=" + lag.recordingId() + " of stream=" + lag.streamId() +
                " is committed up to position=" + lag.position() + ", recorded up to position=" + lag.recorded());
        }

        spec.commandLine().getErr().flush();
        return recorded;
    }

    private int controlStreamId()
    {
        final String aeronDir = aeronOptions.aeronDir();
        final MappedByteBuffer buffer = StatCommand.map(new File(aeronDir, CncFileDescriptor.CNC_FILE));
        try
        {
            if (!StatCommand.isActive(buffer))
            {
                throw new CommandException("no media driver answers in --aeron-dir=" + aeronDir);
            }

            return LocalArchive.controlStreamId(CounterSamples.counters(buffer), aeronDir);
        }
        finally
        {
            IoUtil.unmap(buffer);
        }
    }
}
