package io.tracelink.driver;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.tracelink.aeron.TraceStreams;
import org.agrona.CloseHelper;

/**
 * The streams and counters of a driver. Where announces go to the control stream there is one publication and one queue
 * for both, so that a revocation is never behind the announce that follows from it.
 *
 * @param controlSubscription from which requests come.
 * @param controlPublication  to which answers go.
 * @param announcePublication to which announces go; may be the same.
 * @param counters            of the driver.
 */
record DriverTransport(
    Subscription controlSubscription,
    QueuedPublication controlPublication,
    QueuedPublication announcePublication,
    DriverCounters counters) implements AutoCloseable
{
    static DriverTransport open(final Aeron aeron, final DriverConfig config)
    {
        final String controlChannel = config.value(DriverKey.CONTROL_CHANNEL);
        final int controlStreamId = Math.toIntExact(config.value(DriverKey.CONTROL_STREAM_ID));
        final String announceChannel = config.value(DriverKey.ANNOUNCE_CHANNEL);
        final int announceStreamId = Math.toIntExact(config.value(DriverKey.ANNOUNCE_STREAM_ID));
        final boolean isOneStream = controlStreamId == announceStreamId && controlChannel.equals(announceChannel);

        DriverCounters counters = null;
        Publication control = null;
        Publication announces = null;
        try
        {
            counters = new DriverCounters(aeron, config.value(DriverKey.INSTANCE_ID));
            control = TraceStreams.addPublication(aeron, controlChannel, controlStreamId);
            announces = isOneStream ?
                control : TraceStreams.addPublication(aeron, announceChannel, announceStreamId);

            final QueuedPublication controlQueue = new QueuedPublication(control, counters.droppedSends());
            final QueuedPublication announceQueue = isOneStream ?
                controlQueue : new QueuedPublication(announces, counters.droppedSends());
            return new DriverTransport(
                aeron.addSubscription(controlChannel, controlStreamId), controlQueue, announceQueue, counters);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(control, announces);
            if (counters != null)
            {
                counters.close();
            }

            throw ex;
        }
    }

    /**
     * Closes all of them.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(
            controlSubscription, controlPublication::close, announcePublication::close, counters::close);
    }
}
