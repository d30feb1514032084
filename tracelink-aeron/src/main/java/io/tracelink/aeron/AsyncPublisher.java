package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.tracelink.aeron.internal.Handover;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Sends the links of stages, and where it is set to their descriptors, in place of their threads (TraceLink §9: links
 * may be batched). A stage only writes into a ring of fixed length; this agent takes out what is there and publishes it
 * in blocks, in which every message stays one that each peer reads.
 * <pre>
 * final AsyncPublisher asyncPublisher = new AsyncPublisher(new AsyncPublisher.Context().aeron(aeron));
 * final AgentRunner runner = new AgentRunner(idleStrategy, errorHandler, null, asyncPublisher);
 * AgentRunner.startOnThread(runner);
 *
 * final FramePublisher publisher = new FramePublisher(new FramePublisher.Context()
 *     .aeron(aeron).streamId(10_000).asyncPublisher(asyncPublisher));
 * </pre>
 * Links that cannot be sent at once are dropped and counted by their reason. Descriptors have a ring of their own;
 * those that are back-pressured stay there, and their links in the other ring, until the stages are told
 * {@link FramePublisher#RING_FULL}. Other descriptors that cannot be sent are dropped and counted: those that nobody
 * subscribes to, also where they were back-pressured until the last subscriber left, and a block that was on its way
 * when it left.
 * <p>
 * Threads: {@link #doWork()} and {@link #close()} belong to the agent's thread, {@link #reconnect(Aeron)} and the rest
 * may be called by any. Only {@link #reconnect(Aeron)} waits for the media driver, and nothing waits for it: publishers
 * are made and closed, and this is closed, while it does. The rings are for one {@link FramePublisher} or
 * {@link TraceLinkPublisher}, or, with {@link Context#manyProducers(boolean)}, for any number of them on any threads.
 */
public final class AsyncPublisher implements Agent, AutoCloseable
{
    private final String descriptorChannel;
    private final int descriptorStreamId;
    private final String controlChannel;
    private final int controlStreamId;
    private final boolean isForManyProducers;
    private final boolean sendsDescriptors;
    private final long drainTimeoutNs;
    private final NanoClock nanoClock;
    private final FrameRing linkRing;
    private final FrameRing descriptorRing;
    private final FrameCounters counters;
    private final Handover<Connection> handover;
    private final Object producerLock = new Object();
    private int producerCount;

    /**
     * Of the agent's thread.
     */
    private Connection connection;
    private boolean isRefusing;

    /**
     * Links up to a position of their ring are sent once the descriptors up to a mark of theirs have been taken out.
     */
    private long linkLimit;
    private long nextLinkLimit;
    private long descriptorMark;

    /**
     * Open the publications and counters, and allocate the rings. Waits for the media driver.
     *
     * @param context of the publisher; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range. Nothing stays open
     *                                  then, nor where Aeron refuses.
     */
    public AsyncPublisher(final Context context)
    {
        context.conclude();

        descriptorChannel = context.descriptorChannel();
        descriptorStreamId = context.descriptorStreamId();
        controlChannel = context.controlChannel();
        controlStreamId = context.controlStreamId();
        isForManyProducers = context.manyProducers();
        sendsDescriptors = context.sendDescriptors();
        drainTimeoutNs = context.drainTimeoutNs();
        nanoClock = context.nanoClock();
        linkRing = new FrameRing(context.ringLength(), isForManyProducers);
        descriptorRing = sendsDescriptors ? new FrameRing(context.ringLength(), isForManyProducers) : null;
        counters = FrameCounters.ofAsyncPublisher(controlStreamId);

        handover = new Handover<>("async publisher", new Connection(context.aeron()));
        connection = handover.latest();
        counters.show(connection.counters);
        openRings();
    }

    /**
     * Send what is in the rings, as far as Aeron takes it. Never waits, allocates nothing.
     *
     * @return the number of messages that were taken out of the rings; 0 once this is closed.
     */
    @Override
    public int doWork()
    {
        return handover.isClosed() ? 0 : sendMessages();
    }

    /** {@inheritDoc} */
    @Override
    public void onClose()
    {
        close();
    }

    /** {@inheritDoc} */
    @Override
    public String roleName()
    {
        return "tracelink-async-publisher";
    }

    /**
     * Does somebody subscribe to the TraceLinkSets, and to the descriptors where these are sent?
     *
     * @return true if so; false also once the Aeron client is closed.
     */
    public boolean isConnected()
    {
        return handover.latest().links.isConnected() && (!sendsDescriptors || hasDescriptorSubscriber());
    }

    /**
     * {@return true if descriptors go through a ring too}
     */
    public boolean sendsDescriptors()
    {
        return sendsDescriptors;
    }

    /**
     * {@return what became of what was in the rings: frames that were not sent, links sent and dropped}
     */
    public FrameCounters counters()
    {
        return counters;
    }

    /**
     * Go on with another Aeron client, since the former one closed itself with its media driver or was closed. What is
     * sent until then is dropped and counted, and the stages are told {@link Publication#CLOSED}.
     * <p>
     * Waits for the media driver, as the constructor does. Where that fails, nothing has changed, and this may be
     * called again. The agent goes on working meanwhile, and takes the new client with its next duty cycle.
     *
     * @param aeron a connected client; stays the caller's.
     * @throws IllegalStateException if the former client is open, or this publisher is closed.
     */
    public void reconnect(final Aeron aeron)
    {
        handover.reconnect(aeron, Connection::new);
    }

    /**
     * Send what is in the rings, for as long as {@link Context#drainTimeoutNs(long)} allows and the thread is not
     * interrupted; what is left is dropped and counted. Then close the publications and counters. Idempotent.
     * <p>
     * Close the publishers of the stages first: what they put into the rings during this call may be lost uncounted.
     */
    @Override
    public void close()
    {
        if (!handover.close())
        {
            return;
        }

        closeRings();
        drain();
        if (null != descriptorRing)
        {
            counters.onNotSent(descriptorRing.discard());
        }
        counters.onLinkResult(Publication.CLOSED, linkRing.discard());

        CloseHelper.closeAll(connection, counters::close);
    }

    /**
     * A publisher will write into the rings. Never waits.
     *
     * @throws IllegalStateException    if this publisher is closed.
     * @throws IllegalArgumentException if it is for one producer and has one.
     */
    void attach()
    {
        synchronized (producerLock)
        {
            handover.requireOpen();
            if (producerCount > 0 && !isForManyProducers)
            {
                throw new IllegalArgumentException(
                    "asyncPublisher has a producer and manyProducers=false: set manyProducers(true) to have more");
            }
            producerCount++;
        }
    }

    /**
     * A publisher writes no longer into the rings. Never waits.
     */
    void detach()
    {
        synchronized (producerLock)
        {
            producerCount--;
        }
    }

    FrameRing linkRing()
    {
        return linkRing;
    }

    /**
     * {@return null where descriptors are sent by the stages}
     */
    FrameRing descriptorRing()
    {
        return descriptorRing;
    }

    boolean hasDescriptorSubscriber()
    {
        return handover.latest().descriptors.isConnected();
    }

    private int sendMessages()
    {
        final Connection latest = handover.latest();
        if (latest != connection)
        {
            adopt(latest);
        }

        final int taken = null == descriptorRing ? connection.links.drain(linkRing, Long.MAX_VALUE) : sendInOrder();
        if (!isRefusing && connection.isGone())
        {
            isRefusing = true;
            closeRings();
        }

        return taken;
    }

    /**
     * Descriptors go before their links. A descriptor is in its ring before its links are in theirs, so the position of
     * the links is read first.
     */
    private int sendInOrder()
    {
        final FrameRing descriptorRing = this.descriptorRing;
        if (descriptorRing.consumerPosition() >= descriptorMark)
        {
            linkLimit = nextLinkLimit;
            nextLinkLimit = linkRing.producerPosition();
            descriptorMark = descriptorRing.producerPosition();
        }

        final int frames = connection.descriptors.drain(descriptorRing, Long.MAX_VALUE);
        if (descriptorRing.consumerPosition() >= descriptorMark)
        {
            linkLimit = nextLinkLimit;
        }

        return frames + connection.links.drain(linkRing, linkLimit);
    }

    private void adopt(final Connection latest)
    {
        connection.close();
        connection = latest;
        counters.show(latest.counters);
        isRefusing = false;
        openRings();
    }

    private void openRings()
    {
        final int maxMessageLength = connection.links.maxMessageLength();
        linkRing.open(maxMessageLength);
        if (null != descriptorRing)
        {
            descriptorRing.open(maxMessageLength);
        }
    }

    private void closeRings()
    {
        linkRing.close();
        if (null != descriptorRing)
        {
            descriptorRing.close();
        }
    }

    private void drain()
    {
        final IdleStrategy idleStrategy = new BackoffIdleStrategy();
        final long startNs = nanoClock.nanoTime();
        do
        {
            idleStrategy.idle(sendMessages());
        }
        while (!areRingsEmpty() &&
            nanoClock.nanoTime() - startNs < drainTimeoutNs &&
            !Thread.currentThread().isInterrupted());
    }

    private boolean areRingsEmpty()
    {
        return isEmpty(linkRing) && (null == descriptorRing || isEmpty(descriptorRing));
    }

    private static boolean isEmpty(final FrameRing ring)
    {
        return ring.consumerPosition() == ring.producerPosition();
    }

    /**
     * What there is of one Aeron client. Opened by any thread.
     */
    private final class Connection implements Handover.Connection, AutoCloseable
    {
        private final Aeron aeron;
        private final Counter[] counters;
        private final BlockPublication descriptors;
        private final BlockPublication links;

        /**
         * Open publications and counters. When one cannot be had, none stays open.
         */
        private Connection(final Aeron aeron)
        {
            this.aeron = aeron;
            counters = AsyncPublisher.this.counters.open(aeron);

            BlockPublication descriptors = null;
            try
            {
                descriptors = sendsDescriptors ? openDescriptors(aeron) : null;
                links = new BlockPublication(
                    aeron.addExclusivePublication(controlChannel, controlStreamId),
                    AsyncPublisher.this.counters,
                    false);
            }
            catch (final Throwable ex)
            {
                CloseHelper.quietCloseAll(counters);
                CloseHelper.quietClose(descriptors);
                throw ex;
            }

            this.descriptors = descriptors;
        }

        @Override
        public Aeron aeron()
        {
            return aeron;
        }

        @Override
        public void abandon()
        {
            CloseHelper.closeAll(this);
            CloseHelper.closeAll(counters);
        }

        private boolean isGone()
        {
            return links.isGone() || (null != descriptors && descriptors.isGone());
        }

        private BlockPublication openDescriptors(final Aeron aeron)
        {
            final ExclusivePublication publication =
                aeron.addExclusivePublication(descriptorChannel, descriptorStreamId);
            try
            {
                FramePublications.requireRoomForDescriptor(publication);
            }
            catch (final Throwable ex)
            {
                CloseHelper.quietClose(publication);
                throw ex;
            }

            return new BlockPublication(publication, AsyncPublisher.this.counters, true);
        }

        /**
         * Close the publications.
         */
        @Override
        public void close()
        {
            CloseHelper.closeAll(descriptors, links);
        }
    }

    /**
     * What an {@link AsyncPublisher} needs. Not thread-safe.
     */
    public static final class Context extends AsyncPublisherSettings
    {
        /**
         * Construct with the defaults of {@link TraceStreams}.
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
