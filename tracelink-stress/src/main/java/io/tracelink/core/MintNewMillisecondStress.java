package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two threads are the first that mint after the clock moved on.
 */
@JCStressTest
@Description("The new millisecond begins with its first ID, whoever comes first.")
@Outcome(id = {"2, 3", "3, 2"}, expect = Expect.ACCEPTABLE, desc = "each has one of the first two")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintNewMillisecondStress
{
    private final Minting minting = Minting.concurrent(1);

    /**
     * Mints in the old millisecond.
     */
    public MintNewMillisecondStress()
    {
        minting.next();
        minting.moveClock(1);
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
