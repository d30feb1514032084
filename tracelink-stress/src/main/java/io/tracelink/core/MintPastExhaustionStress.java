package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two threads go on minting once the 41 bits are used up.
 */
@JCStressTest
@Description("What is refused stays refused.")
@Outcome(id = "-11, -11", expect = Expect.ACCEPTABLE, desc = "both are refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintPastExhaustionStress
{
    private final Minting minting = Minting.atTheEndOfTime();

    /**
     * Takes the last two IDs.
     */
    public MintPastExhaustionStress()
    {
        minting.next();
        minting.next();
    }

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
