package io.tracelink.testing;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * Measures what an operation allocates on the calling thread once it is warm. What other threads do, such as those of a
 * media driver, does not count.
 */
public final class AllocationProbe
{
    private static final int MAX_ROUNDS = 30;
    private static final int QUIET_ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private AllocationProbe()
    {
    }

    /**
     * Run an operation in rounds until it allocates nothing in three of them on end, or until it is clear that it
     * will not.
     * <p>
     * Rounds before those warm up the operation and the probe. How many that takes is not known beforehand: the thread
     * that makes a method hot resolves the texts of its class for the compiler, which counts as its allocation.
     *
     * @param repetitions of the operation in each round.
     * @param operation   to be measured; what it captures is allocated before.
     * @return bytes that the calling thread allocated in a round at last, 0 if it came to rest.
     */
    public static long allocatedBytes(final int repetitions, final Runnable operation)
    {
        long allocated = 0;
        int quietRounds = 0;

        for (int i = 0; i < MAX_ROUNDS && quietRounds < QUIET_ROUNDS; i++)
        {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            repeat(repetitions, operation);
            final long allocatedInRound = THREADS.getCurrentThreadAllocatedBytes() - before;

            if (0 == allocatedInRound)
            {
                quietRounds++;
            }
            else
            {
                quietRounds = 0;
                allocated = allocatedInRound;
            }
        }

        return QUIET_ROUNDS == quietRounds ? 0 : allocated;
    }

    private static void repeat(final int repetitions, final Runnable operation)
    {
        for (int i = 0; i < repetitions; i++)
        {
            operation.run();
        }
    }
}
