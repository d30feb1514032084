package io.tracelink.store;

import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is recorded and not committed, in an archive that a collector reads and then does not.
 */
@Timeout(60)
class RecordedPositionsTest
{
    private static final int STREAM = 7;
    private static final int OTHER_CONTROL_STREAM = 33;

    @TempDir
    private Path directory;

    @TempDir
    private Path otherDirectory;

    private TestStore test;
    private ArchiveFixture fixture;
    private AgentInvoker invoker;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        fixture = new ArchiveFixture(directory);
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(invoker, fixture, test);
    }

    @Test
    void shouldSayThatMoreIsRecordedThanCommitted()
    {
        final Collector collector = new Collector(fixture.context(test.store));
        invoker = new AgentInvoker(fixture.errors::add, null, collector);
        invoker.start();
        final ExclusivePublication descriptors = fixture.descriptors();
        ArchiveFixture.frames(descriptors, STREAM, 0, 100);
        pollUntilStored(collector, 100);
        assertThat(lags()).isEmpty();
        assertThat(missing()).isEmpty();
        invoker.close();

        final long committed = descriptors.position();
        ArchiveFixture.frames(descriptors, STREAM, 100, 200);
        final long recordingId = fixture.recordingId(descriptors);
        Await.until(
            () -> descriptors.position() == fixture.client.getRecordingPosition(recordingId), () -> "all is recorded");
        assertThat(lags()).containsExactly(
            new RecordedPositions.Lag(recordingId, descriptors.streamId(), committed, descriptors.position()));
        assertThat(missing()).containsExactly(
            new Missing(Missing.Kind.FRAMES, null, null, null, null, Missing.Cause.NOT_COMMITTED, null));

        // a session of which the store has never heard
        final ExclusivePublication second = fixture.descriptors();
        ArchiveFixture.frames(second, STREAM, 200, 300);
        final long secondId = fixture.recordingId(second);
        Await.until(
            () -> second.position() == fixture.client.getRecordingPosition(secondId), () -> "all is recorded");
        assertThat(lags()).hasSize(2).last().isEqualTo(
            new RecordedPositions.Lag(secondId, second.streamId(), 0, second.position()));

        final Collector next = new Collector(fixture.context(test.store));
        invoker = new AgentInvoker(fixture.errors::add, null, next);
        invoker.start();
        pollUntilStored(next, 200);
        assertThat(lags()).isEmpty();
        assertThat(missing()).isEmpty();
        assertThat(fixture.errors).isEmpty();
    }

    @Test
    void shouldNotBeBehindAnArchiveThatTheStoreIsNotCollectedFrom()
    {
        new RecordedStreams(fixture.client, new Collector.Context()).record();
        ArchiveFixture.frames(fixture.descriptors(), STREAM, 0, 100);

        test.write(() -> test.frame(STREAM, 1, 1, 1));
        assertThat(lags()).isEmpty();
    }

    @Test
    void shouldRefuseToGuessWhichOfSeveralArchivesIsMeant()
    {
        new RecordedStreams(fixture.client, new Collector.Context()).record();
        final ExclusivePublication descriptors = fixture.descriptors();
        ArchiveFixture.frames(descriptors, STREAM, 0, 100);
        test.write(() -> test.writer.appendRecording(new RecordingRow(
            0, fixture.recordingId(descriptors), descriptors.streamId(), 1, 1, 0, 0, RecordingRow.UNKNOWN)));
        assertThat(lags()).hasSize(1);

        try (Archive archive = Archive.launch(new Archive.Context()
            .aeronDirectoryName(fixture.aeronDir)
            .archiveDir(otherDirectory.toFile())
            .controlChannelEnabled(false)
            .localControlStreamId(OTHER_CONTROL_STREAM)
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:ipc"))
            .recordingEventsEnabled(false)
            .replicationChannel("aeron:ipc")
            .segmentFileLength(ArchiveFixture.SEGMENT_LENGTH)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .errorHandler(fixture.errors::add));
            AeronArchive other = AeronArchive.connect(new AeronArchive.Context()
                .aeron(fixture.aeron)
                .controlRequestChannel("aeron:ipc")
                .controlRequestStreamId(OTHER_CONTROL_STREAM)
                .controlResponseChannel("aeron:ipc")))
        {
            other.startRecording("aeron:ipc", descriptors.streamId(), SourceLocation.LOCAL);
            Await.until(() -> isRefused("archives=2 record on this media driver: ask where only the archive of the " +
                "store does"), () -> "recordings in " + archive.context().archiveDir());
        }

        Await.until(() -> !isRefused(""), () -> "the other one has ended");
        assertThat(lags()).hasSize(1);
        assertThat(fixture.errors).isEmpty();
    }

    private boolean isRefused(final String message)
    {
        try
        {
            recorded();
            return false;
        }
        catch (final IllegalArgumentException ex)
        {
            assertThat(ex).hasMessageStartingWith(message);
            return true;
        }
    }

    private void pollUntilStored(final Collector collector, final long frames)
    {
        Await.until(
            () ->
            {
                invoker.invoke();
                return frames == collector.counters().framesStored() && 0 == collector.counters().behind();
            },
            () -> frames + " frames, errors: " + fixture.errors);
    }

    private List<RecordedPositions.Lag> lags()
    {
        return recorded().awaitCommitted(test.store, TimeUnit.MILLISECONDS.toNanos(20));
    }

    private List<Missing> missing()
    {
        try (LineageAnalysis analysis = test.store.analysis(recorded());
            Lineage lineage = test.store.lineage(recorded()))
        {
            final List<Missing> missing = lineage.ofFrame(STREAM, TestStore.EPOCH, 50, Direction.UP).missing();
            assertThat(analysis.impact(STREAM, TestStore.EPOCH, 10, 50).missing()).isEqualTo(missing);
            return missing;
        }
    }

    private RecordedPositions recorded()
    {
        return RecordedPositions.of(fixture.aeron.countersReader(), 0);
    }
}
