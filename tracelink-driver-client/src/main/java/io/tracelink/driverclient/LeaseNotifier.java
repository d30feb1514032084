package io.tracelink.driverclient;

import io.aeron.exceptions.AeronEvent;
import io.aeron.exceptions.AeronException;
import org.agrona.ErrorHandler;

/**
 * Tells the listener of a lease. What a listener throws goes to the error handler, never into the duty cycle.
 */
final class LeaseNotifier
{
    private final Lease lease;
    private final LeaseListener listener;
    private final ErrorHandler errorHandler;

    LeaseNotifier(final Lease lease, final LeaseListener listener, final ErrorHandler errorHandler)
    {
        this.lease = lease;
        this.listener = listener;
        this.errorHandler = errorHandler;
    }

    void onStateChange(final LeaseState previous, final LeaseState state)
    {
        call(() -> listener.onStateChange(lease, previous, state));
    }

    void onAttached(final LeaseGrant grant)
    {
        call(() -> listener.onAttached(lease, grant));
    }

    void onAttachFailed(final String reason, final long retryInNs)
    {
        call(() -> listener.onAttachFailed(lease, reason, retryInNs));
    }

    void onEpochChanged(final LeaseGrant grant)
    {
        call(() -> listener.onEpochChanged(lease, grant));
    }

    void onDriverSilent(final long silentNs)
    {
        call(() -> listener.onDriverSilent(lease, silentNs));
        onEvent("driver silent for " + silentNs + " ns, the lease stays in use: " + lease);
    }

    void onDriverHeard()
    {
        call(() -> listener.onDriverHeard(lease));
    }

    void onLost(final LeaseLoss loss, final String reason)
    {
        call(() -> listener.onLost(lease, loss, reason));
    }

    void onDetached()
    {
        call(() -> listener.onDetached(lease));
    }

    /**
     * Something to know that is no fault of this process.
     *
     * @param text for humans.
     */
    void onEvent(final String text)
    {
        errorHandler.onError(new AeronEvent(text, AeronException.Category.WARN));
    }

    private void call(final Runnable notification)
    {
        try
        {
            notification.run();
        }
        catch (final Exception ex)
        {
            errorHandler.onError(ex);
        }
    }
}
