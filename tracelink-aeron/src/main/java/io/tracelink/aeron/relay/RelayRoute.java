package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * A way of messages through a {@link TraceRelay}: from one stream to another, which of them, and under which stream
 * ids. A route carries TraceLinkSets and FrameDescriptors unless it is told otherwise, and messages of other kinds
 * only where it is told so. Not thread-safe; not to be changed once a relay was made with it.
 */
public final class RelayRoute
{
    /**
     * A stream id of a message that is not mapped.
     */
    static final long NOT_MAPPED = -1;

    private static final long MAX_STREAM_ID = 0xFFFF_FFFFL;
    private static final int MAX_UINT16 = 0xFFFF;

    private final String name;
    private String fromChannel;
    private int fromStreamId = Aeron.NULL_VALUE;
    private String toChannel;
    private int toStreamId = Aeron.NULL_VALUE;
    private final List<String> destinations = new ArrayList<>();
    private boolean areLinksCarried = true;
    private boolean areDescriptorsCarried = true;
    private final IntHashSet otherKinds = new IntHashSet();
    private final LongHashSet streamIds = new LongHashSet();
    private final Long2LongHashMap mappedStreamIds = new Long2LongHashMap(NOT_MAPPED);

    /**
     * Construct a route that leads nowhere yet.
     *
     * @param name of the route, for counters and errors.
     */
    public RelayRoute(final String name)
    {
        this.name = name;
    }

    /**
     * The stream that is read. For a stream of a pipeline on this host give {@code tether=false}: should the relay's
     * process be stopped, the media driver then lets go of it instead of letting other subscribers wait for it.
     *
     * @param channel  of the stream, such as {@code aeron:ipc?tether=false} or {@code aeron:udp?endpoint=host:port}.
     * @param streamId of the stream.
     * @return this for a fluent API.
     */
    public RelayRoute from(final String channel, final int streamId)
    {
        fromChannel = channel;
        fromStreamId = streamId;
        return this;
    }

    /**
     * The stream that is written.
     *
     * @param channel  of the stream: IPC, or UDP with one endpoint, with a multicast group, or with many destinations
     *                 ({@code control-mode=dynamic}, or {@code control-mode=manual} with {@link #destination}).
     * @param streamId of the stream.
     * @return this for a fluent API.
     */
    public RelayRoute to(final String channel, final int streamId)
    {
        toChannel = channel;
        toStreamId = streamId;
        return this;
    }

    /**
     * Add a destination of a channel to which {@link #to} has given {@code control-mode=manual}.
     *
     * @param channel of the destination, such as {@code aeron:udp?endpoint=host:port}.
     * @return this for a fluent API.
     */
    public RelayRoute destination(final String channel)
    {
        destinations.add(channel);
        return this;
    }

    /**
     * Whether TraceLinkSets are carried; they are by default.
     *
     * @param areLinksCarried true if they are.
     * @return this for a fluent API.
     */
    public RelayRoute carryLinks(final boolean areLinksCarried)
    {
        this.areLinksCarried = areLinksCarried;
        return this;
    }

    /**
     * Whether FrameDescriptors are carried; they are by default.
     *
     * @param areDescriptorsCarried true if they are.
     * @return this for a fluent API.
     */
    public RelayRoute carryDescriptors(final boolean areDescriptorsCarried)
    {
        this.areDescriptorsCarried = areDescriptorsCarried;
        return this;
    }

    /**
     * Carry messages of another kind too, whatever their stream, unchanged. Those about leases are refused: a lease is
     * between a client and the driver of its own host.
     *
     * @param schemaId   of the messages, uint16.
     * @param templateId of the messages, uint16.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if the kind is out of its range or may not be carried.
     */
    public RelayRoute carry(final int schemaId, final int templateId)
    {
        if (ShmAttachRequestDecoder.SCHEMA_ID == schemaId)
        {
            throw refused("schemaId=" + schemaId +
                " is that of leases, which must not leave their host: two drivers would answer one request");
        }

        if (schemaId < 0 || schemaId > MAX_UINT16 || templateId < 0 || templateId > MAX_UINT16)
        {
            throw refused("schemaId=" + schemaId + " templateId=" + templateId + " must be in 0.." + MAX_UINT16);
        }

        otherKinds.add(kind(schemaId, templateId));
        return this;
    }

    /**
     * Carry the frames and links of this stream; may be called for many. When it never is, those of all are carried.
     *
     * @param streamId as the messages name it before it is mapped, uint32.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is out of its range.
     */
    public RelayRoute streamId(final long streamId)
    {
        checkStreamId(streamId);
        streamIds.add(streamId);
        return this;
    }

