package io.tracelink.driver;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class QueuedPublicationTest
{
    private static final int LENGTH = 1024;

    @Test
    void shouldKeepOrderUnderBackPressureAndDropWhatIsTooMuch(@TempDir final Path directory)
    {
        try (DriverFixture fixture = new DriverFixture(directory))
        {
            final DriverCounter dropped =
                new DriverCounter(new AtomicCounter(new UnsafeBuffer(new byte[1024]), 0));
            final Publication publication = fixture.aeron.addPublication("aeron:ipc?term-length=64k", 77);
            final Subscription subscription = fixture.aeron.addSubscription("aeron:ipc?term-length=64k", 77);
            while (!publication.isConnected() || !subscription.isConnected())
            {
                Thread.onSpinWait();
            }

            final QueuedPublication queued = new QueuedPublication(publication, dropped);
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
            int sent = 0;
            while (dropped.value() == 0)
            {
                buffer.putInt(0, sent++);
                queued.send(buffer, LENGTH);
            }

            assertThat(queued.isEmpty()).isFalse();
            assertThat(queued.flush()).isZero();

            final List<Integer> received = new ArrayList<>();
            final FragmentHandler handler = (bytes, offset, length, header) -> received.add(bytes.getInt(offset));
            while (received.size() < sent - 1)
            {
                subscription.poll(handler, 10);
                queued.flush();
            }

            for (int i = 0; i < received.size(); i++)
            {
                assertThat(received.get(i)).isEqualTo(i);
            }

            assertThat(queued.isEmpty()).isTrue();
            assertThat(sent).isGreaterThan(400);
            assertThat(dropped.value()).isEqualTo(1);

            queued.send(new UnsafeBuffer(new byte[QueuedPublication.MAX_MESSAGE_LENGTH + 1]),
                QueuedPublication.MAX_MESSAGE_LENGTH + 1);
            assertThat(dropped.value()).isEqualTo(2);
        }
    }

    @Test
    void shouldCountOnWhenTheClientIsClosed(@TempDir final Path directory)
    {
        try (DriverFixture fixture = new DriverFixture(directory))
        {
            final DriverCounters counters = new DriverCounters(fixture.aeron, "test");
            final Publication publication = fixture.aeron.addPublication("aeron:ipc?term-length=64k", 77);
            final QueuedPublication queued = new QueuedPublication(publication, counters.droppedSends());
            counters.leases().set(3);
            fixture.aeron.close();

            queued.send(new UnsafeBuffer(new byte[LENGTH]), LENGTH);
            counters.leases().set(2);

            assertThat(counters.droppedSends().value()).isEqualTo(1);
            assertThat(counters.leases().value()).isEqualTo(2);
        }
    }
}
