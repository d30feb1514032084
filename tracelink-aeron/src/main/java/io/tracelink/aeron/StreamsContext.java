package io.tracelink.aeron;

import io.aeron.Aeron;

import java.util.Objects;

/**
 * The settings that everything has that publishes frames and their links: the Aeron client and the two streams.
 *
 * @param <C> the context that extends this one.
 */
abstract class StreamsContext<C extends StreamsContext<C>>
{
    private Aeron aeron;
    private String descriptorChannel = TraceStreams.DESCRIPTOR_CHANNEL;
    private int descriptorStreamId = TraceStreams.DESCRIPTOR_STREAM_ID;
    private String controlChannel = TraceStreams.CONTROL_CHANNEL;
    private int controlStreamId = TraceStreams.CONTROL_STREAM_ID;

    /**
     * The client that opens publications and counters; stays the caller's.
     *
     * @param aeron a connected client.
     * @return this for a fluent API.
     */
    public C aeron(final Aeron aeron)
    {
        this.aeron = aeron;
        return self();
    }

    /**
     * {@return the client that opens publications and counters: a connected client}
     */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * Where descriptors go; {@link TraceStreams#DESCRIPTOR_CHANNEL} by default.
     *
     * @param descriptorChannel an Aeron URI.
     * @return this for a fluent API.
     */
    public C descriptorChannel(final String descriptorChannel)
    {
        this.descriptorChannel = Objects.requireNonNull(descriptorChannel, "descriptorChannel");
        return self();
    }

    /**
     * {@return where descriptors go: an Aeron URI}
     */
    public String descriptorChannel()
    {
        return descriptorChannel;
    }

    /**
     * Aeron stream of the descriptors; {@link TraceStreams#DESCRIPTOR_STREAM_ID} by default.
     *
     * @param descriptorStreamId Aeron stream id.
     * @return this for a fluent API.
     */
    public C descriptorStreamId(final int descriptorStreamId)
    {
        this.descriptorStreamId = descriptorStreamId;
        return self();
    }

    /**
     * {@return aeron stream of the descriptors: Aeron stream id}
     */
    public int descriptorStreamId()
    {
        return descriptorStreamId;
    }

    /**
     * Where TraceLinkSets go; {@link TraceStreams#CONTROL_CHANNEL} by default.
     *
     * @param controlChannel an Aeron URI.
     * @return this for a fluent API.
     */
    public C controlChannel(final String controlChannel)
    {
        this.controlChannel = Objects.requireNonNull(controlChannel, "controlChannel");
        return self();
    }

    /**
     * {@return where TraceLinkSets go: an Aeron URI}
     */
    public String controlChannel()
    {
        return controlChannel;
    }

    /**
     * Aeron stream of the TraceLinkSets; {@link TraceStreams#CONTROL_STREAM_ID} by default.
     *
     * @param controlStreamId Aeron stream id.
     * @return this for a fluent API.
     */
    public C controlStreamId(final int controlStreamId)
    {
        this.controlStreamId = controlStreamId;
        return self();
    }

    /**
     * {@return aeron stream of the TraceLinkSets: Aeron stream id}
     */
    public int controlStreamId()
    {
        return controlStreamId;
    }

    /**
     * {@return this, as what it is}
     */
    abstract C self();

    /**
     * @throws IllegalArgumentException if there is no client.
     */
    final void requireAeron()
    {
        if (null == aeron)
        {
            throw new IllegalArgumentException("aeron=null must be set to a connected client");
        }
    }
}
