package io.tracelink.store;

import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.codecs.SourceLocation;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.AllocationProbe;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

/**
 * The collector on a real archive. {@code attempts} counts every row that is written, those that are there already
 * included, so it tells what is read twice from what is stored twice.
 */
@Timeout(120)
@Tag("store")
class CollectorArchiveTest
{
    private static final int STREAM = 7;

    @TempDir
    private Path archiveDir;

    private TestStore test;
    private ArchiveFixture fixture;
    private Collector collector;
    private AgentInvoker invoker;
    private final List<Throwable> collectorErrors = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void setUp() throws SQLException
    {
        test = new TestStore();
        test.countAttempts();
        fixture = new ArchiveFixture(archiveDir);
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(invoker, fixture, test);
    }

    @Test
    void shouldReadOnWhereTheLastCollectorCommitted() throws SQLException
    {
        start(context());
        final ExclusivePublication descriptors = fixture.descriptors();
        final ExclusivePublication control = fixture.control();
        long seq = 0;

        for (int run = 0; run < 3; run++)
        {
            ArchiveFixture.frames(descriptors, STREAM, seq, seq + 500);
            ArchiveFixture.send(control, Emitter.linkSet(STREAM, TestStore.EPOCH, seq, 1 + seq, parents(300 + run)));
            seq += 500;
            final long count = seq;
            pollUntil(() -> count == frameCount());
            invoker.close();

            // recorded while nobody collects
            ArchiveFixture.frames(descriptors, STREAM, seq, seq + 500);
            seq += 500;
            start(context());
        }

        pollUntil(() -> 3_000 == frameCount() && 0 == behind());
        assertThat(rows("SELECT parent_count FROM link_sets ORDER BY seq")).containsExactly("300", "301", "302");
        assertThat(rows("SELECT sum(count) FROM attempts")).containsExactly("3003");
        assertThat(rows("SELECT stream_id || ' ' || position FROM recordings ORDER BY stream_id")).containsExactly(
            "1000 " + control.position(), "1100 " + descriptors.position());
        assertNoErrors();
    }

    @Test
    void shouldReadAllRecordingsOfTheStreamsFromTheirBeginning() throws SQLException
    {
        record();
        final List<Long> ended = new ArrayList<>();
        for (int i = 0; i < 5; i++)
        {
            final Publication publication = fixture.descriptors();
            ArchiveFixture.frames(publication, i, 0, 200);
            ended.add(fixture.end(publication));
        }

        final Publication first = fixture.descriptors();
        ArchiveFixture.frames(first, 5, 0, 200);
        start(context());
        pollUntil(() -> 1_200 == frameCount());

        // sessions that come while it runs, at once
        final Publication second = fixture.descriptors();
        final Publication third = fixture.descriptors();
        for (int seq = 0; seq < 300; seq += 100)
        {
            ArchiveFixture.frames(first, 5, 200 + seq, 300 + seq);
            ArchiveFixture.frames(second, 6, seq, seq + 100);
            ArchiveFixture.frames(third, 7, seq, seq + 100);
        }
        ended.add(fixture.end(second));

        pollUntil(() -> 2_100 == frameCount() && 0 == behind());
        assertThat(rows("SELECT count(*) FROM frames GROUP BY stream_id ORDER BY stream_id"))
            .containsExactly("200", "200", "200", "200", "200", "500", "300", "300");
        pollUntil(() -> ended.size() == count("recordings WHERE position = stop_position"));
        assertThat(rows("SELECT count(*) FROM recordings")).containsExactly("8");
        assertThat(rows("SELECT sum(count) FROM attempts")).containsExactly("2100");
        assertNoErrors();
    }

    @Test
    void shouldTakeTurnsWhereMoreIsRecordedThanReplayed() throws SQLException
    {
        record();
        final Collector.Context context = context();
        context.archive().maxReplays(1);
        start(context);
        final List<Publication> publications = List.of(
            fixture.descriptors(), fixture.descriptors(), fixture.descriptors());
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < publications.size(); i++)
            {
                ArchiveFixture.frames(publications.get(i), i, 100L * round, 100L * round + 100);
            }

