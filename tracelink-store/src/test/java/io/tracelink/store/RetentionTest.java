package io.tracelink.store;

import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What keeps a store in bounds while others write to it.
 */
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
    void shouldKeepTheFileWithinItsSizeHoweverLongOneWrites() throws IOException
    {
        final long maxBytes = 8 << 20;
        retention = new Retention(context().maxBytes(maxBytes), () -> nowNs);
        for (int i = 0; i < 100; i++)
        {
            writeBatch();
            assertThat(Files.size(Path.of(test.location))).as("batch %s", i).isLessThanOrEqualTo(maxBytes);
            retain();
        }

        final StoreCounts counts = test.store.counts();
        assertThat(retention.framesRemoved()).isEqualTo(100L * 3 * BATCH - counts.frames());
        assertThat(test.store.usedBytes()).as("what fits is kept").isGreaterThan(maxBytes / 2);
        assertThat(counts.setsWithoutFrame() + counts.incompleteSets()).isZero();
        assertThat(test.missing(id(4, seq - 1), Direction.UP)).isEmpty();
        assertThat(test.missing(id(4, 0), Direction.UP)).extracting(Missing::cause)
            .containsExactly(Missing.Cause.EXPIRED);
        assertThat(errors).isEmpty();
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
    void shouldTryAgainAfterALockAndReportItOnce() throws SQLException
    {
        retention = new Retention(context().maxAgeMs(1_000), () -> nowNs);
        writeBatch();
        nowMs = 1_500;
        test.writer.begin();
        for (int i = 0; i < 2; i++)
        {
            nowNs += Retention.CHECK_INTERVAL_NS;
            assertThat(retention.doWork()).isZero();
        }

        test.writer.rollback();
        assertThat(errors).singleElement().isInstanceOf(StoreException.class);
        assertThat(firstSeq()).isEqualTo("0");

        nowNs += Retention.CHECK_INTERVAL_NS;
        retain();
        assertThat(firstSeq()).isEqualTo("500");
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

    private void writeBatch()
    {
        test.write(() ->
        {
            for (final int end = seq + BATCH; seq < end; seq++)
            {
                test.frame(10, seq, 1_000L * seq, id(1, seq));
                test.writer.appendFrame(20, EPOCH, seq, 0, 1_000L * seq + 1, id(4, seq), FrameStatus.OK);
                test.set(20, seq, id(4, seq), id(1, seq), id(3, seq));
                test.frame(12, seq, 1_000L * seq, id(3, seq));
            }
        });
    }

    private String firstSeq() throws SQLException
    {
        return test.query("SELECT min(seq) FROM frames").get(0);
    }
}
