package io.tracelink.driver;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.tracelink.aeron.MessagePoller;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachRequestDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveDecoder;
import io.tracelink.schema.driver.ShutdownReason;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.MessageDigest;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The duty cycle of a driver: it hears the control stream, lets leases expire and streams be announced on time, and
 * leaves in order (Driver Model §4). Never waits; a duty cycle without an attach, detach or expiry allocates nothing.
 */
final class DriverConductor implements Agent, RequestHandler
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ShmDriver.class);
    private static final int FRAGMENT_LIMIT = 64;
    private static final long FLUSH_TIMEOUT_NS = 500_000_000;

    private final ShmDriver.Context context;
    private final Aeron aeron;
    private final AgentInvoker aeronInvoker;
    private final Subscription control;
    private final NanoClock nanoClock;
    private final DriverDirectory directory;
    private final DriverCounters counters;
    private final QueuedPublication controlPublication;
    private final QueuedPublication announcePublication;
    private final ControlMessages messages;
    private final StreamCatalog catalog;
    private final LeaseDesk desk;
    private final MessagePoller requests;
    private final Consumer<ShutdownReason> onStopped;
    private final byte[] shutdownToken;
    private final long announcePeriodNs;
    private final long maxExpiryDelayNs;
    private final long shutdownTimeoutNs;
    private final ManyToOneConcurrentLinkedQueue<Long> revocations = new ManyToOneConcurrentLinkedQueue<>();

    private State state = State.RUNNING;
    private ShutdownReason shutdownReason = ShutdownReason.NORMAL;
    private long nowNs;
    private long nextAnnounceNs;
    private long lastExpiryNs;
    private long stopDeadlineNs;

    private enum State
    {
        /** Leases are granted. */
        RUNNING,
        /** A shutdown request was accepted: leases live on for a while, no new ones are granted. */
        DRAINING,
        /** Every lease is void. */
        STOPPED
    }

    DriverConductor(
        final ShmDriver.Context context,
        final DriverDirectory directory,
        final DriverTransport transport,
        final Consumer<ShutdownReason> onStopped)
    {
        final DriverConfig config = context.config();
        this.context = context;
        this.aeron = context.aeron();
        this.aeronInvoker = aeron.conductorAgentInvoker();
        this.nanoClock = context.nanoClock();
        this.directory = directory;
        this.control = transport.controlSubscription();
        this.controlPublication = transport.controlPublication();
        this.announcePublication = transport.announcePublication();
        this.counters = transport.counters();
        this.onStopped = onStopped;
        this.shutdownToken = config.value(DriverKey.SHUTDOWN_TOKEN).getBytes(US_ASCII);
        this.announcePeriodNs = config.value(DriverKey.ANNOUNCE_PERIOD_MS) * 1_000_000;
        this.maxExpiryDelayNs = config.value(DriverKey.LEASE_KEEPALIVE_INTERVAL_MS) * 1_000_000;
        this.shutdownTimeoutNs = config.value(DriverKey.SHUTDOWN_TIMEOUT_MS) * 1_000_000;
        this.messages = new ControlMessages(controlPublication, announcePublication, counters);
        this.catalog = new StreamCatalog(context, directory, messages, counters);
        this.desk = new LeaseDesk(
            context, catalog, messages, counters, directory.nodeIds(),
            directory.nextEpoch(context.epochClock().time()));
        this.requests = new MessagePoller(control, new RequestGate(this, counters.badMessages()));
        this.nowNs = nanoClock.nanoTime();
        this.nextAnnounceNs = nowNs + announcePeriodNs;
        this.lastExpiryNs = nowNs;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String roleName()
    {
        return "shm-driver";
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public int doWork()
    {
        if (control.isClosed())
        {
            stopped(ShutdownReason.ERROR);
            throw new AgentTerminationException("the control stream is closed: the media driver or client is gone");
        }

        nowNs = nanoClock.nanoTime();
        final int fragments = poll();
        int workCount = fragments + messages.flush();
        if (state != State.STOPPED)
        {
            workCount += catalog.poll(desk, nowNs);
            workCount += pollRevocations();
            workCount += onTimers(fragments);
        }

        return workCount;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onClose()
    {
        if (!aeron.isClosed() && !control.isClosed())
        {
            stop(ShutdownReason.NORMAL);
            flush();
        }

        stopped(ShutdownReason.ERROR);
        CloseHelper.close(context.errorHandler(), catalog::close);
        CloseHelper.close(context.errorHandler(), directory);
        if (!aeron.isClosed())
        {
            CloseHelper.closeAll(
                context.errorHandler(),
                control, controlPublication::close, announcePublication::close, counters::close);
        }

        if (context.ownsAeronClient())
        {
            CloseHelper.close(context.errorHandler(), aeron);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onAttach(final ShmAttachRequestDecoder request)
    {
        if (state != State.STOPPED)
        {
            desk.onAttach(request, nowNs);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onDetach(final ShmDetachRequestDecoder request)
    {
        if (state != State.STOPPED)
        {
            desk.onDetach(request, nowNs);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onKeepalive(final ShmLeaseKeepaliveDecoder keepalive)
    {
        if (state != State.STOPPED)
        {
            desk.onKeepalive(keepalive, nowNs);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onShutdownRequest(
        final ShutdownReason reason, final DirectBuffer buffer, final int tokenOffset, final int tokenLength)
    {
        if (!isShutdownToken(buffer, tokenOffset, tokenLength))
        {
            counters.rejects().increment();
        }
        else if (state == State.RUNNING)
        {
            LOGGER.info("shutdown requested, reason {}: draining", reason);
            state = State.DRAINING;
            shutdownReason = reason;
            stopDeadlineNs = nowNs + shutdownTimeoutNs;
            desk.drain();
            catalog.announceAll(nowNs);
        }
    }

    /**
     * Takes the lease of a client away with the next duty cycle. May be called by any thread.
     *
     * @param clientId of the client.
     */
    void revoke(final long clientId)
    {
        revocations.offer(clientId);
    }

    private int pollRevocations()
    {
        int count = 0;
        Long clientId;
        while ((clientId = revocations.poll()) != null)
        {
            desk.revoke(clientId, nowNs);
            count++;
        }

        return count;
    }

    private int poll()
    {
        if (null != aeronInvoker)
        {
            aeronInvoker.invoke();
        }

        return requests.poll(FRAGMENT_LIMIT);
    }

    private int onTimers(final int fragments)
    {
        int workCount = 0;

        // Keepalives that wait in the stream count as received: expiry waits for them, but not for ever.
        if (fragments < FRAGMENT_LIMIT || nowNs - lastExpiryNs >= maxExpiryDelayNs)
        {
            lastExpiryNs = nowNs;
            workCount += desk.expire(nowNs);
        }

        if (nowNs - nextAnnounceNs >= 0)
        {
            nextAnnounceNs = nowNs + announcePeriodNs;
            catalog.onAnnouncePeriod(nowNs);
            workCount++;
        }

        if (state == State.DRAINING && nowNs - stopDeadlineNs >= 0)
        {
            stop(shutdownReason);
            workCount++;
        }

        return workCount;
    }

    private void stop(final ShutdownReason reason)
    {
        if (state != State.STOPPED)
        {
            messages.driverShutdown(nanoClock.nanoTime(), reason, "");
            counters.leases().set(0);
            stopped(reason);
        }
    }

    private void stopped(final ShutdownReason reason)
    {
        if (state != State.STOPPED)
        {
            LOGGER.info("driver stopped, reason {}", reason);
            state = State.STOPPED;
            onStopped.accept(reason);
        }
    }

    private void flush()
    {
        final long deadlineNs = System.nanoTime() + FLUSH_TIMEOUT_NS;
        while (!messages.isFlushed() && System.nanoTime() - deadlineNs < 0 && !control.isClosed())
        {
            messages.flush();
            poll();
            Thread.onSpinWait();
        }
    }

    private boolean isShutdownToken(final DirectBuffer buffer, final int offset, final int length)
    {
        if (shutdownToken.length == 0 || shutdownToken.length != length)
        {
            return false;
        }

        final byte[] token = new byte[length];
        buffer.getBytes(offset, token);
        return MessageDigest.isEqual(token, shutdownToken);
    }
}
