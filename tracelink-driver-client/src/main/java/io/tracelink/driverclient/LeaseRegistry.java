package io.tracelink.driverclient;

import io.tracelink.schema.driver.LeaseRevokeReason;
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

    private LeaseMachine[] machines = NONE;

    void add(final LeaseMachine machine)
    {
        machines = ArrayUtil.add(machines, machine);
    }

    int doWork(final long nowNs)
    {
        final LeaseMachine[] machines = this.machines;
        int workCount = 0;
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
    }

    @Override
    public boolean isAttachExpected(final long correlationId)
    {
        return null != findByAttach(correlationId);
    }

    @Override
    public void onAttachResponse(final AttachResponseReader response, final int sessionId)
    {
        final LeaseMachine machine = findByAttach(response.correlationId());
        if (null != machine)
        {
            machine.onAttachResponse(response, sessionId);
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
    public boolean onLeaseRevoked(
        final long leaseId,
        final long streamId,
        final long clientId,
        final Role role,
        final LeaseRevokeReason reason,
        final String message)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.onLeaseRevoked(leaseId, streamId, clientId, role, reason, message))
            {
                return true;
            }
        }

        return false;
    }

    @Override
    public void onDriverShutdown(final ShutdownReason reason, final String message)
    {
        final String text = "driver shuts down, " + reason + ": " + message;
        for (final LeaseMachine machine : machines)
        {
            machine.onDriverShutdown(text);
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

    private LeaseMachine findByAttach(final long correlationId)
    {
        for (final LeaseMachine machine : machines)
        {
            if (machine.isAttachExpected(correlationId))
            {
                return machine;
            }
        }

        return null;
    }
}
