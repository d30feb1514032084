package io.tracelink.store;

import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills -9 a process that removes traces, at random instants of its transactions: what is gone and the memory of it
 * always agree, and the next run goes on.
 */
@Timeout(120)
class ExpiryCrashIT
{
    private static final long SEED = System.nanoTime();
    private static final int ROUNDS = 5;
    private static final int TRACES = 20_000;
    private static final int KEPT_FROM = 18_000;
    private static final long MAX_WAIT_NS = 20_000_000;

    private final Random random = new Random(SEED);
    private TestStore test;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        test.write(() ->
        {
            for (int i = 0; i < TRACES; i++)
            {
                test.frame(10, i, i, id(1, i));
                test.frame(11, i, i, id(1, i));
                test.frame(20, i, i, id(4, i));
                test.set(20, i, id(4, i), id(1, i), id(1, Math.max(0, i - 1) + (0 == i ? TRACES : 0)));
                test.writer.appendWindowBySeq(id(4, i), 12, EPOCH, i, i);
            }
        });
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldLeaveRowsAndTheMemoryOfThemInAgreementWhenItIsKilled() throws SQLException
    {
        long before = 0;
        for (int round = 0; round < ROUNDS; round++)
        {
            try (ProgramProcess program = start())
            {
                final String steps = ExpiringProgram.STEP + (1 + random.nextInt(3));
                program.awaitOut(steps::equals);
                final long deadlineNs = System.nanoTime() + (long)(random.nextDouble() * MAX_WAIT_NS);
                while (System.nanoTime() - deadlineNs < 0)
                {
                    LockSupport.parkNanos(deadlineNs - System.nanoTime());
                }

                program.handle().destroyForcibly();
                program.awaitExit();
                assertThat(program.err()).as("seed=" + SEED).isEmpty();
            }

            final long now = assertAgreement();
            assertThat(now).as("seed=" + SEED).isGreaterThan(before);
            before = now;
        }

        try (ProgramProcess last = start())
        {
            last.awaitOut(ExpiringProgram.DONE::equals);
            assertThat(last.awaitExit()).isZero();
        }

        assertThat(assertAgreement()).as("seed=" + SEED).isEqualTo(id(4, KEPT_FROM - 1) + 1);
    }

    /**
     * Every trace is there as a whole, or gone as a whole and known to be.
     *
     * @return below which trace ID everything is gone.
     */
    private long assertAgreement() throws SQLException
    {
        final long before = number("SELECT coalesce(max(before_trace_id), 0) FROM expired_traces");
        int roots = 0;
        int joins = 0;
        for (int i = 0; i < TRACES; i++)
        {
            roots += id(1, i) < before ? 0 : 1;
            joins += id(4, i) < before ? 0 : 1;
        }

        for (final String table : new String[] {"frames", "trace_links", "link_sets", "trace_windows"})
        {
            assertThat(number("SELECT count(*) FROM " + table + " WHERE trace_id < " + before)).as("seed=" + SEED)
                .isZero();
        }

        assertStream(10, roots);
        assertStream(11, roots);
        assertStream(20, joins);
        assertThat(number("SELECT count(*) FROM link_sets")).as("seed=" + SEED).isEqualTo(joins);
        assertThat(number("SELECT count(*) FROM trace_windows")).as("seed=" + SEED).isEqualTo(joins);
        assertThat(number("SELECT count(*) FROM trace_links")).as("seed=" + SEED).isEqualTo(2L * joins);
        return before;
    }

    private void assertStream(final int streamId, final int left) throws SQLException
    {
        assertThat(number("SELECT count(*) FROM frames WHERE stream_id = " + streamId)).as("seed=" + SEED)
            .isEqualTo(left);
        assertThat(number("SELECT count(*) FROM expired WHERE stream_id = " + streamId +
            " AND from_seq = 0 AND to_seq = " + (TRACES - left - 1))).as("seed=" + SEED)
            .isEqualTo(left == TRACES ? 0 : 1);
        assertThat(number("SELECT count(*) FROM expired WHERE stream_id = " + streamId)).as("seed=" + SEED)
            .isLessThanOrEqualTo(1);
    }

    private ProgramProcess start()
    {
        return ProgramProcess.ofMain(
            ExpiringProgram.class, test.location, Integer.toString(KEPT_FROM));
    }

    private long number(final String sql) throws SQLException
    {
        return Long.parseLong(test.query(sql).get(0));
    }
}
