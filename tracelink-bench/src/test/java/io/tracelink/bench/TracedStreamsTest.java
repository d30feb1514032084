package io.tracelink.bench;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.tracelink.aeron.TraceStreams;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Between two batches nothing may stay unread, or the next one meets back pressure.
 */
class TracedStreamsTest
{
    /**
     * Twelve frames of 5,312 bytes fit a term of 64 KiB, the rest of which is padded.
     */
    private static final String CHANNEL = "aeron:ipc?term-length=64k|mtu=8k";
    private static final int MESSAGE_LENGTH = 5_280;
    private static final int MESSAGES_PER_TERM = 12;

    @Test
    void shouldDrainWhatIsBehindThePaddingOfATerm()
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_LENGTH]);
        try (TracedStreams streams = new TracedStreams();
            Subscription subscription = streams.aeron().addSubscription(CHANNEL, TraceStreams.CONTROL_STREAM_ID + 1);
            ExclusivePublication publication =
                streams.aeron().addExclusivePublication(CHANNEL, TraceStreams.CONTROL_STREAM_ID + 1))
        {
            streams.await(() -> publication.isConnected() && subscription.isConnected());
            for (int i = 0; i < MESSAGES_PER_TERM; i++)
            {
                streams.invoke();
                assertThat(publication.offer(message)).isPositive();
                assertThat(subscription.poll((buffer, offset, length, header) -> {}, 1)).isEqualTo(1);
            }
            streams.invoke();
            assertThat(publication.offer(message)).isEqualTo(Publication.ADMIN_ACTION);
            assertThat(publication.offer(message)).isPositive();

            TracedStreams.drain(subscription);

            assertThat(subscription.imageAtIndex(0).position()).isEqualTo(publication.position());
        }
    }
}
