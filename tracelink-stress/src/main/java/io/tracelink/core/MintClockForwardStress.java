package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * One thread mints while another moves the clock on by a millisecond and mints.
 */
@JCStressTest
@Description("An ID is of the old millisecond or of the new one, where both have places of their own.")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "the first minted in the old millisecond")
@Outcome(id = "2, 3", expect = Expect.ACCEPTABLE, desc = "both in the new one, the first before the second")
@Outcome(id = "3, 2", expect = Expect.ACCEPTABLE, desc = "both in the new one, the second before the first")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintClockForwardStress
{
    private final Minting minting = Minting.concurrent(1);

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
     * Moves the clock on and mints.
     *
     * @param result what was minted.
     */
    @Actor
    public void second(final JJ_Result result)
    {
        minting.moveClock(1);
        result.r2 = minting.next();
    }
}
