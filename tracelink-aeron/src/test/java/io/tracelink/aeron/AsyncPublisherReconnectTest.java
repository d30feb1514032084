package io.tracelink.aeron;

import io.aeron.Aeron;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While it waits for the next media driver nobody waits with it.
 */
class AsyncPublisherReconnectTest
{
    @Test
    void shouldLetPublishersComeAndGoAndBeClosedWhileItReconnects()
    {
        try (AeronFixture fixture = new AeronFixture();
            StalledMediaDriver stalled = new StalledMediaDriver())
        {
            final Aeron mortal = fixture.connect();
            final int descriptorStreamId = AeronFixture.nextStreamId();
            final AsyncPublisher asyncPublisher =
                new AsyncPublisher(fixture.asyncContext(0, AeronFixture.nextStreamId()).aeron(mortal));
            final FramePublisher.Context context =
                fixture.publisherContext(descriptorStreamId, 0).asyncPublisher(asyncPublisher);
            final FramePublisher publisher = new FramePublisher(context);
            mortal.close();
            asyncPublisher.doWork();
            final AtomicReference<Throwable> failure = new AtomicReference<>();
            final Thread reconnecting = start(failure, () -> asyncPublisher.reconnect(stalled.aeron()));
            Await.until(stalled::isAwaited, () -> "a client that waits");

            final AtomicReference<Throwable> noFailure = new AtomicReference<>();
            final Thread stage = start(noFailure, () ->
            {
                publisher.close();
                new FramePublisher(context).close();
                asyncPublisher.doWork();
                asyncPublisher.close();
            });
            Await.until(() -> !stage.isAlive(), () -> "who does not wait for the media driver");
            assertThat(noFailure).hasNullValue();
            assertThat(reconnecting.isAlive()).isTrue();

            Await.until(
                () ->
                {
                    stalled.answer();
                    return !reconnecting.isAlive() && 0 == stalled.openCount();
                },
                () -> "nothing open, not " + stalled.openCount());
            assertThat(failure.get()).isInstanceOf(IllegalStateException.class)
                .hasMessage("the async publisher is closed: make another one");
            CloseHelper.close(asyncPublisher);
        }
    }

    private static Thread start(final AtomicReference<Throwable> failure, final Runnable task)
    {
        final Thread thread = new Thread(() ->
        {
            try
            {
                task.run();
            }
            catch (final Throwable ex)
            {
                failure.set(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();

        return thread;
    }
}
