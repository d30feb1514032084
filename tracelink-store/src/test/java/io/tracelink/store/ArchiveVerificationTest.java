package io.tracelink.store;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.exceptions.AeronException;
import io.tracelink.store.Verification.NotJudged;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Stores that a real collector filled from a real archive, held against that archive.
 */
@Timeout(120)
class ArchiveVerificationTest
{
    private static final int FRAMES = 3_000;
    private static final int FRAME_LENGTH = 96;

    @TempDir
    private Path archiveDir;

    @TempDir
    private Path scratch;

    @TempDir
    private Path newStores;

    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private TestStore test;
    private ArchiveFixture fixture;
    private Publication descriptors;
    private Publication control;
    private Collector collector;
    private AgentInvoker invoker;

    @BeforeEach
    void collect()
    {
        test = new TestStore();
        fixture = new ArchiveFixture(archiveDir);
        RecordedStreams.recorded(fixture.context(test.store));
        descriptors = fixture.descriptors();
        control = fixture.control();
        ArchiveFixture.frames(descriptors, 1, 0, FRAMES);
        for (int seq = 0; seq < FRAMES; seq += 10)
        {
            final long traceId = 1_000_000L + seq;
            ArchiveFixture.send(descriptors, Emitter.descriptor(9, TestStore.EPOCH, seq / 10, seq, traceId));
            ArchiveFixture.send(
                control, Emitter.linkSet(9, TestStore.EPOCH, seq / 10, traceId, parents(seq, 0 == seq ? 500 : 10)));
        }

        runCollector();
    }

    @AfterEach
    void tearDown() throws IOException
    {
        CloseHelper.closeAll(invoker, fixture, test);
        try (Stream<Path> left = Files.list(scratch))
        {
            assertThat(left).as("nothing stays in the scratch directory").isEmpty();
        }
    }

    @Test
    void shouldBeEqualToTheArchive()
    {
        assertThat(rows("SELECT count(*) FROM frames")).containsExactly(String.valueOf(FRAMES + FRAMES / 10));
        final Verification verification = verify();

        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        assertThat(verification.archive().recordings()).isEqualTo(2);
        assertThat(verification.archive().isPartial()).isFalse();
        assertThat(verification.archive().notJudged()).isEmpty();
        assertThat(verification.archive().digests()).isEqualTo(verification.digests().subList(0, 4));
        assertThat(verification.archive().digests()).extracting(TableDigest::rows)
            .containsExactly((long)FRAMES + FRAMES / 10, FRAMES / 10L, FRAMES + 490L, 0L);
        assertNoErrors();
    }

    @Test
    void shouldNotMissWhatRetentionRemoved() throws SQLException
    {
        final long youngest = (5L << 22) + 1;
        ArchiveFixture.send(descriptors, Emitter.descriptor(9, TestStore.EPOCH, FRAMES, 1, youngest));
        ArchiveFixture.send(control, Emitter.linkSet(9, TestStore.EPOCH, FRAMES, youngest, 1, 2));
        runCollector();
        try (Expiry expiry = test.store.expiry())
        {
            assertThat(expiry.before(1).frames()).isEqualTo(FRAMES + FRAMES / 10);
        }

        assertThat(rows("SELECT trace_id FROM frames")).containsExactly(String.valueOf(youngest));
        final Verification verification = verify();
        assertThat(verification.isValid()).as(verification.toString()).isTrue();

        damage("DELETE FROM trace_links WHERE parent_trace_id = 2");
        damage("DELETE FROM frames");
        assertThat(verify().archive().differences()).extracting(TableDifference::table, TableDifference::missing)
            .containsExactly(tuple("frames", 1L), tuple("trace_links", 1L));
        assertNoErrors();
    }

    @Test
    void shouldReadNoFurtherThanTheStoreHasCommitted()
    {
        ArchiveFixture.frames(descriptors, 1, FRAMES, 2 * FRAMES);
        assertThat(verify().isValid()).isTrue();

        // also of recordings that the store knows nothing of
        ArchiveFixture.frames(fixture.descriptors(), 7, 0, 100);
        final Verification verification = verify();
        assertThat(verification.isValid()).isTrue();
        assertThat(verification.archive().recordings()).isEqualTo(2);
        runCollector();
        assertThat(verify().archive().recordings()).isEqualTo(3);
        assertThat(verify().isValid()).isTrue();
        assertNoErrors();
    }

