package io.tracelink.aeron;

import com.sun.management.ThreadMXBean;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class MessagePollerTest
{
    private static final int FRAGMENTED_LENGTH = 5_000;

    private AeronFixture fixture;
    private Subscription subscription;
    private MessagePoller poller;
    private int messages;
    private int lastLength;

    @BeforeEach
    void connect()
    {
        fixture = new AeronFixture();
        subscription = fixture.subscribe(AeronFixture.nextStreamId());
        poller = new MessagePoller(
            subscription,
            (buffer, offset, length, header) ->
            {
                messages++;
                lastLength = length;
            });
    }

    @AfterEach
    void disconnect()
    {
        CloseHelper.closeAll(subscription, fixture);
    }

    @Test
    void shouldKeepNothingOfAPublicationThatWasClosed()
    {
        final ExclusivePublication gone = publication();
        send(gone, FRAGMENTED_LENGTH);
        assertThat(poller.bufferCount()).isEqualTo(1);

        gone.close();
        awaitImages(0);
        poller.poll(1);

        assertThat(poller.bufferCount()).isZero();
    }

    @Test
    void shouldKeepTheBufferOfAPublicationThatStays()
    {
        final ExclusivePublication gone = publication();
        final ExclusivePublication stays = publication();
        send(gone, FRAGMENTED_LENGTH);
        send(stays, FRAGMENTED_LENGTH);
        assertThat(poller.bufferCount()).isEqualTo(2);

        gone.close();
        awaitImages(1);
        send(stays, FRAGMENTED_LENGTH + 1_000);
        send(stays, 1);

        assertThat(poller.bufferCount()).isEqualTo(1);
    }

    @Test
    void shouldNotKeepMoreWhenPublicationsReplaceEachOtherBetweenPolls()
    {
        ExclusivePublication last = publication();
        send(last, FRAGMENTED_LENGTH);
        for (int i = 0; i < 5; i++)
        {
            last.close();
            awaitImages(0);
            last = publication();
            awaitImages(1);
            send(last, FRAGMENTED_LENGTH);

            assertThat(poller.bufferCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotAllocateWhenItPolls()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final ExclusivePublication publication = publication();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[FRAGMENTED_LENGTH]);

        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long allocated = Long.MAX_VALUE;
        while (allocated != 0 && System.nanoTime() - deadlineNs < 0)
        {
            final int enough = messages + 100;
            final long before = threads.getCurrentThreadAllocatedBytes();
            while (messages < enough && System.nanoTime() - deadlineNs < 0)
            {
                publication.offer(message, 0, FRAGMENTED_LENGTH);
                publication.offer(message, 0, 8);
                poller.poll(10);
            }

            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(messages).isGreaterThanOrEqualTo(200);
        assertThat(allocated).isZero();
    }

    private ExclusivePublication publication()
    {
        final ExclusivePublication publication =
            fixture.aeron.addExclusivePublication(AeronFixture.CHANNEL, subscription.streamId());
        AeronFixture.await(() -> null != subscription.imageBySessionId(publication.sessionId()));
        return publication;
    }

    private void send(final ExclusivePublication publication, final int length)
    {
        final int before = messages;
        AeronFixture.await(() -> publication.offer(new UnsafeBuffer(new byte[length])) > 0);
        AeronFixture.await(() -> poller.poll(10) > 0 && messages > before);
        assertThat(lastLength).isEqualTo(length);
    }

    private void awaitImages(final int count)
    {
        AeronFixture.await(() -> subscription.imageCount() == count);
    }
}
