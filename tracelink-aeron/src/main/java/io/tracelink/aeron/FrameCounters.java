package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.Publication;
import io.tracelink.aeron.internal.CounterSet;
import io.tracelink.core.MessageResult;
import org.agrona.CloseHelper;

/**
 * Aeron counters of a {@link FramePublisher}, which AeronStat shows: frames by kind, links sent, and everything
 * dropped by its reason, and the {@link NodeRegistration} of its node ID. Type ids are 1000 to 1099.
 * <p>
 * An {@link AsyncPublisher} has its own: there what was sent and dropped after the ring is counted, which the stages
 * cannot know. Theirs count frames and what did not get into the ring.
 * <p>
 * Written by the publisher's thread, and closed with the publisher. The accessors may be called by any thread at any
 * time, also when the counters or their Aeron client are closed; the numbers go on where another client follows.
 */
public final class FrameCounters
{
    /**
     * Frames that were published with a new trace ID and no parents.
     */
    public static final int FRAMES_ROOT_TYPE_ID = 1000;

    /**
     * Frames that were published with the trace ID of their parent.
     */
    public static final int FRAMES_DERIVED_TYPE_ID = 1001;

    /**
     * Frames that were published with a new trace ID and parents to report.
     */
    public static final int FRAMES_JOINED_TYPE_ID = 1002;

    /**
     * Frames that were published while tracing was off.
     */
    public static final int FRAMES_UNTRACED_TYPE_ID = 1003;

    /**
     * Descriptors that Aeron, or the ring of an {@link AsyncPublisher}, did not take; the caller knows by the result.
     * Of an {@link AsyncPublisher} those that were in its ring and could not be sent.
     */
    public static final int FRAMES_NOT_SENT_TYPE_ID = 1004;

    /**
     * Frames that were refused: an input without trace ID, no parents, or a generator that is exhausted.
     */
    public static final int FRAMES_REFUSED_TYPE_ID = 1005;

    /**
     * TraceLinkSets that were sent.
     */
    public static final int LINKS_SENT_TYPE_ID = 1010;

    /**
     * TraceLinkSets that were dropped because nobody subscribes to the control stream.
     */
    public static final int LINKS_NOT_CONNECTED_TYPE_ID = 1011;

    /**
     * TraceLinkSets that were dropped because of back pressure.
     */
    public static final int LINKS_BACK_PRESSURED_TYPE_ID = 1012;

    /**
     * TraceLinkSets that were dropped because an administrative action was under way, twice in a row.
     */
    public static final int LINKS_ADMIN_ACTION_TYPE_ID = 1013;

    /**
     * TraceLinkSets that were dropped because the control publication is closed or at the end of its life.
     */
    public static final int LINKS_CLOSED_TYPE_ID = 1014;

    /**
     * TraceLinkSets that were dropped because they are longer than the publication's largest message.
     */
    public static final int LINKS_TOO_LONG_TYPE_ID = 1015;

    /**
     * TraceLinkSets that were dropped because the ring of the {@link AsyncPublisher} was full.
     */
    public static final int LINKS_RING_FULL_TYPE_ID = 1016;

    /**
     * TraceLinkSets that were left out by the sampler.
     */
    public static final int LINKS_SAMPLED_TYPE_ID = 1017;

    /**
     * How far the last trace ID was ahead of the clock, in milliseconds, when that was last looked at: with the first
     * frame that mints, then after 256 of them, or as soon as the IDs have gone on by 100 ms.
     */
    public static final int CLOCK_LEAD_TYPE_ID = 1018;

    /**
     * TraceLinkSets that were refused because they have no trace ID or no parents, which no generator of ours causes.
     */
    public static final int LINKS_REFUSED_TYPE_ID = 1019;

    private static final int NO_NODE_ID = -1;
    private static final int FIRST_TYPE_ID = FRAMES_ROOT_TYPE_ID;
    private static final int LAST_TYPE_ID = LINKS_REFUSED_TYPE_ID;

    private final CounterSet counters = new CounterSet(FIRST_TYPE_ID, LAST_TYPE_ID);
    private NodeRegistration nodeRegistration;
    private int nodeId = NO_NODE_ID;

    private FrameCounters()
    {
    }

