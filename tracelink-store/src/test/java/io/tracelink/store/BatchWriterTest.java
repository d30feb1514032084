package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("store")
class BatchWriterTest
{
    private final List<Throwable> errors = new ArrayList<>();
    private long nowNs;
    private TestStore test;
    private BatchWriter batchWriter;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        batchWriter = new BatchWriter(test.store.writer(10), () -> nowNs, errors::add, CommitProbe.NONE, 2, 4);
    }

    @AfterEach
    void tearDown()
    {
        batchWriter.onClose();
        test.close();
    }

    @Test
    void shouldKeepABatchUntilTheStoreTakesIt()
    {
        final RowBatch batch = batchWriter.take();
        batch.addFrame(7, 9, 1, 0, 1, 42, 0);
        batch.addSet(7, 9, 1, 42, 2);
        batch.addParent(10);
        batch.addParent(20);
        batchWriter.submit(batch);

        test.lock();
        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.doWork()).as("waits before it tries again").isZero();
        nowNs += TimeUnit.MILLISECONDS.toNanos(20);
        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.failures()).isEqualTo(2);
        assertThat(batchWriter.commits()).isZero();
        assertThat(errors).as("told once").hasSize(1);

        test.unlock();
        nowNs += TimeUnit.MILLISECONDS.toNanos(20);
        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.commits()).isOne();
        assertThat(batchWriter.framesStored()).isOne();
        assertThat(batchWriter.linkSetsStored()).isOne();

        try (Lineage lineage = test.store.lineage())
        {
            assertThat(lineage.frames(42)).hasSize(1);
            assertThat(lineage.parents(42)).containsExactly(10, 20);
        }
    }

    @Test
    void shouldTellOfTheNextFailureAfterASuccess()
    {
        for (int i = 1; i <= 2; i++)
        {
            final RowBatch batch = batchWriter.take();
            batch.addFrame(7, 9, i, 0, 1, 42, 0);
            batchWriter.submit(batch);

            test.lock();
            batchWriter.doWork();
            test.unlock();
            nowNs += TimeUnit.MILLISECONDS.toNanos(20);
            batchWriter.doWork();
            assertThat(errors).hasSize(i);
            assertThat(batchWriter.commits()).isEqualTo(i);
        }
    }

    @Test
    void shouldHaveAsManyBatchesAsItWasMadeWith()
    {
        assertThat(batchWriter.take()).isNotNull();
        assertThat(batchWriter.take()).isNotNull();
        assertThat(batchWriter.take()).isNull();
    }
}
