package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * One thread mints past what is reserved while another closes the mark.
 */
@JCStressTest
@Description("An ID is at or below the mark, or refused because the mark is closed; past that all are refused.")
@Outcome(id = "202, -17", expect = Expect.ACCEPTABLE, desc = "minted before the close")
@Outcome(id = "-17, -17", expect = Expect.ACCEPTABLE, desc = "closed before it was minted")
@Outcome(expect = Expect.FORBIDDEN, desc = "an ID above the mark, or reserved after the close")
@State
public class MarkCloseStress
{
    private static final long ABOVE_THE_MARK = -99;

    private final HighWaterMark mark = Minting.markInMemory();
    private final Minting minting = Minting.marked(mark);
    private long place;

    /**
     * Reserves, and moves the clock past that.
     */
    public MarkCloseStress()
    {
        minting.next();
        minting.moveClock(HighWaterMark.RESERVED_MS + 1);
    }

    /**
     * Mints.
     */
    @Actor
    public void minter()
    {
        place = minting.next();
    }

    /**
     * Closes.
     */
    @Actor
    public void closer()
    {
        mark.close();
    }

    /**
     * Looks at the ID, and mints past what may have been reserved for it.
     *
     * @param result what was minted, and what is minted after both.
     */
    @Arbiter
    public void arbiter(final JJ_Result result)
    {
        result.r1 = TraceId.MARK_CLOSED == place || minting.isMarked(mark, place) ? place : ABOVE_THE_MARK;
        minting.moveClock(HighWaterMark.RESERVED_MS + 1);
        result.r2 = minting.next();
    }
}
