package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.Publication;
import io.tracelink.core.MessageResult;
import org.agrona.CloseHelper;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Aeron counters of a {@link FramePublisher}, which AeronStat shows: frames by kind, links sent, and everything
 * dropped by its reason, and the {@link NodeRegistration} of its node ID. Type ids are 1000 to 1099.
 * <p>
 * Written by the publisher's thread. The accessors may be called by any thread at any time, also when the counters or
 * their Aeron client are closed.
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

    private static final int FIRST_TYPE_ID = FRAMES_ROOT_TYPE_ID;
    private static final int LAST_TYPE_ID = LINKS_TOO_LONG_TYPE_ID;

    private final Counter[] counters = new Counter[LAST_TYPE_ID - FIRST_TYPE_ID + 1];

    /**
     * The same numbers in memory of our own: that of a counter goes away with its client, and who asks may outlive it.
     */
    private final AtomicLongArray counts = new AtomicLongArray(counters.length);

    private final NodeRegistration nodeRegistration;

    FrameCounters(final Aeron aeron, final long streamId)
    {
        nodeRegistration = new NodeRegistration(aeron);
        try
        {
            add(aeron, FRAMES_ROOT_TYPE_ID, "frames-root", streamId);
            add(aeron, FRAMES_DERIVED_TYPE_ID, "frames-derived", streamId);
            add(aeron, FRAMES_JOINED_TYPE_ID, "frames-joined", streamId);
            add(aeron, FRAMES_UNTRACED_TYPE_ID, "frames-untraced", streamId);
            add(aeron, FRAMES_NOT_SENT_TYPE_ID, "frames-not-sent", streamId);
            add(aeron, FRAMES_REFUSED_TYPE_ID, "frames-refused", streamId);
            add(aeron, LINKS_SENT_TYPE_ID, "links-sent", streamId);
            add(aeron, LINKS_NOT_CONNECTED_TYPE_ID, "links-dropped not-connected", streamId);
            add(aeron, LINKS_BACK_PRESSURED_TYPE_ID, "links-dropped back-pressured", streamId);
            add(aeron, LINKS_ADMIN_ACTION_TYPE_ID, "links-dropped admin-action", streamId);
            add(aeron, LINKS_CLOSED_TYPE_ID, "links-dropped closed", streamId);
            add(aeron, LINKS_TOO_LONG_TYPE_ID, "links-dropped too-long", streamId);
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietCloseAll(counters);
            throw ex;
        }
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
     * Frames that were published with a new trace ID for many parents.
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
     * Frames whose descriptor Aeron did not take.
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
     * TraceLinkSets that were sent.
     *
     * @return the number of sets.
     */
    public long linksSent()
    {
        return count(LINKS_SENT_TYPE_ID);
    }

    /**
     * TraceLinkSets that were dropped, for any reason.
     *
     * @return the number of sets.
     */
    public long linksDropped()
    {
        long dropped = 0;
        for (int typeId = LINKS_NOT_CONNECTED_TYPE_ID; typeId <= LINKS_TOO_LONG_TYPE_ID; typeId++)
        {
            dropped += count(typeId);
        }

        return dropped;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(counters);
        nodeRegistration.close();
    }

    void onNodeId(final int nodeId)
    {
        nodeRegistration.register(nodeId);
    }

    void onRoot()
    {
        increment(FRAMES_ROOT_TYPE_ID);
    }

    void onDerived()
    {
        increment(FRAMES_DERIVED_TYPE_ID);
    }

    void onJoined()
    {
        increment(FRAMES_JOINED_TYPE_ID);
    }

    void onUntraced()
    {
        increment(FRAMES_UNTRACED_TYPE_ID);
    }

    void onNotSent()
    {
        increment(FRAMES_NOT_SENT_TYPE_ID);
    }

    void onRefused()
    {
        increment(FRAMES_REFUSED_TYPE_ID);
    }

    void onLinkResult(final long result)
    {
        if (result > 0)
        {
            increment(LINKS_SENT_TYPE_ID);
        }
        else if (Publication.BACK_PRESSURED == result)
        {
            increment(LINKS_BACK_PRESSURED_TYPE_ID);
        }
        else if (Publication.NOT_CONNECTED == result)
        {
            increment(LINKS_NOT_CONNECTED_TYPE_ID);
        }
        else if (Publication.ADMIN_ACTION == result)
        {
            increment(LINKS_ADMIN_ACTION_TYPE_ID);
        }
        else if (MessageResult.TOO_MANY_PARENTS == result)
        {
            increment(LINKS_TOO_LONG_TYPE_ID);
        }
        else
        {
            increment(LINKS_CLOSED_TYPE_ID);
        }
    }

    private void increment(final int typeId)
    {
        final int i = typeId - FIRST_TYPE_ID;
        final long count = counts.getPlain(i) + 1;
        counts.setRelease(i, count);

        final Counter counter = counters[i];
        if (!counter.isClosed())
        {
            counter.setRelease(count);
        }
    }

    private long count(final int typeId)
    {
        return counts.getAcquire(typeId - FIRST_TYPE_ID);
    }

    private void add(final Aeron aeron, final int typeId, final String name, final long streamId)
    {
        counters[typeId - FIRST_TYPE_ID] = aeron.addCounter(typeId, "tracelink " + name + ": stream=" + streamId);
    }
}
