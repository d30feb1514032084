package io.tracelink.tools;

import io.aeron.archive.client.AeronArchive;
import io.tracelink.store.CollectorArchive;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The options that say which archive the streams are read from.
 */
final class ArchiveOptions
{
    private static final List<String> ELSEWHERE_ONLY = List.of(
        "--archive-stream", "--archive-response-channel", "--archive-response-stream");
    private static final List<String> ARCHIVE_ONLY = List.of("--replay-channel", "--replay-stream", "--max-replays");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
        names = "--archive",
        paramLabel = "DIR",
        description = "Directory of an Aeron Archive that this process runs. collect records the streams into it " +
            "and stores from there: what was recorded is stored once, whatever dies (default: none).")
    private Path directory;

    @Option(
        names = "--archive-channel",
        paramLabel = "URI",
        description = "Channel of the control requests of an Aeron Archive that runs elsewhere (default: none).")
    private String requestChannel;

    @Option(
        names = "--archive-stream",
        paramLabel = "ID",
        description = "Stream id of the archive's control requests (default: ${DEFAULT-VALUE}).")
    private int requestStreamId = AeronArchive.Configuration.CONTROL_STREAM_ID_DEFAULT;

    @Option(
        names = "--archive-response-channel",
        paramLabel = "URI",
        description = "Channel of the archive's control responses (default: ${DEFAULT-VALUE}).")
    private String responseChannel = "aeron:ipc";

    @Option(
        names = "--archive-response-stream",
        paramLabel = "ID",
        description = "Stream id of the archive's control responses (default: ${DEFAULT-VALUE}).")
    private int responseStreamId = AeronArchive.Configuration.CONTROL_RESPONSE_STREAM_ID_DEFAULT;

    @Option(
        names = "--replay-channel",
        paramLabel = "URI",
        description = "Channel that the archive replays to; over UDP with the endpoint of this host and a port, 0 " +
            "for any (default: ${DEFAULT-VALUE}).")
    private String replayChannel = CollectorArchive.DEFAULT_REPLAY_CHANNEL;

    @Option(
        names = "--replay-stream",
        paramLabel = "ID",
        description = "Stream id that the archive replays to (default: ${DEFAULT-VALUE}).")
    private int replayStreamId = CollectorArchive.DEFAULT_REPLAY_STREAM_ID;

    @Option(
        names = "--max-replays",
        paramLabel = "N",
        description = "How many recordings are replayed at once, 1 to 64, and not more than the archive grants " +
            "(default: ${DEFAULT-VALUE}).")
    private int maxReplays = CollectorArchive.DEFAULT_MAX_REPLAYS;

    @Option(
        names = "--collector",
        paramLabel = "N",
        description = "Id of the collector of this archive, always the same for an archive, where several of them " +
            "go to one database (default: ${DEFAULT-VALUE}).")
    private int collectorId;

    ArchiveOptions()
    {
    }

    /**
     * The same collector, of an archive on the media driver of this process.
     */
    ArchiveOptions onMediaDriver(final int controlStreamId)
    {
        final ArchiveOptions options = new ArchiveOptions();
        options.requestChannel = LocalArchive.CONTROL_CHANNEL;
        options.requestStreamId = controlStreamId;
        options.responseChannel = LocalArchive.CONTROL_CHANNEL;
        options.collectorId = collectorId;

        return options;
    }

    /**
     * Is there an archive at all?
     */
    boolean isPresent()
    {
        return null != directory || null != requestChannel;
    }

    /**
     * Directory of an archive in this process, or null.
     */
    Path directory()
    {
        return directory;
    }

    /**
     * Id of the collector that reads the archive.
     */
    int collectorId()
    {
        return collectorId;
    }

    /**
     * @throws CommandException if they contradict each other.
     */
    void check()
    {
        if (null != directory && null != requestChannel)
        {
            throw new CommandException("--archive=" + directory + " and --archive-channel=" + requestChannel +
                " are two archives: give one of them");
        }

        final Path parent = null == directory ? null : directory.toAbsolutePath().getParent();
        if (null != parent && !Files.isDirectory(parent))
        {
            throw new CommandException(
                "--archive=" + directory + " cannot be made: there is no directory " + parent + "; make it first");
        }

        checkUnused(ELSEWHERE_ONLY, null == requestChannel, "--archive-channel");
        checkUnused(ARCHIVE_ONLY, !isPresent(), "--archive or --archive-channel");
        if (0 != collectorId && !isPresent())
        {
            throw new CommandException("--collector=" + collectorId +
                " is the id of a collector of an archive: give --archive or --archive-channel, too");
        }
    }

    /**
     * How to reach an archive that runs elsewhere.
     */
    AeronArchive.Context clientContext()
    {
        return new AeronArchive.Context()
            .controlRequestChannel(requestChannel)
            .controlRequestStreamId(requestStreamId)
            .controlResponseChannel(responseChannel)
            .controlResponseStreamId(responseStreamId);
    }

    CollectorArchive collectorArchive(final AeronArchive archive)
    {
        return new CollectorArchive(archive)
            .replayChannel(replayChannel)
            .replayStreamId(replayStreamId)
            .maxReplays(maxReplays)
            .collectorId(collectorId);
    }

    private void checkUnused(final List<String> options, final boolean isUnused, final String needed)
    {
        for (final String option : options)
        {
            if (isUnused && spec.commandLine().getParseResult().hasMatchedOption(option))
            {
                throw new CommandException(option + " goes with " + needed);
            }
        }
    }

    @Override
    public String toString()
    {
        return null != directory ? "--archive=" + directory : "--archive-channel=" + requestChannel;
    }
}
