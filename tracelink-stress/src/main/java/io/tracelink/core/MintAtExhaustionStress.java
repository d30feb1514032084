package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two threads mint when one ID is left of the 41 bits.
 */
@JCStressTest
@Description("Exactly one has the last ID.")
@Outcome(id = {"1, -11", "-11, 1"}, expect = Expect.ACCEPTABLE, desc = "the other is refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintAtExhaustionStress
{
    private final Minting minting = Minting.atTheEndOfTime();

    /**
     * Takes the last but one ID.
     */
    public MintAtExhaustionStress()
    {
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
