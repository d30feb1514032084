package io.tracelink.driverclient;

import io.tracelink.core.TraceIdLayout;
import org.agrona.concurrent.CachedNanoClock;

import java.util.ArrayDeque;
import java.util.Deque;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the life of one lease ought to be, told by the rules of the protocol (Driver Model §4 and what peers do) and not
 * by the client's code. What the client chooses by chance, ids and delays, is checked against its bounds and taken
 * over.
 */
final class LeaseOracle implements LeaseListener
{
    static final long ATTACH_TIMEOUT_NS = 2 * Harness.SECOND;
    static final String CLIENT_ID_TAKEN = "client_id already attached";
    static final String NODE_ID_TAKEN = "desired node_id unavailable";
    static final long NONE = Long.MIN_VALUE;

    private static final long KEEPALIVE_NS = Harness.SECOND;
    private static final long GRACE_NS = 3 * Harness.SECOND;
    private static final long MARGIN_NS = GRACE_NS / 8;
    private static final long BACKOFF_MIN_NS = 50 * Harness.MILLI;
    private static final long BACKOFF_MAX_NS = 2 * Harness.SECOND;
    private static final int MAX_PROMPT_RETRIES = 8;

    final boolean isProducer;
    final long configuredClientId;
    final Deque<Long> announcedDelaysNs = new ArrayDeque<>();
    Lease lease;
    LeaseState state = LeaseState.UNATTACHED;
    boolean isClosed;
    long clientId;
    long leaseId = NONE;
    long epoch;
    long awaited = NONE;
    long detachCorrelationId = NONE;
    long desiredNodeId;
    int attaches;
    int losses;
    int failures;
    int keepalives;
    int withheld;

    private final LeaseWorld world;
    private final CachedNanoClock clock;
    private LeaseState toldState = LeaseState.UNATTACHED;
    private long deadlineNs;
    private long nextKeepaliveNs;
    private long retryFromNs;
    private long retryUntilNs;
    private long attachDeadlineFromNs;
    private long attachDeadlineUntilNs;
    private long detachDeadlineNs;
    private boolean isNodeIdBound;
    private int failuresInARow;
    private int promptRetries;
    private int responseSession;
    private int announceSession;

    LeaseOracle(final LeaseWorld world, final boolean isProducer, final long configuredClientId)
    {
        this.world = world;
        this.isProducer = isProducer;
        this.configuredClientId = configuredClientId;
        clock = world.clock;
        desiredNodeId = Lease.NULL_NODE_ID;
        schedule(0, 0);
    }

    int role()
    {
        return isProducer ? 1 : 2;
    }

    boolean isInFlight()
    {
        return NONE != awaited && (LeaseState.ATTACHING == state || LeaseState.DETACHING == state);
    }

    boolean isHolding(final long leaseId, final long clientId)
    {
        return NONE != this.leaseId && this.leaseId == leaseId && this.clientId == clientId;
    }

    void onWork()
    {
        final long nowNs = clock.nanoTime();
        switch (state)
        {
            case ATTACHED -> keepAlive(nowNs);
            case ATTACHING ->
            {
                if (nowNs >= attachDeadlineFromNs)
                {
                    fail();
                }
            }
            case DETACHING -> leave(nowNs);
            default ->
            {
                if (!isClosed && world.isConnected && nowNs >= retryFromNs)
                {
                    attempt(nowNs);
                }
            }
        }
    }

    void onRefused(final String text)
    {
        awaited = NONE;
        if (LeaseState.DETACHING == state)
        {
            close();
        }
        else if (NODE_ID_TAKEN.equals(text) && isNodeIdBound)
        {
            withheld++;
            fail();
        }
        else if (NODE_ID_TAKEN.equals(text))
        {
            desiredNodeId = Lease.NULL_NODE_ID;
            retryPromptly();
        }
        else if (CLIENT_ID_TAKEN.equals(text) && 0 == configuredClientId)
        {
            takeNewClientId();
            retryPromptly();
        }
        else
        {
            fail();
        }
    }

