package io.tracelink.driverclient;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that an operation allocates nothing once it is warm.
 */
final class Allocations
{
    private Allocations()
    {
    }

    static void assertNone(final int rounds, final Runnable operation)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        run(operation, rounds);
        threads.getCurrentThreadAllocatedBytes();

        final long before = threads.getCurrentThreadAllocatedBytes();
        run(operation, rounds);
        final long after = threads.getCurrentThreadAllocatedBytes();

        assertThat(after - before).isZero();
    }

    private static void run(final Runnable operation, final int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            operation.run();
        }
    }
}
