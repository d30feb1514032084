package io.tracelink.examples.snippets;

import io.aeron.Aeron;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.TraceId;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import io.tracelink.driverclient.LeaseGrant;
import org.agrona.CloseHelper;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A producer that goes on after its SHM driver or its media driver was restarted, with the node ID that it had.
 */
public final class SurvivingStage implements AutoCloseable
{
    private final Supplier<Aeron> connector;
    private final DriverClient client;
    private final Lease lease;
    private final FramePublisher publisher;
    private Aeron aeron;
    private LeaseGrant grant;

    /**
     * Connect, and ask for a lease.
     *
     * @param connector connects a new Aeron client.
     * @param streamId  of the stage's output.
     * @param baseDir   of the SHM driver's regions.
     */
    public SurvivingStage(final Supplier<Aeron> connector, final long streamId, final Path baseDir)
    {
        this.connector = connector;
        aeron = connector.get();
        client = new DriverClient(new DriverClient.Context().aeron(aeron).allowedBaseDirs(List.of(baseDir)));
        lease = client.attach(AttachOptions.producer(streamId));
        publisher = new FramePublisher(new FramePublisher.Context().aeron(aeron).streamId(streamId));
    }

    /**
     * The duty cycle.
     *
     * @return the amount of work done.
     * @throws io.aeron.exceptions.AeronException if the media driver is gone and does not come back in time; may be
     *                                            called again.
     */
    public int doWork()
    {
        final int work = client.doWork();
        if (!client.isConnected())
        {
            aeron.close();
            aeron = connector.get();
            publisher.reconnect(aeron);
            client.reconnect(aeron);
        }

        followLease();

        return work;
    }

    /**
     * Publish a frame of a sensor.
     *
     * @param seq         of the frame.
     * @param timestampNs of the frame.
     * @return as {@link FramePublisher#publishRoot}, {@link TraceId#NO_NODE_ID} while there is no lease.
     */
    public long publishRoot(final long seq, final long timestampNs)
    {
        return publisher.isTracing() ? publisher.publishRoot(seq, timestampNs, 1) : TraceId.NO_NODE_ID;
    }

    /**
     * {@return the lease, the same for the life of the stage}
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
        CloseHelper.closeAll(client, publisher, aeron);
    }

    private void followLease()
    {
        final LeaseGrant granted = lease.grant();
        if (null != granted && !granted.equals(grant))
        {
            grant = granted;
            publisher.epoch(granted.epoch());
            publisher.enableTracing(lease);
        }
    }
}