    /**
     * An OK answer.
     *
     * @return true if the lease is not used and must be given back.
     */
    boolean onGranted(
        final long leaseId, final long epoch, final long nodeId, final boolean isValid, final int session)
    {
        awaited = NONE;
        final boolean isNodeIdWrong = isNodeIdBound && nodeId != desiredNodeId;
        if (LeaseState.DETACHING == state)
        {
            close();
            return true;
        }

        if (!isValid || isNodeIdWrong)
        {
            withheld += isValid ? 1 : 0;
            fail();
            return true;
        }

        final boolean isFit = TraceIdLayout.DEFAULT.isNodeId(nodeId);
        this.leaseId = leaseId;
        this.epoch = epoch;
        desiredNodeId = isFit || !isProducer ? nodeId : Lease.NULL_NODE_ID;
        isNodeIdBound = isProducer && isFit;
        responseSession = session;
        announceSession = session;
        failuresInARow = 0;
        promptRetries = 0;
        attaches++;
        state = LeaseState.ATTACHED;
        keptAlive(clock.nanoTime());

        return false;
    }

    void onAnnounce(final long epoch, final int session)
    {
        if (LeaseState.ATTACHED != state)
        {
            return;
        }

        final boolean isSameDriver = session == responseSession || session == announceSession;
        if (epoch == this.epoch)
        {
            announceSession = session;
        }
        else if (epoch > this.epoch && !isSameDriver)
        {
            lose();
        }
        else if (epoch > this.epoch && isProducer)
        {
            world.expectDetachIfPossible(leaseId, clientId, role());
            lose();
        }
        else if (epoch > this.epoch)
        {
            this.epoch = epoch;
        }
    }

    void onRevoked()
    {
        if (LeaseState.ATTACHED == state)
        {
            lose();
        }
        else
        {
            close();
        }
    }

    void onGone()
    {
        awaited = NONE;
        switch (state)
        {
            case ATTACHED -> lose();
            case ATTACHING -> fail();
            case DETACHING -> close();
            default ->
            {
                // Nothing to lose.
            }
        }
    }

    void onDetach()
    {
        final long nowNs = clock.nanoTime();
        switch (state)
        {
            case ATTACHED ->
            {
                state = LeaseState.DETACHING;
                detachDeadlineNs = nowNs + ATTACH_TIMEOUT_NS;
            }
            case ATTACHING ->
            {
                state = LeaseState.DETACHING;
                detachDeadlineNs = attachDeadlineFromNs;
            }
            case DETACHING ->
            {
                // On its way.
            }
            default -> close();
        }
    }

    void onDetachAnswered()
    {
        if (LeaseState.DETACHING == state && NONE != detachCorrelationId)
        {
            close();
        }
    }

    void check()
    {
        final String description = "lease of role " + role();
        assertThat(lease.state()).as(description).isEqualTo(state);
        assertThat(toldState).as("told state of the " + description).isEqualTo(state);
        assertThat(lease.isClosed()).isEqualTo(isClosed);
        assertThat(lease.clientId()).isEqualTo(clientId);
        assertThat(announcedDelaysNs).isEmpty();
        final boolean isAttached = LeaseState.ATTACHED == state;
        assertThat(null != lease.grant()).isEqualTo(isAttached);
        if (isAttached)
        {
            assertThat(lease.leaseId()).isEqualTo(leaseId);
            assertThat(lease.epoch()).isEqualTo(epoch);
            if (TraceIdLayout.DEFAULT.isNodeId(lease.nodeId()))
            {
                assertThat(lease.isHeld((int)lease.nodeId()))
                    .isEqualTo(clock.nanoTime() + Lease.HELD_AHEAD_NS < deadlineNs);
                assertThat(lease.isAssigned((int)lease.nodeId())).isTrue();
            }
        }
    }

    @Override
    public void onStateChange(final Lease lease, final LeaseState previous, final LeaseState state)
    {
        assertThat(previous).isEqualTo(toldState).isNotEqualTo(state);
        assertThat(lease.state()).isEqualTo(state);
        toldState = state;
    }

    @Override
    public void onAttached(final Lease lease, final LeaseGrant grant)
    {
        assertThat(toldState).isEqualTo(LeaseState.ATTACHED);
        assertThat(lease.grant()).isSameAs(grant);
    }

    @Override
    public void onAttachFailed(final Lease lease, final String reason, final long retryInNs)
    {
        assertThat(toldState).isEqualTo(LeaseState.BACKOFF);
        announcedDelaysNs.add(retryInNs);
    }

    @Override
    public void onLost(final Lease lease, final LeaseLoss loss, final String reason)
    {
        assertThat(toldState).isEqualTo(LeaseState.BACKOFF);
        assertThat(lease.grant()).isNull();
    }