    /**
     * The counters of a publisher of frames, not opened yet.
     *
     * @param streamId of the frames.
     * @return the counters.
     */
    static FrameCounters ofStream(final long streamId)
    {
        final FrameCounters frameCounters = new FrameCounters();
        final String suffix = ": stream=" + streamId;
        frameCounters.define(FRAMES_ROOT_TYPE_ID, "frames-root", suffix);
        frameCounters.define(FRAMES_DERIVED_TYPE_ID, "frames-derived", suffix);
        frameCounters.define(FRAMES_JOINED_TYPE_ID, "frames-joined", suffix);
        frameCounters.define(FRAMES_UNTRACED_TYPE_ID, "frames-untraced", suffix);
        frameCounters.define(FRAMES_REFUSED_TYPE_ID, "frames-refused", suffix);
        frameCounters.define(LINKS_RING_FULL_TYPE_ID, "links-dropped ring-full", suffix);
        frameCounters.define(LINKS_SAMPLED_TYPE_ID, "links-dropped sampled", suffix);
        frameCounters.define(CLOCK_LEAD_TYPE_ID, "clock-lead ms", suffix);
        frameCounters.define(LINKS_REFUSED_TYPE_ID, "links-refused", suffix);
        frameCounters.defineSending(suffix);

        return frameCounters;
    }

    /**
     * The counters of who sends what others have put into a ring, not opened yet.
     *
     * @param controlStreamId of the TraceLinkSets.
     * @return the counters.
     */
    static FrameCounters ofAsyncPublisher(final int controlStreamId)
    {
        final FrameCounters frameCounters = new FrameCounters();
        frameCounters.defineSending(": async control-stream=" + controlStreamId);

        return frameCounters;
    }

    /**
     * Frames that were published with a new trace ID and no parents.
     *
     * @return the number of frames.
     */
    public long root()
    {
        return count(FRAMES_ROOT_TYPE_ID);
    }

    /**
     * Frames that were published with the trace ID of their parent.
     *
     * @return the number of frames.
     */
    public long derived()
    {
        return count(FRAMES_DERIVED_TYPE_ID);
    }

    /**
     * Frames that were published with a new trace ID and parents to report.
     *
     * @return the number of frames.
     */
    public long joined()
    {
        return count(FRAMES_JOINED_TYPE_ID);
    }

    /**
     * Frames that were published while tracing was off.
     *
     * @return the number of frames.
     */
    public long untraced()
    {
        return count(FRAMES_UNTRACED_TYPE_ID);
    }

    /**
     * Frames whose descriptor Aeron, or the ring of an {@link AsyncPublisher}, did not take.
     *
     * @return the number of attempts.
     */
    public long notSent()
    {
        return count(FRAMES_NOT_SENT_TYPE_ID);
    }

    /**
     * Frames that were refused before anything was sent.
     *
     * @return the number of attempts.
     */
    public long refused()
    {
        return count(FRAMES_REFUSED_TYPE_ID);
    }

    /**
     * TraceLinkSets that were sent. Where an {@link AsyncPublisher} sends them, its counters know.
     *
     * @return the number of sets.
     */
    public long linksSent()
    {
        return count(LINKS_SENT_TYPE_ID);
    }

    /**
     * TraceLinkSets that were dropped, for any reason but the sampler.
     *
     * @return the number of sets.
     */
    public long linksDropped()
    {
        long dropped = count(LINKS_REFUSED_TYPE_ID);
        for (int typeId = LINKS_NOT_CONNECTED_TYPE_ID; typeId <= LINKS_RING_FULL_TYPE_ID; typeId++)
        {
            dropped += count(typeId);
        }

        return dropped;
    }

    /**
     * TraceLinkSets that the sampler left out.
     *
     * @return the number of sets.
     */
    public long linksSampledOut()
    {
        return count(LINKS_SAMPLED_TYPE_ID);
    }

    /**
     * How far trace IDs were ahead of the clock when that was last looked at, see {@link #CLOCK_LEAD_TYPE_ID}.
     *
     * @return milliseconds, 0 while the IDs keep to the clock.
     */
    public long clockLeadMs()
    {
        return count(CLOCK_LEAD_TYPE_ID);
    }

    /**
     * Give the Aeron counters back, as the publisher that owns them is closed. The numbers can still be read here.
     */
    void close()
    {
        CloseHelper.closeAll(counters, nodeRegistration);
    }

