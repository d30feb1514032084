package io.tracelink.driverclient;

import io.aeron.exceptions.TimeoutException;
import io.tracelink.core.NodeIdSource;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.schema.driver.Role;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A lease on a stream, kept by its {@link DriverClient} until {@link #detach()}: lost ones are asked for again.
 * <p>
 * Every method may be called by any thread. {@link #grant()} is one consistent picture: read it once and use what it
 * says; the other accessors each look anew.
 */
public final class Lease implements NodeIdSource
{
    /**
     * The driver assigned no node ID (Driver Model §4).
     */
    public static final long NULL_NODE_ID = 0xFFFF_FFFFL;

    /**
     * There is no value, since the lease is not held.
     */
    public static final long NULL_VALUE = -1;

    private static final int INT_NODE_ID_BITS = TraceIdLayout.MAX_NODE_ID_AND_SEQUENCE_BITS;

    private final DriverClient client;
    private final long streamId;
    private final Role role;
    private final NanoClock clock;
    private volatile LeaseState state = LeaseState.UNATTACHED;
    private volatile LeaseGrant grant;
    private volatile long clientId;
    private volatile long deadlineNs;
    private volatile String lastFailure = "";
    private volatile boolean isClosed;

    Lease(final DriverClient client, final AttachOptions options, final NanoClock clock)
    {
        this.client = client;
        this.clock = clock;
        streamId = options.streamId();
        role = options.role();
        clientId = options.clientId();
    }

    /**
     * Where the lease is in its life.
     *
     * @return the state.
     */
    public LeaseState state()
    {
        return state;
    }

    /**
     * What the driver granted.
     *
     * @return the grant, or null while the lease is not {@link LeaseState#ATTACHED}.
     */
    public LeaseGrant grant()
    {
        return grant;
    }

    /**
     * Stream of the lease.
     *
     * @return stream id, uint32.
     */
    public long streamId()
    {
        return streamId;
    }

    /**
     * What the lease is for.
     *
     * @return the role.
     */
    public Role role()
    {
        return role;
    }

    /**
     * The id by which the driver knows the client.
     *
     * @return client id, uint32, 0 until one is chosen.
     */
    public long clientId()
    {
        return clientId;
    }

    /**
     * Id of the lease.
     *
     * @return lease id, unsigned, or {@link #NULL_VALUE} while the lease is not held.
     */
    public long leaseId()
    {
        final LeaseGrant grant = this.grant;
        return null == grant ? NULL_VALUE : grant.leaseId();
    }

    /**
     * Epoch of the regions.
     *
     * @return epoch, unsigned, or {@link #NULL_VALUE} while the lease is not held.
     */
    public long epoch()
    {
        final LeaseGrant grant = this.grant;
        return null == grant ? NULL_VALUE : grant.epoch();
    }

    /**
     * The node ID as the driver gave it, whether it fits a layout or not.
     *
     * @return node ID, uint32, or {@link #NULL_NODE_ID} if the driver assigned none or the lease is not held.
     */
    public long nodeId()
    {
        final LeaseGrant grant = this.grant;
        return null == grant ? NULL_NODE_ID : grant.nodeId();
    }

    /**
     * {@inheritDoc}
     * <p>
     * A node ID that does not fit is never cut to size: two processes could get the same.
     *
     * @throws IllegalStateException if the lease is not held, the driver assigned no node ID, or it does not fit; the
     *                               message names the layout that would.
     */
    @Override
    public int nodeId(final TraceIdLayout layout)
    {
        final LeaseGrant grant = this.grant;
        if (null == grant)
        {
            throw new IllegalStateException("no node ID: " + this);
        }

        final long nodeId = grant.nodeId();
        if (NULL_NODE_ID == nodeId)
        {
            throw new IllegalStateException("the driver assigned no node ID: " + this);
        }

        if (!layout.isNodeId(nodeId))
        {
            final int neededBits = Long.SIZE - Long.numberOfLeadingZeros(nodeId);
            throw new IllegalStateException(
                "nodeId=" + nodeId + " of the driver does not fit " + layout + ": " +
                (neededBits > INT_NODE_ID_BITS ? "no layout holds it, at most " + INT_NODE_ID_BITS + " bits do" :
                "nodeIdBits=" + neededBits + " would") + "; or ask for one in 0.." + layout.maxNodeId() +
                " with desiredNodeId");
        }

        return (int)nodeId;
    }

    /**
     * {@inheritDoc}
     *
     * @return true while the lease is held with that node ID, until {@link #HELD_AHEAD_NS} before its deadline at most:
     * where the client is not run in time, the driver may have given the ID to somebody else. A silent driver does not
     * end it.
     */
    @Override
    public boolean isHeld(final int nodeId)
    {
        return isAssigned(nodeId) && clock.nanoTime() + HELD_AHEAD_NS - deadlineNs < 0;
    }

    /**
     * {@inheritDoc}
     *
     * @return true while the lease is held with that node ID, as far as the client was run.
     */
    @Override
    public boolean isAssigned(final int nodeId)
    {
        final LeaseGrant grant = this.grant;
        return null != grant && grant.nodeId() == nodeId;
    }

    /**
     * Why the lease was last refused or lost.
     *
     * @return text for humans, empty if it never was.
     */
    public String lastFailure()
    {
        return lastFailure;
    }

    /**
     * Was the lease given back, or its client closed? Then it stays {@link LeaseState#UNATTACHED}.
     *
     * @return true if so.
     */
    public boolean isClosed()
    {
        return isClosed;
    }

    /**
     * Give the lease back. Its regions must not be used from the moment of the call; the driver is told by the coming
     * duty cycles, which end in {@link LeaseState#UNATTACHED}. Idempotent.
     */
    public void detach()
    {
        client.detach(this);
    }

    /**
     * Wait until the lease is held: for callers that have nothing else to do, such as an example or a test.
     * <p>
     * Runs the duty cycle of the client while it waits, so it works whether or not an agent runner runs it too.
     *
     * @param timeout      to wait.
     * @param unit         of the timeout.
     * @param idleStrategy between duty cycles.
     * @return the grant.
     * @throws TimeoutException      if the lease is not held in time; the message says why.
     * @throws IllegalStateException if the lease is given back meanwhile, the thread is interrupted (it stays so), or
     *                               the caller is a listener.
     */
    public LeaseGrant awaitAttached(final long timeout, final TimeUnit unit, final IdleStrategy idleStrategy)
    {
        final long deadlineNs = clock.nanoTime() + unit.toNanos(timeout);
        idleStrategy.reset();
        while (true)
        {
            final AgentInvoker conductorInvoker = client.aeron().conductorAgentInvoker();
            final int conductorWork = null == conductorInvoker ? 0 : conductorInvoker.invoke();
            final int workCount = conductorWork + client.doWork();
            final LeaseGrant grant = this.grant;
            if (null != grant)
            {
                return grant;
            }

            requireState(!isClosed && LeaseState.DETACHING != state, "lease was given back: ");
            requireState(!Thread.currentThread().isInterrupted(), "interrupted while waiting: ");
            if (clock.nanoTime() - deadlineNs >= 0)
            {
                throw new TimeoutException("not attached within " + timeout + " " + unit + ": " + this);
            }

            idleStrategy.idle(workCount);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String toString()
    {
        return "Lease{streamId=" + streamId + ", role=" + role + ", clientId=" + clientId + ", state=" + state +
            ", grant=" + grant + ", lastFailure='" + lastFailure + "'}";
    }

    List<Path> allowedBaseDirs()
    {
        return client.context().allowedBaseDirs();
    }

    void state(final LeaseState state)
    {
        this.state = state;
    }

    void grant(final LeaseGrant grant)
    {
        this.grant = grant;
    }

    void clientId(final long clientId)
    {
        this.clientId = clientId;
    }

    void deadlineNs(final long deadlineNs)
    {
        this.deadlineNs = deadlineNs;
    }

    void lastFailure(final String lastFailure)
    {
        this.lastFailure = lastFailure;
    }

    void close()
    {
        isClosed = true;
    }

    private void requireState(final boolean condition, final String fault)
    {
        if (!condition)
        {
            throw new IllegalStateException(fault + this);
        }
    }
}
