package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A media driver with an archive beside it, and peers that publish, each with a session of its own.
 */
final class ArchiveFixture implements AutoCloseable
{
    static final int SEGMENT_LENGTH = 64 * 1024;

    private static final long LIVENESS_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    final String aeronDir = CommonContext.generateRandomDirName();
    final Aeron aeron;
    final AeronArchive client;
    private final List<Publication> publications = new ArrayList<>();
    private final MediaDriver driver;
    private final Path archiveDir;
    private Archive archive;

    ArchiveFixture(final Path archiveDir)
    {
        this.archiveDir = archiveDir;
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(aeronDir)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(100, 10, 1_000, 100_000))
            .clientLivenessTimeoutNs(LIVENESS_TIMEOUT_NS)
            .ipcTermBufferLength(64 * 1024)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler(errors::add));
        launchArchive();
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
        client = connect(aeron);
    }

    static AeronArchive connect(final Aeron aeron)
    {
        return AeronArchive.connect(new AeronArchive.Context()
            .aeron(aeron)
            .controlRequestChannel("aeron:ipc?term-length=64k")
            .controlResponseChannel("aeron:ipc?term-length=64k"));
    }

    void launchArchive()
    {
        archive = Archive.launch(new Archive.Context()
            .aeronDirectoryName(aeronDir)
            .archiveDir(archiveDir.toFile())
            .controlChannelEnabled(false)
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:ipc"))
            .recordingEventsEnabled(false)
            .replicationChannel("aeron:ipc")
            .segmentFileLength(SEGMENT_LENGTH)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .maxConcurrentReplays(100)
            .idleStrategySupplier(() -> new BackoffIdleStrategy(100, 10, 1_000, 100_000))
            .errorHandler(errors::add));
    }

    void closeArchive()
    {
        CloseHelper.close(archive);
        archive = null;
    }

    Collector.Context context(final LineageStore store)
    {
        return new Collector.Context()
            .aeron(aeron)
            .store(store)
            .archive(new CollectorArchive(client))
            .errorHandler(errors::add);
    }

    /**
     * A session of its own on the descriptor stream, which is recorded from its beginning.
     */
    ExclusivePublication descriptors()
    {
        return recorded(TraceStreams.DESCRIPTOR_STREAM_ID);
    }

    ExclusivePublication control()
    {
        return recorded(TraceStreams.CONTROL_STREAM_ID);
    }

    void close(final Publication publication)
    {
        publications.remove(publication);
        publication.close();
    }

    static void send(final Publication publication, final ByteBuffer message)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(message, 0, message.remaining());
        if (publication.offer(buffer) <= 0)
        {
            Await.until(() -> publication.offer(buffer) > 0, () -> "not sent: " + publication);
        }
    }

    static void frames(final Publication publication, final int streamId, final long fromSeq, final long toSeq)
    {
        for (long seq = fromSeq; seq < toSeq; seq++)
        {
            send(publication, Emitter.descriptor(streamId, TestStore.EPOCH, seq, 1_000 + seq, 1 + seq));
        }
    }

    /**
     * The recording of a publication.
     */
    long recordingId(final Publication publication)
    {
        final long[] found = {AeronArchive.NULL_POSITION};
        client.listRecordingsForUri(
            0,
            Integer.MAX_VALUE,
            "",
            publication.streamId(),
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel,
                originalChannel, sourceIdentity) ->
            {
                if (sessionId == publication.sessionId())
                {
                    found[0] = recordingId;
                }
            });

        return found[0];
    }

    /**
     * Wait until all that was published is recorded, and the publication is closed and its recording has ended.
     *
     * @return the id of the recording.
     */
    long end(final Publication publication)
    {
        final long recordingId = recordingId(publication);
        final long position = publication.position();
        Await.until(
            () -> position == client.getRecordingPosition(recordingId), () -> "recording " + recordingId + " complete");
        close(publication);
        Await.until(
            () -> position == client.getStopPosition(recordingId), () -> "recording " + recordingId + " ended");

        return recordingId;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(publications);
        CloseHelper.closeAll(client, aeron, archive, driver);
    }

    private ExclusivePublication recorded(final int streamId)
    {
        final ExclusivePublication publication = aeron.addExclusivePublication("aeron:ipc", streamId);
        publications.add(publication);
        Await.until(
            () -> AeronArchive.NULL_POSITION != recordingId(publication), () -> "a recording of " + publication);

        return publication;
    }
}
