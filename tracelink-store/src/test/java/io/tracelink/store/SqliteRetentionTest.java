package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The size of a SQLite file, in bounds while one writes to it.
 */
class SqliteRetentionTest
{
    private static final int BATCH = 1_000;

    private TestStore test;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldKeepTheFileWithinItsSizeHoweverLongOneWrites() throws IOException
    {
        final long maxBytes = 8 << 20;
        final int batches = 100;
        final List<Throwable> errors = new ArrayList<>();
        final long[] nowNs = {0};
        final Retention retention = new Retention(
            new Retention.Context().store(test.store).maxBytes(maxBytes).errorHandler(errors::add), () -> nowNs[0]);
        try
        {
            for (int i = 0; i < batches; i++)
            {
                RetentionTest.writeJoins(test, i * BATCH, (i + 1) * BATCH);
                assertThat(Files.size(Path.of(test.location))).as("batch %s", i).isLessThanOrEqualTo(maxBytes);
                do
                {
                    nowNs[0] += Retention.CHECK_INTERVAL_NS;
                }
                while (0 != retention.doWork());
            }
        }
        finally
        {
            retention.onClose();
        }

        final StoreCounts counts = test.store.counts();
        assertThat(retention.framesRemoved()).isEqualTo(3L * batches * BATCH - counts.frames());
        assertThat(test.store.usedBytes()).as("what fits is kept").isGreaterThan(maxBytes / 2);
        assertThat(counts.setsWithoutFrame() + counts.incompleteSets()).isZero();
        assertThat(test.missing(id(4, batches * BATCH - 1), Direction.UP)).isEmpty();
        assertThat(test.missing(id(4, 0), Direction.UP)).extracting(Missing::cause)
            .containsExactly(Missing.Cause.EXPIRED);
        assertThat(errors).isEmpty();
    }
}
