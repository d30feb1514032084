package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.testing.AllocationProbe;
import io.tracelink.testing.Await;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("store")
class WindowRecorderTest
{
    private static final long COMMIT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private long nowNs;
    private TestStore test;
    private WindowRecorder recorder;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        if (null != recorder)
        {
            recorder.onClose();
        }

        test.close();
    }

    @Test
    void shouldCommitWindowsOfBothKinds() throws SQLException
    {
        start(context());
        assertThat(recorder.recordBySeq(-1, 0xFFFF_FFFFL, -2, 0, -1)).isEqualTo(WindowRecorder.RECORDED);
        assertThat(recorder.recordByTime(id(5, 9), 10, EPOCH, 100, 200)).isEqualTo(WindowRecorder.RECORDED);
        workFor(COMMIT_INTERVAL_NS);

        assertThat(windows()).containsExactly("-1 4294967295 -2 0 -1 - -", id(5, 9) + " 10 5 - - 100 200");
        assertThat(recorder.committed()).isEqualTo(2);
        assertThat(recorder.pending()).isZero();
        assertThat(recorder.dropped()).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldCommitWhenTheIntervalIsOverAndNotBefore()
    {
        start(context());
        recorder.recordBySeq(id(5, 1), 10, EPOCH, 0, 5);
        recorder.doWork();
        nowNs += COMMIT_INTERVAL_NS - 1;
        recorder.recordBySeq(id(5, 2), 10, EPOCH, 0, 5);
        assertThat(recorder.doWork()).as("taken from the ring").isOne();
        assertThat(recorder.committed()).isZero();
        assertThat(recorder.pending()).isEqualTo(2);

        nowNs += 1;
        assertThat(recorder.doWork()).isEqualTo(2);
        assertThat(recorder.committed()).isEqualTo(2);
        assertThat(recorder.doWork()).isZero();
    }

    @Test
    void shouldCommitABatchThatIsFullAtOnce()
    {
        start(context().batchWindows(3));
        record(1, 7);
        recorder.doWork();
        recorder.doWork();
        assertThat(recorder.committed()).isEqualTo(6);
        assertThat(recorder.pending()).isOne();
    }

    @Test
    void shouldDropAndCountWhatTheRingHasNoRoomFor() throws SQLException
    {
        start(context().ringWindows(100));
        int recorded = 0;
        while (WindowRecorder.RECORDED == recorder.recordBySeq(id(5, 1 + recorded), 10, EPOCH, 0, 5))
        {
            recorded++;
        }

        assertThat(recorded).isBetween(100, 200);
        assertThat(recorder.recordByTime(id(5, 900), 10, EPOCH, 0, 5)).isEqualTo(WindowRecorder.FULL);
        assertThat(recorder.dropped()).isEqualTo(2);
        assertThat(recorder.pending()).isEqualTo(recorded);

        workFor(COMMIT_INTERVAL_NS);
        assertThat(recorder.recordBySeq(id(5, 901), 10, EPOCH, 0, 5)).isEqualTo(WindowRecorder.RECORDED);
        workFor(COMMIT_INTERVAL_NS);
        assertThat(windows()).hasSize(recorded + 1);
        assertThat(recorder.dropped()).isEqualTo(2);
    }

    @Test
    void shouldHaveRoomForAsManyAsWasAskedForOverAllOfTheRing()
    {
        start(context().ringWindows(341).batchWindows(1_000));
        for (int round = 0; round < 10; round++)
        {
            record(1 + round * 341, 341);
            assertThat(recorder.pending()).isEqualTo(341);
            workFor(COMMIT_INTERVAL_NS);
        }

        assertThat(recorder.dropped()).isZero();
        assertThat(recorder.committed()).isEqualTo(3_410);
    }

    @Test
    void shouldRefuseWhatIsNoWindow()
    {
        start(context());
        assertThat(recorder.recordBySeq(0, 10, EPOCH, 0, 5)).isEqualTo(WindowRecorder.INVALID);
        assertThat(recorder.recordBySeq(1, -1, EPOCH, 0, 5)).isEqualTo(WindowRecorder.INVALID);
        assertThat(recorder.recordBySeq(1, 1L << 32, EPOCH, 0, 5)).isEqualTo(WindowRecorder.INVALID);
        assertThat(recorder.recordByTime(1, 10, EPOCH, -1, 0)).isEqualTo(WindowRecorder.INVALID);
        assertThat(recorder.dropped()).isEqualTo(4);
        assertThat(recorder.pending()).isZero();
    }

    @Test
    void shouldKeepABatchUntilTheStoreTakesIt() throws SQLException
    {
        start(context());
        record(1, 5);
        test.lock();
        workFor(COMMIT_INTERVAL_NS);
        assertThat(recorder.failures()).isOne();
        assertThat(recorder.doWork()).as("waits before it tries again").isZero();
        record(6, 5);
        workFor(RETRY_DELAY_NS);
        assertThat(recorder.failures()).isEqualTo(2);
        assertThat(recorder.committed()).isZero();
        assertThat(recorder.pending()).isEqualTo(10);
        assertThat(errors).as("told once").singleElement().isInstanceOf(StoreException.class);

        test.unlock();
        workFor(RETRY_DELAY_NS);
        assertThat(recorder.committed()).isEqualTo(10);
        assertThat(windows()).hasSize(10);
    }

    @Test
    void shouldCommitEverythingWhenItIsClosed() throws SQLException
    {
        start(context().batchWindows(4));
        record(1, 21);
        recorder.onClose();

        assertThat(windows()).hasSize(21);
        assertThat(recorder.committed()).isEqualTo(21);
        assertThat(recorder.recordBySeq(id(5, 99), 10, EPOCH, 0, 5)).isEqualTo(WindowRecorder.CLOSED);
        assertThat(recorder.dropped()).isOne();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldCountAndTellWhatCouldNotBeCommittedWhenItIsClosed() throws SQLException
    {
        start(context().nanoClock(SystemNanoClock.INSTANCE).closeTimeoutNs(1).batchWindows(4));
        record(1, 21);
        test.lock();
        recorder.onClose();
        test.unlock();

        assertThat(recorder.committed()).isZero();
        assertThat(recorder.pending()).isZero();
        assertThat(recorder.dropped()).isEqualTo(21);
        assertThat(windows()).isEmpty();
        assertThat(errors).last().asString().endsWith(
            "pending=21 windows could not be committed within the close timeout");
    }

    @Test
    void shouldLeaveAWindowThatIsRecordedAlready() throws SQLException
    {
        test.writer.recordWindowBySeq(id(5, 1), 10, EPOCH, 3, 4);
        start(context());
        record(1, 2);
        workFor(COMMIT_INTERVAL_NS);

        assertThat(windows()).containsExactly(id(5, 1) + " 10 5 3 4 - -", id(5, 2) + " 10 5 0 5 - -");
        assertThat(recorder.committed()).isEqualTo(2);
    }

    @Test
    void shouldAllocateNothing()
    {
        start(context().ringWindows(1 << 20));
        final long[] next = {1};
        assertThat(AllocationProbe.allocatedBytes(10_000, () ->
        {
            recorder.recordBySeq(next[0]++, 10, EPOCH, 0, 5);
            recorder.recordByTime(next[0]++, 10, EPOCH, 0, 5);
        })).isZero();
        assertThat(recorder.dropped()).isZero();
    }

    @Test
    void shouldAllocateNothingWhileItDrops()
    {
        start(context().ringWindows(1));
        assertThat(AllocationProbe.allocatedBytes(10_000, () ->
        {
            recorder.recordBySeq(1, 10, EPOCH, 0, 5);
            recorder.recordByTime(0, 10, EPOCH, 0, 5);
        })).isZero();
        assertThat(recorder.dropped()).isGreaterThan(10_000);
    }

    @Test
    void shouldCountEachWindowOfManyThreadsOnce() throws Exception
    {
        start(context().nanoClock(SystemNanoClock.INSTANCE).ringWindows(512).commitIntervalNs(0));
        final AgentRunner runner = new AgentRunner(
            new BackoffIdleStrategy(10, 10, 1_000, 100_000), errors::add, null, recorder);
        AgentRunner.startOnThread(runner);

        final AtomicLong attempts = new AtomicLong();
        final AtomicLong recorded = new AtomicLong();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            final long firstId = id(6 + i, 1);
            final Thread thread = new Thread(() -> recordUntilClosed(firstId, attempts, recorded));
            threads.add(thread);
            thread.start();
        }

        Await.until(() -> recorder.committed() > 1_000, () -> "commits, errors=" + errors);
        runner.close();
        for (final Thread thread : threads)
        {
            thread.join();
        }

        assertThat(recorder.committed() + recorder.dropped()).isEqualTo(attempts.get());
        assertThat(recorder.committed()).isLessThanOrEqualTo(recorded.get());
        assertThat(windows()).hasSize((int)recorder.committed());
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldShowItsCounters()
    {
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(100, 10, 1_000, 100_000))
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())))
        {
            start(context().aeron(aeron).batchWindows(2));
            record(1, 3);
            recorder.recordBySeq(0, 10, EPOCH, 0, 5);
            recorder.doWork();
            assertThat(counters(aeron)).isEqualTo(Map.of(
                "tracelink windows committed", 2L,
                "tracelink windows dropped", 1L,
                "tracelink windows pending", 1L,
                "tracelink windows write-failures", 0L));

            recorder.onClose();
            assertThat(recorder.committed()).isEqualTo(3);
            Await.until(() -> counters(aeron).isEmpty(), () -> "counters given back: " + counters(aeron));
        }
    }

    @Test
    void shouldNameWhatIsWrongWithASetting()
    {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new WindowRecorder(new WindowRecorder.Context()))
            .withMessage("store=null must be set to an open store");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new WindowRecorder(context().ringWindows(0)))
            .withMessageStartingWith("ringWindows=0 ");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new WindowRecorder(context().batchWindows(65_537)))
            .withMessageStartingWith("batchWindows=65537 ");
    }

    private WindowRecorder.Context context()
    {
        return new WindowRecorder.Context()
            .store(test.store)
            .commitIntervalNs(COMMIT_INTERVAL_NS)
            .nanoClock(() -> nowNs)
            .errorHandler(errors::add);
    }

    private void start(final WindowRecorder.Context context)
    {
        recorder = new WindowRecorder(context);
    }

    private void record(final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            assertThat(recorder.recordBySeq(id(5, i), 10, EPOCH, 0, 5)).isEqualTo(WindowRecorder.RECORDED);
        }
    }

    private void recordUntilClosed(final long firstId, final AtomicLong attempts, final AtomicLong recorded)
    {
        int result = WindowRecorder.RECORDED;
        for (long i = 0; WindowRecorder.CLOSED != result; i++)
        {
            result = recorder.recordBySeq(firstId + i, 10, EPOCH, i, i + 1);
            attempts.incrementAndGet();
            if (WindowRecorder.RECORDED == result)
            {
                recorded.incrementAndGet();
            }
        }
    }

    private void workFor(final long durationNs)
    {
        recorder.doWork();
        nowNs += durationNs;
        recorder.doWork();
    }

    private List<String> windows() throws SQLException
    {
        return test.query("SELECT concat_ws(' ', trace_id, in_stream_id, epoch, " +
            "coalesce(CAST(seq_start AS TEXT), '-'), coalesce(CAST(seq_end AS TEXT), '-'), " +
            "coalesce(CAST(t_start_ns AS TEXT), '-'), coalesce(CAST(t_end_ns AS TEXT), '-')) " +
            "FROM trace_windows ORDER BY trace_id");
    }

    private static Map<String, Long> counters(final Aeron aeron)
    {
        final Map<String, Long> counters = new TreeMap<>();
        final CountersReader reader = aeron.countersReader();
        reader.forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (WindowRecorder.COMMITTED_TYPE_ID <= typeId && typeId <= WindowRecorder.FAILURES_TYPE_ID)
            {
                counters.put(label, reader.getCounterValue(counterId));
            }
        });

        return counters;
    }
}
