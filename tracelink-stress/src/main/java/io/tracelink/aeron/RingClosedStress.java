package io.tracelink.aeron;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/**
 * A message of a stage while its agent ends.
 */
@JCStressTest
@Description("What a closed ring refuses is not in it, and what it took is dropped or stays, whole.")
@Outcome(id = "-4, 0, 0", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "taken, and dropped by the agent")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "taken when the agent had gone")
@Outcome(expect = Expect.FORBIDDEN, desc = "a refused message is there, or one that was taken is not")
@State
public class RingClosedStress
{
    private final RingRecords ring = new RingRecords(false, RingRecords.FITTING);

    /**
     * Writes a message.
     *
     * @param result what the stage is told.
     */
    @Actor
    public void stage(final JJJ_Result result)
    {
        result.r1 = ring.offer(1);
    }

    /**
     * Refuses messages and drops what is there.
     *
     * @param result how much that was.
     */
    @Actor
    public void agent(final JJJ_Result result)
    {
        ring.close();
        result.r2 = ring.discard();
    }

    /**
     * Takes out the rest.
     *
     * @param result what that was.
     */
    @Arbiter
    public void rest(final JJJ_Result result)
    {
        result.r3 = ring.take();
    }
}
