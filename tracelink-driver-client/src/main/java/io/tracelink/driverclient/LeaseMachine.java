package io.tracelink.driverclient;

import io.aeron.exceptions.AeronEvent;
import io.aeron.exceptions.AeronException;
import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.Role;
import org.agrona.concurrent.NanoClock;

/**
 * The life of one lease (Driver Model §4). Run by whoever holds the lock of the client; other threads see only what it
 * puts into the {@link Lease}.
 */
final class LeaseMachine
{
    private final Lease lease;
    private final AttachOptions options;
    private final DriverClient.Context ctx;
    private final ControlProxy proxy;
    private final ClientIds ids;
    private final ClientCounters counters;
    private final LeaseRegistry leases;
    private final NanoClock clock;
    private final LeaseNotifier notifier;
    private final LeaseDeadline deadline = new LeaseDeadline();
    private final DriverWatch watch;
    private final AttachRequests requests;

    private boolean isKeepaliveDelayed;
    private boolean isDetachSent;
    private boolean isDetachRequested;
    private long detachCorrelationId;
    private long detachDeadlineNs;
    private LeaseGrant leaving;
    private long refusedEpoch = -1;
    private String localFault;

    LeaseMachine(
        final Lease lease,
        final AttachOptions options,
        final DriverClient.Context ctx,
        final ControlProxy proxy,
        final ClientIds ids,
        final ClientCounters counters,
        final LeaseRegistry leases)
    {
        this.lease = lease;
        this.options = options;
        this.ctx = ctx;
        this.proxy = proxy;
        this.ids = ids;
        this.counters = counters;
        this.leases = leases;
        clock = ctx.nanoClock();
        notifier = new LeaseNotifier(lease, options.listener(), ctx.errorHandler());
        watch = new DriverWatch(ctx.announcePeriodNs());
        requests = new AttachRequests(lease, options, ctx, proxy, ids, leases);
    }

    Lease lease()
    {
        return lease;
    }

    int doWork(final long nowNs)
    {
        if (isDetachRequested)
        {
            isDetachRequested = false;
            detach();
        }

        return switch (lease.state())
        {
            case ATTACHED -> keepAlive(nowNs);
            case ATTACHING -> awaitAnswer(nowNs);
            case DETACHING -> leave(nowNs);
            default -> lease.isClosed() ? 0 : tryAttach(nowNs);
        };
    }

    boolean isAwaiting(final long correlationId)
    {
        return requests.isAwaiting(correlationId);
    }

    /**
     * Is a request for this stream and role on its way?
     */
    boolean isAttaching(final long streamId, final Role role)
    {
        return LeaseState.BACKOFF != lease.state() && requests.isAwaitingFor(streamId, role);
    }

    /**
     * Is the client id one that another lease must not have?
     */
    boolean isUsing(final long clientId)
    {
        return requests.clientId() == clientId && LeaseState.DETACHING != lease.state() && !lease.isClosed();
    }

    /**
     * Is this lease held, or being given back?
     */
    boolean isHolding(final long leaseId, final long streamId, final long clientId, final Role role)
    {
        final LeaseGrant grant = null != leaving ? leaving : lease.grant();
        return null != grant && grant.leaseId() == leaseId && grant.streamId() == streamId &&
            grant.clientId() == clientId && grant.role() == role;
    }

    void onAttachResponse(final AttachResponseReader response, final int sessionId)
    {
        requests.onAnswered();
        if (LeaseState.DETACHING == lease.state())
        {
            giveBack(response);
            close();
        }
        else if (ResponseCode.OK == response.code())
        {
            onGranted(response, sessionId);
        }
        else
        {
            onRefused(response.code() + ": " + response.errorMessage());
        }
    }

    boolean onDetachResponse(final long correlationId)
    {
        final boolean isOurs =
            LeaseState.DETACHING == lease.state() && isDetachSent && detachCorrelationId == correlationId;
        if (isOurs)
        {
            close();
        }

        return isOurs;
    }

    void onLeaseRevoked(final LeaseRevokeReason reason, final String message)
    {
        if (LeaseState.ATTACHED == lease.state())
        {
            lose(LeaseLoss.REVOKED, "revoked by the driver, " + reason + ": " + message);
        }
        else
        {
            close();
        }
    }

    /**
     * Whoever granted the lease is gone, and what was asked for will not be answered.
     *
     * @param loss   of the lease, if it is held.
     * @param reason for humans.
     */
    void onGone(final LeaseLoss loss, final String reason)
    {
        requests.onAnswered();
        switch (lease.state())
        {
            case ATTACHED -> lose(loss, reason);
            case ATTACHING -> fail(reason);
            case DETACHING -> close();
            default ->
            {
                // Nothing is held or asked for.
            }
        }
    }

    void onPoolAnnounce(final PoolAnnounceReader announce, final int sessionId)
    {
        final LeaseGrant grant = lease.grant();
        if (null == grant)
        {
            return;
        }

        final int order = Long.compareUnsigned(announce.epoch(), grant.epoch());
        if (watch.onAnnounce(sessionId, 0 == order, clock.nanoTime()))
        {
            notifier.onDriverHeard();
        }

        if (order > 0)
        {
            onLaterEpoch(grant, announce, watch.isSameDriver(sessionId));
        }
    }

