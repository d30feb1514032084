package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.aeron.Counter;
import org.agrona.CloseHelper;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of a client, shown as Aeron counters where those are wanted. One writer, any readers. Reads come from
 * memory of their own, since that of Aeron's counters is unmapped when the Aeron client closes.
 */
final class ClientCounters implements AutoCloseable
{
    private static final ClientCounter[] ALL = ClientCounter.values();

    private final AtomicLongArray values = new AtomicLongArray(ALL.length);
    private final Counter[] counters;

    ClientCounters(final Aeron aeron, final boolean useAeronCounters)
    {
        counters = new Counter[useAeronCounters ? ALL.length : 0];
        if (useAeronCounters)
        {
            for (final ClientCounter counter : ALL)
            {
                counters[counter.index()] = aeron.addCounter(counter.typeId(), counter.label());
            }
        }
    }

    void increment(final ClientCounter counter)
    {
        final int index = counter.index();
        final long value = values.get(index) + 1;
        values.setRelease(index, value);
        if (index < counters.length && !counters[index].isClosed())
        {
            counters[index].setRelease(value);
        }
    }

    long get(final ClientCounter counter)
    {
        return values.getAcquire(counter.index());
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(counters);
    }
}
