package io.tracelink.driverclient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it hears as text.
 */
final class RecordingListener implements LeaseListener
{
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void onStateChange(final Lease lease, final LeaseState previous, final LeaseState state)
    {
        events.add(previous + "->" + state);
    }

    @Override
    public void onAttached(final Lease lease, final LeaseGrant grant)
    {
        events.add("attached " + grant.leaseId());
    }

    @Override
    public void onAttachFailed(final Lease lease, final String reason, final long retryInNs)
    {
        events.add("failed " + reason);
    }

    @Override
    public void onEpochChanged(final Lease lease, final LeaseGrant grant)
    {
        events.add("epoch " + grant.epoch());
    }

    @Override
    public void onDriverSilent(final Lease lease, final long silentNs)
    {
        events.add("silent");
    }

    @Override
    public void onDriverHeard(final Lease lease)
    {
        events.add("heard");
    }

    @Override
    public void onLost(final Lease lease, final LeaseLoss loss, final String reason)
    {
        events.add("lost " + loss);
    }

    @Override
    public void onDetached(final Lease lease)
    {
        events.add("detached");
    }
}
