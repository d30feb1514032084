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
    private static final int MAX_PROMPT_RETRIES = 8;
    private static final String CLIENT_ID_TAKEN = "client_id already attached";
    private static final String NODE_ID_TAKEN = "desired node_id unavailable";

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
    private final NodeIdChoice nodeIds;

    private long clientId;
    private boolean isAwaitingAnswer;
    private boolean isKeepaliveDelayed;
    private boolean isDetachSent;
    private boolean isDetachRequested;
    private long correlationId;
    private long detachCorrelationId;
    private long attachDeadlineNs;
    private long nextAttemptNs;
    private long detachDeadlineNs;
    private LeaseGrant leaving;
    private long refusedEpoch = -1;
    private boolean isNodeIdWithheld;
    private String localFault;
    private int failures;
    private int promptRetries;

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
        nodeIds = new NodeIdChoice(options, ctx.layout(), ids);
        chooseClientId();
        nextAttemptNs = clock.nanoTime();
        attachDeadlineNs = nextAttemptNs + ctx.attachTimeoutNs();
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

    /**
     * Is the answer to this request waited for? It still is after the attach timeout, until the next request is sent.
     */
    boolean isAwaiting(final long correlationId)
    {
        return isAwaitingAnswer && this.correlationId == correlationId;
    }

    /**
     * Is a request for this stream and role on its way?
     */
    boolean isAttaching(final long streamId, final Role role)
    {
        return isAwaitingAnswer && LeaseState.BACKOFF != lease.state() &&
            options.streamId() == streamId && options.role() == role;
    }

    /**
     * Is the client id one that another lease must not have?
     */
    boolean isUsing(final long clientId)
    {
        return this.clientId == clientId && LeaseState.DETACHING != lease.state() && !lease.isClosed();
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
        isAwaitingAnswer = false;
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
        final LeaseState state = lease.state();
        isAwaitingAnswer = false;
        switch (state)
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
                detachDeadlineNs = attachDeadlineNs;
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
        if (nowNs - nextAttemptNs < 0 || !proxy.isConnected())
        {
            return 0;
        }

        if (leases.isAttaching(options.streamId(), options.role()))
        {
            // One attach in flight per stream and role (Driver Model §4): its turn comes.
            attachDeadlineNs = nowNs + ctx.attachTimeoutNs();
            return 0;
        }

        if (isAwaitingAnswer)
        {
            isAwaitingAnswer = false;
            chooseClientId();
        }

        correlationId = ids.nextCorrelationId();
        if (!proxy.attach(correlationId, options, clientId, nodeIds.desired()))
        {
            if (nowNs - attachDeadlineNs >= 0)
            {
                fail("attach request cannot be sent: " + proxy.lastResult());
            }

            return 0;
        }

        leases.onAttachSent(correlationId, options.streamId(), clientId, options.role());
        isAwaitingAnswer = true;
        attachDeadlineNs = nowNs + ctx.attachTimeoutNs();
        changeState(LeaseState.ATTACHING, null);

        return 1;
    }

    private int awaitAnswer(final long nowNs)
    {
        if (nowNs - attachDeadlineNs < 0)
        {
            return 0;
        }

        // The answer may still come, so it is waited for until the next request is sent.
        fail("no answer from a driver within " + ctx.attachTimeoutNs() + " ns");

        return 1;
    }

    private void onGranted(final AttachResponseReader response, final int sessionId)
    {
        final LeaseGrant grant;
        try
        {
            grant = LeaseGrant.of(response, options, clientId).validateRegions(ctx.allowedBaseDirs());
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

        if (!nodeIds.isAcceptable(grant.nodeId()))
        {
            giveBack(response);
            onNodeIdWithheld("nodeId=" + nodeIds.desired() + " must be kept, the driver assigned " +
                (Lease.NULL_NODE_ID == grant.nodeId() ? "none" : grant.nodeId()));
            return;
        }

        failures = 0;
        promptRetries = 0;
        isKeepaliveDelayed = false;
        refusedEpoch = -1;
        isNodeIdWithheld = false;
        localFault = null;
        nodeIds.onAssigned(grant.nodeId());

        final long nowNs = clock.nanoTime();
        lease.deadlineNs(deadline.onGranted(nowNs, grant.leaseExpiryTimestampNs(), ctx.keepaliveIntervalNs()));
        watch.onAttached(sessionId, nowNs);
        counters.increment(ClientCounter.ATTACHES);
        changeState(LeaseState.ATTACHED, grant);
        notifier.onAttached(grant);
    }

    private void onRefused(final String reason)
    {
        boolean isPrompt = false;
        if (reason.contains(CLIENT_ID_TAKEN) && 0 == options.clientId())
        {
            chooseClientId();
            isPrompt = true;
        }
        else if (reason.contains(NODE_ID_TAKEN))
        {
            isPrompt = nodeIds.onRefused();
            if (!isPrompt)
            {
                onNodeIdWithheld(reason);
                return;
            }
        }

        if (isPrompt && ++promptRetries <= MAX_PROMPT_RETRIES)
        {
            retry(reason, 0);
        }
        else
        {
            fail(reason);
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
        scheduleAttempt(ids.backoffNs(1, ctx.backoffMinNs(), ctx.backoffMaxNs()));
        changeState(LeaseState.BACKOFF, null);
        notifier.onLost(loss, reason);
        notifier.onEvent("lease lost, " + text + "; asking again: " + lease);
    }

    private void fail(final String reason)
    {
        failures++;
        retry(reason, ids.backoffNs(failures, ctx.backoffMinNs(), ctx.backoffMaxNs()));
    }

    private void retry(final String reason, final long delayNs)
    {
        final String text = null == localFault ? reason : reason + "; before that, " + localFault;
        counters.increment(ClientCounter.ATTACH_FAILURES);
        lease.lastFailure(text);
        scheduleAttempt(delayNs);
        changeState(LeaseState.BACKOFF, null);
        notifier.onAttachFailed(text, delayNs);
    }

    /**
     * The node ID that must be kept is not to be had at the moment: nothing is minted meanwhile (TraceLink §6).
     */
    private void onNodeIdWithheld(final String reason)
    {
        final boolean isNews = !isNodeIdWithheld;
        isNodeIdWithheld = true;
        counters.increment(ClientCounter.NODE_IDS_WITHHELD);
        fail(reason);
        if (isNews)
        {
            notifier.onEvent("no trace IDs until the driver gives nodeId=" + nodeIds.desired() + ", " + reason +
                "; it is asked for again and again. To go on with another one, set AttachOptions.keepNodeId(false), " +
                "without a desiredNodeId: " + lease);
        }
    }

    private void scheduleAttempt(final long delayNs)
    {
        nextAttemptNs = clock.nanoTime() + delayNs;
        attachDeadlineNs = nextAttemptNs + ctx.attachTimeoutNs();
    }

    private void onProtocolError(final String text)
    {
        counters.increment(ClientCounter.PROTOCOL_ERRORS);
        ctx.errorHandler().onError(
            new AeronEvent(text + ": streamId=" + options.streamId(), AeronException.Category.ERROR));
    }

    private void giveBack(final AttachResponseReader response)
    {
        leases.giveBack(response, options.streamId(), clientId, options.role());
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
        isAwaitingAnswer = false;
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

    private void chooseClientId()
    {
        clientId = 0 == options.clientId() ? leases.unusedClientId() : options.clientId();
        lease.clientId(clientId);
    }
}
