package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.AvailableImageHandler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.util.Objects;

/**
 * Reads the trace metadata of a stream, as a {@link TracePoller} does, with a subscription and counters of its own: an
 * Agrona agent, to be run by an {@code AgentRunner}, an {@code AgentInvoker} or the duty cycle of a stage.
 * <p>
 * All handlers are called by the thread that runs it, those of images too. The order of a publication is: its image is
 * available, its messages, its image is unavailable. A handler that throws has had its message: the exception goes to
 * the error handler, is counted, and the next message follows.
 * <pre>
 * this.subscriber = new TraceSubscriber(new TraceSubscriber.Context()
 *     .aeron(aeron)
 *     .traceLinkSetHandler(this::onTraceLinkSet)
 *     .unavailableImageHandler((image) -&gt; saveCheckpoint(image.sessionId(), this.subscriber.position(image))));
 * </pre>
 * {@link #doWork()} must be called for as long as it is open: a subscriber that does not poll holds up every publisher
 * of an IPC stream. Once its Aeron client is closed, as with its media driver, it reads nothing until
 * {@link #reconnect(Aeron)}. Not thread-safe, but for {@link #counters()}.
 */
public final class TraceSubscriber implements Agent, AutoCloseable
{
    private static final Image[] NO_IMAGES = new Image[0];

    private final Context context;
    private final ErrorHandler errorHandler;
    private final CountingHandlers handlers;
    private final MessageAssembler assembler;
    private final SubscriberCounters counters = new SubscriberCounters();

    /**
     * What the Aeron client's thread tells of images, in its order.
     */
    private final ManyToOneConcurrentLinkedQueue<ImageEvent> imageEvents = new ManyToOneConcurrentLinkedQueue<>();

    /**
     * Those whose arrival has been handed on, so that no message comes before it.
     */
    private Image[] images = NO_IMAGES;
    private int roundRobinIndex;

    private Aeron aeron;
    private Subscription subscription;
    private boolean isClosed;

    /**
     * Subscribe, and open the counters. Waits for the media driver.
     *
     * @param context of the subscriber; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range. Nothing stays open
     *                                  then, nor where Aeron refuses.
     */
    public TraceSubscriber(final Context context)
    {
        context.conclude();

        this.context = context;
        errorHandler = context.errorHandler();
        handlers = new CountingHandlers(context);
        assembler = new MessageAssembler(null, handlers.dispatcher());

        open(context.aeron());
    }

    /**
     * Read what has come, {@link Context#fragmentLimit()} fragments at most, and tell of images.
     *
     * @return the number of fragments read and of images told of.
     */
    @Override
    public int doWork()
    {
        final int work = onImageEvents() + poll();
        if (work > 0)
        {
            handlers.updateCounters(counters, images.length);
        }

        return work;
    }

    /**
     * Up to where every message of an image has been handed on and not aborted; see
     * {@link TracePoller#position(Image)}. Holds within the handler of unavailable images too, of the image that goes.
     *
     * @param image of the subscription.
     * @return the position in the image's stream, in bytes.
     */
    public long position(final Image image)
    {
        return assembler.position(image);
    }

    /**
     * The subscription that is read, another one after {@link #reconnect(Aeron)}. To be neither polled nor closed.
     *
     * @return the subscription.
     */
    public Subscription subscription()
    {
        return subscription;
    }

    /**
     * What was read and refused; goes on over {@link #reconnect(Aeron)}.
     *
     * @return the counters.
     */
    public SubscriberCounters counters()
    {
        return counters;
    }

    /** {@return false once the Aeron client is closed, as it is without its media driver} */
    public boolean isConnected()
    {
        return !aeron.isClosed();
    }

    /**
     * Go on with another Aeron client, since the former one closed itself with its media driver or was closed. The
     * images of the former one are told to be unavailable. Waits for the media driver, as the constructor does; where
     * that fails, this may be called again.
     *
     * @param aeron client, connected; stays the caller's.
     * @throws IllegalStateException if the former Aeron client is open, or this subscriber is closed.
     */
    public void reconnect(final Aeron aeron)
    {
        Objects.requireNonNull(aeron, "aeron");
        if (isClosed)
        {
            throw new IllegalStateException("the subscriber is closed: make another one");
        }

        if (isConnected())
        {
            throw new IllegalStateException("the Aeron client is open: there is nothing to reconnect");
        }

        onImageEvents();
        open(aeron);
    }

