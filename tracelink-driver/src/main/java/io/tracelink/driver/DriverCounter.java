package io.tracelink.driver;

import org.agrona.concurrent.status.AtomicCounter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that an Aeron counter shows for as long as the counter is open. The memory of a counter goes away with its
 * client, at any time, so the number itself is kept here: it can be written and read on after that.
 * <p>
 * Written by one thread, read by any.
 */
final class DriverCounter implements AutoCloseable
{
    private final AtomicLong value = new AtomicLong();
    private final AtomicCounter counter;

    DriverCounter(final AtomicCounter counter)
    {
        this.counter = counter;
    }

    void increment()
    {
        set(value.getPlain() + 1);
    }

    void set(final long newValue)
    {
        value.setRelease(newValue);
        if (!counter.isClosed())
        {
            counter.setRelease(newValue);
        }
    }

    long value()
    {
        return value.getAcquire();
    }

    /**
     * Gives the Aeron counter back. The number can still be read here.
     */
    @Override
    public void close()
    {
        counter.close();
    }
}
