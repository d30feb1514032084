package io.tracelink.driverclient;

/**
 * What the announces of a lease's stream tell about its driver: whether it still speaks, and whether it is still the
 * same run. A driver that was killed says nothing, and one that was restarted speaks from another Aeron session.
 */
final class DriverWatch
{
    private static final int SILENT_PERIODS = 4;

    private final long announcePeriodNs;
    private long lastAnnounceNs;
    private long lastCheckNs;
    private int responseSessionId;
    private int announceSessionId;
    private boolean isGone;
    private boolean isAnnounced;
    private boolean isSilent;

    DriverWatch(final long announcePeriodNs)
    {
        this.announcePeriodNs = announcePeriodNs;
    }

    void onAttached(final int sessionId, final long nowNs)
    {
        responseSessionId = sessionId;
        announceSessionId = sessionId;
        isGone = false;
        isAnnounced = false;
        isSilent = false;
        lastCheckNs = nowNs;
    }

    /**
     * The lease's stream was announced.
     *
     * @param sessionId  of the driver.
     * @param isOwnEpoch if the epoch is that of the lease.
     * @param nowNs      by the client's clock.
     * @return true if that ended a silence.
     */
    boolean onAnnounce(final int sessionId, final boolean isOwnEpoch, final long nowNs)
    {
        final boolean wasSilent = isSilent;
        lastAnnounceNs = nowNs;
        isAnnounced = true;
        isSilent = false;
        if (isOwnEpoch)
        {
            announceSessionId = sessionId;
        }

        return wasSilent;
    }

    /**
     * Is a session that of the driver that granted the lease, or that announced its epoch?
     *
     * @param sessionId of an announce.
     * @return true if it is.
     */
    boolean isSameDriver(final int sessionId)
    {
        return sessionId == responseSessionId || sessionId == announceSessionId;
    }

    /**
     * A session ended.
     *
     * @param sessionId of it.
     */
    void onSessionGone(final int sessionId)
    {
        isGone |= sessionId == responseSessionId;
    }

    /**
     * Some driver announced another stream. Where the driver that granted the lease is gone, that is its next run: two
     * cannot share a control stream, since both would answer every request.
     *
     * @param sessionId of the announce.
     * @return true if so.
     */
    boolean isNextDriver(final int sessionId)
    {
        return isGone && !isSameDriver(sessionId);
    }

    /**
     * Look for silence. Where the stream was never announced, on the control stream at least, none is noticed; where
     * this was not called for longer than a period, time starts anew, as announces may still be waiting to be read.
     *
     * @param nowNs by the client's clock.
     * @return how long the driver has been silent, once per silence; else 0.
     */
    long checkSilence(final long nowNs)
    {
        if (nowNs - lastCheckNs > announcePeriodNs)
        {
            lastAnnounceNs = nowNs;
        }

        lastCheckNs = nowNs;
        final long silentNs = nowNs - lastAnnounceNs;
        if (isAnnounced && !isSilent && silentNs > SILENT_PERIODS * announcePeriodNs)
        {
            isSilent = true;
            return silentNs;
        }

        return 0;
    }
}