            final int stored = 300 * (round + 1);
            pollUntil(() -> stored == frameCount());
        }

        assertThat(rows("SELECT sum(count) FROM attempts")).containsExactly("900");
        assertNoErrors();
    }

    @Test
    void shouldGoOnWithARecordingThatIsExtended() throws SQLException
    {
        record();
        final ExclusivePublication publication = fixture.descriptors();
        final int initialTermId = publication.initialTermId();
        final int termLength = publication.termBufferLength();
        ArchiveFixture.frames(publication, STREAM, 0, 100);
        final long recordingId = fixture.end(publication);

        start(context());
        pollUntil(() -> 100 == frameCount() && 1 == count("recordings WHERE position = stop_position"));

        fixture.client.stopRecording(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
        final long position = fixture.client.getStopPosition(recordingId);
        final String channel = new ChannelUriStringBuilder()
            .media(CommonContext.IPC_MEDIA)
            .initialPosition(position, initialTermId, termLength)
            .build();
        try (ExclusivePublication extended =
            fixture.aeron.addExclusivePublication(channel, TraceStreams.DESCRIPTOR_STREAM_ID))
        {
            fixture.client.extendRecording(
                recordingId,
                "aeron:ipc?session-id=" + extended.sessionId(),
                TraceStreams.DESCRIPTOR_STREAM_ID,
                SourceLocation.LOCAL);
            ArchiveFixture.frames(extended, STREAM, 100, 200);
            pollUntil(() -> 200 == frameCount());
        }

        assertThat(rows("SELECT count(*) FROM recordings")).containsExactly("1");
        assertThat(rows("SELECT sum(count) FROM attempts")).containsExactly("200");
        assertNoErrors();
    }

    @Test
    void shouldLeaveInTheArchiveWhatTheStoreDoesNotTake() throws SQLException
    {
        record();
        start(context().batchRows(16).batchCount(2));
        final Publication descriptors = fixture.descriptors();
        final Publication control = fixture.control();
        test.lock();
        for (int i = 0; i < 2_000; i++)
        {
            ArchiveFixture.frames(descriptors, STREAM, i, i + 1);
            if (0 == i % 100)
            {
                ArchiveFixture.send(control, Emitter.linkSet(STREAM, TestStore.EPOCH, i, 1 + i, parents(400)));
            }

            invoker.invoke();
        }

        pollUntil(() -> collector.counters().writeFailures() > 1 && behind() > 150_000);
        assertThat(frameCount()).isZero();
        test.unlock();
        pollUntil(() -> 2_000 == frameCount() && 20 == count("link_sets") && 0 == behind());
        assertThat(collector.counters().framesDropped()).isZero();
        assertThat(collector.counters().linkSetsDropped()).isZero();
        assertThat(rows("SELECT sum(count) FROM attempts")).containsExactly("2020");
        assertThat(collectorErrors).singleElement().isInstanceOf(StoreException.class);
    }

    @Test
    void shouldRefuseAnArchiveThatEndsBeforeTheDatabase() throws SQLException
    {
        final long recordingId = collectAndEnd(100);
        final long end = fixture.client.getStopPosition(recordingId);
        final long position = end - 50 * 96;
        fixture.client.truncateRecording(recordingId, position);

        assertThatIllegalArgumentException().isThrownBy(() -> new Collector(context()))
            .withMessage("recording=" + recordingId + " of stream=1100 ends at position=" + position +
                ", the database is ahead with position=" + end + ": the archive was truncated or lost its end: " +
                "give the archive that the database was collected from, collect into a new database, or accept the " +
                "loss (--accept-archive-loss)");

        acceptLoss("ends at position=" + position);
        pollUntil(() -> 1 == count("recordings WHERE position = " + position + " AND stop_position = " + position));
        assertThat(frameCount()).as("rows stay").isEqualTo(100);
        invoker.close();
        start(context());
        assertThat(collectorErrors).hasSize(1);
    }

    @Test
    void shouldRefuseAnArchiveThatLacksARecordingThatWasNotAtItsEnd() throws SQLException
    {
        final long recordingId = collectAndEnd(100);
        test.execute("UPDATE recordings SET position = 96, stop_position = -1");
        fixture.client.purgeRecording(recordingId);

        assertThatIllegalArgumentException().isThrownBy(() -> new Collector(context()))
            .withMessageStartingWith("recording=" + recordingId + " of stream=1100 is missing from the archive, " +
                "the database has position=96 and not its end: give the archive");

        acceptLoss("is missing from the archive");
        assertThat(rows("SELECT count(*) FROM recordings")).containsExactly("0");
    }

    @Test
    void shouldNotMissARecordingThatWasReadToItsEnd()
    {
        final long recordingId = collectAndEnd(100);
        fixture.client.purgeRecording(recordingId);
        start(context());
        pollUntil(() -> 0 == behind());
        assertNoErrors();
    }

    @Test
    void shouldRefuseAnotherArchive() throws SQLException
    {
        final long recordingId = collectAndEnd(100);
        test.execute("UPDATE recordings SET start_timestamp = 4711");

        assertThatIllegalArgumentException().isThrownBy(() -> new Collector(context()))
            .withMessageStartingWith("recording=" + recordingId + " of stream=1100 is not the recording of " +
                "stream=1100 that the database was collected from: give the archive");

        acceptLoss("is not the recording");
        pollUntil(() -> 1 == count("recordings WHERE position = stop_position AND start_timestamp <> 4711"));
        assertThat(rows("SELECT sum(count) FROM attempts")).as("is read anew").containsExactly("200");
        assertThat(frameCount()).isEqualTo(100);
    }

    @Test
    void shouldRefuseAnArchiveThatWasPurgedBeforeItWasCollected() throws SQLException
    {
        final long recordingId = collectAndEnd(3_000);
        test.execute("UPDATE recordings SET position = 96");
        fixture.client.purgeSegments(recordingId, 2L * ArchiveFixture.SEGMENT_LENGTH);

        assertThatIllegalArgumentException().isThrownBy(() -> new Collector(context()))
            .withMessageStartingWith("recording=" + recordingId + " of stream=1100 begins at position=131072, the " +
                "database has position=96: what is between was purged before it was collected: give the archive");

        acceptLoss("begins at position=131072");
        pollUntil(() -> 1 == count("recordings WHERE position = stop_position") && 0 == behind());
    }

    @Test
    void shouldEndWhenARecordingIsTruncatedThatIsRead()
    {
        record();
        final Publication publication = fixture.descriptors();
        ArchiveFixture.frames(publication, STREAM, 0, 100);
        start(context());
        pollUntil(() -> 100 == frameCount());
        final long recordingId = fixture.recordingId(publication);
        fixture.client.stopRecording(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
        fixture.client.stopAllReplays(recordingId);
        fixture.client.truncateRecording(recordingId, 96);

        pollUntil(() -> invoker.isClosed());
        assertThat(collectorErrors).last().isInstanceOf(AgentTerminationException.class)
            .extracting(Throwable::getMessage).asString().endsWith(
                "recording=" + recordingId + " of stream=1100 ends at position=96, the database is ahead with " +
                "position=9600: the archive was truncated or lost its end");
    }

    @Test
    void shouldSayThatARecordingCannotBeReplayed() throws IOException
    {
        final long recordingId = recordDamaged(100);
        start(context());
        pollUntil(() -> !collectorErrors.isEmpty());
        assertThat(collectorErrors).singleElement().extracting(Throwable::getMessage).isEqualTo(
            "replay of recording=" + recordingId + " of stream=1100 on aeron:ipc brings nothing after position=0: " +
            "its segment file may be missing or damaged");
        assertThat(behind()).isEqualTo(9_600);
    }

    @Test
    void shouldEndWhenWhatItCannotReadIsPurged() throws IOException
    {
        final long recordingId = recordDamaged(1_000);
        start(context());
        pollUntil(() -> !collectorErrors.isEmpty());
        fixture.client.purgeSegments(recordingId, ArchiveFixture.SEGMENT_LENGTH);
        pollUntil(() -> invoker.isClosed());
        assertThat(collectorErrors).last().isInstanceOf(AgentTerminationException.class)
            .extracting(Throwable::getMessage).asString().endsWith(
                "recording=" + recordingId + " of stream=1100 begins at position=65536, the database has position=0: " +
                "what is between was purged before it was collected");
    }

    @Test
    void shouldReadTheOthersWhereASegmentIsMissing() throws IOException
    {
        record();
        final Publication lost = fixture.descriptors();
        ArchiveFixture.frames(lost, STREAM, 0, 100);
        final long lostId = fixture.end(lost);
        final Publication kept = fixture.descriptors();
        ArchiveFixture.frames(kept, STREAM, 100, 200);
        fixture.end(kept);
        Files.delete(archiveDir.resolve(lostId + "-0.rec"));

        start(context());
        pollUntil(() -> 100 == frameCount() && 9_600 == behind());
        assertThat(collectorErrors).singleElement().extracting(Throwable::getMessage).asString().startsWith(
            "replay of recording=" + lostId + " of stream=1100 on aeron:ipc brings nothing after position=0: ")
            .as("whose timeout is over first: the client's, or the archive's").containsPattern("segment ?[fF]ile");
        assertThat(invoker.isClosed()).isFalse();
    }

    @Test
    void shouldRefuseAnArchiveOfAnotherCollector()
    {
        final long recordingId = collectAndEnd(100);
        final Collector.Context context = context();
        context.archive().collectorId(1);

        assertThatIllegalArgumentException().isThrownBy(() -> new Collector(context))
            .withMessage("recording=" + recordingId + " of stream=1100 is collected into the database by " +
                "collector=0, not by collector=1: give the id of that one");
    }

    @Test
    void shouldCommitWhatIsRecordedOnClose()
    {
        record();
        start(context().commitIntervalNs(TimeUnit.SECONDS.toNanos(1)));
        final Publication publication = fixture.descriptors();
        ArchiveFixture.frames(publication, STREAM, 0, 400);
        final long recordingId = fixture.recordingId(publication);
        pollUntil(() -> publication.position() == fixture.client.getRecordingPosition(recordingId));

        invoker.close();
        assertThat(frameCount()).isEqualTo(400);
        assertThat(collector.counters().behind()).isZero();
        assertNoErrors();
    }

    @Test
    void shouldCommitAndEndWhenTheArchiveGoesAway()
    {
        record();
        start(context());
        final Publication publication = fixture.descriptors();
        ArchiveFixture.frames(publication, STREAM, 0, 100);
        pollUntil(() -> 100 == frameCount());
        fixture.closeArchive();

        pollUntil(() -> invoker.isClosed());
        assertThat(collectorErrors).anySatisfy((error) -> assertThat(error)
            .isInstanceOf(AgentTerminationException.class).hasMessageContaining("archive is gone"));
        assertThat(frameCount()).isEqualTo(100);
    }

    @Test
    void shouldAllocateNothingPerMessage()
    {
        record();
        final Publication descriptors = fixture.descriptors();
        final Publication control = fixture.control();
        ArchiveFixture.frames(descriptors, STREAM, 0, 12_000);
        for (int i = 0; i < 6_000; i++)
        {
            ArchiveFixture.send(control, Emitter.linkSet(STREAM, TestStore.EPOCH, i, 1 + i, 5_001, 5_002));
        }

        final AtomicLong nowNs = new AtomicLong();
        final Positions positions = new Positions();
        final BatchWriter batchWriter = new BatchWriter(
            test.store.writer(), nowNs::get, collectorErrors::add, CommitProbe.NONE, 2, 100_000);
        final Intake intake = new Intake(batchWriter, positions, nowNs::get, () -> 0, 50);
        try (ArchiveSource source = new ArchiveSource(context(), intake, positions, nowNs::get))
        {
            Await.until(
                () ->
                {
                    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
                    return source.poll() > 0;
                },
                () -> "something to be read");

            // from here on the clock stands still: the archive is not asked, only read
            final long before = intake.received();
            assertThat(AllocationProbe.allocatedBytes(10, () ->
            {
                final long enough = Math.min(18_000, intake.received() + 100);
                while (intake.received() < enough)
                {
                    source.poll();
                    intake.submitWhenDue();
                }
            })).isZero();
            assertThat(intake.received() - before).as("read while it was measured").isGreaterThan(3_000 - 1);
            Await.until(() -> 0 == source.poll() && 18_000 == intake.received(), () -> "the rest");
            assertThat(intake.framesDropped() + intake.linkSetsDropped()).isZero();
        }
        finally
        {
            batchWriter.onClose();
        }
    }

    @Test
    void shouldRefuseSettingsOutOfTheirRange()
    {
        final Collector.Context context = context();
        context.archive().maxReplays(0);
        assertThatIllegalArgumentException().isThrownBy(context::conclude)
            .withMessage("maxReplays=0 must be in 1..64");
        context.archive().maxReplays(1).replayChannel("nonsense");
        assertThatIllegalArgumentException().isThrownBy(context::conclude)
            .withMessageStartingWith("replayChannel=nonsense must be an Aeron channel: ");
    }

    private long collectAndEnd(final int frames)
    {
        record();
        start(context());
        final Publication publication = fixture.descriptors();
        ArchiveFixture.frames(publication, STREAM, 0, frames);
        final long recordingId = fixture.end(publication);
        pollUntil(() -> frames == frameCount() && 1 == count("recordings WHERE position = stop_position"));
        invoker.close();

        return recordingId;
    }

    private void acceptLoss(final String fault)
    {
        final Collector.Context context = context();
        context.archive().isLossAccepted(true);
        start(context);
        assertThat(collectorErrors).singleElement().extracting(Throwable::getMessage).asString()
            .contains(fault).endsWith("; accepted");
    }

    /**
     * As a collector that ran before has done.
     */
    /**
     * Record frames, and destroy the first of them in the recording.
     */
    private long recordDamaged(final int frames) throws IOException
    {
        record();
        final Publication publication = fixture.descriptors();
        ArchiveFixture.frames(publication, STREAM, 0, frames);
        final long recordingId = fixture.end(publication);
        try (FileChannel segment =
            FileChannel.open(archiveDir.resolve(recordingId + "-0.rec"), StandardOpenOption.WRITE))
        {
            segment.write(ByteBuffer.allocate(96), 0);
        }

        return recordingId;
    }

    private void record()
    {
        new RecordedStreams(fixture.client, context()).record();
    }

    private Collector.Context context()
    {
        return fixture.context(test.store).errorHandler(collectorErrors::add);
    }

    private void start(final Collector.Context context)
    {
        collector = new Collector(context);
        invoker = new AgentInvoker(collectorErrors::add, null, collector);
        invoker.start();
    }

    private void pollUntil(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                fail("condition was not met in time, behind=" + behind() + " frames=" + frameCount() +
                    " errors: " + collectorErrors + fixture.errors);
            }

            invoker.invoke();
            Thread.onSpinWait();
        }
    }

    private long behind()
    {
        return collector.counters().behind();
    }

    private long frameCount()
    {
        return count("frames");
    }

    private long count(final String table)
    {
        try
        {
            return Long.parseLong(rows("SELECT count(*) FROM " + table).get(0));
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private void assertNoErrors()
    {
        assertThat(collectorErrors).isEmpty();
        assertThat(fixture.errors).isEmpty();
    }

    private List<String> rows(final String sql) throws SQLException
    {
        return test.query(sql);
    }

    private static long[] parents(final int count)
    {
        final long[] parents = new long[count];
        for (int i = 0; i < count; i++)
        {
            parents[i] = 1_000_000L + i;
        }

        return parents;
    }
}
