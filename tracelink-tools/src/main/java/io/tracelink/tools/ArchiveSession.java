package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.AeronException;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.BackoffIdleStrategy;
import picocli.CommandLine.Model.CommandSpec;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A client of an archive, and the archive where it runs in this process.
 */
final class ArchiveSession implements AutoCloseable
{
    private static final long MESSAGE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long MARK_FILE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(12);
    private static final long MARK_FILE_PAUSE_MS = 200;
    private static final String MARK_FILE_IN_USE = "active";

    private final Archive archive;
    private final AeronArchive client;

    /**
     * Launch the archive if the options say so, and connect.
     *
     * @param options      of the command line.
     * @param aeron        connected to the media driver of the collector.
     * @param signal       that ends the wait for a directory that is in use.
     * @param spec         of the command, on whose error stream that wait is told.
     * @param errorHandler of faults at run time.
     * @throws CommandException if there is no archive to be had.
     */
    ArchiveSession(
        final ArchiveOptions options,
        final Aeron aeron,
        final TerminationSignal signal,
        final CommandSpec spec,
        final ErrorHandler errorHandler)
    {
        final AeronArchive.Context clientContext;
        if (null == options.directory())
        {
            archive = null;
            clientContext = options.clientContext();
        }
        else
        {
            // other archives may be on the media driver, and all would hear the requests on one stream
            final int controlStreamId = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
            archive = launch(options, aeron, controlStreamId, signal, spec, errorHandler);
            clientContext = new AeronArchive.Context()
                .controlRequestChannel(LocalArchive.CONTROL_CHANNEL)
                .controlRequestStreamId(controlStreamId)
                .controlResponseChannel(LocalArchive.CONTROL_CHANNEL);
        }

        try
        {
            client = AeronArchive.connect(clientContext
                .aeron(aeron)
                .messageTimeoutNs(MESSAGE_TIMEOUT_NS)
                .errorHandler(errorHandler));
        }
        catch (final AeronException ex)
        {
            CloseHelper.quietClose(archive);
            throw new CommandException(
                "no archive answers at " + options + ": " + ex.getMessage() +
                "; start one there, or let --archive=DIR run it in this process", ex);
        }
    }

    AeronArchive client()
    {
        return client;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(client, archive);
    }

    /**
     * An archive that was killed looks alive until its mark file has not been touched for 10 seconds, and nobody can
     * tell whether it is: another process may be in another container.
     */
    private static Archive launch(
        final ArchiveOptions options,
        final Aeron aeron,
        final int controlStreamId,
        final TerminationSignal signal,
        final CommandSpec spec,
        final ErrorHandler errorHandler)
    {
        final long deadlineNs = System.nanoTime() + MARK_FILE_TIMEOUT_NS;
        boolean isTold = false;

        while (true)
        {
            try
            {
                return Archive.launch(context(options, aeron, controlStreamId, errorHandler));
            }
            catch (final RuntimeException ex)
            {
                final boolean isInUse = ex instanceof IllegalStateException && null != ex.getMessage() &&
                    ex.getMessage().contains(MARK_FILE_IN_USE);
                if (!isInUse || System.nanoTime() - deadlineNs >= 0 || signal.isRaised())
                {
                    throw new CommandException(
                        "cannot start an archive in " + options + ": " + ex.getMessage() +
                        (isInUse ? "; another process uses it: end that one first, a collector perhaps" : ""), ex);
                }
            }

            if (!isTold)
            {
                isTold = true;
                spec.commandLine().getErr().println(
                    spec.name() + ": " + options +
                    " is in use, or was until a moment ago by a process that was killed: waiting up to 12 s");
            }

            signal.await(MARK_FILE_PAUSE_MS);
        }
    }

    /**
     * Checksums tell a last message that was written whole from one that was not, where an archive that was killed
     * would otherwise be refused or cut.
     */
    private static Archive.Context context(
        final ArchiveOptions options,
        final Aeron aeron,
        final int controlStreamId,
        final ErrorHandler errorHandler)
    {
        return new Archive.Context()
            .aeronDirectoryName(aeron.context().aeronDirectoryName())
            .archiveDir(options.directory().toFile())
            .controlChannelEnabled(false)
            .archiveId(LocalArchive.archiveId(controlStreamId))
            .localControlChannel(LocalArchive.CONTROL_CHANNEL)
            .localControlStreamId(controlStreamId)
            .recordingEventsEnabled(false)
            .replicationChannel("aeron:udp?endpoint=localhost:0")
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel(LocalArchive.CONTROL_CHANNEL))
            .threadingMode(ArchiveThreadingMode.SHARED)
            .idleStrategySupplier(() -> new BackoffIdleStrategy(100, 10, 1_000, 1_000_000))
            .recordChecksum(Checksums.crc32c())
            .replayChecksum(Checksums.crc32c())
            .errorHandler(errorHandler);
    }
}
