package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tracelink.core.ParentSet;

/**
 * Sends the frames of a stream: the descriptor, and after it the links. Each goes out by the calling thread, or into a
 * ring of an {@link AsyncPublisher}.
 */
final class FrameSender
{
    private final long streamId;
    private final FrameRing descriptorRing;
    private final FrameRing linkRing;
    private final BufferClaim bufferClaim = new BufferClaim();
    private Publication descriptorPublication;
    private TraceLinkPublisher traceLinkPublisher;
    private long epoch;
    private long linkResult;

    /**
     * Construct without publications.
     *
     * @param streamId       of the frames.
     * @param epoch          of the first frame.
     * @param asyncPublisher whose rings what it sends goes into, or null.
     */
    FrameSender(final long streamId, final long epoch, final AsyncPublisher asyncPublisher)
    {
        this.streamId = streamId;
        this.epoch = epoch;
        descriptorRing = null == asyncPublisher ? null : asyncPublisher.descriptorRing();
        linkRing = null == asyncPublisher ? null : asyncPublisher.linkRing();
    }

    /**
     * Send by these publications from now on.
     *
     * @param descriptorPublication null where descriptors go into a ring.
     * @param controlPublication    null where links go into a ring.
     */
    void connect(final Publication descriptorPublication, final Publication controlPublication)
    {
        this.descriptorPublication = descriptorPublication;
        traceLinkPublisher = null == linkRing ?
            new TraceLinkPublisher(controlPublication) : new TraceLinkPublisher(linkRing);
    }

    long epoch()
    {
        return epoch;
    }

    void epoch(final long epoch)
    {
        this.epoch = epoch;
    }

    /**
     * A frame without links.
     *
     * @return as {@link FramePublisher#publishRoot}.
     */
    long sendDescriptor(final long seq, final long timestampNs, final long metaVersion, final long traceId)
    {
        if (null != descriptorRing)
        {
            return descriptorRing.offerDescriptor(streamId, epoch, seq, timestampNs, metaVersion, traceId);
        }

        final Publication descriptorPublication = this.descriptorPublication;
        final BufferClaim bufferClaim = this.bufferClaim;
        long result = descriptorPublication.tryClaim(FrameDescriptorFlyweight.LENGTH, bufferClaim);
        if (Publication.ADMIN_ACTION == result)
        {
            // Where a term ends Aeron rotates it and asks to be called again: no reason to lose a frame.
            result = descriptorPublication.tryClaim(FrameDescriptorFlyweight.LENGTH, bufferClaim);
        }

        if (result > 0)
        {
            FrameDescriptorFlyweight.encode(
                bufferClaim.buffer(), bufferClaim.offset(), streamId, epoch, seq, timestampNs, metaVersion, traceId);
            bufferClaim.commit();
        }

        return result;
    }

    /**
     * A frame and its links; where the frame was taken, {@link #linkResult()} says what became of them.
     *
     * @return as {@link FramePublisher#publishJoined}.
     */
    long sendFrame(
        final long seq, final long timestampNs, final long metaVersion, final long traceId, final ParentSet parents)
    {
        final long result = sendDescriptor(seq, timestampNs, metaVersion, traceId);
        if (result > 0)
        {
            linkResult = traceLinkPublisher.publish(streamId, epoch, seq, traceId, parents);
        }

        return result;
    }

    /**
     * {@return what became of the links of the last frame that was taken with links}
     */
    long linkResult()
    {
        return linkResult;
    }
}
