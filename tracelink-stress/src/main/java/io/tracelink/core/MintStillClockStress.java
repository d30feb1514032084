package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two threads mint while the clock stands still.
 */
@JCStressTest
@Description("The first two IDs of a millisecond go to the two, in either order.")
@Outcome(id = {"0, 1", "1, 0"}, expect = Expect.ACCEPTABLE, desc = "each has one of the two")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintStillClockStress
{
    private final Minting minting = Minting.concurrent(12);

    /**
     * Mints.
     *
     * @param result what was minted.
     */
    @Actor
    public void first(final JJ_Result result)
    {
        result.r1 = minting.next();
    }

    /**
     * Mints.
     *
     * @param result what was minted.
     */
    @Actor
    public void second(final JJ_Result result)
    {
        result.r2 = minting.next();
    }
}
