package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.aeron.exceptions.ConcurrentConcludeException;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the leases of a process with an SHM driver (Driver Model §4): attaches, keeps alive, re-attaches and detaches
 * over one publication and one subscription of the control stream.
 * <p>
 * An {@link Agent}: something must call {@link #doWork()}, an {@link org.agrona.concurrent.AgentRunner}, an
 * {@link org.agrona.concurrent.AgentInvoker} or the caller's own loop, at least every second and for as long as the
 * client is open, since a subscriber of the control stream that stops polling holds up everybody on it. A duty cycle
 * never waits and allocates nothing while leases are merely kept.
 * <p>
 * Threads: every method of this class and of {@link Lease} may be called by any thread. One lock keeps them apart; a
 * {@link #doWork()} that finds it taken does nothing, the others wait for the end of the duty cycle. Listeners run
 * under that lock.
 * <pre>
 * final DriverClient client = new DriverClient(new DriverClient.Context().aeron(aeron));
 * final Lease lease = client.attach(AttachOptions.producer(10_000));
 * final LeaseGrant grant = lease.awaitAttached(5, TimeUnit.SECONDS, new BackoffIdleStrategy());
 * </pre>
 */
public final class DriverClient implements Agent, AutoCloseable
{
    private final ReentrantLock lock = new ReentrantLock();
    private final Context ctx;
    private final NanoClock clock;
    private final ClientCounters counters = new ClientCounters();
    private final LeaseRegistry leases;
    private final ControlStreams streams;
    private volatile boolean isClosed;

    /**
     * Open the control stream. Waits for the media driver, not for an SHM driver.
     *
     * @param ctx to be concluded.
     * @throws IllegalArgumentException if the context is not valid.
     */
    public DriverClient(final Context ctx)
    {
        ctx.conclude();
        this.ctx = ctx;
        clock = ctx.nanoClock();
        final ControlProxy proxy = new ControlProxy();
        leases = new LeaseRegistry(ctx, proxy, counters);
        streams = new ControlStreams(ctx, proxy, leases, counters);
        streams.connect(ctx.aeron());
    }

    /**
     * Ask for a lease and hold it until {@link Lease#detach()}. Returns at once; the coming duty cycles do the work.
     *
     * @param options what to ask for.
     * @return the lease, {@link LeaseState#UNATTACHED} for now.
     * @throws IllegalArgumentException if another lease of this client has the client id of the options.
     * @throws IllegalStateException    if the client is closed.
     */
    public Lease attach(final AttachOptions options)
    {
        final AttachOptions copy = options.copy();
        lock.lock();
        try
        {
            requireOpen();
            final Lease lease = new Lease(this, copy, clock);
            leases.add(lease, copy);
            return lease;
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @return 0 if there was nothing to do, the client is closed, or another thread is at work.
     * @throws IllegalStateException if it is called by a listener.
     */
    @Override
    public int doWork()
    {
        requireNoListener("run the duty cycle");

        if (!lock.tryLock())
        {
            return 0;
        }

        try
        {
            if (isClosed)
            {
                return 0;
            }

            return streams.poll() + leases.doWork(clock.nanoTime());
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * Is there an Aeron client? If not, it closed itself with its media driver or was closed, and every lease is lost
     * with {@link LeaseLoss#MEDIA_DRIVER_GONE}; {@link #reconnect(Aeron)} goes on. Noticed by {@link #doWork()}.
     *
     * @return false once the Aeron client is closed.
     */
    public boolean isConnected()
    {
        return streams.isConnected();
    }

    /**
     * Go on with another Aeron client, since the former one closed itself with its media driver or was closed. The
     * {@link Lease}s stay what they are, with their listeners and node IDs, and are asked for again by the coming duty
     * cycles. What else used the former Aeron client, such as publications, the owner makes anew.
     * <p>
     * Waits for the media driver, as the constructor does. Where that fails, this may be called again.
     *
     * @param aeron client, connected; stays the caller's.
     * @throws IllegalStateException if the former Aeron client is open, this client is closed, or the caller is a
     *                               listener.
     */
    public void reconnect(final Aeron aeron)
    {
        requireNoListener("reconnect the driver client");
        lock.lock();
        try
        {
            requireOpen();
            streams.reconnect(aeron);
        }
        finally
        {
            lock.unlock();
        }
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
        return "tracelink-driver-client";
    }

    /**
     * What the client counted since construction.
     *
     * @param counter to read.
     * @return the count.
     */
    public long counter(final ClientCounter counter)
    {
        return counters.get(counter);
    }

    /** {@return the context, concluded} */
    public Context context()
    {
        return ctx;
    }

    /** {@return true if the client is closed} */
    public boolean isClosed()
    {
        return isClosed;
    }

    /**
     * Give every lease back, as far as that needs no waiting, and close the streams, not the Aeron client. Idempotent.
     *
     * @throws IllegalStateException if it is called by a listener.
     */
    @Override
    public void close()
    {
        requireNoListener("close the driver client");

        lock.lock();
        try
        {
            if (!isClosed)
            {
                isClosed = true;
                leases.abandonAll();
                streams.disconnect();
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    Aeron aeron()
    {
        return streams.aeron();
    }

    void detach(final Lease lease)
    {
        lock.lock();
        try
        {
            final LeaseMachine machine = leases.find(lease);
            if (null != machine && lock.getHoldCount() > 1)
            {
                machine.requestDetach();
            }
            else if (null != machine)
            {
                machine.detach();
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    private void requireOpen()
    {
        if (isClosed)
        {
            throw new IllegalStateException("driver client is closed");
        }
    }

    private void requireNoListener(final String deed)
    {
        if (lock.isHeldByCurrentThread())
        {
            throw new IllegalStateException("a listener must not " + deed);
        }
    }

    /**
     * Settings of a client. Not thread-safe; concluded once, by the client.
     */
    public static final class Context extends DriverClientSettings
    {
        private final AtomicBoolean isConcluded = new AtomicBoolean();

        /**
         * Validate the settings. Called by the client; a context serves one client.
         *
         * @return this for a fluent API.
         * @throws IllegalArgumentException    if a setting is missing or out of range.
         * @throws ConcurrentConcludeException if it was concluded before.
         */
        public Context conclude()
        {
            if (!isConcluded.compareAndSet(false, true))
            {
                throw new ConcurrentConcludeException();
            }

            DriverClientConfiguration.validate(this);
            if (null == errorHandler())
            {
                errorHandler(aeron().context().errorHandler());
            }

            return this;
        }

        @Override
        Context self()
        {
            return this;
        }
    }
}
