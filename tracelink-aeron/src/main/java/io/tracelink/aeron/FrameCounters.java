package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.Publication;
import io.tracelink.core.MessageResult;
import org.agrona.CloseHelper;

/**
 * Aeron counters of a {@link FramePublisher}, which AeronStat shows: frames by kind, links sent, and everything
 * dropped by its reason. Type ids are 1000 to 1099. Written by the publisher's thread.
 */
public final class FrameCounters implements AutoCloseable
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
     * Frames that were published with a new trace ID for many parents.
     */
    public static final int FRAMES_JOINED_TYPE_ID = 1002;

    /**
     * Frames that were published while tracing was off.
     */
    public static final int FRAMES_UNTRACED_TYPE_ID = 1003;

    /**
     * Descriptors that Aeron did not take; the caller knows by the result.
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
     * TraceLinkSets that were dropped because the log was rotated or an administrative action was under way.
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

    private final Counter root;
    private final Counter derived;
    private final Counter joined;
    private final Counter untraced;
    private final Counter notSent;
    private final Counter refused;
    private final Counter linksSent;
    private final Counter linksNotConnected;
    private final Counter linksBackPressured;
    private final Counter linksAdminAction;
    private final Counter linksClosed;
    private final Counter linksTooLong;

    FrameCounters(final Aeron aeron, final long streamId)
    {
        root = add(aeron, FRAMES_ROOT_TYPE_ID, "frames-root", streamId);
        derived = add(aeron, FRAMES_DERIVED_TYPE_ID, "frames-derived", streamId);
        joined = add(aeron, FRAMES_JOINED_TYPE_ID, "frames-joined", streamId);
        untraced = add(aeron, FRAMES_UNTRACED_TYPE_ID, "frames-untraced", streamId);
        notSent = add(aeron, FRAMES_NOT_SENT_TYPE_ID, "frames-not-sent", streamId);
        refused = add(aeron, FRAMES_REFUSED_TYPE_ID, "frames-refused", streamId);
        linksSent = add(aeron, LINKS_SENT_TYPE_ID, "links-sent", streamId);
        linksNotConnected = add(aeron, LINKS_NOT_CONNECTED_TYPE_ID, "links-dropped not-connected", streamId);
        linksBackPressured = add(aeron, LINKS_BACK_PRESSURED_TYPE_ID, "links-dropped back-pressured", streamId);
        linksAdminAction = add(aeron, LINKS_ADMIN_ACTION_TYPE_ID, "links-dropped admin-action", streamId);
        linksClosed = add(aeron, LINKS_CLOSED_TYPE_ID, "links-dropped closed", streamId);
        linksTooLong = add(aeron, LINKS_TOO_LONG_TYPE_ID, "links-dropped too-long", streamId);
    }

    /**
     * Frames that were published with a new trace ID and no parents.
     *
     * @return the number of frames.
     */
    public long root()
    {
        return root.get();
    }

    /**
     * Frames that were published with the trace ID of their parent.
     *
     * @return the number of frames.
     */
    public long derived()
    {
        return derived.get();
    }

    /**
     * Frames that were published with a new trace ID for many parents.
     *
     * @return the number of frames.
     */
    public long joined()
    {
        return joined.get();
    }

    /**
     * Frames that were published while tracing was off.
     *
     * @return the number of frames.
     */
    public long untraced()
    {
        return untraced.get();
    }

    /**
     * Frames whose descriptor Aeron did not take.
     *
     * @return the number of attempts.
     */
    public long notSent()
    {
        return notSent.get();
    }

    /**
     * Frames that were refused before anything was sent.
     *
     * @return the number of attempts.
     */
    public long refused()
    {
        return refused.get();
    }

    /**
     * TraceLinkSets that were sent.
     *
     * @return the number of sets.
     */
    public long linksSent()
    {
        return linksSent.get();
    }

    /**
     * TraceLinkSets that were dropped, for any reason.
     *
     * @return the number of sets.
     */
    public long linksDropped()
    {
        return linksNotConnected.get() + linksBackPressured.get() + linksAdminAction.get() + linksClosed.get() +
            linksTooLong.get();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(
            root, derived, joined, untraced, notSent, refused, linksSent, linksNotConnected, linksBackPressured,
            linksAdminAction, linksClosed, linksTooLong);
    }

    void onRoot()
    {
        increment(root);
    }

    void onDerived()
    {
        increment(derived);
    }

    void onJoined()
    {
        increment(joined);
    }

    void onUntraced()
    {
        increment(untraced);
    }

    void onNotSent()
    {
        increment(notSent);
    }

    void onRefused()
    {
        increment(refused);
    }

    void onLinkResult(final long result)
    {
        if (result > 0)
        {
            increment(linksSent);
        }
        else if (Publication.BACK_PRESSURED == result)
        {
            increment(linksBackPressured);
        }
        else if (Publication.NOT_CONNECTED == result)
        {
            increment(linksNotConnected);
        }
        else if (Publication.ADMIN_ACTION == result)
        {
            increment(linksAdminAction);
        }
        else if (MessageResult.TOO_MANY_PARENTS == result)
        {
            increment(linksTooLong);
        }
        else
        {
            increment(linksClosed);
        }
    }

    /**
     * The memory of a counter goes away with its client, and a publisher may outlive that.
     */
    private static void increment(final Counter counter)
    {
        if (!counter.isClosed())
        {
            counter.incrementRelease();
        }
    }

    private static Counter add(final Aeron aeron, final int typeId, final String name, final long streamId)
    {
        return aeron.addCounter(typeId, "tracelink " + name + ": stream=" + streamId);
    }
}
