package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.tracelink.aeron.AsyncPublisher;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdGenerator;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * A stage whose links another thread sends.
 */
public final class AsyncStage implements AutoCloseable
{
    private final AsyncPublisher asyncPublisher;
    private final AgentRunner runner;
    private final FramePublisher publisher;

    /**
     * Start the other thread.
     *
     * @param aeron        a connected client.
     * @param streamId     of the stage's frames.
     * @param nodeId       of this process, unique in the deployment.
     * @param errorHandler that is told what the other thread throws.
     * @throws IllegalArgumentException if the stream or node ID is out of its range. Nothing stays open then, nor where
     *                                  Aeron refuses.
     */
    public AsyncStage(final Aeron aeron, final long streamId, final int nodeId, final ErrorHandler errorHandler)
    {
        final TraceIdGenerator generator = new SnowflakeTraceIdGenerator(nodeId);
        asyncPublisher = new AsyncPublisher(new AsyncPublisher.Context().aeron(aeron));
        runner = new AgentRunner(new BackoffIdleStrategy(), errorHandler, null, asyncPublisher);
        AgentRunner.startOnThread(runner);
        try
        {
            publisher = new FramePublisher(new FramePublisher.Context()
                .aeron(aeron)
                .streamId(streamId)
                .asyncPublisher(asyncPublisher));
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(runner);
            throw ex;
        }

        publisher.enableTracing(generator);
    }

    /**
     * {@return what publishes the stage's frames}
     */
    public FramePublisher publisher()
    {
        return publisher;
    }

    /**
     * {@return the sets of links that were sent up to now}
     */
    public long linksSent()
    {
        return asyncPublisher.counters().linksSent();
    }

    /**
     * Send what is in the ring, and end the other thread.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(publisher, runner);
    }
}
