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
 * Two stages and a ring with room for one more message.
 */
@JCStressTest
@Description("One stage gets the last place, and the other one is refused.")
@Outcome(id = "1, -40, 1234567811", expect = Expect.ACCEPTABLE, desc = "the first stage was first")
@Outcome(id = "-40, 1, 1234567812", expect = Expect.ACCEPTABLE, desc = "the second stage was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "both or none had the place, or a message is torn, lost or doubled")
@State
public class RingLastPlaceStress
{
    private final RingRecords ring = new RingRecords(true, RingRecords.FITTING + RingRecords.FITTING / 2);

    /**
     * A ring with one place.
     */
    public RingLastPlaceStress()
    {
        for (int i = 0; i < RingRecords.FITTING - 1; i++)
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
    public void first(final JJJ_Result result)
    {
        result.r1 = ring.offer(1);
    }

    /**
     * Writes a message.
     *
     * @param result what the stage is told.
     */
    @Actor
    public void second(final JJJ_Result result)
    {
        result.r2 = ring.offer(2);
    }

    /**
     * Takes out what is there.
     *
     * @param result what was there.
     */
    @Arbiter
    public void agent(final JJJ_Result result)
    {
        result.r3 = ring.take();
    }
}
