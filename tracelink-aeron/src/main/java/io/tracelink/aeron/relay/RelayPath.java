package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.ReservedValueSupplier;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.FrameDescriptorFlyweight;
import io.tracelink.aeron.MessagePoller;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.TraceLinkSetFlyweight;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * A {@link RelayRoute} at work, by one Aeron client. Messages are put together before they go on: so one is carried
 * whole or not at all, those of many publishers go into one publication, and the MTUs of the two streams are
 * independent of each other.
 */
final class RelayPath implements AutoCloseable
{
    /**
     * Beside the results of {@link Publication}: the message is longer than the largest message of the publication.
     */
    static final long TOO_LONG = -100;

    /**
     * TraceLinkSet and FrameDescriptor both begin with the stream id, uint32.
     */
    private static final int STREAM_ID_OFFSET = MessageHeaderFlyweight.LENGTH;
    private static final int STREAM_ID_LENGTH = Integer.BYTES;
    private static final int HEAD_LENGTH = STREAM_ID_OFFSET + STREAM_ID_LENGTH;
    private static final long UINT32_MASK = 0xFFFF_FFFFL;
    private static final int LINKS =
        RelayRoute.kind(TraceLinkSetFlyweight.SCHEMA_ID, TraceLinkSetFlyweight.TEMPLATE_ID);
    private static final int DESCRIPTOR =
        RelayRoute.kind(FrameDescriptorFlyweight.SCHEMA_ID, FrameDescriptorFlyweight.TEMPLATE_ID);

    private final String name;
    private final long origin;
    private final int maxHops;
    private final boolean areLinksCarried;
    private final boolean areDescriptorsCarried;
    private final IntHashSet otherKinds;
    private final LongHashSet streamIds;
    private final Long2LongHashMap mappedStreamIds;
    private final boolean isEveryStreamCarried;
    private final boolean isAnyStreamMapped;

    private final RelayCounters counters;
    private final Counter[] openedCounters;
    private final ImageWatch imageWatch;
    private final Subscription subscription;
    private final MessagePoller poller;
    private final ExclusivePublication publication;
    private final int maxPayloadLength;
    private final int maxMessageLength;
    private final BufferClaim bufferClaim = new BufferClaim();
    private final UnsafeBuffer head = new UnsafeBuffer(new byte[HEAD_LENGTH]);
    private final ReservedValueSupplier markerSupplier = this::marker;
    private long marker;

    /**
     * Open the streams of a route, and Aeron counters that are not shown yet.
     *
     * @param aeron      a connected client.
     * @param route      that has been concluded.
     * @param origin     of the client's media driver.
     * @param maxHops    how many relays a message may pass.
     * @param counters   of the route.
     * @param imageWatch of the route.
     * @throws IllegalArgumentException if Aeron refuses a channel; names the route. Nothing stays open then.
     */
    RelayPath(
        final Aeron aeron,
        final RelayRoute route,
        final long origin,
        final int maxHops,
        final RelayCounters counters,
        final ImageWatch imageWatch)
    {
        name = route.name();
        this.origin = origin;
        this.maxHops = maxHops;
        this.counters = counters;
        this.imageWatch = imageWatch;
        areLinksCarried = route.areLinksCarried();
        areDescriptorsCarried = route.areDescriptorsCarried();
        otherKinds = route.otherKinds();
        streamIds = route.streamIds();
        mappedStreamIds = route.mappedStreamIds();
        isEveryStreamCarried = streamIds.isEmpty();
        isAnyStreamMapped = !mappedStreamIds.isEmpty();

        ExclusivePublication opened = null;
        Counter[] openedCounters = new Counter[0];
        try
        {
            opened = aeron.addExclusivePublication(route.toChannel(), route.toStreamId());
            for (final String destination : route.destinations())
            {
                opened.addDestination(destination);
            }

            openedCounters = counters.open(aeron);
            subscription = aeron.addSubscription(
                route.fromChannel(), route.fromStreamId(), imageWatch::onAvailable, imageWatch::onUnavailable);
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietCloseAll(openedCounters);
            CloseHelper.quietClose(opened);
            if (ex instanceof IllegalArgumentException || ex instanceof RegistrationException)
            {
                throw new IllegalArgumentException("route=" + name + ": " + ex.getMessage(), ex);
            }
            throw ex;
        }

        publication = opened;
        this.openedCounters = openedCounters;
        poller = new MessagePoller(subscription, this::onMessage);
        maxPayloadLength = publication.maxPayloadLength();
        maxMessageLength = publication.maxMessageLength();
    }

    String name()
    {
        return name;
    }

    boolean isConnected()
    {
        return publication.isConnected() && subscription.isConnected();
    }

    /**
     * Show the numbers of the route by the counters of this path from now on. By the relay's thread.
     */
    void showCounters()
    {
        counters.show(openedCounters);
    }

