package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.concurrent.NanoClock;

/**
 * Leases that were granted and are not used: given back at once, or by one of the next duty cycles where the control
 * stream takes nothing at the moment. Nobody waits for the answers. What cannot be sent within the attach timeout, or
 * finds all places taken, is left to expire.
 */
final class LeaseReturns
{
    private static final int CAPACITY = 64;

    private final ControlProxy proxy;
    private final ClientIds ids;
    private final ClientCounters counters;
    private final NanoClock clock;
    private final long timeoutNs;
    private final long[] leaseIds = new long[CAPACITY];
    private final long[] streamIds = new long[CAPACITY];
    private final long[] clientIds = new long[CAPACITY];
    private final long[] deadlinesNs = new long[CAPACITY];
    private final Role[] roles = new Role[CAPACITY];
    private int head;
    private int size;

    LeaseReturns(
        final ControlProxy proxy,
        final ClientIds ids,
        final ClientCounters counters,
        final NanoClock clock,
        final long timeoutNs)
    {
        this.proxy = proxy;
        this.ids = ids;
        this.counters = counters;
        this.clock = clock;
        this.timeoutNs = timeoutNs;
    }

    void add(final long leaseId, final long streamId, final long clientId, final Role role)
    {
        if (size < CAPACITY)
        {
            final int index = (head + size++) % CAPACITY;
            leaseIds[index] = leaseId;
            streamIds[index] = streamId;
            clientIds[index] = clientId;
            roles[index] = role;
            deadlinesNs[index] = clock.nanoTime() + timeoutNs;
            doWork();
        }
    }

    int doWork()
    {
        int workCount = 0;
        while (size > 0 && isDone(head))
        {
            head = (head + 1) % CAPACITY;
            size--;
            workCount++;
        }

        return workCount;
    }

    void clear()
    {
        size = 0;
    }

    private boolean isDone(final int index)
    {
        if (proxy.detach(ids.nextCorrelationId(), leaseIds[index], streamIds[index], clientIds[index], roles[index]))
        {
            counters.increment(ClientCounter.LEASES_RETURNED);
            return true;
        }

        return clock.nanoTime() - deadlinesNs[index] >= 0;
    }
}
