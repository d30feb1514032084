package io.tracelink.store;

import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * There is one collector of an id, whatever process it is in.
 */
@Timeout(120)
@Tag("store")
class CollectorWriterTest
{
    private static final int BUSY_TIMEOUT_MS = 20;

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
    void shouldHaveOneCollectorOfAnId()
    {
        try (LineageWriter first = writer(3); LineageWriter other = writer(4))
        {
            write(first, 1);
            write(other, 2);
            // at once, as each waits for the lock
            CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> assertRefused(3)),
                CompletableFuture.runAsync(() -> assertRefused(4))).join();
            write(first, 3);
            write(other, 4);
        }

        try (LineageWriter again = writer(3))
        {
            write(again, 5);
            assertRefused(3);
        }

        assertThat(test.store.counts().frames()).isEqualTo(5);
    }

    @Test
    void shouldLetAnotherOneInWhenItsProcessIsKilled()
    {
        try (ProgramProcess holder = ProgramProcess.ofMain(Holder.class, test.location))
        {
            holder.awaitOut(Holder.READY::equals);
            assertRefused(3);
            holder.handle().destroyForcibly();
            assertThat(holder.awaitExit()).as(holder.toString()).isEqualTo(128 + 9);
            writer(3).close();
        }
    }

    private LineageWriter writer(final int collectorId)
    {
        return LineageStore.open(test.location).collectorWriter(collectorId, BUSY_TIMEOUT_MS);
    }

    private void assertRefused(final int collectorId)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> writer(collectorId))
            .withMessage("database=" + test.location + " has a running collector=" + collectorId +
                "; stop that, or give this one an id of its own");
    }

    private static void write(final LineageWriter writer, final int seq)
    {
        writer.begin();
        writer.appendFrame(7, 1, seq, 0, 1, seq, FrameStatus.OK);
        writer.commit();
    }

    /**
     * The program that is killed. A second collector that it refused is no harm to the first.
     */
    static final class Holder
    {
        static final String READY = "ready";

        private Holder()
        {
        }

        /**
         * Run.
         *
         * @param args location of the store.
         * @throws InterruptedException never.
         */
        public static void main(final String[] args) throws InterruptedException
        {
            try (LineageWriter writer = LineageStore.open(args[0]).collectorWriter(3, BUSY_TIMEOUT_MS))
            {
                write(writer, 1);
                try
                {
                    LineageStore.open(args[0]).collectorWriter(3, BUSY_TIMEOUT_MS).close();
                }
                catch (final IllegalArgumentException ex)
                {
                    System.out.println(READY);
                }

                new CountDownLatch(1).await();
            }
        }
    }
}
