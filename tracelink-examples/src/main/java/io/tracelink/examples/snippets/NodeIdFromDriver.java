package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import io.tracelink.driverclient.LeaseGrant;
import io.tracelink.driverclient.LeaseListener;
import io.tracelink.driverclient.NodeIds;
import org.agrona.concurrent.BackoffIdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * A producer that gets its epoch, and unless it is configured its node ID, from an SHM driver.
 */
public final class NodeIdFromDriver implements AutoCloseable
{
    private final DriverClient client;
    private final Lease lease;

    /**
     * Attach and turn tracing on.
     *
     * @param context          of the driver client, with a connected Aeron client.
     * @param publisher        of the stage.
     * @param configuredNodeId explicit node ID, or {@link NodeIds#NOT_CONFIGURED}.
     */
    public NodeIdFromDriver(
        final DriverClient.Context context, final FramePublisher publisher, final long configuredNodeId)
    {
        client = new DriverClient(context);
        try
        {
            lease = client.attach(AttachOptions.producer(publisher.streamId())
                .desiredNodeId(configuredNodeId)
                .listener(new LeaseListener()
                {
                    @Override
                    public void onAttached(final Lease attached, final LeaseGrant grant)
                    {
                        publisher.epoch(grant.epoch());
                        if (publisher.isTracing())
                        {
                            publisher.enableTracing(NodeIds.source(configuredNodeId, attached));
                        }
                    }
                }));
            lease.awaitAttached(5, TimeUnit.SECONDS, new BackoffIdleStrategy());
            publisher.enableTracing(NodeIds.source(configuredNodeId, lease));
        }
        catch (final RuntimeException ex)
        {
            client.close();
            throw ex;
        }
    }

    /**
     * The context of a client whose driver has the default base directory.
     *
     * @param aeron a connected client.
     * @return the context.
     */
    public static DriverClient.Context context(final Aeron aeron)
    {
        return new DriverClient.Context().aeron(aeron);
    }

    /**
     * Keep the lease alive: call it in the duty cycle of the stage, at least every second.
     *
     * @return the amount of work done.
     */
    public int doWork()
    {
        return client.doWork();
    }

    /**
     * {@return the lease}
     */
    public Lease lease()
    {
        return lease;
    }

    /**
     * Give the lease back.
     */
    @Override
    public void close()
    {
        client.close();
    }
}
