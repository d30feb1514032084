package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import org.agrona.CloseHelper;

/**
 * The publications of a {@link FramePublisher}, as far as its own thread sends: its own, or those that it was given,
 * which stay the caller's.
 */
final class FramePublications implements AutoCloseable
{
    private final String descriptorChannel;
    private final int descriptorStreamId;
    private final String controlChannel;
    private final int controlStreamId;
    private final boolean isShared;
    private final boolean ownsDescriptor;
    private final boolean ownsControl;
    private final boolean sendsDescriptors;
    private final boolean sendsLinks;
    private Aeron aeron;
    private Publication descriptor;
    private Publication control;

    /**
     * Construct with nothing open.
     *
     * @param context that has been concluded.
     */
    FramePublications(final FramePublisher.Context context)
    {
        descriptorChannel = context.descriptorChannel();
        descriptorStreamId = context.descriptorStreamId();
        controlChannel = context.controlChannel();
        controlStreamId = context.controlStreamId();
        isShared = context.sharedPublications();
        ownsDescriptor = null == context.descriptorPublication();
        ownsControl = null == context.controlPublication();

        final AsyncPublisher asyncPublisher = context.asyncPublisher();
        sendsLinks = null == asyncPublisher;
        sendsDescriptors = sendsLinks || !asyncPublisher.sendsDescriptors();
    }

    /**
     * Open what is not given. When one cannot be had, none that was opened stays so, and what was open before stays
     * as it is.
     *
     * @param aeron           a connected client.
     * @param givenDescriptor publication, as the context brought one.
     * @param givenControl    publication, as the context brought one.
     * @throws IllegalArgumentException if a publication is missing, not wanted or closed, or a FrameDescriptor does not
     *                                  fit it.
     * @throws IllegalStateException    if a shared one clashes with another, see {@link TraceStreams#addPublication}.
     */
    void open(final Aeron aeron, final Publication givenDescriptor, final Publication givenControl)
    {
        requireGiven(givenDescriptor, givenControl);

        Publication descriptor = givenDescriptor;
        Publication control = givenControl;
        try
        {
            if (sendsDescriptors)
            {
                if (ownsDescriptor)
                {
                    descriptor = add(aeron, descriptorChannel, descriptorStreamId);
                }
                requireRoomForDescriptor(descriptor);
            }

            if (sendsLinks && ownsControl)
            {
                control = add(aeron, controlChannel, controlStreamId);
            }
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietCloseAll(ownsDescriptor ? descriptor : null, ownsControl ? control : null);
            throw ex;
        }

        this.aeron = aeron;
        this.descriptor = descriptor;
        this.control = control;
    }

    /**
     * Take others in place of those that were given, while the client goes on. Own ones stay.
     *
     * @param aeron           the client that was given last.
     * @param givenDescriptor publication, as the context brought one.
     * @param givenControl    publication, as the context brought one.
     * @throws IllegalStateException    if the client is another one, or nothing was given.
     * @throws IllegalArgumentException if a publication is missing, not wanted or closed, or a FrameDescriptor does not
     *                                  fit it.
     */
    void replace(final Aeron aeron, final Publication givenDescriptor, final Publication givenControl)
    {
        if (this.aeron != aeron || (ownsDescriptor && ownsControl))
        {
            throw new IllegalStateException("the former Aeron client is open, close it first");
        }

        requireGiven(givenDescriptor, givenControl);
        if (!ownsDescriptor)
        {
            requireRoomForDescriptor(givenDescriptor);
            descriptor = givenDescriptor;
        }

        if (!ownsControl)
        {
            control = givenControl;
        }
    }

    /**
     * A FrameDescriptor is never fragmented.
     *
     * @param descriptor publication.
     * @throws IllegalArgumentException if it does not fit.
     */
    static void requireRoomForDescriptor(final Publication descriptor)
    {
        if (descriptor.maxPayloadLength() < FrameDescriptorFlyweight.LENGTH)
        {
            throw new IllegalArgumentException("maxPayloadLength=" + descriptor.maxPayloadLength() +
                " of the descriptor publication must be at least " + FrameDescriptorFlyweight.LENGTH +
                ": raise the MTU of channel=" + descriptor.channel());
        }
    }

    /**
     * {@return the client that was given last}
     */
    Aeron aeron()
    {
        return aeron;
    }

    /**
     * {@return the publication of descriptors, null where the own thread does not send them}
     */
    Publication descriptor()
    {
        return descriptor;
    }

    /**
     * {@return the publication of TraceLinkSets, null where the own thread does not send them}
     */
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

    private Publication add(final Aeron aeron, final String channel, final int streamId)
    {
        return isShared ?
            TraceStreams.addPublication(aeron, channel, streamId) : aeron.addExclusivePublication(channel, streamId);
    }

    private void requireGiven(final Publication givenDescriptor, final Publication givenControl)
    {
        requireGiven("descriptorPublication", ownsDescriptor, givenDescriptor);
        requireGiven("controlPublication", ownsControl, givenControl);
    }

    private static void requireGiven(final String name, final boolean isOwned, final Publication given)
    {
        if (isOwned != (null == given))
        {
            throw new IllegalArgumentException(isOwned ?
                name + "=" + given + " must be null: this publisher opens its own" :
                name + "=null must be set to the successor of the one that was handed in");
        }

        if (!isOwned && given.isClosed())
        {
            throw new IllegalArgumentException(name + "=" + given + " is closed: hand in one that is open");
        }
    }
}
