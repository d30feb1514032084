package io.tracelink.driverclient;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A lease that is lost and had again by the thread of the client, while a stage looks at it.
 */
@JCStressTest
@Description("A grant is one consistent picture, whole wherever it is seen.")
@Outcome(id = "7, 107", expect = Expect.ACCEPTABLE, desc = "the grant before the loss")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "lost")
@Outcome(id = "8, 108", expect = Expect.ACCEPTABLE, desc = "the grant after the loss")
@Outcome(expect = Expect.FORBIDDEN, desc = "a mixture of two grants")
@State
public class LeaseGrantStress
{
    private final Lease lease = FrameMemory.lease(FrameMemory.grant(7, 107));

    /**
     * Loses the lease and has it again, with another node ID.
     */
    @Actor
    public void client()
    {
        lease.grant(null);
        lease.grant(FrameMemory.grant(8, 108));
    }

    /**
     * Looks at the grant.
     *
     * @param result node ID and epoch of the grant.
     */
    @Actor
    public void stage(final JJ_Result result)
    {
        final LeaseGrant grant = lease.grant();
        if (null != grant)
        {
            result.r1 = grant.nodeId();
            result.r2 = grant.epoch();
        }
    }
}
