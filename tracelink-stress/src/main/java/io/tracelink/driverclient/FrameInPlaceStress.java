package io.tracelink.driverclient;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * A frame that is read where it lies while the producer takes its slot (Wire §5).
 */
@JCStressTest
@Description("What was seen in place of a frame that is being overwritten is whole, or the verdict refuses it.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the old frame, whole")
@Outcome(id = "-2", expect = Expect.ACCEPTABLE, desc = "overwritten before it was opened")
@Outcome(id = "-3", expect = Expect.ACCEPTABLE, desc = "changed while it was read")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn frame was accepted, or a good one called corrupt")
@State
public class FrameInPlaceStress
{
    private final FrameMemory memory = new FrameMemory();

    /**
     * A stream with one frame.
     */
    public FrameInPlaceStress()
    {
        memory.write(0, 1);
    }

    /**
     * Overwrites the frame with the next one.
     */
    @Actor
    public void producer()
    {
        memory.write(1, 2);
    }

    /**
     * Reads the old frame.
     *
     * @param result what was read.
     */
    @Actor
    public void consumer(final J_Result result)
    {
        result.r1 = memory.readInPlace(0);
    }
}