    void onSessionGone(final int sessionId)
    {
        watch.onSessionGone(sessionId);
    }

    /**
     * Another stream was announced: whoever did may be the driver's next run, which does not know of the lease.
     */
    void onOtherAnnounce(final int sessionId)
    {
        if (LeaseState.ATTACHED == lease.state() && watch.isNextDriver(sessionId))
        {
            lose(LeaseLoss.DRIVER_RESTARTED, "the driver is gone, and another run of it announces other streams");
        }
    }

    /**
     * Give the lease back: at once for its user, by the coming duty cycles for the driver.
     */
    void detach()
    {
        switch (lease.state())
        {
            case ATTACHED ->
            {
                leaving = lease.grant();
                detachDeadlineNs = clock.nanoTime() + ctx.attachTimeoutNs();
                changeState(LeaseState.DETACHING, null);
            }
            case ATTACHING ->
            {
                detachDeadlineNs = requests.deadlineNs();
                changeState(LeaseState.DETACHING, null);
            }
            case DETACHING ->
            {
                // On its way.
            }
            default ->
            {
                if (!lease.isClosed())
                {
                    close();
                }
            }
        }
    }

    /**
     * Give the lease back with the next duty cycle: a listener asked in the middle of a change.
     */
    void requestDetach()
    {
        isDetachRequested = true;
    }

    /**
     * The client closes: tell the driver if that can be done without waiting.
     */
    void abandon()
    {
        final LeaseGrant grant = null != leaving ? leaving : lease.grant();
        if (null != grant && !isDetachSent)
        {
            sendDetach(grant.leaseId(), grant.clientId());
        }

        close();
    }

    private int tryAttach(final long nowNs)
    {
        switch (requests.trySend(nowNs))
        {
            case AttachRequests.SENT ->
            {
                changeState(LeaseState.ATTACHING, null);
                return 1;
            }
            case AttachRequests.FAILED -> fail("attach request cannot be sent: " + proxy.lastResult());
            default ->
            {
                // Its time will come.
            }
        }

        return 0;
    }

    private int awaitAnswer(final long nowNs)
    {
        if (requests.isOverdue(nowNs))
        {
            fail("no answer from a driver within " + ctx.attachTimeoutNs() + " ns");
            return 1;
        }

        return 0;
    }

    private void onGranted(final AttachResponseReader response, final int sessionId)
    {
        final LeaseGrant grant;
        try
        {
            grant = LeaseGrant.of(response, options, requests.clientId()).validateRegions(ctx.allowedBaseDirs());
        }
        catch (final IllegalArgumentException ex)
        {
            giveBack(response);
            onProtocolError("protocol error, OK response: " + ex.getMessage());
            localFault = null;
            fail("protocol error: " + ex.getMessage());
            localFault = lease.lastFailure();
            return;
        }

        if (!requests.isAcceptable(grant))
        {
            giveBack(response);
            onNodeIdWithheld("nodeId=" + requests.desiredNodeId() + " must be kept, the driver assigned " +
                (Lease.NULL_NODE_ID == grant.nodeId() ? "none" : grant.nodeId()));
            return;
        }

        requests.onAttached(grant);
        isKeepaliveDelayed = false;
        refusedEpoch = -1;
        localFault = null;

        final long nowNs = clock.nanoTime();
        lease.deadlineNs(deadline.onGranted(nowNs, grant.leaseExpiryTimestampNs(), ctx.keepaliveIntervalNs()));
        watch.onAttached(sessionId, nowNs);
        counters.increment(ClientCounter.ATTACHES);
        changeState(LeaseState.ATTACHED, grant);
        notifier.onAttached(grant);
    }

    private void onRefused(final String reason)
    {
        if (requests.isNodeIdRefused(reason))
        {
            onNodeIdWithheld(reason);
        }
        else
        {
            onFailed(reason, requests.onRefused(reason));
        }
    }

    private int keepAlive(final long nowNs)
    {
        if (deadline.isPassed(nowNs))
        {
            abandonLease(LeaseLoss.EXPIRED, "the deadline passed unattended: was the agent not run?");
            return 1;
        }

        final long silentNs = watch.checkSilence(nowNs);
        if (silentNs > 0)
        {
            counters.increment(ClientCounter.DRIVER_SILENCES);
            notifier.onDriverSilent(silentNs);
        }

        return deadline.isKeepaliveDue(nowNs) ? sendKeepalive(nowNs) : 0;
    }

