package io.tracelink.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what a test expects to become true.
 */
public final class Await
{
    /**
     * After which a condition is given up. Long, since a machine may be busy; a test that passes never takes it.
     */
    public static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await()
    {
    }

    /**
     * Wait until a condition holds.
     *
     * @param condition   to hold.
     * @param description of it and of what is there instead, asked for when it is given up.
     * @throws AssertionError if it does not hold in time, or the thread is interrupted.
     */
    public static void until(final BooleanSupplier condition, final Supplier<String> description)
    {
        until(condition, PAUSE_NS, description);
    }

    /**
     * Wait until a condition holds that does some of the work itself, and so is to be asked often.
     *
     * @param condition   to hold.
     * @param pauseNs     between two tries.
     * @param description of it and of what is there instead, asked for when it is given up.
     * @throws AssertionError if it does not hold in time, or the thread is interrupted.
     */
    public static void until(
        final BooleanSupplier condition, final long pauseNs, final Supplier<String> description)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("not in time: " + description.get());
            }

            if (Thread.currentThread().isInterrupted())
            {
                throw new AssertionError("interrupted while waiting: " + description.get());
            }

            LockSupport.parkNanos(pauseNs);
        }
    }
}