    @Test
    void shouldNotBeEqualWhereTheEndOfARecordingIsNotCollected()
    {
        ArchiveFixture.frames(descriptors, 1, FRAMES, FRAMES + 1);
        final long known = fixture.end(descriptors);
        final ExclusivePublication unknown = fixture.descriptors();
        ArchiveFixture.frames(unknown, 7, 0, 100);
        final long unknownId = fixture.end(unknown);
        final long position = test.store.recordings(0).stream()
            .filter((row) -> row.recordingId() == known).findFirst().orElseThrow().position();

        final Verification verification = verify();
        assertThat(verification.isValid()).isFalse();
        assertThat(verification.archive().differences()).isEmpty();
        assertThat(verification.archive().uncollected()).containsExactlyInAnyOrder(
            "recording=" + known + " of stream=1100 is collected up to position=" + position +
                ", it ends at position=" + (position + FRAME_LENGTH),
            "recording=" + unknownId + " of stream=1100 is collected up to position=0, it ends at position=" +
                100 * FRAME_LENGTH);

        runCollector();
        assertThat(verify().isValid()).isTrue();
        assertNoErrors();
    }

    @Test
    void shouldBeEqualWhereTheEndOfARecordingIsCollectedWhileTheStoreIsVerified()
    {
        try (StoreVerification verification = test.store.verification())
        {
            final List<TableDigest> before = verification.digests();
            ArchiveFixture.frames(descriptors, 1, FRAMES, FRAMES + 1);
            fixture.end(descriptors);
            final ExclusivePublication unknown = fixture.descriptors();
            ArchiveFixture.frames(unknown, 7, 0, 100);
            fixture.end(unknown);
            runCollector();

            final Verification result = verification.verify(fixture.context(null), scratch);
            assertThat(result.isValid()).as(result.toString()).isTrue();
            assertThat(result.digests()).as("all is of one snapshot").isEqualTo(before);
            assertThat(result.archive().digests()).isEqualTo(before.subList(0, 4));
        }

        assertNoErrors();
    }

    @Test
    void shouldRefuseACollectorThatHasNoRecordings() throws SQLException
    {
        damage("UPDATE recordings SET collector_id = 3");
        assertThatIllegalArgumentException().isThrownBy(this::verify).withMessage(
            "collector=0 has no recording in database=" + test.store.location() +
            ", collectors [3] have: give the id of the archive's");
    }

    @Test
    void shouldVerifyWhileTheCollectorGoesOn()
    {
        invoker = new AgentInvoker(errors::add, null, collector());
        invoker.start();
        final Thread traffic = new Thread(() -> ArchiveFixture.frames(descriptors, 1, FRAMES, 4 * FRAMES));
        traffic.start();
        final Thread collecting = new Thread(() ->
        {
            while (!rows("SELECT count(*) FROM frames WHERE stream_id = 1").contains(String.valueOf(4 * FRAMES)))
            {
                invoker.invoke();
            }
        });
        collecting.start();
        do
        {
            final Verification verification = verify();
            assertThat(verification.isValid()).as(verification.toString()).isTrue();
        }
        while (collecting.isAlive());
        assertThat(rows("SELECT count(*) FROM frames WHERE stream_id = 1")).containsExactly("" + 4 * FRAMES);
        assertNoErrors();
    }

    @Test
    void shouldTellTheRowsThatDiffer() throws SQLException
    {
        damage("DELETE FROM frames WHERE stream_id = 1 AND seq IN (5, 6)");
        damage("UPDATE frames SET t_ns = 7 WHERE stream_id = 1 AND seq = 8");
        damage("INSERT INTO frames VALUES (4, 5, 0, 0, 0, 0, 0)");
        damage("UPDATE link_sets SET parent_count = 9 WHERE seq = 3");
        damage("UPDATE trace_links SET parent_trace_id = 77 WHERE trace_id = 1000010 AND parent_trace_id = 12");
        final Verification verification = verify();

        assertThat(verification.checks()).noneMatch(CheckResult::isViolated);
        assertThat(verification.isValid()).isFalse();
        assertThat(verification.archive().differences()).containsExactly(
            new TableDifference("frames", 1L, 5L, 2, 0, 1, List.of(
                "missing: stream_id=1 epoch=5 seq=5 trace_id=6 t_ns=1005 status=0",
                "missing: stream_id=1 epoch=5 seq=6 trace_id=7 t_ns=1006 status=0",
                "changed: stream_id=1 epoch=5 seq=8 trace_id=9 t_ns=7 status=0, in the archive: stream_id=1 epoch=5 " +
                "seq=8 trace_id=9 t_ns=1008 status=0")),
            new TableDifference("frames", 4L, 5L, 0, 1, 0, List.of(
                "not in the archive: stream_id=4 epoch=5 seq=0 trace_id=0 t_ns=0 status=0")),
            new TableDifference("link_sets", 9L, 5L, 0, 0, 1, List.of(
                "changed: stream_id=9 epoch=5 seq=3 trace_id=1000030 parent_count=9, in the archive: stream_id=9 " +
                "epoch=5 seq=3 trace_id=1000030 parent_count=10")),
            new TableDifference("trace_links", null, null, 1, 1, 0, List.of(
                "missing: trace_id=1000010 parent_trace_id=12",
                "not in the archive: trace_id=1000010 parent_trace_id=77")));
    }

