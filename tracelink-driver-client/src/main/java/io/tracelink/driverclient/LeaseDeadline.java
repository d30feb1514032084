package io.tracelink.driverclient;

/**
 * Until when a lease may be taken for granted.
 * <p>
 * The driver states a first deadline by a clock of its own, which keepalives move without an answer. What a client
 * can hold on to is how long the driver waits for a keepalive, the grace. Drivers on the same machine use the clock
 * behind {@link System#nanoTime()}; when the first deadline lies within {@link #MIN_GRACE_NS} and
 * {@link #MAX_GRACE_NS} of it, that is the grace. Otherwise the clock is unknown and the grace is three keepalive
 * intervals, the default of the protocol family (Driver Model §4). A wrong guess cannot end a lease that is kept
 * alive: the grace only says for how long to go without a keepalive.
 */
final class LeaseDeadline
{
    /**
     * A shorter remainder is taken for chance.
     */
    static final long MIN_GRACE_NS = 100_000_000L;

    /**
     * A longer remainder is taken for chance.
     */
    static final long MAX_GRACE_NS = 60_000_000_000L;

    private static final int GRACE_INTERVALS = 3;
    private static final int MARGIN_SHIFT = 3;

    private long graceNs;
    private long keepaliveIntervalNs;
    private long deadlineNs;
    private long nextKeepaliveNs;

    /**
     * A lease was granted.
     *
     * @param nowNs               by the client's clock.
     * @param expiryTimestampNs   by the driver's clock, or {@link LeaseGrant#NULL_EXPIRY_TIMESTAMP_NS}.
     * @param keepaliveIntervalNs of the client; shortened if the driver's grace has no room for three of them.
     * @return the deadline, by the client's clock.
     */
    long onGranted(final long nowNs, final long expiryTimestampNs, final long keepaliveIntervalNs)
    {
        final long remainingNs = expiryTimestampNs - nowNs;
        final boolean isSameClock = LeaseGrant.NULL_EXPIRY_TIMESTAMP_NS != expiryTimestampNs &&
            remainingNs >= MIN_GRACE_NS && remainingNs <= MAX_GRACE_NS;

        graceNs = isSameClock ? remainingNs : GRACE_INTERVALS * keepaliveIntervalNs;
        this.keepaliveIntervalNs = Math.min(keepaliveIntervalNs, graceNs / GRACE_INTERVALS);

        return onKeepalive(nowNs);
    }

    /**
     * A keepalive was sent, or the lease granted.
     *
     * @param nowNs by the client's clock.
     * @return the deadline, by the client's clock.
     */
    long onKeepalive(final long nowNs)
    {
        deadlineNs = nowNs + graceNs;
        nextKeepaliveNs = nowNs + keepaliveIntervalNs;

        return deadlineNs;
    }

    boolean isKeepaliveDue(final long nowNs)
    {
        return nowNs - nextKeepaliveNs >= 0;
    }

    /**
     * Is it too late to go on trying to send a keepalive?
     *
     * @param nowNs by the client's clock.
     * @return true from an eighth of the grace before the deadline on.
     */
    boolean isClose(final long nowNs)
    {
        return nowNs - (deadlineNs - (graceNs >> MARGIN_SHIFT)) >= 0;
    }

    boolean isPassed(final long nowNs)
    {
        return nowNs - deadlineNs >= 0;
    }
}
