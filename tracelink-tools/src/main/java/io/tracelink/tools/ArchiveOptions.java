package io.tracelink.tools;

import io.aeron.archive.client.AeronArchive;
import io.tracelink.store.CollectorArchive;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/**
 * The options that say which archive the streams are read from.
 */
final class ArchiveOptions
{
    @Option(
        names = "--archive",
        paramLabel = "DIR",
        description = "The Aeron Archive in that directory, run by this process. collect records the streams into " +
            "it: what was recorded is stored once, whatever dies.")
    private Path directory;

    @Option(
        names = "--archive-channel",
        paramLabel = "URI",
        description = "An Aeron Archive that runs elsewhere: its control request channel.")
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
        description = "Channel that the archive replays to; over UDP with endpoint and port, 0 for any port " +
            "(default: ${DEFAULT-VALUE}).")
    private String replayChannel = CollectorArchive.DEFAULT_REPLAY_CHANNEL;

    @Option(
        names = "--replay-stream",
        paramLabel = "ID",
        description = "Stream id that the archive replays to (default: ${DEFAULT-VALUE}).")
    private int replayStreamId = CollectorArchive.DEFAULT_REPLAY_STREAM_ID;

    @Option(
        names = "--max-replays",
        paramLabel = "N",
        description = "How many recordings are replayed at once, not more than the archive grants (default: " +
            "${DEFAULT-VALUE}).")
    private int maxReplays = CollectorArchive.DEFAULT_MAX_REPLAYS;

    @Option(
        names = "--collector",
        paramLabel = "N",
        description = "Id of the collector of this archive, where a database takes several archives (default: " +
            "${DEFAULT-VALUE}).")
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

    @Override
    public String toString()
    {
        return null != directory ? "--archive=" + directory : "--archive-channel=" + requestChannel;
    }
}
