package io.tracelink.driverclient;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * A frame that is read while it and the one behind it are written (Wire §5).
 */
@JCStressTest
@Description("A frame that comes and goes is not there yet, whole, or gone.")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the frame, whole")
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not committed yet")
@Outcome(id = "-2", expect = Expect.ACCEPTABLE, desc = "overwritten before it was opened")
@Outcome(id = "-3", expect = Expect.ACCEPTABLE, desc = "changed while it was read")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn frame was accepted, or a good one called corrupt")
@State
public class FramePassingStress
{
    private final FrameMemory memory = new FrameMemory();

    /**
     * A stream with one frame.
     */
    public FramePassingStress()
    {
        memory.write(0, 1);
    }

    /**
     * Writes two frames into one slot.
     */
    @Actor
    public void producer()
    {
        memory.write(1, 2);
        memory.write(2, 3);
    }

    /**
     * Reads the first of the two.
     *
     * @param result what was read.
     */
    @Actor
    public void consumer(final J_Result result)
    {
        result.r1 = memory.readInPlace(1);
    }
}
