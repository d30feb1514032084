package io.tracelink.examples.demo;

import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.FrameReader;
import io.tracelink.driverclient.Lease;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An input of a stage: reads the frames that descriptors announce out of the shared memory of its lease.
 */
final class StageInput implements AutoCloseable
{
    private final long streamId;
    private final Lease lease;
    private final ErrorHandler errorHandler;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Sample.MAX_VALUES * Double.BYTES]);
    private final Sample sample = new Sample();
    private FrameReader reader;
    private long missed;

    StageInput(final DemoStage source, final DriverClient client, final ErrorHandler errorHandler)
    {
        streamId = source.streamId();
        this.errorHandler = errorHandler;
        lease = client.attach(AttachOptions.consumer(streamId));
    }

    long streamId()
    {
        return streamId;
    }

    /**
     * Follow the lease.
     *
     * @return true if frames can be read.
     */
    boolean isReady()
    {
        if (null != reader && reader.isCurrent())
        {
            return true;
        }

        CloseHelper.close(reader);
        reader = null;

        if (null != lease.grant())
        {
            try
            {
                reader = new FrameReader(lease);
            }
            catch (final IllegalStateException | IllegalArgumentException ex)
            {
                errorHandler.onError(ex);
            }
        }

        return null != reader;
    }

    /**
     * Read the frame of a descriptor.
     *
     * @return the sample, used again for the next frame, or null if the frame cannot be read any more.
     */
    Sample read(final FrameDescriptorReader descriptor)
    {
        if (!isReady() || descriptor.epoch() != reader.grant().epoch())
        {
            missed++;
            return null;
        }

        final int length = reader.read(descriptor.seq(), buffer, 0);
        if (length < 0)
        {
            missed++;
            return null;
        }

        final int count = length / Double.BYTES;
        for (int i = 0; i < count; i++)
        {
            sample.values()[i] = buffer.getDouble(i * Double.BYTES);
        }
        sample.count(count);
        sample.frame(
            descriptor.streamId(),
            descriptor.epoch(),
            descriptor.seq(),
            descriptor.timestampNs(),
            descriptor.traceId());

        return sample;
    }

    long missed()
    {
        return missed;
    }

    @Override
    public void close()
    {
        CloseHelper.close(reader);
    }
}
