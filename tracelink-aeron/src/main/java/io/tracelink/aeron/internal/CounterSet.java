package io.tracelink.aeron.internal;

import io.aeron.Aeron;
import io.aeron.Counter;
import org.agrona.CloseHelper;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers with type ids that follow each other, shown as Aeron counters. One writer; read by any thread at any time,
 * also when the counters or their client are closed, and carried over to the next client.
 */
public final class CounterSet implements AutoCloseable
{
    private final int firstTypeId;
    private final String[] labels;

    /**
     * The numbers in memory of our own: that of a counter goes away with its client, and who asks may outlive it.
     */
    private final AtomicLongArray values;
    private Counter[] counters;

    /**
     * Construct with nothing defined and nothing shown; to be shown before it is written.
     *
     * @param firstTypeId the lowest type id.
     * @param lastTypeId  the highest type id.
     */
    public CounterSet(final int firstTypeId, final int lastTypeId)
    {
        this.firstTypeId = firstTypeId;
        final int length = lastTypeId - firstTypeId + 1;
        labels = new String[length];
        values = new AtomicLongArray(length);
        counters = new Counter[length];
    }

    /**
     * There is a number of a type id; what is not defined is not written.
     *
     * @param typeId of the counter.
     * @param label  of the counter.
     */
    public void define(final int typeId, final String label)
    {
        labels[typeId - firstTypeId] = label;
    }

    /**
     * Make counters that show the numbers as they are. Waits for the media driver.
     *
     * @param aeron a connected client.
     * @return the counters, to be shown; all or none are open.
     */
    public Counter[] open(final Aeron aeron)
    {
        final Counter[] opened = new Counter[labels.length];
        try
        {
            for (int i = 0; i < opened.length; i++)
            {
                if (null != labels[i])
                {
                    opened[i] = aeron.addCounter(firstTypeId + i, labels[i]);
                    opened[i].setRelease(values.getAcquire(i));
                }
            }
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietCloseAll(opened);
            throw ex;
        }

        return opened;
    }

    /**
     * Show the numbers from now on as these counters, and close the ones before. By the writer.
     *
     * @param opened by {@link #open(Aeron)}.
     */
    public void show(final Counter[] opened)
    {
        close();
        for (int i = 0; i < opened.length; i++)
        {
            if (null != opened[i] && !opened[i].isClosed())
            {
                opened[i].setRelease(values.getPlain(i));
            }
        }
        counters = opened;
    }

    /**
     * Add one. By the writer.
     *
     * @param typeId of the counter.
     */
    public void increment(final int typeId)
    {
        add(typeId, 1);
    }

    /**
     * Add to a number. By the writer.
     *
     * @param typeId of the counter.
     * @param amount to add.
     */
    public void add(final int typeId, final long amount)
    {
        set(typeId, values.getPlain(typeId - firstTypeId) + amount);
    }

    /**
     * Set a number. By the writer.
     *
     * @param typeId of the counter.
     * @param value  to set.
     */
    public void set(final int typeId, final long value)
    {
        final int i = typeId - firstTypeId;
        values.setRelease(i, value);

        final Counter counter = counters[i];
        if (!counter.isClosed())
        {
            counter.setRelease(value);
        }
    }

    /**
     * A number. By any thread, at any time.
     *
     * @param typeId of the counter.
     * @return its value.
     */
    public long get(final int typeId)
    {
        return values.getAcquire(typeId - firstTypeId);
    }

    /**
     * Close the counters; the numbers stay.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(counters);
    }
}