    int poll(final int fragmentLimit)
    {
        final int fragments = poller.poll(fragmentLimit);
        counters.onLostBytes(imageWatch.lostBytes());

        return fragments;
    }

    /**
     * Let go of the streams and the counters.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(subscription, publication, () -> CloseHelper.closeAll(openedCounters));
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final long reservedValue = header.reservedValue();
        if (RelayMarker.isMarked(reservedValue))
        {
            final int hops = RelayMarker.hops(reservedValue);
            final long cameFrom = RelayMarker.origin(reservedValue);
            if (hops >= maxHops || cameFrom == origin)
            {
                counters.increment(RelayCounters.RELAYED_BEFORE_TYPE_ID);
                return;
            }

            marker = RelayMarker.marker(hops + 1, cameFrom);
        }
        else
        {
            marker = RelayMarker.marker(1, origin);
        }

        if (length < MessageHeaderFlyweight.LENGTH)
        {
            counters.increment(RelayCounters.MALFORMED_TYPE_ID);
            return;
        }

        final int kind = RelayRoute.kind(
            MessageHeaderFlyweight.schemaId(buffer, offset), MessageHeaderFlyweight.templateId(buffer, offset));
        if ((LINKS == kind && areLinksCarried) || (DESCRIPTOR == kind && areDescriptorsCarried))
        {
            onFrameOrLinks(buffer, offset, length);
        }
        else if (otherKinds.contains(kind))
        {
            counters.onResult(forward(buffer, offset, length));
        }
        else
        {
            counters.increment(RelayCounters.OTHER_KIND_TYPE_ID);
        }
    }

    private void onFrameOrLinks(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < HEAD_LENGTH || MessageHeaderFlyweight.blockLength(buffer, offset) < STREAM_ID_LENGTH)
        {
            counters.increment(RelayCounters.MALFORMED_TYPE_ID);
            return;
        }

        final long streamId = buffer.getInt(offset + STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & UINT32_MASK;
        if (!isEveryStreamCarried && !streamIds.contains(streamId))
        {
            counters.increment(RelayCounters.OTHER_STREAM_TYPE_ID);
            return;
        }

        final long mapped = isAnyStreamMapped ? mappedStreamIds.get(streamId) : RelayRoute.NOT_MAPPED;
        counters.onResult(RelayRoute.NOT_MAPPED == mapped ?
            forward(buffer, offset, length) : forwardAs((int)mapped, buffer, offset, length));
    }

    /**
     * Once, and once more where Aeron had to rotate a term; a route never waits, since whoever publishes to the source
     * would wait with it.
     */
    private long forward(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > maxPayloadLength)
        {
            return offer(buffer, offset, length);
        }

        final BufferClaim bufferClaim = this.bufferClaim;
        final long result = tryClaim(length);
        if (result > 0)
        {
            bufferClaim.putBytes(buffer, offset, length);
            bufferClaim.reservedValue(marker).commit();
        }

        return result;
    }

    private long forwardAs(final int streamId, final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > maxPayloadLength)
        {
            return offerAs(streamId, buffer, offset, length);
        }

        final BufferClaim bufferClaim = this.bufferClaim;
        final long result = tryClaim(length);
        if (result > 0)
        {
            bufferClaim.putBytes(buffer, offset, length);
            bufferClaim.buffer().putInt(bufferClaim.offset() + STREAM_ID_OFFSET, streamId, ByteOrder.LITTLE_ENDIAN);
            bufferClaim.reservedValue(marker).commit();
        }

        return result;
    }

    private long tryClaim(final int length)
    {
        final long result = publication.tryClaim(length, bufferClaim);
        return Publication.ADMIN_ACTION == result ? publication.tryClaim(length, bufferClaim) : result;
    }

    private long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > maxMessageLength)
        {
            return TOO_LONG;
        }

        final long result = publication.offer(buffer, offset, length, markerSupplier);
        return Publication.ADMIN_ACTION == result ?
            publication.offer(buffer, offset, length, markerSupplier) : result;
    }

    private long offerAs(final int streamId, final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > maxMessageLength)
        {
            return TOO_LONG;
        }

        head.putBytes(0, buffer, offset, STREAM_ID_OFFSET);
        head.putInt(STREAM_ID_OFFSET, streamId, ByteOrder.LITTLE_ENDIAN);

        final long result = offerBehindHead(buffer, offset, length);
        return Publication.ADMIN_ACTION == result ? offerBehindHead(buffer, offset, length) : result;
    }

    private long offerBehindHead(final DirectBuffer buffer, final int offset, final int length)
    {
        return publication.offer(
            head, 0, HEAD_LENGTH, buffer, offset + HEAD_LENGTH, length - HEAD_LENGTH, markerSupplier);
    }

    private long marker(final DirectBuffer termBuffer, final int termOffset, final int frameLength)
    {
        return marker;
    }
}
