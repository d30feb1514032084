package io.tracelink.driverclient;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * A frame that is read while it is written (Wire §5).
 */
@JCStressTest
@Description("A frame that is read while it is written is not there yet, or whole.")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the new frame, whole")
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not committed yet")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn frame was accepted, or a good one called corrupt")
@State
public class FrameArrivalStress
{
    private final FrameMemory memory = new FrameMemory();

    /**
     * A stream with one frame.
     */
    public FrameArrivalStress()
    {
        memory.write(0, 1);
    }

    /**
     * Writes the next frame.
     */
    @Actor
    public void producer()
    {
        memory.write(1, 2);
    }

    /**
     * Reads the next frame.
     *
     * @param result what was read.
     */
    @Actor
    public void consumer(final J_Result result)
    {
        result.r1 = memory.read(1);
    }
}
