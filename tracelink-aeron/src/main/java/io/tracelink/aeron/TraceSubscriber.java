package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.Image;
import io.aeron.Subscription;
import io.tracelink.aeron.internal.Handover;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

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
 * {@link #reconnect(Aeron)}.
 * <p>
 * Threads: {@link #doWork()}, {@link #position(Image)} and {@link #close()} belong to the agent's thread, the rest may
 * be called by any.
 */
public final class TraceSubscriber implements Agent, AutoCloseable
{
    private static final Image[] NO_IMAGES = new Image[0];

    private final Context context;
    private final ErrorHandler errorHandler;
    private final CountingHandlers handlers;
    private final MessageAssembler assembler;
    private final SubscriberCounters counters;

    /**
     * Those whose arrival has been handed on, so that no message comes before it.
     */
    private Image[] images = NO_IMAGES;
    private int roundRobinIndex;

    private final Handover<Connection> handover;

    /**
     * Of the agent's thread.
     */
    private Connection connection;

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
        counters = new SubscriberCounters(context.streamId());

        handover = new Handover<>("subscriber", new Connection(context.aeron()));
        connection = handover.latest();
        counters.show(connection.openedCounters);
    }

    /**
     * Read what has come, {@link Context#fragmentLimit()} fragments at most, and tell of images.
     *
     * @return the number of fragments read and of images told of.
     */
    @Override
    public int doWork()
    {
        final Connection latest = handover.latest();
        final int work = (latest == connection ? 0 : adopt(latest)) + onImageEvents() + poll();
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
        return handover.latest().subscription;
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
        return handover.isConnected();
    }

    /**
     * Go on with another Aeron client, since the former one closed itself with its media driver or was closed. Waits
     * for the media driver, as the constructor does; where that fails, this may be called again. The agent takes the
     * new client with its next duty cycle, in which the images of the former one are told to be unavailable at the
     * latest.
     *
     * @param aeron client, connected; stays the caller's.
     * @throws IllegalStateException if the former Aeron client is open, or this subscriber is closed.
     */
    public void reconnect(final Aeron aeron)
    {
        handover.reconnect(aeron, Connection::new);
    }

    /**
     * Unsubscribe, tell that all images are unavailable, and give the counters back. Idempotent.
     */
    @Override
    public void close()
    {
        if (!handover.close())
        {
            return;
        }

        final Connection latest = handover.latest();
        if (latest != connection)
        {
            adopt(latest);
        }
        CloseHelper.close(errorHandler, connection.subscription);
        onImageEvents();
        handlers.updateCounters(counters, images.length);
        CloseHelper.close(errorHandler, counters::close);
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

    /**
     * The client before is closed, and its subscription with it.
     *
     * @return how many images were told of.
     */
    private int adopt(final Connection latest)
    {
        int count = onImageEvents();
        for (final Image image : images)
        {
            onUnavailable(image);
            count++;
        }

        connection = latest;
        counters.show(latest.openedCounters);

        return count;
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
        final ManyToOneConcurrentLinkedQueue<ImageEvent> imageEvents = connection.imageEvents;
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
                onUnavailable(image);
            }
            count++;
        }

        return count;
    }

    private void onUnavailable(final Image image)
    {
        images = ArrayUtil.remove(images, image);
        handlers.onImageUnavailable(image);
        assembler.free(image.sessionId());
    }

    private record ImageEvent(Image image, boolean isAvailable)
    {
    }

    /**
     * What there is of one Aeron client. Opened by any thread.
     */
    private final class Connection implements Handover.Connection
    {
        private final Aeron aeron;

        /**
         * What the Aeron client's thread tells of images, in its order.
         */
        private final ManyToOneConcurrentLinkedQueue<ImageEvent> imageEvents = new ManyToOneConcurrentLinkedQueue<>();
        private final Counter[] openedCounters;
        private final Subscription subscription;

        /**
         * Open counters and subscription. When one cannot be had, none stays open.
         */
        private Connection(final Aeron aeron)
        {
            this.aeron = aeron;
            openedCounters = counters.open(aeron);
            try
            {
                subscription = aeron.addSubscription(
                    context.channel(),
                    context.streamId(),
                    (image) -> imageEvents.offer(new ImageEvent(image, true)),
                    (image) -> imageEvents.offer(new ImageEvent(image, false)));
            }
            catch (final Throwable ex)
            {
                CloseHelper.quietCloseAll(openedCounters);
                throw ex;
            }
        }

        @Override
        public Aeron aeron()
        {
            return aeron;
        }

        @Override
        public void abandon()
        {
            CloseHelper.closeAll(subscription, () -> CloseHelper.closeAll(openedCounters));
        }
    }

    /**
     * What a {@link TraceSubscriber} needs. Not thread-safe.
     */
    public static final class Context extends TraceSubscriberSettings
    {
        /**
         * Construct with the control stream of {@link TraceStreams}.
         */
        public Context()
        {
        }

        @Override
        Context self()
        {
            return this;
        }
    }
}
