package io.tracelink.aeron;

import io.aeron.Subscription;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedEpochClock;

import java.util.function.UnaryOperator;

/**
 * A publisher in some mode, with what it needs and a reader of both streams. One thread does everything, so what
 * happens when is in the hand of the test.
 */
final class TestStage implements AutoCloseable
{
    static final long NOW_MS = 1_700_000_000_000L;

    final CachedEpochClock clock = new CachedEpochClock();
    final Subscription descriptors;
    final Subscription control;
    final Recorder recorder;
    final AsyncPublisher asyncPublisher;
    final FramePublisher publisher;

    TestStage(final AeronFixture fixture, final PublishMode mode)
    {
        this(fixture, mode, UnaryOperator.identity(), UnaryOperator.identity());
    }

    TestStage(
        final AeronFixture fixture,
        final PublishMode mode,
        final UnaryOperator<FramePublisher.Context> settings,
        final UnaryOperator<AsyncPublisher.Context> asyncSettings)
    {
        clock.update(NOW_MS);
        descriptors = fixture.subscribe(AeronFixture.nextStreamId());
        control = fixture.subscribe(AeronFixture.nextStreamId());
        recorder = new Recorder(descriptors, control);
        asyncPublisher = mode.newAsyncPublisher(
            asyncSettings.apply(fixture.asyncContext(descriptors.streamId(), control.streamId())));
        publisher = new FramePublisher(settings.apply(fixture
            .publisherContext(descriptors.streamId(), control.streamId())
            .epoch(3)
            .asyncPublisher(asyncPublisher)));
        publisher.enableTracing(new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, 7, clock));
        AeronFixture.await(() -> publisher.isConnected() && descriptors.isConnected() && control.isConnected() &&
            (null == asyncPublisher || asyncPublisher.isConnected()));
    }

    /**
     * An ID of the stage's generator.
     */
    static long id(final long timestampMs, final int sequence)
    {
        return timestampMs << 22 | 7 << 12 | sequence;
    }

    /**
     * Let the agent work once, if there is one.
     */
    int work()
    {
        return null == asyncPublisher ? 0 : asyncPublisher.doWork();
    }

    /**
     * Who counts what was sent.
     */
    FrameCounters sendingCounters()
    {
        return null == asyncPublisher ? publisher.counters() : asyncPublisher.counters();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(publisher, asyncPublisher, descriptors, control);
    }
}
