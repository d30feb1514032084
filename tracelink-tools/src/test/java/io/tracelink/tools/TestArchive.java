package io.tracelink.tools;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import org.agrona.ErrorHandler;

import java.nio.file.Path;
import java.util.List;

/**
 * An archive beside the collector, which goes on when that dies.
 */
final class TestArchive
{
    private static final int CONTROL_STREAM_ID = 4711;

    private TestArchive()
    {
    }

    static Archive launch(final String aeronDir, final Path directory, final ErrorHandler errorHandler)
    {
        return launch(aeronDir, CONTROL_STREAM_ID, directory, errorHandler);
    }

    static Archive launch(
        final String aeronDir, final int controlStreamId, final Path directory, final ErrorHandler errorHandler)
    {
        return Archive.launch(new Archive.Context()
            .aeronDirectoryName(aeronDir)
            .archiveDir(directory.toFile())
            .controlChannelEnabled(false)
            .localControlStreamId(controlStreamId)
            .recordingEventsEnabled(false)
            .replicationChannel("aeron:ipc")
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:ipc"))
            .threadingMode(ArchiveThreadingMode.SHARED)
            .errorHandler(errorHandler));
    }

    /**
     * By which a command finds it.
     */
    static List<String> options(final String aeronDir)
    {
        return List.of(
            "--aeron-dir", aeronDir, "--archive-channel", "aeron:ipc?term-length=64k",
            "--archive-stream", String.valueOf(CONTROL_STREAM_ID));
    }
}
