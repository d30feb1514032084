package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import org.agrona.CloseHelper;

/**
 * The two publications of a {@link FramePublisher}: its own, or those that its context brings, which stay the caller's.
 */
final class FramePublications implements AutoCloseable
{
    private final boolean ownsDescriptor;
    private final boolean ownsControl;
    private Publication descriptor;
    private Publication control;

    /**
     * Open what the context does not bring. When one cannot be had, none stays open.
     *
     * @param context that has been concluded.
     * @throws IllegalArgumentException if a FrameDescriptor does not fit its publication.
     */
    FramePublications(final FramePublisher.Context context)
    {
        descriptor = context.descriptorPublication();
        control = context.controlPublication();
        ownsDescriptor = null == descriptor;
        ownsControl = null == control;

        try
        {
            final Aeron aeron = context.aeron();
            if (ownsDescriptor)
            {
                descriptor = aeron.addExclusivePublication(context.descriptorChannel(), context.descriptorStreamId());
            }

            if (descriptor.maxPayloadLength() < FrameDescriptorFlyweight.LENGTH)
            {
                throw new IllegalArgumentException("maxPayloadLength=" + descriptor.maxPayloadLength() +
                    " of the descriptor publication must be at least " + FrameDescriptorFlyweight.LENGTH +
                    ": raise the MTU of channel=" + descriptor.channel());
            }

            if (ownsControl)
            {
                control = aeron.addExclusivePublication(context.controlChannel(), context.controlStreamId());
            }
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietClose(this);
            throw ex;
        }
    }

    Publication descriptor()
    {
        return descriptor;
    }

    Publication control()
    {
        return control;
    }

    /**
     * Close the own publications.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(ownsDescriptor ? descriptor : null, ownsControl ? control : null);
    }
}
