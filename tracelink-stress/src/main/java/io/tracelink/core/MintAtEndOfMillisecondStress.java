package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/**
 * Two threads mint when the millisecond has one ID left and the clock stands still.
 */
@JCStressTest
@Description("One has the last ID, the other the first of the coming millisecond, which is borrowed.")
@Outcome(
    id = {"1, 2, 1", "2, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "one millisecond ahead of the clock")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintAtEndOfMillisecondStress
{
    private final Minting minting = Minting.concurrent(1);

    /**
     * Takes the first of two IDs of the millisecond.
     */
    public MintAtEndOfMillisecondStress()
    {
        minting.next();
    }

    /**
     * Mints.
     *
     * @param result what was minted.
     */
    @Actor
    public void first(final JJJ_Result result)
    {
        result.r1 = minting.next();
    }

    /**
     * Mints.
     *
     * @param result what was minted.
     */
    @Actor
    public void second(final JJJ_Result result)
    {
        result.r2 = minting.next();
    }

    /**
     * Asks how far the generator is ahead.
     *
     * @param result of both.
     */
    @Arbiter
    public void after(final JJJ_Result result)
    {
        result.r3 = minting.generator().clockLeadMs();
    }
}