    private int sendKeepalive(final long nowNs)
    {
        final LeaseGrant grant = lease.grant();
        if (proxy.keepalive(grant.leaseId(), grant.streamId(), grant.clientId(), grant.role(), nowNs))
        {
            isKeepaliveDelayed = false;
            lease.deadlineNs(deadline.onKeepalive(nowNs));
            counters.increment(ClientCounter.KEEPALIVES);
            return 1;
        }

        if (!isKeepaliveDelayed)
        {
            isKeepaliveDelayed = true;
            counters.increment(ClientCounter.KEEPALIVES_DELAYED);
        }

        if (deadline.isClose(nowNs))
        {
            lose(LeaseLoss.KEEPALIVE_FAILED, "keepalive cannot be sent: " + proxy.lastResult());
            return 1;
        }

        return 0;
    }

    private void onLaterEpoch(final LeaseGrant grant, final PoolAnnounceReader announce, final boolean isSameDriver)
    {
        final String reason = "epoch " + Long.toUnsignedString(announce.epoch()) + " was announced, the lease is of " +
            Long.toUnsignedString(grant.epoch());
        if (!isSameDriver)
        {
            // Not given back: another run of the driver may have given the id of this lease to somebody else.
            lose(LeaseLoss.DRIVER_RESTARTED, reason + ", by another run of the driver");
        }
        else if (Role.PRODUCER == options.role())
        {
            abandonLease(LeaseLoss.STALE_EPOCH, reason);
        }
        else
        {
            follow(grant, announce);
        }
    }

    private void follow(final LeaseGrant grant, final PoolAnnounceReader announce)
    {
        try
        {
            final LeaseGrant next = grant.follow(announce).validateRegions(ctx.allowedBaseDirs());
            lease.grant(next);
            notifier.onEpochChanged(next);
        }
        catch (final IllegalArgumentException ex)
        {
            // Announced every second: said once per epoch.
            if (refusedEpoch != announce.epoch())
            {
                refusedEpoch = announce.epoch();
                onProtocolError("protocol error, announce of epoch " +
                    Long.toUnsignedString(announce.epoch()) + ": " + ex.getMessage());
            }
        }
    }

    private int leave(final long nowNs)
    {
        if (nowNs - detachDeadlineNs >= 0)
        {
            close();
            return 1;
        }

        if (null != leaving && !isDetachSent)
        {
            isDetachSent = sendDetach(leaving.leaseId(), leaving.clientId());
            return isDetachSent ? 1 : 0;
        }

        return 0;
    }

    /**
     * Drop a lease that the driver may still hold.
     */
    private void abandonLease(final LeaseLoss loss, final String reason)
    {
        final LeaseGrant grant = lease.grant();
        sendDetach(grant.leaseId(), grant.clientId());
        lose(loss, reason);
    }

    private void lose(final LeaseLoss loss, final String reason)
    {
        final String text = loss + ": " + reason;
        counters.increment(ClientCounter.LEASES_LOST);
        lease.lastFailure(text);
        requests.onLost();
        changeState(LeaseState.BACKOFF, null);
        notifier.onLost(loss, reason);
        notifier.onEvent("lease lost, " + text + "; asking again: " + lease);
    }

    private void fail(final String reason)
    {
        onFailed(reason, requests.onFailed());
    }

    private void onFailed(final String reason, final long retryInNs)
    {
        final String text = null == localFault ? reason : reason + "; before that, " + localFault;
        counters.increment(ClientCounter.ATTACH_FAILURES);
        lease.lastFailure(text);
        changeState(LeaseState.BACKOFF, null);
        notifier.onAttachFailed(text, retryInNs);
    }

    /**
     * The node ID that must be kept is not to be had at the moment: nothing is minted meanwhile (TraceLink §6).
     */
    private void onNodeIdWithheld(final String reason)
    {
        counters.increment(ClientCounter.NODE_IDS_WITHHELD);
        fail(reason);
        if (requests.onNodeIdWithheld())
        {
            notifier.onEvent("no trace IDs until the driver gives nodeId=" + requests.desiredNodeId() + ", " + reason +
                "; it is asked for again and again. To go on with another one, set AttachOptions.keepNodeId(false), " +
                "without a desiredNodeId: " + lease);
        }
    }

    private void onProtocolError(final String text)
    {
        counters.increment(ClientCounter.PROTOCOL_ERRORS);
        ctx.errorHandler().onError(
            new AeronEvent(text + ": streamId=" + options.streamId(), AeronException.Category.ERROR));
    }

    private void giveBack(final AttachResponseReader response)
    {
        leases.giveBack(response, options.streamId(), requests.clientId(), options.role());
    }

    private boolean sendDetach(final long leaseId, final long clientId)
    {
        detachCorrelationId = ids.nextCorrelationId();

        return proxy.detach(detachCorrelationId, leaseId, options.streamId(), clientId, options.role());
    }

    private void close()
    {
        lease.close();
        leaving = null;
        requests.onAnswered();
        changeState(LeaseState.UNATTACHED, null);
        notifier.onDetached();
    }

    /**
     * The grant is there before the state says so and gone before it says otherwise.
     */
    private void changeState(final LeaseState state, final LeaseGrant grant)
    {
        final LeaseState previous = lease.state();
        lease.grant(grant);
        lease.state(state);
        if (previous != state)
        {
            notifier.onStateChange(previous, state);
        }
    }
}
