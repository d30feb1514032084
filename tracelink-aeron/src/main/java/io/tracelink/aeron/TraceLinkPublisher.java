package io.tracelink.aeron;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceLinkSetFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Objects;

/**
 * Reports the parents of output frames on the control stream (TraceLink §9), best effort: it never blocks, since a lost
 * set must not cost a frame. It tries again, once, where Aeron had to rotate a term, and never otherwise.
 * <p>
 * A set is one message that every reader of the protocol family decodes. Sets up to the publication's
 * {@link Publication#maxPayloadLength()} (167 parents where the MTU is 1,408) are encoded in the claimed buffer, larger
 * ones are fragmented by Aeron.
 * <p>
 * For a single writer; the publication, or the {@link AsyncPublisher} that sends in its place, stays the caller's.
 */
public final class TraceLinkPublisher
{
    private final FrameRing ring;
    private final Publication publication;
    private final int maxPayloadLength;
    private final int maxMessageLength;
    private final BufferClaim bufferClaim = new BufferClaim();
    private final UnsafeBuffer headerBuffer = new UnsafeBuffer(new byte[TraceLinkSetFlyweight.HEADER_LENGTH]);

    /**
     * Report on a publication.
     *
     * @param publication of the control stream, exclusive or shared.
     */
    public TraceLinkPublisher(final Publication publication)
    {
        ring = null;
        this.publication = Objects.requireNonNull(publication, "publication");
        maxPayloadLength = publication.maxPayloadLength();
        maxMessageLength = publication.maxMessageLength();
    }

    /**
     * Report through a ring. For as long as the {@link AsyncPublisher} lives, this is one of its producers.
     *
     * @param asyncPublisher that sends what is reported, and counts what becomes of it.
     * @throws IllegalStateException    if it is closed.
     * @throws IllegalArgumentException if it is for one producer and has one.
     */
    public TraceLinkPublisher(final AsyncPublisher asyncPublisher)
    {
        this(asyncPublisher.linkRing());
        asyncPublisher.attach();
    }

    TraceLinkPublisher(final FrameRing ring)
    {
        this.ring = ring;
        publication = null;
        maxPayloadLength = 0;
        maxMessageLength = 0;
    }

    /**
     * Report the parents of a frame whose descriptor has been published.
     *
     * @param streamId of the frame, uint32.
     * @param epoch    of the frame.
     * @param seq      of the frame.
     * @param traceId  of the frame.
     * @param parents  of the frame.
     * @return the position of the publication, or why the set was dropped: {@link Publication#NOT_CONNECTED},
     * {@link Publication#BACK_PRESSURED}, {@link Publication#ADMIN_ACTION}, {@link Publication#CLOSED},
     * {@link Publication#MAX_POSITION_EXCEEDED}, {@link MessageResult#TOO_MANY_PARENTS} for a set that is longer than
     * {@link Publication#maxMessageLength()} (a larger term length carries it), {@link MessageResult#NULL_TRACE_ID} or
     * {@link MessageResult#NO_PARENTS}. With an {@link AsyncPublisher} {@link FramePublisher#QUEUED},
     * {@link FramePublisher#RING_FULL} or {@link Publication#CLOSED} in place of what a publication returns.
     */
    public long publish(
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final ParentSet parents)
    {
        if (null != ring)
        {
            return ring.offerLinks(streamId, epoch, seq, traceId, parents);
        }

        if (!TraceId.isTraceId(traceId))
        {
            return MessageResult.NULL_TRACE_ID;
        }

        if (parents.isEmpty())
        {
            return MessageResult.NO_PARENTS;
        }

        final int length = TraceLinkSetFlyweight.encodedLength(parents.size());
        if (length > maxPayloadLength)
        {
            return offer(length, streamId, epoch, seq, traceId, parents);
        }

        final BufferClaim bufferClaim = this.bufferClaim;
        long result = publication.tryClaim(length, bufferClaim);
        if (Publication.ADMIN_ACTION == result)
        {
            result = publication.tryClaim(length, bufferClaim);
        }

        if (result > 0)
        {
            TraceLinkSetFlyweight.encode(
                bufferClaim.buffer(), bufferClaim.offset(), streamId, epoch, seq, traceId, parents);
            bufferClaim.commit();
        }

        return result;
    }

    private long offer(
        final int length,
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final ParentSet parents)
    {
        if (length > maxMessageLength)
        {
            return MessageResult.TOO_MANY_PARENTS;
        }

        final UnsafeBuffer headerBuffer = this.headerBuffer;
        TraceLinkSetFlyweight.encodeHeader(headerBuffer, 0, streamId, epoch, seq, traceId, parents.size());

        final int parentsLength = length - TraceLinkSetFlyweight.HEADER_LENGTH;
        final long result = offer(parents, parentsLength);

        return Publication.ADMIN_ACTION == result ? offer(parents, parentsLength) : result;
    }

    private long offer(final ParentSet parents, final int parentsLength)
    {
        return publication.offer(
            headerBuffer, 0, TraceLinkSetFlyweight.HEADER_LENGTH, parents.buffer(), 0, parentsLength, null);
    }
}
