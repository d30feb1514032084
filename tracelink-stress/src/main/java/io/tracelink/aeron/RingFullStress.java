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
 * A ring that is full, and whose memory is claimed again while the agent is still taking out what was in it.
 */
@JCStressTest
@Description("A full ring refuses, and takes a message only into memory that was given back and wiped.")
@Outcome(id = "-40, 1234567812, 0", expect = Expect.ACCEPTABLE, desc = "refused, since nothing was given back yet")
@Outcome(id = "1, 1234567812, 3", expect = Expect.ACCEPTABLE, desc = "taken, into memory that was given back")
@Outcome(expect = Expect.FORBIDDEN, desc = "memory was used too early, or something of before was seen again")
@State
public class RingFullStress
{
    private final RingRecords ring = new RingRecords(false, RingRecords.FITTING + RingRecords.FITTING / 2);

    /**
     * A full ring, the memory of which ends in the middle of what is in it.
     */
    public RingFullStress()
    {
        for (int i = 0; i < RingRecords.FITTING; i++)
        {
            ring.offer(1 + i % 8);
        }
    }

    /**
     * Writes a message.
     *
     * @param result what the stage is told.
     */
    @Actor
    public void stage(final JJJ_Result result)
    {
        result.r1 = ring.offer(3);
    }

    /**
     * Takes out what is there.
     *
     * @param result what was there.
     */
    @Actor
    public void agent(final JJJ_Result result)
    {
        result.r2 = ring.take();
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
