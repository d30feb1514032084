package io.tracelink.aeron;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two messages of a stage and their agent, where the memory of the ring ends between them.
 */
@JCStressTest
@Description("Messages are seen whole, in their order, each once, and all in the end.")
@Outcome(id = "0, 12", expect = Expect.ACCEPTABLE, desc = "none was there")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the first one was there")
@Outcome(id = "12, 0", expect = Expect.ACCEPTABLE, desc = "both were there")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message is torn, lost, doubled or out of order")
@State
public class RingPassingStress
{
    private final RingRecords ring = new RingRecords(false, 2 * RingRecords.FITTING - 1);

    /**
     * Writes two messages.
     */
    @Actor
    public void stage()
    {
        ring.offer(1);
        ring.offer(2);
    }

    /**
     * Takes out what is there.
     *
     * @param result what was there.
     */
    @Actor
    public void agent(final JJ_Result result)
    {
        result.r1 = ring.take();
    }

    /**
     * Takes out the rest.
     *
     * @param result what that was.
     */
    @Arbiter
    public void rest(final JJ_Result result)
    {
        result.r2 = ring.take();
    }
}
