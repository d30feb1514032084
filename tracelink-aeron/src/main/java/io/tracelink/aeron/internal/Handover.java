package io.tracelink.aeron.internal;

import io.aeron.Aeron;

import java.util.Objects;
import java.util.function.Function;

/**
 * How an agent comes to its next Aeron client: any thread opens what there is of that client and hands it over, and the
 * agent takes it with its next duty cycle. Who opens waits for the media driver, and nobody waits for him: not the
 * agent, nor who closes. What is opened while the agent is closed is closed again.
 * <p>
 * {@link #close()} belongs to the agent's thread, the rest may be called by any.
 *
 * @param <C> what there is of one client.
 */
public final class Handover<C extends Handover.Connection>
{
    private final String name;

    /**
     * One reconnects at a time, and may wait. Who closes never waits for that.
     */
    private final Object reconnectLock = new Object();
    private final Object stateLock = new Object();
    private volatile C latest;
    private volatile boolean isClosed;

    /**
     * Construct with the first client.
     *
     * @param name  of the agent, in messages.
     * @param first what there is of the first client.
     */
    public Handover(final String name, final C first)
    {
        this.name = name;
        latest = first;
    }

    /**
     * {@return what was handed over last, to be taken by the agent}
     */
    public C latest()
    {
        return latest;
    }

    /**
     * {@return false once the Aeron client is closed, as it is without its media driver}
     */
    public boolean isConnected()
    {
        return !latest.aeron().isClosed();
    }

    /**
     * {@return true once the agent is closed}
     */
    public boolean isClosed()
    {
        return isClosed;
    }

    /**
     * Fail where the agent is closed.
     *
     * @throws IllegalStateException if it is.
     */
    public void requireOpen()
    {
        if (isClosed)
        {
            throw new IllegalStateException("the " + name + " is closed: make another one");
        }
    }

    /**
     * Open and hand over what there is of the next client. Where that cannot be opened, nothing has changed.
     *
     * @param aeron a connected client.
     * @param open  may wait for the media driver.
     * @throws IllegalStateException if the former client is open, or the agent is closed.
     */
    public void reconnect(final Aeron aeron, final Function<Aeron, C> open)
    {
        Objects.requireNonNull(aeron, "aeron");
        synchronized (reconnectLock)
        {
            requireOpen();
            if (isConnected())
            {
                throw new IllegalStateException("the former Aeron client is open, close it first");
            }

            final C next = open.apply(aeron);
            if (!handOver(next))
            {
                next.abandon();
                requireOpen();
            }
        }
    }

    /**
     * Nothing is handed over from now on.
     *
     * @return false if that has been so.
     */
    public boolean close()
    {
        synchronized (stateLock)
        {
            final boolean wasClosed = isClosed;
            isClosed = true;

            return !wasClosed;
        }
    }

    private boolean handOver(final C next)
    {
        synchronized (stateLock)
        {
            if (!isClosed)
            {
                latest = next;
            }

            return !isClosed;
        }
    }

    /**
     * What there is of one client. Opened by any thread.
     */
    public interface Connection
    {
        /**
         * {@return the client}
         */
        Aeron aeron();

        /**
         * Close what the agent has never taken.
         */
        void abandon();
    }
}
