package io.tracelink.store;

import io.aeron.ExclusivePublication;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is recorded and not committed, in an archive that a collector reads and then does not.
 */
@Timeout(60)
class RecordedPositionsTest
{
    private static final int STREAM = 7;
    private static final Missing NOT_COMMITTED =
        new Missing(Missing.Kind.FRAMES, null, null, null, null, Missing.Cause.NOT_COMMITTED, null);

    @TempDir
    private Path directory;

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
        assertThat(missing()).containsExactly(NOT_COMMITTED);

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
    void shouldKnowOfRecordingsThatHaveEnded()
    {
        collect(100);
        final ExclusivePublication known = fixture.descriptors();
        final ExclusivePublication unknown = fixture.descriptors();
        ArchiveFixture.frames(unknown, STREAM, 100, 200);
        final long position = unknown.position();
        final long recordingId = fixture.end(unknown);
        fixture.close(known);

        assertThat(lags()).containsExactly(
            new RecordedPositions.Lag(recordingId, TraceStreams.DESCRIPTOR_STREAM_ID, 0, position));
        assertThat(missing()).containsExactly(NOT_COMMITTED);

        final Collector next = new Collector(fixture.context(test.store));
        invoker = new AgentInvoker(fixture.errors::add, null, next);
        invoker.start();
        pollUntilStored(next, 100);
        assertThat(lags()).isEmpty();
        assertThat(missing()).isEmpty();
    }

    @Test
    void shouldHaveNothingCommittedOfAnArchiveThatTheStoreIsNotCollectedFrom()
    {
        new RecordedStreams(fixture.client, new Collector.Context()).record();
        assertThat(lags()).isEmpty();
        final ExclusivePublication descriptors = fixture.descriptors();
        ArchiveFixture.frames(descriptors, STREAM, 0, 100);
        final long recordingId = fixture.recordingId(descriptors);
        Await.until(
            () -> descriptors.position() == fixture.client.getRecordingPosition(recordingId), () -> "all is recorded");

        test.write(() -> test.frames(STREAM, 10, LongStream.rangeClosed(1, 41).toArray()));
        assertThat(lags()).hasSize(1);
        assertThat(missing()).containsExactly(NOT_COMMITTED);
    }

    @Test
    void shouldRefuseAnotherCollector()
    {
        collect(100);
        final Collector.Context context = fixture.context(test.store);
        context.archive().collectorId(9);

        assertThatIllegalArgumentException().isThrownBy(() -> RecordedPositions.of(context)).withMessage(
            "collector=9 has read no recording into " + test.store.location() + ", but collectors=[0] have: give " +
            "the id of the one that reads this archive");
    }

    @Test
    void shouldRefuseAnotherArchive() throws SQLException
    {
        collect(100);
        test.execute("UPDATE recordings SET start_timestamp = start_timestamp - 1");
        assertThatIllegalArgumentException().isThrownBy(this::recorded).withMessageMatching(
            "recording=\\d of stream=1100 is not the one that the database was collected from: give the archive " +
            "that collector=0 reads");

        // one that lost a recording before it was read to its end
        test.execute("UPDATE recordings SET recording_id = 77, stop_position = -1");
        assertThatIllegalArgumentException().isThrownBy(this::recorded).withMessageMatching(
            "recording=77 of stream=1100 is missing from the archive, the database has position=\\d+ and not its " +
            "end: give the archive that collector=0 reads");

        test.execute("UPDATE recordings SET stop_position = position");
        assertThat(recorded()).as("purged when all of it was committed").isNotNull();
    }

    /**
     * Have frames of a session collected, and end both.
     */
    private void collect(final long frames)
    {
        final Collector collector = new Collector(fixture.context(test.store));
        invoker = new AgentInvoker(fixture.errors::add, null, collector);
        invoker.start();
        final ExclusivePublication descriptors = fixture.descriptors();
        ArchiveFixture.frames(descriptors, STREAM, 0, frames);
        pollUntilStored(collector, frames);
        invoker.close();
        fixture.end(descriptors);
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
        return RecordedPositions.of(fixture.context(test.store));
    }
}
