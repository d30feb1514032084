package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * One thread mints strictly past the end of the millisecond while another moves the clock on.
 */
@JCStressTest
@Description("Who waits for the coming millisecond has its first ID, and nobody is ahead of the clock.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the second ID waited for the clock, or came after it")
@Outcome(id = "2, 3", expect = Expect.ACCEPTABLE, desc = "the clock was there first")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class StrictMintWaitStress
{
    private final Minting minting = Minting.strict(1);

    /**
     * Takes the first of two IDs of the millisecond.
     */
    public StrictMintWaitStress()
    {
        minting.next();
    }

    /**
     * Mints twice, for which one millisecond has not enough.
     *
     * @param result what was minted.
     */
    @Actor
    public void minter(final JJ_Result result)
    {
        result.r1 = minting.next();
        result.r2 = minting.next();
    }

    /**
     * Moves the clock on.
     */
    @Actor
    public void clock()
    {
        minting.moveClock(1);
    }
}
