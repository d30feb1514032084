package io.tracelink.driverclient;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The thread that mints asks for every ID whether its node ID is held, by the lease's deadline or without it, while the
 * thread of the client loses the lease for good.
 */
@JCStressTest
@Description("Once a node ID was seen to be lost, it is not seen to be held again.")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "before the loss")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "lost in between")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "after the loss")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "held again, though another has it")
@State
public class NodeIdHeldStress
{
    private static final int NODE_ID = 7;

    private final Lease lease = FrameMemory.lease(FrameMemory.grant(NODE_ID, 107));

    /**
     * Loses the lease and has it again, with another node ID.
     */
    @Actor
    public void client()
    {
        lease.grant(null);
        lease.grant(FrameMemory.grant(NODE_ID + 1, 108));
    }

    /**
     * Asks before each of two IDs.
     *
     * @param result the answers.
     */
    @Actor
    public void minter(final ZZ_Result result)
    {
        result.r1 = lease.isHeld(NODE_ID);
        result.r2 = lease.isAssigned(NODE_ID);
    }
}
