package io.tracelink.driverclient;

/**
 * Hears every change of a lease. All methods are called by the thread that is in {@link DriverClient#doWork()}, or by
 * the one in {@link DriverClient#close()}; they should be short and must not call {@link DriverClient#doWork()} or
 * {@link Lease#awaitAttached}. What they throw goes to the error handler of the client.
 */
public interface LeaseListener
{
    /**
     * Hears nothing.
     */
    LeaseListener NONE = new LeaseListener()
    {
    };

    /**
     * The state changed. Called before the method that says more about the change.
     *
     * @param lease    that changed.
     * @param previous state.
     * @param state    now.
     */
    default void onStateChange(final Lease lease, final LeaseState previous, final LeaseState state)
    {
    }

    /**
     * The lease is held. Every rule was checked and every region URI resolved (Wire §5).
     *
     * @param lease that is held.
     * @param grant that the driver gave.
     */
    default void onAttached(final Lease lease, final LeaseGrant grant)
    {
    }

    /**
     * The driver refused, did not answer in time, or answered against the protocol. The client tries again.
     *
     * @param lease     that was asked for.
     * @param reason    for humans.
     * @param retryInNs when it tries again, in nanoseconds from now.
     */
    default void onAttachFailed(final Lease lease, final String reason, final long retryInNs)
    {
    }

    /**
     * The producer of a CONSUMER lease began a new epoch: the lease goes on with new regions, the old ones hold no new
     * frames.
     *
     * @param lease that goes on.
     * @param grant with the new epoch and regions.
     */
    default void onEpochChanged(final Lease lease, final LeaseGrant grant)
    {
    }

    /**
     * The driver has not announced the lease's stream for more than four periods. Said once per silence. The lease
     * stays usable: a dead driver must not stop a stage.
     *
     * @param lease    whose stream is not announced.
     * @param silentNs since the last announce.
     */
    default void onDriverSilent(final Lease lease, final long silentNs)
    {
    }

    /**
     * The driver announces the lease's stream again after a silence.
     *
     * @param lease whose stream is announced.
     */
    default void onDriverHeard(final Lease lease)
    {
    }

    /**
     * The lease is lost. Its regions must not be used any more; the client asks for it again.
     *
     * @param lease  that was held.
     * @param loss   why it is lost.
     * @param reason for humans.
     */
    default void onLost(final Lease lease, final LeaseLoss loss, final String reason)
    {
    }

    /**
     * The lease was given back, or its client closed. Nothing follows.
     *
     * @param lease that is over.
     */
    default void onDetached(final Lease lease)
    {
    }
}
