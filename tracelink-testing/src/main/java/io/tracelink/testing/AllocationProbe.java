package io.tracelink.testing;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * Measures what an operation allocates on the calling thread once it is warm. What other threads do, such as those of a
 * media driver, does not count.
 */
public final class AllocationProbe
{
    private static final int ROUNDS = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private AllocationProbe()
    {
    }

    /**
     * Run an operation in rounds, of which the last counts: the others warm up the operation and the probe.
     *
     * @param repetitions of the operation in each round.
     * @param operation   to be measured; what it captures is allocated before.
     * @return bytes that the calling thread allocated in the last round.
     */
    public static long allocatedBytes(final int repetitions, final Runnable operation)
    {
        long allocated = 0;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            repeat(repetitions, operation);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        return allocated;
    }

    private static void repeat(final int repetitions, final Runnable operation)
    {
        for (int i = 0; i < repetitions; i++)
        {
            operation.run();
        }
    }
}
