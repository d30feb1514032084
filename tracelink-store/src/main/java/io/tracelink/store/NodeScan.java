package io.tracelink.store;

import io.aeron.Aeron;
import io.tracelink.aeron.NodeRegistration;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.CountersReader;

/**
 * Looks for registrations of node IDs among the counters of the media driver (TraceLink §6). Each is handed on once;
 * one that finds no room is found again by the next scan. Allocates nothing.
 */
final class NodeScan
{
    private final Aeron aeron;
    private final Intake intake;
    private final NanoClock nanoClock;
    private final long intervalNs;
    private final CountersReader counters;
    private final long[] seenRegistrationIds;
    private long nextNs;

    NodeScan(final Aeron aeron, final Intake intake, final NanoClock nanoClock, final long intervalNs)
    {
        this.aeron = aeron;
        this.intake = intake;
        this.nanoClock = nanoClock;
        this.intervalNs = intervalNs;
        counters = aeron.countersReader();
        seenRegistrationIds = new long[counters.maxCounterId() + 1];
        nextNs = nanoClock.nanoTime();
    }

    void scanWhenDue()
    {
        final long nowNs = nanoClock.nanoTime();
        if (nowNs - nextNs >= 0)
        {
            nextNs = nowNs + intervalNs;
            scan();
        }
    }

    void scan()
    {
        if (aeron.isClosed())
        {
            return;
        }

        for (int counterId = 0; counterId < seenRegistrationIds.length; counterId++)
        {
            final int state = counters.getCounterState(counterId);
            if (CountersReader.RECORD_UNUSED == state)
            {
                break;
            }

            if (CountersReader.RECORD_ALLOCATED == state &&
                NodeRegistration.TYPE_ID == counters.getCounterTypeId(counterId))
            {
                onRegistration(counterId);
            }
        }
    }

    private void onRegistration(final int counterId)
    {
        final long registrationId = counters.getCounterRegistrationId(counterId);
        if (CountersReader.DEFAULT_REGISTRATION_ID == registrationId ||
            seenRegistrationIds[counterId] == registrationId)
        {
            return;
        }

        final DirectBuffer metaData = counters.metaDataBuffer();
        final int offset = CountersReader.metaDataOffset(counterId) + CountersReader.KEY_OFFSET;
        final long nodeId = NodeRegistration.nodeId(metaData, offset);
        final long processId = NodeRegistration.processId(metaData, offset);
        final long startTimeMs = NodeRegistration.startTimeMs(metaData, offset);

        // A counter that was freed meanwhile has lost its key.
        if (CountersReader.RECORD_ALLOCATED == counters.getCounterState(counterId) &&
            registrationId == counters.getCounterRegistrationId(counterId) &&
            intake.onNode(nodeId, processId, startTimeMs))
        {
            seenRegistrationIds[counterId] = registrationId;
        }
    }
}
