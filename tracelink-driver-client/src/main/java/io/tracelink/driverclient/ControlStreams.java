package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import org.agrona.CloseHelper;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * The streams between a client and its driver: requests are sent and answers read on the control stream, announces may
 * come on a stream of their own. An Aeron client that is gone is followed by the next one.
 */
final class ControlStreams
{
    private static final int FRAGMENT_LIMIT = 16;

    private final DriverClient.Context ctx;
    private final ControlProxy proxy;
    private final LeaseRegistry leases;
    private final ClientCounters counters;
    private volatile Aeron aeron;
    private volatile Connection connection;

    ControlStreams(
        final DriverClient.Context ctx,
        final ControlProxy proxy,
        final LeaseRegistry leases,
        final ClientCounters counters)
    {
        this.ctx = ctx;
        this.proxy = proxy;
        this.leases = leases;
        this.counters = counters;
    }

    /**
     * Open the streams. Waits for the media driver.
     *
     * @param aeron client, connected.
     */
    void connect(final Aeron aeron)
    {
        final Connection connection = new Connection();
        try
        {
            if (ctx.useAeronCounters())
            {
                counters.connect(aeron);
            }

            // Subscribed first, so that no answer can be missed.
            connection.control = connection.subscribe(aeron, ctx.controlChannel(), ctx.controlStreamId());
            if (ctx.announceStreamId() != ctx.controlStreamId() || !ctx.announceChannel().equals(ctx.controlChannel()))
            {
                connection.announces = connection.subscribe(aeron, ctx.announceChannel(), ctx.announceStreamId());
            }

            connection.publication = aeron.addExclusivePublication(ctx.controlChannel(), ctx.controlStreamId());
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(connection, counters);
            throw ex;
        }

        this.aeron = aeron;
        this.connection = connection;
        proxy.connect(connection.publication::tryClaim);
    }

    /**
     * Open the streams by another Aeron client.
     *
     * @param aeron client, connected.
     * @throws IllegalStateException if the former one is open.
     */
    void reconnect(final Aeron aeron)
    {
        if (!this.aeron.isClosed())
        {
            throw new IllegalStateException("the former Aeron client is open, close it first");
        }

        checkMediaDriver();
        connect(aeron);
    }

    /**
     * The Aeron client that was connected last.
     */
    Aeron aeron()
    {
        return aeron;
    }

    boolean isConnected()
    {
        return null != connection;
    }

    /**
     * Close the streams. Idempotent.
     */
    void disconnect()
    {
        proxy.disconnect();
        CloseHelper.closeAll(ctx.errorHandler(), connection, counters);
        connection = null;
    }

    int poll()
    {
        checkMediaDriver();
        final Connection connection = this.connection;

        return null == connection ? 0 : connection.poll();
    }

    private void checkMediaDriver()
    {
        if (null != connection && aeron.isClosed())
        {
            disconnect();
            leases.onMediaDriverGone();
        }
    }

    private final class Connection implements AutoCloseable
    {
        private final ManyToOneConcurrentLinkedQueue<Image> goneImages = new ManyToOneConcurrentLinkedQueue<>();
        private final ControlAdapter controlAdapter = new ControlAdapter(leases, counters);
        private final ControlAdapter announceAdapter = new ControlAdapter(leases, counters);
        private ExclusivePublication publication;
        private Subscription control;
        private Subscription announces;

        private Subscription subscribe(final Aeron aeron, final String channel, final int streamId)
        {
            return aeron.addSubscription(channel, streamId, null, goneImages::add);
        }

        private int poll()
        {
            // A revocation is read before the announce that follows it.
            int fragments = controlAdapter.poll(control, FRAGMENT_LIMIT);
            if (null != announces)
            {
                fragments += announceAdapter.poll(announces, FRAGMENT_LIMIT);
            }

            final Image goneImage = goneImages.poll();
            if (null != goneImage)
            {
                controlAdapter.onSessionGone(goneImage.sessionId());
                announceAdapter.onSessionGone(goneImage.sessionId());
                leases.onSessionGone(goneImage.sessionId());
            }

            return fragments;
        }

        @Override
        public void close()
        {
            CloseHelper.closeAll(ctx.errorHandler(), publication, control, announces);
        }
    }
}