    /**
     * Unsubscribe, tell that all images are unavailable, and give the counters back. Idempotent.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            CloseHelper.close(errorHandler, subscription);
            onImageEvents();
            handlers.updateCounters(counters, images.length);
            CloseHelper.close(errorHandler, counters);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onClose()
    {
        close();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String roleName()
    {
        return "tracelink-subscriber";
    }

    private void open(final Aeron aeron)
    {
        final int streamId = context.streamId();
        counters.open(aeron, streamId);
        try
        {
            subscription = aeron.addSubscription(
                context.channel(),
                streamId,
                (image) -> imageEvents.offer(new ImageEvent(image, true)),
                (image) -> imageEvents.offer(new ImageEvent(image, false)));
            this.aeron = aeron;
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietClose(counters);
            throw ex;
        }
    }

    /**
     * As {@link Subscription#controlledPoll} does, from the images that have been told of.
     */
    private int poll()
    {
        final Image[] images = this.images;
        final int length = images.length;
        final int fragmentLimit = context.fragmentLimit();
        int fragments = 0;

        int startingIndex = roundRobinIndex++;
        if (startingIndex >= length)
        {
            startingIndex = 0;
            roundRobinIndex = 1;
        }

        for (int i = startingIndex; i < length && fragments < fragmentLimit; i++)
        {
            fragments += images[i].controlledPoll(assembler, fragmentLimit - fragments);
        }

        for (int i = 0; i < startingIndex && fragments < fragmentLimit; i++)
        {
            fragments += images[i].controlledPoll(assembler, fragmentLimit - fragments);
        }

        return fragments;
    }

    private int onImageEvents()
    {
        int count = 0;
        for (ImageEvent event = imageEvents.poll(); null != event; event = imageEvents.poll())
        {
            final Image image = event.image();
            if (event.isAvailable())
            {
                images = ArrayUtil.add(images, image);
                handlers.onImageAvailable(image);
            }
            else
            {
                images = ArrayUtil.remove(images, image);
                handlers.onImageUnavailable(image);
                assembler.free(image.sessionId());
            }
            count++;
        }

        return count;
    }

    private record ImageEvent(Image image, boolean isAvailable)
    {
    }

    /**
     * What a subscriber needs to know.
     */
    public static final class Context
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
         * Construct with the control stream of {@link TraceStreams}.
         */
        public Context()
        {
        }

        /**
         * Check that everything is there.
         *
         * @return this for a fluent API.
         * @throws IllegalArgumentException if a value is missing or out of its range, or two handlers are set for one
         *                                  kind of message.
         */
        public Context conclude()
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

            return this;
        }

        /**
         * The client that subscribes and opens the counters; stays the caller's.
         *
         * @param aeron a connected client.
         * @return this for a fluent API.
         */
        public Context aeron(final Aeron aeron)
        {
            this.aeron = aeron;
            return this;
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
        public Context channel(final String channel)
        {
            this.channel = Objects.requireNonNull(channel, "channel");
            return this;
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
        public Context streamId(final int streamId)
        {
            this.streamId = streamId;
            return this;
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
        public Context fragmentLimit(final int fragmentLimit)
        {
            this.fragmentLimit = fragmentLimit;
            return this;
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
        public Context errorHandler(final ErrorHandler errorHandler)
        {
            this.errorHandler = errorHandler;
            return this;
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
        public Context traceLinkSetHandler(final TraceLinkSetHandler handler)
        {
            traceLinkSetHandler = handler;
            return this;
        }

        /**
         * Of TraceLinkSets, in place of {@link #traceLinkSetHandler(TraceLinkSetHandler)}.
         *
         * @param handler that says how to go on; see {@link ControlledTracePoller}.
         * @return this for a fluent API.
         */
        public Context controlledTraceLinkSetHandler(final ControlledTraceLinkSetHandler handler)
        {
            controlledTraceLinkSetHandler = handler;
            return this;
        }

        /**
         * Of FrameDescriptors, which are passed over where there is none.
         *
         * @param handler that goes on after each.
         * @return this for a fluent API.
         */
        public Context frameDescriptorHandler(final FrameDescriptorHandler handler)
        {
            frameDescriptorHandler = handler;
            return this;
        }

        /**
         * Of FrameDescriptors, in place of {@link #frameDescriptorHandler(FrameDescriptorHandler)}.
         *
         * @param handler that says how to go on; see {@link ControlledTracePoller}.
         * @return this for a fluent API.
         */
        public Context controlledFrameDescriptorHandler(final ControlledFrameDescriptorHandler handler)
        {
            controlledFrameDescriptorHandler = handler;
            return this;
        }

        /**
         * Of whole messages of other kinds, any bytes, which are passed over where there is none.
         *
         * @param handler that goes on after each.
         * @return this for a fluent API.
         */
        public Context otherHandler(final FragmentHandler handler)
        {
            otherHandler = handler;
            return this;
        }

        /**
         * Of whole messages of other kinds, in place of {@link #otherHandler(FragmentHandler)}.
         *
         * @param handler that says how to go on; see {@link ControlledTracePoller}.
         * @return this for a fluent API.
         */
        public Context controlledOtherHandler(final ControlledFragmentHandler handler)
        {
            controlledOtherHandler = handler;
            return this;
        }

        /**
         * Is told of each publication before its first message. Called by the subscriber's thread.
         *
         * @param handler of images, or null.
         * @return this for a fluent API.
         */
        public Context availableImageHandler(final AvailableImageHandler handler)
        {
            availableImageHandler = handler;
            return this;
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
        public Context unavailableImageHandler(final UnavailableImageHandler handler)
        {
            unavailableImageHandler = handler;
            return this;
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

        private static void requireOne(final String name, final Object handler, final Object controlledHandler)
        {
            if (null != handler && null != controlledHandler)
            {
                throw new IllegalArgumentException(
                    name + " and its controlled form must not both be set: a message goes to one handler");
            }
        }
    }
}
