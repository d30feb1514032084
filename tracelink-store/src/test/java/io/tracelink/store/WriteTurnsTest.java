package io.tracelink.store;

import io.tracelink.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class WriteTurnsTest
{
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
    void shouldLetAWriterInThatWaitsBesideOneThatNeverPauses()
    {
        test.writer.begin();
        final Thread other = new Thread(() ->
        {
            try (LineageWriter writer = test.store.writer())
            {
                writer.recordNode(1, 2, 3);
            }
        });
        other.start();
        Await.until(() -> Thread.State.TIMED_WAITING == other.getState(), () -> "it waits: " + other.getState());

        test.writer.commit();
        test.writer.begin();
        assertThat(test.store.counts().nodes()).as("it was next").isEqualTo(1);
        test.writer.rollback();
        Await.until(() -> !other.isAlive(), () -> "its end");
    }

    @Test
    void shouldGiveTheTurnOnAfterRollbackCloseAndTimeout()
    {
        try (LineageWriter impatient = test.store.writer(1))
        {
            test.writer.begin();
            assertThatThrownBy(impatient::begin).isInstanceOf(StoreException.class)
                .hasMessageStartingWith("transaction cannot be started");
            test.writer.rollback();
            impatient.recordNode(1, 2, 3);
            impatient.begin();
        }

        test.writer.recordNode(2, 2, 3);
        assertThat(test.store.counts().nodes()).isEqualTo(2);
    }
}
