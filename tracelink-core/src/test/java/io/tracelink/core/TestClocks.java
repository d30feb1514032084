package io.tracelink.core;

import org.agrona.concurrent.CachedEpochClock;

/**
 * Clocks that a test moves.
 */
final class TestClocks
{
    private TestClocks()
    {
    }

    static CachedEpochClock at(final long nowMs)
    {
        final CachedEpochClock clock = new CachedEpochClock();
        clock.update(nowMs);

        return clock;
    }
}
