package io.tracelink.store;

import io.aeron.Publication;
import io.tracelink.testing.Await;
import io.tracelink.testing.Tmpfs;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store on a disk that becomes full while it is collected into, and has room again later.
 */
class FullDiskIT
{
    private static final int STREAM = 7;
    private static final int FRAMES = 60_000;
    private static final int BURST = 100;

    @TempDir
    private Path disk;

    @TempDir
    private Path archiveDir;

    @TempDir
    private Path scratch;

    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private Tmpfs tmpfs;
    private ArchiveFixture fixture;
    private SqliteLineageStore store;
    private Collector collector;
    private AgentInvoker invoker;

    @BeforeEach
    void setUp()
    {
        try
        {
            tmpfs = new Tmpfs(disk, "1m");
        }
        catch (final UnsupportedOperationException ex)
        {
            Assumptions.abort(ex.getMessage());
        }

        fixture = new ArchiveFixture(archiveDir);
        store = SqliteLineageStore.open(disk.resolve("lineage.db"));
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(invoker, fixture, tmpfs);
    }

    @Test
    void shouldLoseNothingFromAnArchiveAndGoOnWhenThereIsRoomAgain() throws SQLException
    {
        RecordedStreams.recorded(fixture.context(store));
        start(fixture.context(store));
        final Publication descriptors = fixture.descriptors();
        final Publication control = fixture.control();
        for (int seq = 0; seq < FRAMES; seq += BURST)
        {
            ArchiveFixture.frames(descriptors, STREAM, seq, seq + BURST);
            ArchiveFixture.send(control, Emitter.linkSet(STREAM, TestStore.EPOCH, seq, 1 + seq, 2 + seq, 3 + seq));
            invoker.invoke();
        }

        invokeUntil(() -> collector.counters().writeFailures() > 2);
        assertFull();
        final long stored = rows();
        assertThat(stored).isPositive().isLessThan(FRAMES + FRAMES / BURST);
        assertThat(verify().isValid()).as("nothing is half-written").isTrue();

        tmpfs.resize("64m");
        invokeUntil(() -> FRAMES + FRAMES / BURST == rows() && 0 == collector.counters().behind());
        assertThat(collector.counters().framesDropped() + collector.counters().linkSetsDropped()).isZero();
        assertThat(errors).as("is told once").hasSize(1);
        invoker.close();
        try (StoreVerification verification = store.verification())
        {
            final Verification result = verification.verify(fixture.context(null), scratch);
            assertThat(result.isValid()).as(result.toString()).isTrue();
        }

        assertThat(fixture.errors).isEmpty();
    }

    @Test
    void shouldDropAndCountWhatComesLiveAndGoOnWhenThereIsRoomAgain() throws SQLException
    {
        start(fixture.context(store).archive(null).batchRows(1024).batchCount(2));
        try (Emitter emitter = new Emitter(fixture.aeron))
        {
            long seq = 0;
            while (0 == collector.counters().writeFailures())
            {
                seq = send(emitter, seq);
                final long sent = seq;
                // at first nothing is pending because the stream is not there yet
                invokeUntil(() ->
                    sent == collector.counters().framesStored() || collector.counters().writeFailures() > 0);
            }

            final long dropped = collector.counters().framesDropped();
            while (dropped == collector.counters().framesDropped())
            {
                seq = send(emitter, seq);
            }

            invokeUntil(() -> collector.counters().writeFailures() > 2);
            assertFull();
            assertThat(verify().isValid()).as("nothing is half-written").isTrue();

            tmpfs.resize("64m");
            invokeUntil(() -> 0 == collector.counters().pending());
            final long last = send(emitter, seq);
            invokeUntil(() -> rows() + collector.counters().framesDropped() == last);
            assertThat(SqliteLineageStoreTest.count(store.file(), "frames WHERE seq >= " + seq)).isEqualTo(BURST);
        }

        assertThat(verify().isValid()).isTrue();
        assertThat(errors).as("is told once").hasSize(1);
        assertThat(fixture.errors).isEmpty();
    }

    private long send(final Emitter emitter, final long fromSeq)
    {
        for (long seq = fromSeq; seq < fromSeq + BURST; seq++)
        {
            emitter.frame(STREAM, TestStore.EPOCH, seq, 1_000 + seq, 1 + seq);
        }

        invoker.invoke();
        return fromSeq + BURST;
    }

    private void start(final Collector.Context context)
    {
        collector = new Collector(context.errorHandler(errors::add));
        invoker = new AgentInvoker(errors::add, null, collector);
        invoker.start();
    }

    private void invokeUntil(final BooleanSupplier condition)
    {
        Await.until(
            () ->
            {
                invoker.invoke();
                return condition.getAsBoolean();
            },
            1_000,
            () -> "rows=" + rows() + " behind=" + collector.counters().behind() + " pending=" +
                collector.counters().pending() + " failures=" + collector.counters().writeFailures() + errors);
    }

    private void assertFull()
    {
        assertThat(errors).singleElement().isInstanceOfSatisfying(StoreException.class, (ex) ->
        {
            assertThat(ex).hasMessageContaining("SQLITE_FULL");
            assertThat(ex.isBusy()).isFalse();
        });
    }

    private Verification verify()
    {
        try (StoreVerification verification = store.verification())
        {
            return verification.verify();
        }
    }

    private long rows()
    {
        return SqliteLineageStoreTest.count(store.file(), "frames") +
            SqliteLineageStoreTest.count(store.file(), "link_sets");
    }
}
