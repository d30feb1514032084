package io.tracelink.examples.demo;

import io.aeron.Aeron;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.ParentSet;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.FrameWriter;
import io.tracelink.driverclient.Lease;
import io.tracelink.driverclient.LeaseGrant;
import io.tracelink.driverclient.TensorDescriptor;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/**
 * The output of a stage: samples go into the shared memory of its lease, their descriptors and links onto the streams.
 * <p>
 * When the lease is lost, frames are dropped and counted until the driver gives another; then the epoch is the new one,
 * and trace IDs go on.
 */
final class StageOutput implements FrameOutput, AutoCloseable
{
    private static final long META_VERSION = 1;

    private final Lease lease;
    private final FramePublisher publisher;
    private final ErrorHandler errorHandler;
    private final TensorDescriptor tensor = new TensorDescriptor();
    private FrameWriter writer;
    private long nodeId = -1;
    private long seq;
    private long notPublished;

    StageOutput(final DemoStage stage, final Aeron aeron, final DriverClient client, final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        lease = client.attach(AttachOptions.producer(stage.streamId()));
        publisher = new FramePublisher(new FramePublisher.Context().aeron(aeron).streamId(stage.streamId()));
    }

    /**
     * Follow the lease.
     *
     * @return true if the stage can publish.
     */
    boolean isReady()
    {
        if (null != writer && writer.isCurrent())
        {
            return true;
        }

        CloseHelper.close(writer);
        writer = null;

        if (null != lease.grant())
        {
            try
            {
                writer = new FrameWriter(lease);
                onEpoch(writer.grant());
            }
            catch (final IllegalStateException | IllegalArgumentException ex)
            {
                errorHandler.onError(ex);
            }
        }

        return null != writer;
    }

    @Override
    public void publishRoot(final Sample sample, final long nowNs)
    {
        count(isWritten(sample, nowNs) && publisher.publishRoot(seq, nowNs, META_VERSION) > 0);
    }

    @Override
    public void publishDerived(final Sample sample, final long nowNs)
    {
        count(isWritten(sample, nowNs) && publisher.publishDerived(seq, nowNs, META_VERSION, sample.traceId()) > 0);
    }

    @Override
    public void publishJoined(final Sample sample, final long nowNs, final ParentSet parents)
    {
        count(isWritten(sample, nowNs) && publisher.publishJoined(seq, nowNs, META_VERSION, parents) > 0);
    }

    /**
     * What was done up to now, read before {@link #close()}.
     */
    StageSummary summary(final DemoStage stage, final long inputsMissed)
    {
        return new StageSummary(
            stage,
            nodeId,
            publisher.counters().root() + publisher.counters().derived() + publisher.counters().joined(),
            notPublished,
            inputsMissed,
            publisher.counters().linksSent(),
            publisher.counters().linksDropped());
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(writer, publisher);
    }

    private void onEpoch(final LeaseGrant grant)
    {
        publisher.epoch(grant.epoch());
        if (!publisher.isTracing())
        {
            publisher.enableTracing(lease);
            nodeId = lease.nodeId();
        }
    }

    private boolean isWritten(final Sample sample, final long nowNs)
    {
        final int length = sample.count() * Double.BYTES;
        if (!isReady() || writer.tryClaim(seq, length) < 0)
        {
            return false;
        }

        for (int i = 0; i < sample.count(); i++)
        {
            writer.payload().putDouble(i * Double.BYTES, sample.values()[i]);
        }

        tensor.ndims(1).dim(0, sample.count(), Double.BYTES);
        return FrameWriter.COMMITTED == writer.commit(nowNs, META_VERSION, tensor);
    }

    /**
     * A frame that was not published leaves no hole in the sequence: the next one takes its place.
     */
    private void count(final boolean isPublished)
    {
        if (isPublished)
        {
            seq++;
        }
        else
        {
            notPublished++;
        }
    }
}