    @Test
    void shouldTakeDuplicatesAndConflictsAsTheWriterDoes() throws SQLException
    {
        final ExclusivePublication other = fixture.descriptors();
        ArchiveFixture.frames(other, 1, 10, 20);
        ArchiveFixture.send(other, Emitter.descriptor(1, TestStore.EPOCH, 30, 1, 4711));
        ArchiveFixture.send(other, Emitter.descriptor(1, TestStore.EPOCH, FRAMES + 1, -1, 4712));
        ArchiveFixture.send(other, Emitter.descriptor(1, TestStore.EPOCH, FRAMES + 1, -1, 4712));
        ArchiveFixture.send(control, Emitter.linkSet(9, TestStore.EPOCH, 0, 1_000_000, parents(0, 500)));
        runCollector();

        assertThat(rows("SELECT count(*) FROM frames WHERE status = 2")).containsExactly("1");
        assertThat(rows("SELECT count(*) FROM frames WHERE status = 1")).containsExactly("1");
        assertThat(rows("SELECT trace_id FROM conflicts")).containsExactly("4711");
        final Verification verification = verify();
        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        final String location = newStores.resolve("new.db").toString();
        assertThat(digests(StoreRebuild.rebuild(fixture.context(null), location, null).store()))
            .isEqualTo(verification.digests());

        damage("UPDATE conflicts SET trace_id = 4712");
        assertThat(verify().archive().differences()).containsExactly(new TableDifference(
            "conflicts", 1L, 5L, 1, 1, 0, List.of(
                "missing: stream_id=1 epoch=5 seq=30 trace_id=4711",
                "not in the archive: stream_id=1 epoch=5 seq=30 trace_id=4712")));
        assertNoErrors();
    }

    @Test
    void shouldNotJudgeClaimsThatAnOlderReleaseDidNotKeep() throws SQLException
    {
        final ExclusivePublication other = fixture.descriptors();
        ArchiveFixture.send(other, Emitter.descriptor(1, TestStore.EPOCH, 30, 1, 4711));
        ArchiveFixture.send(other, Emitter.descriptor(1, TestStore.EPOCH, 31, 1, 4712));
        runCollector();
        damage("DELETE FROM conflicts");

        final Verification verification = verify();
        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        assertThat(verification.archive().notJudged())
            .containsExactly(new NotJudged("conflicts", NotJudged.Reason.RELEASE, 4));

        damage("UPDATE frames SET status = 0 WHERE stream_id = 1 AND seq = 31");
        assertThat(verify().archive().differences()).extracting(TableDifference::table, TableDifference::missing)
            .containsExactly(tuple("frames", 0L), tuple("conflicts", 2L));
        assertNoErrors();
    }

    @Test
    void shouldTakeLinksOfWindowsForWhatTheyAre() throws SQLException
    {
        test.write(() ->
        {
            test.writer.appendWindowBySeq(-7, 1, TestStore.EPOCH, 0, 99);
            test.writer.appendWindowBySeq(1_000_000, 1, TestStore.EPOCH, 2_000, 2_099);
        });
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            assertThat(expansion.expand().linksAdded()).isEqualTo(200);
        }

        final Verification verification = verify();
        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        assertThat(verification.archive().isPartial()).isFalse();
        assertThat(verification.archive().notJudged())
            .containsExactly(new NotJudged("trace_links", NotJudged.Reason.WINDOW, 100));

