package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/**
 * One thread mints twice while another mints.
 */
@JCStressTest
@Description("IDs are unique, and those of one thread ascend.")
@Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "the other was last")
@Outcome(id = "0, 2, 1", expect = Expect.ACCEPTABLE, desc = "the other was in between")
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "the other was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, or out of order")
@State
public class MintInOrderStress
{
    private final Minting minting = Minting.concurrent(12);

    /**
     * Mints twice.
     *
     * @param result what was minted.
     */
    @Actor
    public void twice(final JJJ_Result result)
    {
        result.r1 = minting.next();
        result.r2 = minting.next();
    }

    /**
     * Mints once.
     *
     * @param result what was minted.
     */
    @Actor
    public void once(final JJJ_Result result)
    {
        result.r3 = minting.next();
    }
}
