package io.tracelink.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * The only test here that fails, of two threads that add to a plain field. The {@link StressGate} passes nothing unless
 * it sees that.
 */
@JCStressTest
@Description("Fails, so that it is known that tests can: an update is lost.")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both updates")
@Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "an update was lost")
@State
public class LostUpdateCanaryStress
{
    private long count;

    /**
     * Counts.
     */
    @Actor
    public void first()
    {
        count++;
    }

    /**
     * Counts.
     */
    @Actor
    public void second()
    {
        count++;
    }

    /**
     * Reads the count.
     *
     * @param result the count.
     */
    @Arbiter
    public void arbiter(final J_Result result)
    {
        result.r1 = count;
    }
}