    @Override
    public void onDetached(final Lease lease)
    {
        assertThat(toldState).isEqualTo(LeaseState.UNATTACHED);
        assertThat(lease.isClosed()).isTrue();
    }

    private void keepAlive(final long nowNs)
    {
        if (nowNs >= deadlineNs)
        {
            world.expectDetachIfPossible(leaseId, clientId, role());
            lose();
        }
        else if (nowNs >= nextKeepaliveNs && world.canSend())
        {
            world.expect(RawMessage.keepalive(leaseId, Harness.STREAM, clientId, role(), nowNs));
            keepalives++;
            keptAlive(nowNs);
        }
        else if (nowNs >= nextKeepaliveNs && nowNs >= deadlineNs - MARGIN_NS)
        {
            lose();
        }
    }

    private void keptAlive(final long nowNs)
    {
        deadlineNs = nowNs + GRACE_NS;
        nextKeepaliveNs = nowNs + KEEPALIVE_NS;
    }

    private void leave(final long nowNs)
    {
        if (nowNs >= detachDeadlineNs)
        {
            close();
        }
        else if (NONE != leaseId && NONE == detachCorrelationId && world.canSend())
        {
            detachCorrelationId = world.expectDetach(leaseId, clientId, role());
        }
    }

    private void attempt(final long nowNs)
    {
        final boolean isDue = nowNs >= retryUntilNs;
        if (world.isInFlight(this))
        {
            // Counted from now where the request is due, and from a later time where it is not due yet.
            attachDeadlineFromNs = nowNs + ATTACH_TIMEOUT_NS;
            attachDeadlineUntilNs = Math.max(attachDeadlineUntilNs, attachDeadlineFromNs);
            return;
        }

        if (!world.canSend())
        {
            giveUp();
            if (nowNs >= attachDeadlineUntilNs || (nowNs >= attachDeadlineFromNs && !announcedDelaysNs.isEmpty()))
            {
                fail();
            }
        }
        else if (isDue || world.isNextAttachOf(this))
        {
            giveUp();
            awaited = world.expectAttach(this);
            attachDeadlineFromNs = nowNs + ATTACH_TIMEOUT_NS;
            attachDeadlineUntilNs = attachDeadlineFromNs;
            state = LeaseState.ATTACHING;
        }
    }

    /**
     * An answer that did not come in time is waited for until the next request, which has another client id.
     */
    private void giveUp()
    {
        if (NONE != awaited)
        {
            awaited = NONE;
            if (0 == configuredClientId)
            {
                takeNewClientId();
            }
        }
    }

    private void takeNewClientId()
    {
        assertThat(lease.clientId()).isNotZero().isNotEqualTo(clientId);
        clientId = lease.clientId();
    }

    private void retryPromptly()
    {
        if (++promptRetries <= MAX_PROMPT_RETRIES)
        {
            retry(0, 0);
        }
        else
        {
            fail();
        }
    }

    private void fail()
    {
        failuresInARow++;
        final long delayNs = Math.min(BACKOFF_MAX_NS, BACKOFF_MIN_NS << Math.min(failuresInARow - 1, 10));
        retry(delayNs / 2, delayNs);
    }

    private void retry(final long minNs, final long maxNs)
    {
        failures++;
        state = LeaseState.BACKOFF;
        assertThat(announcedDelaysNs).isNotEmpty();
        final long delayNs = announcedDelaysNs.poll();
        assertThat(delayNs).isBetween(minNs, maxNs);
        schedule(delayNs, delayNs);
    }

    private void lose()
    {
        losses++;
        leaseId = NONE;
        state = LeaseState.BACKOFF;
        schedule(BACKOFF_MIN_NS / 2, BACKOFF_MIN_NS);
    }

    private void close()
    {
        isClosed = true;
        leaseId = NONE;
        awaited = NONE;
        state = LeaseState.UNATTACHED;
    }

    private void schedule(final long minNs, final long maxNs)
    {
        retryFromNs = clock.nanoTime() + minNs;
        retryUntilNs = clock.nanoTime() + maxNs;
        attachDeadlineFromNs = retryFromNs + ATTACH_TIMEOUT_NS;
        attachDeadlineUntilNs = retryUntilNs + ATTACH_TIMEOUT_NS;
    }
}
