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
 * Messages of two stages, where the memory of the ring ends between them, and an agent that looks while one is written.
 */
@JCStressTest
@Description("Messages are seen whole, those of a stage in their order, each once, and all in the end.")
@Outcome(id = "(0, 123|1, 23|12, 3|123, 0)", expect = Expect.ACCEPTABLE, desc = "the other stage's came between")
@Outcome(id = "(0, 132|1, 32|13, 2|132, 0)", expect = Expect.ACCEPTABLE, desc = "the other stage's came last")
@Outcome(id = "(0, 213|2, 13|21, 3|213, 0)", expect = Expect.ACCEPTABLE, desc = "the other stage's came first")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message is torn, lost, doubled or out of order")
@State
public class RingOfManyStress
{
    private final RingRecords ring = new RingRecords(true, 2 * RingRecords.FITTING - 1);

    /**
     * Writes two messages.
     */
    @Actor
    public void stage()
    {
        ring.offer(1);
        ring.offer(3);
    }

    /**
     * Writes a message and takes out what is there.
     *
     * @param result what was there.
     */
    @Actor
    public void otherStageAndAgent(final JJ_Result result)
    {
        ring.offer(2);
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
