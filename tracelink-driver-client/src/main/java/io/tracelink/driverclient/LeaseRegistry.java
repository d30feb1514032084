package io.tracelink.driverclient;

import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShutdownReason;
import org.agrona.collections.ArrayUtil;

/**
 * The leases of a client, and which of them a message is for. The array is replaced, never changed, so a listener may
 * attach while it is walked.
 */
final class LeaseRegistry implements ControlHandler
{
    private static final LeaseMachine[] NONE = new LeaseMachine[0];

    private final DriverClient.Context ctx;
    private final ControlProxy proxy;
    private final ClientIds ids;
    private final ClientCounters counters;
    private final AttachLog attachLog = new AttachLog();
    private final LeaseReturns returns;
    private LeaseMachine[] machines = NONE;

    LeaseRegistry(final DriverClient.Context ctx, final ControlProxy proxy, final ClientCounters counters)
    {
        this.ctx = ctx;
        this.proxy = proxy;
        this.counters = counters;
        ids = new ClientIds(ctx.correlationSeed());
        returns = new LeaseReturns(proxy, ids, counters, ctx.nanoClock(), ctx.attachTimeoutNs());
    }

    /**
     * Begin the life of a lease.
     *
     * @param lease   that is new.
     * @param options of its own.
     * @throws IllegalArgumentException if its client id is that of another lease.
     */
    void add(final Lease lease, final AttachOptions options)
    {
        if (0 != options.clientId() && isClientIdUsed(options.clientId()))
        {
            throw new IllegalArgumentException("clientId=" + options.clientId() +
                " is that of another lease of this client, a driver gives one lease to each: choose another, or 0");
        }

        machines = ArrayUtil.add(machines, new LeaseMachine(lease, options, ctx, proxy, ids, counters, this));
    }

    int doWork(final long nowNs)
    {
        final LeaseMachine[] machines = this.machines;
        int workCount = returns.doWork();
        for (final LeaseMachine machine : machines)
        {
            workCount += machine.doWork(nowNs);
            if (machine.lease().isClosed())
            {
                this.machines = ArrayUtil.remove(this.machines, machine);
            }
        }

        return workCount;
    }

    LeaseMachine find(final Lease lease)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.lease() == lease)
            {
                return machine;
            }
        }

        return null;
    }

    void abandonAll()
    {
        final LeaseMachine[] machines = this.machines;
        this.machines = NONE;
        for (final LeaseMachine machine : machines)
        {
            if (!machine.lease().isClosed())
            {
                machine.abandon();
            }
        }

        returns.doWork();
    }

    /**
     * A client id that no other lease of the client has.
     *
     * @return 1..4,294,967,294.
     */
    long unusedClientId()
    {
        long clientId;
        do
        {
            clientId = ids.randomClientId();
        }
        while (isClientIdUsed(clientId));

        return clientId;
    }

    /**
     * Is a request for this stream and role on its way?
     */
    boolean isAttaching(final long streamId, final Role role)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.isAttaching(streamId, role))
            {
                return true;
            }
        }

        return false;
    }

    void onAttachSent(final long correlationId, final long streamId, final long clientId, final Role role)
    {
        attachLog.onSent(correlationId, streamId, clientId, role);
    }

    /**
     * Give a lease back that was granted and is not used.
     */
    void giveBack(final AttachResponseReader response, final long streamId, final long clientId, final Role role)
    {
        if (ResponseCode.OK == response.code() && response.hasLeaseId())
        {
            returns.add(response.leaseId(), streamId, clientId, role);
        }
    }

    /**
     * The media driver is gone: nothing that is held or on its way remains.
     */
    void onMediaDriverGone()
    {
        attachLog.clear();
        returns.clear();
        for (final LeaseMachine machine : machines)
        {
            machine.onGone(LeaseLoss.MEDIA_DRIVER_GONE, "the media driver is gone");
        }
    }

    @Override
    public boolean isAttachExpected(final long correlationId, final int sessionId)
    {
        return null != attachLog.find(correlationId, sessionId);
    }

    @Override
    public void onAttachResponse(final AttachResponseReader response, final int sessionId)
    {
        final long correlationId = response.correlationId();
        final AttachLog.Entry request = attachLog.find(correlationId, sessionId);
        if (null == request)
        {
            return;
        }

        request.onAnswered(sessionId);
        final LeaseMachine machine = findAwaiting(correlationId);
        if (null != machine)
        {
            machine.onAttachResponse(response, sessionId);
        }
        else if (null == findHolder(response.leaseId(), request.streamId(), request.clientId(), request.role()))
        {
            giveBack(response, request.streamId(), request.clientId(), request.role());
        }
    }

    @Override
    public boolean onDetachResponse(final long correlationId)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.onDetachResponse(correlationId))
            {
                return true;
            }
        }

        return false;
    }

    @Override
    public boolean isRevocationExpected(
        final long leaseId, final long streamId, final long clientId, final Role role)
    {
        return null != findHolder(leaseId, streamId, clientId, role);
    }

    @Override
    public void onLeaseRevoked(
        final long leaseId,
        final long streamId,
        final long clientId,
        final Role role,
        final LeaseRevokeReason reason,
        final String message)
    {
        final LeaseMachine machine = findHolder(leaseId, streamId, clientId, role);
        if (null != machine)
        {
            machine.onLeaseRevoked(reason, message);
        }
    }

    @Override
    public void onDriverShutdown(final ShutdownReason reason, final String message)
    {
        returns.clear();
        final String text = "driver shuts down, " + reason + ": " + message;
        for (final LeaseMachine machine : machines)
        {
            machine.onGone(LeaseLoss.DRIVER_SHUTDOWN, text);
        }
    }

    @Override
    public boolean isAnnounceExpected(final long streamId)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.lease().streamId() == streamId)
            {
                return true;
            }
        }

        return false;
    }

    @Override
    public void onPoolAnnounce(final PoolAnnounceReader announce, final int sessionId)
    {
        final long streamId = announce.streamId();
        for (final LeaseMachine machine : machines)
        {
            if (machine.lease().streamId() == streamId)
            {
                machine.onPoolAnnounce(announce, sessionId);
            }
        }
    }

    @Override
    public void onOtherAnnounce(final int sessionId)
    {
        for (final LeaseMachine machine : machines)
        {
            machine.onOtherAnnounce(sessionId);
        }
    }

    /**
     * A publisher of the streams left.
     */
    void onSessionGone(final int sessionId)
    {
        for (final LeaseMachine machine : machines)
        {
            machine.onSessionGone(sessionId);
        }
    }

    private LeaseMachine findAwaiting(final long correlationId)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.isAwaiting(correlationId))
            {
                return machine;
            }
        }

        return null;
    }

    private LeaseMachine findHolder(final long leaseId, final long streamId, final long clientId, final Role role)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.isHolding(leaseId, streamId, clientId, role))
            {
                return machine;
            }
        }

        return null;
    }

    private boolean isClientIdUsed(final long clientId)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.isUsing(clientId))
            {
                return true;
            }
        }

        return false;
    }
}
