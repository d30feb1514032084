package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.AvailableImageHandler;
import io.aeron.UnavailableImageHandler;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.ErrorHandler;

import java.util.Objects;

/**
 * The settings of a {@link TraceSubscriber.Context}.
 */
abstract class TraceSubscriberSettings
{
    private Aeron aeron;
    private String channel = TraceStreams.CONTROL_CHANNEL;
    private int streamId = TraceStreams.CONTROL_STREAM_ID;
    private int fragmentLimit = 64;
    private ErrorHandler errorHandler;
    private TraceLinkSetHandler traceLinkSetHandler;
    private FrameDescriptorHandler frameDescriptorHandler;
    private FragmentHandler otherHandler;
    private ControlledTraceLinkSetHandler controlledTraceLinkSetHandler;
    private ControlledFrameDescriptorHandler controlledFrameDescriptorHandler;
    private ControlledFragmentHandler controlledOtherHandler;
    private AvailableImageHandler availableImageHandler;
    private UnavailableImageHandler unavailableImageHandler;

    /**
     * Check that everything is there.
     *
     * @return this for a fluent API.
     * @throws IllegalArgumentException if a value is missing or out of its range, or two handlers are set for one
     *                                  kind of message.
     */
    public TraceSubscriber.Context conclude()
    {
        if (null == aeron)
        {
            throw new IllegalArgumentException("aeron=null must be set to a connected client");
        }

        if (fragmentLimit < 1)
        {
            throw new IllegalArgumentException("fragmentLimit=" + fragmentLimit + " must be at least 1");
        }

        requireOne("traceLinkSetHandler", traceLinkSetHandler, controlledTraceLinkSetHandler);
        requireOne("frameDescriptorHandler", frameDescriptorHandler, controlledFrameDescriptorHandler);
        requireOne("otherHandler", otherHandler, controlledOtherHandler);

        if (null == errorHandler)
        {
            errorHandler = aeron.context().errorHandler();
        }

        return self();
    }

    /**
     * The client that subscribes and opens the counters; stays the caller's.
     *
     * @param aeron a connected client.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context aeron(final Aeron aeron)
    {
        this.aeron = aeron;
        return self();
    }

    /**
     * {@return the client that subscribes: a connected client}
     */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * Where to read; {@link TraceStreams#CONTROL_CHANNEL} by default.
     *
     * @param channel an Aeron URI.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context channel(final String channel)
    {
        this.channel = Objects.requireNonNull(channel, "channel");
        return self();
    }

    /**
     * {@return where to read: an Aeron URI}
     */
    public String channel()
    {
        return channel;
    }

    /**
     * Aeron stream to read; {@link TraceStreams#CONTROL_STREAM_ID} by default.
     *
     * @param streamId Aeron stream id.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context streamId(final int streamId)
    {
        this.streamId = streamId;
        return self();
    }

    /**
     * {@return the Aeron stream to read: Aeron stream id}
     */
    public int streamId()
    {
        return streamId;
    }

    /**
     * The most fragments to read in a duty cycle; 64 by default.
     *
     * @param fragmentLimit at least 1.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context fragmentLimit(final int fragmentLimit)
    {
        this.fragmentLimit = fragmentLimit;
        return self();
    }

    /**
     * {@return the most fragments to read in a duty cycle: at least 1}
     */
    public int fragmentLimit()
    {
        return fragmentLimit;
    }

    /**
     * Is told what handlers throw; by default that of the Aeron client.
     *
     * @param errorHandler of exceptions.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context errorHandler(final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        return self();
    }

    /**
     * {@return who is told what handlers throw}
     */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /**
     * Of TraceLinkSets, which are passed over where there is none.
     *
     * @param handler that goes on after each.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context traceLinkSetHandler(final TraceLinkSetHandler handler)
    {
        traceLinkSetHandler = handler;
        return self();
    }

    /**
     * Of TraceLinkSets, in place of {@link #traceLinkSetHandler(TraceLinkSetHandler)}.
     *
     * @param handler that says how to go on; see {@link ControlledTracePoller}.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context controlledTraceLinkSetHandler(final ControlledTraceLinkSetHandler handler)
    {
        controlledTraceLinkSetHandler = handler;
        return self();
    }

    /**
     * Of FrameDescriptors, which are passed over where there is none.
     *
     * @param handler that goes on after each.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context frameDescriptorHandler(final FrameDescriptorHandler handler)
    {
        frameDescriptorHandler = handler;
        return self();
    }

    /**
     * Of FrameDescriptors, in place of {@link #frameDescriptorHandler(FrameDescriptorHandler)}.
     *
     * @param handler that says how to go on; see {@link ControlledTracePoller}.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context controlledFrameDescriptorHandler(final ControlledFrameDescriptorHandler handler)
    {
        controlledFrameDescriptorHandler = handler;
        return self();
    }

    /**
     * Of whole messages of other kinds, any bytes, which are passed over where there is none.
     *
     * @param handler that goes on after each.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context otherHandler(final FragmentHandler handler)
    {
        otherHandler = handler;
        return self();
    }

    /**
     * Of whole messages of other kinds, in place of {@link #otherHandler(FragmentHandler)}.
     *
     * @param handler that says how to go on; see {@link ControlledTracePoller}.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context controlledOtherHandler(final ControlledFragmentHandler handler)
    {
        controlledOtherHandler = handler;
        return self();
    }

    /**
     * Is told of each publication before its first message. Called by the subscriber's thread.
     *
     * @param handler of images, or null.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context availableImageHandler(final AvailableImageHandler handler)
    {
        availableImageHandler = handler;
        return self();
    }

    /**
     * {@return who is told of each publication before its first message, or null}
     */
    public AvailableImageHandler availableImageHandler()
    {
        return availableImageHandler;
    }

    /**
     * Is told of each publication after its last message. Called by the subscriber's thread, also when it closes.
     *
     * @param handler of images, or null.
     * @return this for a fluent API.
     */
    public TraceSubscriber.Context unavailableImageHandler(final UnavailableImageHandler handler)
    {
        unavailableImageHandler = handler;
        return self();
    }

    /**
     * {@return who is told of each publication after its last message, or null}
     */
    public UnavailableImageHandler unavailableImageHandler()
    {
        return unavailableImageHandler;
    }

    ControlledTraceLinkSetHandler effectiveTraceLinkSetHandler()
    {
        return null == traceLinkSetHandler ?
            controlledTraceLinkSetHandler : TraceDispatcher.controlledLinks(traceLinkSetHandler);
    }

    ControlledFrameDescriptorHandler effectiveFrameDescriptorHandler()
    {
        return null == frameDescriptorHandler ?
            controlledFrameDescriptorHandler : TraceDispatcher.controlledFrames(frameDescriptorHandler);
    }

    ControlledFragmentHandler effectiveOtherHandler()
    {
        return null == otherHandler ? controlledOtherHandler : TraceDispatcher.controlledOthers(otherHandler);
    }

    /**
     * {@return this, as what it is}
     */
    abstract TraceSubscriber.Context self();

    private static void requireOne(final String name, final Object handler, final Object controlledHandler)
    {
        if (null != handler && null != controlledHandler)
        {
            throw new IllegalArgumentException(
                name + " and its controlled form must not both be set: a message goes to one handler");
        }
    }
}