    /**
     * Give the frames and links of a stream another stream id.
     *
     * @param streamId       as the messages name it, uint32.
     * @param mappedStreamId by which they go on, uint32.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if one is out of its range, or the stream is mapped to another id already.
     */
    public RelayRoute mapStreamId(final long streamId, final long mappedStreamId)
    {
        checkStreamId(streamId);
        checkStreamId(mappedStreamId);
        final long present = mappedStreamIds.get(streamId);
        if (NOT_MAPPED != present && mappedStreamId != present)
        {
            throw refused("streamId=" + streamId + " is mapped to " + present + " and " + mappedStreamId +
                ": give it one id");
        }

        mappedStreamIds.put(streamId, mappedStreamId);
        return this;
    }

    /**
     * {@return the name of the route}
     */
    public String name()
    {
        return name;
    }

    /**
     * {@return the channel that is read}
     */
    public String fromChannel()
    {
        return fromChannel;
    }

    /**
     * {@return the stream id that is read}
     */
    public int fromStreamId()
    {
        return fromStreamId;
    }

    /**
     * {@return the channel that is written}
     */
    public String toChannel()
    {
        return toChannel;
    }

    /**
     * {@return the stream id that is written}
     */
    public int toStreamId()
    {
        return toStreamId;
    }

    /**
     * {@return the destinations of the channel that is written}
     */
    public List<String> destinations()
    {
        return List.copyOf(destinations);
    }

    /**
     * {@return true if TraceLinkSets are carried}
     */
    public boolean areLinksCarried()
    {
        return areLinksCarried;
    }

    /**
     * {@return true if FrameDescriptors are carried}
     */
    public boolean areDescriptorsCarried()
    {
        return areDescriptorsCarried;
    }

    /**
     * {@return the streams that are carried; empty if all are}
     */
    public long[] carriedStreamIds()
    {
        final long[] ids = new long[streamIds.size()];
        int i = 0;
        for (final LongHashSet.LongIterator iterator = streamIds.iterator(); iterator.hasNext(); i++)
        {
            ids[i] = iterator.nextValue();
        }

        return ids;
    }

    /**
     * By which stream id the frames and links of a stream go on.
     *
     * @param streamId as the messages name it, uint32.
     * @return the stream id, which is the same unless it is mapped.
     */
    public long mappedStreamId(final long streamId)
    {
        final long mapped = mappedStreamIds.get(streamId);
        return NOT_MAPPED == mapped ? streamId : mapped;
    }

    /**
     * Check that the route leads somewhere.
     *
     * @return this for a fluent API.
     * @throws IllegalArgumentException if something is missing or does not fit together.
     */
    public RelayRoute conclude()
    {
        if (null == name || name.isBlank())
        {
            throw new IllegalArgumentException("name=" + name + " of a route must be set");
        }

        if (null == fromChannel || null == toChannel)
        {
            throw refused("fromChannel=" + fromChannel + " and toChannel=" + toChannel + " must be set");
        }

        if (!areLinksCarried && !areDescriptorsCarried && otherKinds.isEmpty())
        {
            throw refused("carries neither links nor descriptors nor anything else");
        }

        final ChannelUri from = uri(fromChannel);
        final ChannelUri to = uri(toChannel);
        final boolean isOneChannel = fromChannel.equals(toChannel) || (from.isIpc() && to.isIpc());
        if (isOneChannel && fromStreamId == toStreamId)
        {
            throw refused("leads from " + fromChannel + " stream " + fromStreamId + " to itself");
        }

        final boolean isManual =
            CommonContext.MDC_CONTROL_MODE_MANUAL.equals(to.get(CommonContext.MDC_CONTROL_MODE_PARAM_NAME));
        if (isManual == destinations.isEmpty())
        {
            throw refused(isManual ?
                "toChannel=" + toChannel + " needs its destinations" :
                "destinations=" + destinations + " need control-mode=manual in toChannel=" + toChannel);
        }

        return this;
    }

    IntHashSet otherKinds()
    {
        return otherKinds;
    }

    LongHashSet streamIds()
    {
        return streamIds;
    }

    Long2LongHashMap mappedStreamIds()
    {
        return mappedStreamIds;
    }

    static int kind(final int schemaId, final int templateId)
    {
        return schemaId << 16 | templateId;
    }

    private ChannelUri uri(final String channel)
    {
        try
        {
            return ChannelUri.parse(channel);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("route=" + name + ": channel=" + channel + ": " + ex.getMessage(), ex);
        }
    }

    private void checkStreamId(final long streamId)
    {
        if (streamId < 0 || streamId > MAX_STREAM_ID)
        {
            throw refused("streamId=" + streamId + " must be in 0.." + MAX_STREAM_ID);
        }
    }

    private IllegalArgumentException refused(final String reason)
    {
        return new IllegalArgumentException("route=" + name + ": " + reason);
    }
}