    /**
     * Show the numbers by counters of a client from now on, and the node ID where there is one.
     *
     * @param aeron  a connected client.
     * @param opened by {@link #open(Aeron)}.
     */
    void connect(final Aeron aeron, final Counter[] opened)
    {
        show(opened);

        nodeRegistration = new NodeRegistration(aeron);
        if (NO_NODE_ID != nodeId)
        {
            nodeRegistration.register(nodeId);
        }
    }

    /**
     * Make counters, by any thread. Waits for the media driver; where it refuses one, none is left open.
     *
     * @param aeron a connected client.
     * @return the counters.
     */
    Counter[] open(final Aeron aeron)
    {
        return counters.open(aeron);
    }

    /**
     * Show the numbers by these counters from now on.
     *
     * @param opened by {@link #open(Aeron)}.
     */
    void show(final Counter[] opened)
    {
        counters.show(opened);
    }

    void onNodeId(final int nodeId)
    {
        this.nodeId = nodeId;
        nodeRegistration.register(nodeId);
    }

    void onRoot()
    {
        counters.increment(FRAMES_ROOT_TYPE_ID);
    }

    void onDerived()
    {
        counters.increment(FRAMES_DERIVED_TYPE_ID);
    }

    void onJoined()
    {
        counters.increment(FRAMES_JOINED_TYPE_ID);
    }

    void onUntraced()
    {
        counters.increment(FRAMES_UNTRACED_TYPE_ID);
    }

    void onNotSent(final int frames)
    {
        counters.add(FRAMES_NOT_SENT_TYPE_ID, frames);
    }

    void onRefused()
    {
        counters.increment(FRAMES_REFUSED_TYPE_ID);
    }

    void onClockLead(final long clockLeadMs)
    {
        counters.set(CLOCK_LEAD_TYPE_ID, clockLeadMs);
    }

    /**
     * Count sets by what became of them.
     *
     * @param result of the control publication, or why they did not get there.
     * @param sets   that it is the result of.
     */
    void onLinkResult(final long result, final int sets)
    {
        counters.add(result > 0 ? LINKS_SENT_TYPE_ID : reasonOf(result), sets);
    }

    private static int reasonOf(final long result)
    {
        if (Publication.BACK_PRESSURED == result)
        {
            return LINKS_BACK_PRESSURED_TYPE_ID;
        }

        if (Publication.NOT_CONNECTED == result)
        {
            return LINKS_NOT_CONNECTED_TYPE_ID;
        }

        return FramePublisher.SAMPLED_OUT == result ? LINKS_SAMPLED_TYPE_ID : rareReasonOf(result);
    }

    private static int rareReasonOf(final long result)
    {
        if (FramePublisher.RING_FULL == result)
        {
            return LINKS_RING_FULL_TYPE_ID;
        }

        if (Publication.ADMIN_ACTION == result)
        {
            return LINKS_ADMIN_ACTION_TYPE_ID;
        }

        if (MessageResult.TOO_MANY_PARENTS == result)
        {
            return LINKS_TOO_LONG_TYPE_ID;
        }

        return MessageResult.NULL_TRACE_ID == result || MessageResult.NO_PARENTS == result ?
            LINKS_REFUSED_TYPE_ID : LINKS_CLOSED_TYPE_ID;
    }

    private long count(final int typeId)
    {
        return counters.get(typeId);
    }

    private void defineSending(final String suffix)
    {
        define(FRAMES_NOT_SENT_TYPE_ID, "frames-not-sent", suffix);
        define(LINKS_SENT_TYPE_ID, "links-sent", suffix);
        define(LINKS_NOT_CONNECTED_TYPE_ID, "links-dropped not-connected", suffix);
        define(LINKS_BACK_PRESSURED_TYPE_ID, "links-dropped back-pressured", suffix);
        define(LINKS_ADMIN_ACTION_TYPE_ID, "links-dropped admin-action", suffix);
        define(LINKS_CLOSED_TYPE_ID, "links-dropped closed", suffix);
        define(LINKS_TOO_LONG_TYPE_ID, "links-dropped too-long", suffix);
    }

    private void define(final int typeId, final String name, final String suffix)
    {
        counters.define(typeId, "tracelink " + name + suffix);
    }
}
