package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * Two threads mint past what is reserved, the one further ahead than what the other reserves.
 */
@JCStressTest
@Description("IDs are unique and none is above the mark, whoever reserves last.")
@Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "two IDs, and the mark is above them")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID was minted twice, refused, or above the mark")
@State
public class MarkedMintStress
{
    private final HighWaterMark mark = Minting.markInMemory();
    private final Minting minting = Minting.marked(mark);
    private boolean isNearMarked;
    private boolean isFarMarked;
    private long near;
    private long far;

    /**
     * Reserves, and moves the clock past that.
     */
    public MarkedMintStress()
    {
        minting.next();
        minting.moveClock(HighWaterMark.RESERVED_MS + 1);
    }

    /**
     * Mints by the clock as it is.
     */
    @Actor
    public void near()
    {
        near = minting.next();
        isNearMarked = minting.isMarked(mark, near);
    }

    /**
     * Mints by a clock that is past what the other reserves.
     */
    @Actor
    public void far()
    {
        minting.moveClock(HighWaterMark.RESERVED_MS + 1);
        far = minting.next();
        isFarMarked = minting.isMarked(mark, far);
    }

    /**
     * Looks at both IDs, and mints once more within whatever limit was left behind.
     *
     * @param result are the IDs distinct, were they at or below the mark as they were minted, and are they all now?
     */
    @Arbiter
    public void arbiter(final ZZZ_Result result)
    {
        minting.moveClock(HighWaterMark.RESERVED_MS);
        final long last = minting.next();

        result.r1 = near != far && last > near && last > far;
        result.r2 = isNearMarked && isFarMarked;
        result.r3 = minting.isMarked(mark, near) && minting.isMarked(mark, far) && minting.isMarked(mark, last);
    }
}
