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
    private Counter[] counters = new Counter[0];

    /**
     * Show the counts as counters of an Aeron client from now on.
     *
     * @param aeron client, connected.
     */
    void connect(final Aeron aeron)
    {
        close();
        final Counter[] counters = new Counter[ALL.length];
        try
        {
            for (final ClientCounter counter : ALL)
            {
                final int index = counter.index();
                counters[index] = aeron.addCounter(counter.typeId(), counter.label());
                counters[index].setRelease(values.get(index));
            }
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(counters);
            throw ex;
        }

        this.counters = counters;
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
        counters = new Counter[0];
    }
}
