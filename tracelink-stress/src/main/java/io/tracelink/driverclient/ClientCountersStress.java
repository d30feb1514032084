package io.tracelink.driverclient;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Counts of a client, which one thread writes and another reads.
 */
@JCStressTest
@Description("What was counted first is seen no later than what was counted after it.")
@Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "in the order of counting")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the second was seen before the first")
@State
public class ClientCountersStress
{
    private final ClientCounters counters = new ClientCounters();

    /**
     * Counts an attach and then a keepalive.
     */
    @Actor
    public void client()
    {
        counters.increment(ClientCounter.ATTACHES);
        counters.increment(ClientCounter.KEEPALIVES);
    }

    /**
     * Reads the keepalives and then the attaches.
     *
     * @param result both counts.
     */
    @Actor
    public void reader(final JJ_Result result)
    {
        result.r1 = counters.get(ClientCounter.KEEPALIVES);
        result.r2 = counters.get(ClientCounter.ATTACHES);
    }
}