        damage("DELETE FROM trace_links WHERE trace_id = 1000000 AND parent_trace_id = 3");
        assertThat(verify().archive().differences()).singleElement().isEqualTo(new TableDifference(
            "trace_links", null, null, 1, 0, 0, List.of("missing: trace_id=1000000 parent_trace_id=3")));
    }

    @Test
    void shouldRebuildAStoreWithTheSameDigests()
    {
        final Path file = newStores.resolve("new.db");
        final StoreRebuild.Result result = StoreRebuild.rebuild(fixture.context(null), file.toString(), null);

        assertThat(result.recordings()).isEqualTo(2);
        assertThat(digests(result.store())).isEqualTo(digests(test.store));
        assertThat(result.store().recordings(0)).isEqualTo(test.store.recordings(0));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> StoreRebuild.rebuild(fixture.context(null), file.toString(), null))
            .withMessage("database=" + file + " exists; give the path of a new file");
        assertNoErrors();
    }

    @Test
    void shouldCarryOverWhatIsInNoArchive() throws SQLException
    {
        test.write(() ->
        {
            test.writer.appendWindowBySeq(-7, 1, TestStore.EPOCH, 0, 99);
            test.writer.appendWindowByTime(-8, 1, TestStore.EPOCH, 1_000, 1_099);
            test.writer.appendNode(5, 6, 7);
        });
        test.store.declare(Map.of(9L, StreamRole.JOINED));
        damage("INSERT INTO expired VALUES (1, 4, 0, 7, 99)");
        damage("INSERT INTO expired_traces VALUES (1)");
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            expansion.expand();
        }

        final Path file = newStores.resolve("new.db");
        final StoreRebuild.Result result = StoreRebuild.rebuild(fixture.context(null), file.toString(), test.store);
        assertThat(result.windows()).isEqualTo(2);
        assertThat(result.nodes()).isEqualTo(1);
        assertThat(digests(result.store())).isEqualTo(digests(test.store));
        assertThat(result.store().roles()).containsExactly(Map.entry(9L, StreamRole.JOINED));
        assertThat(SqliteLineageStoreTest.query(file, "SELECT epoch || ' ' || to_seq FROM expired"))
            .containsExactly("4 7");
        assertThat(SqliteLineageStoreTest.query(file, "SELECT before_trace_id FROM expired_traces"))
            .containsExactly("1");
        assertThat(SqliteLineageStoreTest.query(file, "SELECT count(*) FROM trace_links WHERE trace_id < 0"))
            .containsExactly("200");
        assertNoErrors();
    }

    @Test
    void shouldGoOnCollectingIntoARebuiltStore() throws SQLException
    {
        final String location = newStores.resolve("new.db").toString();
        final LineageStore store = StoreRebuild.rebuild(fixture.context(null), location, null).store();
        TestStore.countAttempts(location);
        ArchiveFixture.frames(descriptors, 1, FRAMES, FRAMES + 50);
        invoker = new AgentInvoker(
            errors::add, null, new Collector(fixture.context(test.store).store(store).errorHandler(errors::add)));
        invoker.start();
        Await.until(
            () ->
            {
                invoker.invoke();
                return 50 + FRAMES + FRAMES / 10 == count(store);
            },
            () -> "what came since, errors=" + errors);
        invoker.close();
        assertThat(TestStore.query(location, "SELECT sum(count) FROM attempts")).containsExactly("50");
        assertNoErrors();
    }

    @Test
    void shouldTellWhatTheArchiveLostAndCompareTheRest()
    {
        final long recordingId = fixture.end(descriptors);
        runCollector();
        final long end = fixture.client.getStopPosition(recordingId);
        fixture.client.truncateRecording(recordingId, end - 96);
        final Verification verification = verify();

        assertThat(verification.isValid()).isFalse();
        assertThat(verification.archive().faults()).containsExactly(
            "recording=" + recordingId + " of stream=1100 ends at position=" + (end - 96) +
            ", the database is ahead with position=" + end + ": the archive was truncated or lost its end");
        assertThat(verification.archive().differences()).isEmpty();
    }

    @Test
    void shouldNotMindWhatWasPurgedAfterItWasCollected() throws SQLException
    {
        final long recordingId = fixture.end(descriptors);
        runCollector();
        fixture.client.purgeSegments(recordingId, ArchiveFixture.SEGMENT_LENGTH);
        Verification verification = verify();
        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        assertThat(verification.archive().isPartial()).isTrue();
        assertThat(verification.archive().omissions()).containsExactly("recording=" + recordingId +
            " of stream=1100 was purged up to position=65536 after it was collected from position=0");
        assertThat(verification.archive().notJudged()).containsExactly(
            new NotJudged("frames", NotJudged.Reason.ARCHIVE, ArchiveFixture.SEGMENT_LENGTH / FRAME_LENGTH));
        assertThat(VerificationJson.write(verification)).contains("\"partial\": true, \"omissions\": [\"" +
            verification.archive().omissions().get(0) + "\"], \"notJudged\": [{\"table\": \"frames\", " +
            "\"reason\": \"archive\", \"rows\": 682}], \"uncollected\": [], \"faults\": [], ");

        damage("DELETE FROM frames WHERE stream_id = 1 AND seq = " + (FRAMES - 1));
        assertThat(verify().archive().differences()).as("what is left is compared").singleElement()
            .extracting(TableDifference::missing).isEqualTo(1L);

        fixture.client.purgeRecording(recordingId);
        verification = verify();
        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        assertThat(verification.archive().recordings()).isEqualTo(1);
        assertThat(verification.archive().omissions()).containsExactly(
            "recording=" + recordingId + " of stream=1100 was purged after it was collected");
        assertThat(verification.archive().notJudged()).containsExactly(
            new NotJudged("frames", NotJudged.Reason.ARCHIVE, FRAMES + FRAMES / 10 - 1));
    }

    @Test
    void shouldNotJudgeWhatOtherCollectorsBrought() throws SQLException
    {
        damage("INSERT INTO recordings VALUES (3, 0, 1100, 1, 1, 0, 96, -1)");
        damage("INSERT INTO frames VALUES (4, 5, 0, 0, 0, 0, 0)");
        damage("INSERT INTO link_sets VALUES (4, 5, 0, 77, 2)");
        damage("INSERT INTO trace_links VALUES (77, 1), (77, 2)");
        damage("UPDATE frames SET status = 2 WHERE stream_id = 1 AND seq = 8");
        final Verification verification = verify();

        assertThat(verification.isValid()).as(verification.toString()).isTrue();
        assertThat(verification.archive().omissions()).containsExactly(
            "collector=3 writes to the database, too, from another archive");
        assertThat(verification.archive().notJudged()).containsExactly(
            new NotJudged("frames", NotJudged.Reason.ARCHIVE, 2),
            new NotJudged("link_sets", NotJudged.Reason.ARCHIVE, 1),
            new NotJudged("trace_links", NotJudged.Reason.ARCHIVE, 2));
    }

    @Test
    void shouldSayThatTheArchiveIsAnotherOne() throws SQLException
    {
        damage("UPDATE recordings SET start_timestamp = 4711 WHERE stream_id = 1100");
        assertThat(verify().archive().faults()).singleElement().asString()
            .endsWith(" is not the recording of stream=1100 that the database was collected from");
    }

    @Test
    void shouldSayThatARecordingCannotBeRead() throws IOException
    {
        final long recordingId = fixture.end(descriptors);
        runCollector();
        try (FileChannel segment =
            FileChannel.open(archiveDir.resolve(recordingId + "-0.rec"), StandardOpenOption.WRITE))
        {
            segment.write(ByteBuffer.allocate(96), 0);
        }

        assertThatThrownBy(this::verify).isInstanceOf(AeronException.class)
            .hasMessageContaining("archive cannot be read: replay of recording=" + recordingId + " of stream=1100");
    }

    private void runCollector()
    {
        invoker = new AgentInvoker(errors::add, null, collector());
        invoker.start();
        Await.until(
            () ->
            {
                invoker.invoke();
                return 0 == collector.counters().behind() && 0 == collector.counters().pending() &&
                    collector.counters().commits() > 0;
            },
            () -> "all is collected, errors=" + errors);
        invoker.close();
    }

    private Collector collector()
    {
        collector = new Collector(fixture.context(test.store).errorHandler(errors::add));
        return collector;
    }

    private Verification verify()
    {
        try (StoreVerification verification = test.store.verification())
        {
            return verification.verify(fixture.context(null), scratch);
        }
    }

    private static List<TableDigest> digests(final LineageStore store)
    {
        try (StoreVerification verification = store.verification())
        {
            return verification.digests();
        }
    }

    private static long count(final LineageStore store)
    {
        return digests(store).get(0).rows();
    }

    private void damage(final String sql) throws SQLException
    {
        test.execute(sql);
    }

    private List<String> rows(final String sql)
    {
        try
        {
            return test.query(sql);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private void assertNoErrors()
    {
        assertThat(errors).isEmpty();
        assertThat(fixture.errors).isEmpty();
    }

    private static long[] parents(final int from, final int count)
    {
        final long[] parents = new long[count];
        for (int i = 0; i < count; i++)
        {
            parents[i] = 1L + from + i;
        }

        return parents;
    }
}
