package io.tracelink.driverclient;

import io.tracelink.core.TraceIdLayout;

import java.util.SplittableRandom;

/**
 * Ids that a client makes up. Correlation ids count up from a random seed, so those of two processes do not meet and
 * none is used again (Driver Model §4).
 */
final class ClientIds
{
    private static final long MAX_CLIENT_ID = 0xFFFF_FFFEL;

    private final SplittableRandom random;
    private long nextCorrelationId;

    ClientIds(final long correlationSeed)
    {
        nextCorrelationId = correlationSeed;
        random = new SplittableRandom(correlationSeed);
    }

    long nextCorrelationId()
    {
        return nextCorrelationId++;
    }

    /**
     * A client id that is neither 0 nor the null value.
     *
     * @return 1..4,294,967,294.
     */
    long randomClientId()
    {
        return random.nextLong(1, MAX_CLIENT_ID + 1);
    }

    /**
     * A node ID to propose. 0 is left to explicit configuration where the layout has others.
     *
     * @param layout that it must fit.
     * @return 1..{@link TraceIdLayout#maxNodeId()}, or 0 if that is the only one.
     */
    int randomNodeId(final TraceIdLayout layout)
    {
        return 0 == layout.maxNodeId() ? 0 : random.nextInt(1, layout.maxNodeId() + 1);
    }

    /**
     * Exponential backoff with jitter, so that many clients of a restarted driver do not come at once.
     *
     * @param failures in a row, at least 1.
     * @param minNs    delay after the first.
     * @param maxNs    the longest delay.
     * @return a delay between half of the exponential one and all of it.
     */
    long backoffNs(final int failures, final long minNs, final long maxNs)
    {
        final int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(minNs) - 1);
        final long delayNs = Math.min(maxNs, minNs << doublings);

        return delayNs - random.nextLong(delayNs / 2 + 1);
    }
}
