package io.tracelink.driver;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A counter of the driver, which one thread writes and another reads, also through Aeron.
 */
@JCStressTest
@Description("A count only grows, and Aeron's counter is never ahead of it.")
@Outcome(id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "grows")
@Outcome(expect = Expect.FORBIDDEN, desc = "a count went back, or Aeron's was ahead")
@State
public class DriverCounterStress
{
    private final UnsafeBuffer values = new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]);
    private final DriverCounter counter = new DriverCounter(new AtomicCounter(values, 0));

    /**
     * Counts to two.
     */
    @Actor
    public void driver()
    {
        counter.increment();
        counter.increment();
    }

    /**
     * Reads Aeron's counter and then the count.
     *
     * @param result both.
     */
    @Actor
    public void reader(final JJ_Result result)
    {
        result.r1 = values.getLongAcquire(0);
        result.r2 = counter.value();
    }
}
