package io.tracelink.driver;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a driver knows about a stream: its regions, who produces, and who waits for regions. Kept by the conductor.
 */
final class StreamState
{
    private final long streamId;
    private final StreamProfile profile;
    private final boolean isDynamic;
    private final Queue<PendingAttach> waiting = new ArrayDeque<>();
    private PendingAttach beneficiary;
    private Regions regions;
    private boolean isProvisioning;
    private boolean isProducerTaken;
    private long producerId;
    private int leaseCount;
    private long idleSinceNs;

    StreamState(final long streamId, final StreamProfile profile, final boolean isDynamic)
    {
        this.streamId = streamId;
        this.profile = profile;
        this.isDynamic = isDynamic;
    }

    long streamId()
    {
        return streamId;
    }

    StreamProfile profile()
    {
        return profile;
    }

    /**
     * Attaches that wait for regions, first come first served.
     *
     * @return the queue.
     */
    Queue<PendingAttach> waiting()
    {
        return waiting;
    }

    /**
     * The attach for which regions are under way.
     *
     * @return the attach, or null when they are for nobody in particular.
     */
    PendingAttach beneficiary()
    {
        return beneficiary;
    }

    void beneficiary(final PendingAttach newBeneficiary)
    {
        beneficiary = newBeneficiary;
    }

    /**
     * The regions of the current epoch.
     *
     * @return the regions, or null as long as there are none.
     */
    Regions regions()
    {
        return regions;
    }

    void regions(final Regions newRegions)
    {
        regions = newRegions;
    }

    /**
     * Are regions of a new epoch under way?
     *
     * @return true from the order until the result.
     */
    boolean isProvisioning()
    {
        return isProvisioning;
    }

    void isProvisioning(final boolean newValue)
    {
        isProvisioning = newValue;
    }

    /**
     * Has a producer a lease, or the promise of one?
     *
     * @return true when nobody else may produce.
     */
    boolean isProducerTaken()
    {
        return isProducerTaken;
    }

    void isProducerTaken(final boolean newValue)
    {
        isProducerTaken = newValue;
    }

    /**
     * Client id of the attached producer.
     *
     * @return the client id, 0 when there is none.
     */
    long producerId()
    {
        return producerId;
    }

    void producerId(final long newProducerId)
    {
        producerId = newProducerId;
    }

    void idleSinceNs(final long nowNs)
    {
        idleSinceNs = nowNs;
    }

    /**
     * Was the stream created by a client, and is it used by nobody any more? One whose first regions could not be
     * created is not worth a wait.
     *
     * @param nowNs    of the monotonic clock.
     * @param lingerNs for which such a stream is kept.
     * @return true when it can go.
     */
    boolean isRetirable(final long nowNs, final long lingerNs)
    {
        return isDynamic && leaseCount == 0 && !isProvisioning && waiting.isEmpty() &&
            (regions == null || nowNs - idleSinceNs >= lingerNs);
    }

    int leaseCount()
    {
        return leaseCount;
    }

    void addLease(final int delta)
    {
        leaseCount += delta;
    }
}
