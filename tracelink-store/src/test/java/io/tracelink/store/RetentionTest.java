package io.tracelink.store;

import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What keeps a store in bounds while others write to it.
 */
@Tag("store")
class RetentionTest
{
    private static final int BATCH = 1_000;

    private final List<Throwable> errors = new ArrayList<>();
    private TestStore test;
    private Retention retention;
    private long nowNs;
    private long nowMs = 1_000_000;
    private int seq;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(null == retention ? null : retention::onClose, test);
    }

    @Test
    void shouldRemoveTracesAsTheyComeOfAge() throws SQLException
    {
        retention = new Retention(context().maxAgeMs(1_000), () -> nowNs);
        writeBatch();
        nowMs = 1_500;
        retain();
        assertThat(firstSeq()).isEqualTo("500");
        assertThat(retention.doWork()).as("not before the next check").isZero();

        nowMs = 1_600;
        assertThat(retention.doWork()).isZero();
        nowNs += Retention.CHECK_INTERVAL_NS;
        assertThat(retention.doWork()).isOne();
        assertThat(firstSeq()).isEqualTo("600");
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldReportAStoreThatIsBusyForLongOnceUntilItWorksAgain() throws SQLException
    {
        retention = new Retention(context().maxAgeMs(1_000), () -> nowNs);
        writeBatch();
        nowMs = 1_500;
        for (int i = 1; i <= 2; i++)
        {
            test.lock();
            stayBusyFor(Expiry.MAX_BUSY_NS - 1);
            assertThat(errors).as("until now").hasSize(i - 1);

            stayBusyFor(1);
            stayBusyFor(Expiry.MAX_BUSY_NS);
            assertThat(errors).hasSize(i).last()
                .isInstanceOfSatisfying(StoreException.class, (ex) -> assertThat(ex.isBusy()).isTrue());

            test.unlock();
            retain();
            assertThat(firstSeq()).isEqualTo(String.valueOf(nowMs - 1_000));
            nowMs += 100;
        }
    }

    @Test
    void shouldRemoveEverythingOnceWithAnotherOneBesideAWriter() throws SQLException, InterruptedException
    {
        final int batches = 12;
        final int frames = batches * BATCH * 3;
        final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
        final List<Retention> retentions = new ArrayList<>();
        final List<AgentRunner> runners = new ArrayList<>();
        nowMs = Long.MAX_VALUE >>> 22;
        for (int i = 0; i < 4; i++)
        {
            writeBatch();
        }

        try
        {
            for (int i = 0; i < 2; i++)
            {
                final Retention one = new Retention(
                    context().store(LineageStore.open(test.location)).maxAgeMs(1).errorHandler(faults::add));
                retentions.add(one);
                runners.add(new AgentRunner(new SleepingMillisIdleStrategy(1), faults::add, null, one));
            }

            runners.forEach(AgentRunner::startOnThread);
            for (int i = 4; i < batches; i++)
            {
                writeBatch();
            }

            Await.until(
                () -> retentions.stream().mapToLong(Retention::framesRemoved).sum() >= frames,
                () -> "removal of " + frames + " frames, errors=" + faults);
        }
        finally
        {
            CloseHelper.closeAll(runners);
        }

        assertThat(faults).isEmpty();
        assertThat(retentions.stream().mapToLong(Retention::framesRemoved).sum()).isEqualTo(frames);
        assertThat(test.query("SELECT count(*) FROM frames")).containsExactly("0");
        assertThat(test.query("SELECT stream_id || ' ' || from_seq || ' ' || to_seq FROM expired ORDER BY 1"))
            .containsExactly("10 0 " + (seq - 1), "12 0 " + (seq - 1), "20 0 " + (seq - 1));
        assertThat(test.query("SELECT before_trace_id FROM expired_traces"))
            .containsExactly(String.valueOf(id(4, seq - 1) + 1));
    }

    @Test
    void shouldRefuseContextsWithoutBounds()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(new Retention.Context()))
            .withMessage("store=null must be set to an open store");
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(context()))
            .withMessage("maxAgeMs and maxBytes are not set: one of them must be");
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(context().maxAgeMs(0)))
            .withMessage("maxAgeMs=0 must be in 1..9223372036854775807");
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(context().maxBytes(1)))
            .withMessage("maxBytes=1 must be in 1048576..9223372036854775807");
    }

    private Retention.Context context()
    {
        return new Retention.Context().store(test.store).epochClock(() -> nowMs).errorHandler(errors::add);
    }

    /**
     * Let it do all that there is to do.
     */
    private void retain()
    {
        nowNs += Retention.CHECK_INTERVAL_NS;
        while (0 != retention.doWork())
        {
            nowNs += Retention.CHECK_INTERVAL_NS;
        }
    }

    /**
     * Let time pass while others are in the way.
     */
    private void stayBusyFor(final long durationNs)
    {
        assertThat(retention.doWork()).isZero();
        nowNs += durationNs;
        assertThat(retention.doWork()).isZero();
    }

    private void writeBatch()
    {
        writeJoins(test, seq, seq + BATCH);
        seq += BATCH;
    }

    /**
     * Node 4 joins a frame of stream 10 and one of 12 into one of 20, once in a millisecond.
     */
    static void writeJoins(final TestStore test, final int from, final int to)
    {
        test.write(() ->
        {
            for (int i = from; i < to; i++)
            {
                test.frame(10, i, 1_000L * i, id(1, i));
                test.frame(20, i, 1_000L * i + 1, id(4, i));
                test.set(20, i, id(4, i), id(1, i), id(3, i));
                test.frame(12, i, 1_000L * i, id(3, i));
            }
        });
    }

    private String firstSeq() throws SQLException
    {
        return test.query("SELECT min(seq) FROM frames").get(0);
    }
}
