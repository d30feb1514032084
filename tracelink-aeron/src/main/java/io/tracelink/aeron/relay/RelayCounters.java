package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.Publication;
import io.tracelink.aeron.internal.CounterSet;

/**
 * Aeron counters of a route of a {@link TraceRelay}: messages forwarded, and all that were not by reason. Type ids are
 * 1060 to 1079.
 * <p>
 * Written by the relay's thread, and closed with the relay. The accessors may be called by any thread at any time, also
 * when the counters or their Aeron client are closed; the numbers go on where another client follows.
 */
public final class RelayCounters
{
    /**
     * Messages that were put on the other stream.
     */
    public static final int FORWARDED_TYPE_ID = 1060;

    /**
     * Messages that were dropped because nobody subscribes to the other stream.
     */
    public static final int NOT_CONNECTED_TYPE_ID = 1061;

    /**
     * Messages that were dropped because of back pressure on the other stream.
     */
    public static final int BACK_PRESSURED_TYPE_ID = 1062;

    /**
     * Messages that were dropped because an administrative action was under way, twice in a row.
     */
    public static final int ADMIN_ACTION_TYPE_ID = 1063;

    /**
     * Messages that were dropped because the publication is closed or at the end of its life.
     */
    public static final int CLOSED_TYPE_ID = 1064;

    /**
     * Messages that were dropped because they are longer than the publication's largest message.
     */
    public static final int TOO_LONG_TYPE_ID = 1065;

    /**
     * Messages that are too short for what the route has to read of them.
     */
    public static final int MALFORMED_TYPE_ID = 1066;

    /**
     * Messages that were passed over because they had passed enough relays, or came from this media driver.
     */
    public static final int RELAYED_BEFORE_TYPE_ID = 1067;

    /**
     * Messages that were passed over because the route does not carry their kind.
     */
    public static final int OTHER_KIND_TYPE_ID = 1068;

    /**
     * Messages that were passed over because the route does not carry their stream.
     */
    public static final int OTHER_STREAM_TYPE_ID = 1069;

    /**
     * Bytes of the source stream that never came: a publisher was lost, and found again further on.
     */
    public static final int LOST_BYTES_TYPE_ID = 1070;

    private static final int FIRST_TYPE_ID = FORWARDED_TYPE_ID;
    private static final int LAST_TYPE_ID = LOST_BYTES_TYPE_ID;

    private final CounterSet counters = new CounterSet(FIRST_TYPE_ID, LAST_TYPE_ID);

    /**
     * Construct with nothing open.
     *
     * @param route name of the route.
     */
    RelayCounters(final String route)
    {
        define(FORWARDED_TYPE_ID, "forwarded", route);
        define(NOT_CONNECTED_TYPE_ID, "dropped not-connected", route);
        define(BACK_PRESSURED_TYPE_ID, "dropped back-pressured", route);
        define(ADMIN_ACTION_TYPE_ID, "dropped admin-action", route);
        define(CLOSED_TYPE_ID, "dropped closed", route);
        define(TOO_LONG_TYPE_ID, "dropped too-long", route);
        define(MALFORMED_TYPE_ID, "dropped malformed", route);
        define(RELAYED_BEFORE_TYPE_ID, "passed-over relayed-before", route);
        define(OTHER_KIND_TYPE_ID, "passed-over other-kind", route);
        define(OTHER_STREAM_TYPE_ID, "passed-over other-stream", route);
        define(LOST_BYTES_TYPE_ID, "lost-bytes", route);
    }

    /**
     * Messages that were put on the other stream.
     *
     * @return the number of messages.
     */
    public long forwarded()
    {
        return count(FORWARDED_TYPE_ID);
    }

    /**
     * Messages that were to be forwarded and were not, for any reason.
     *
     * @return the number of messages.
     */
    public long dropped()
    {
        long dropped = 0;
        for (int typeId = NOT_CONNECTED_TYPE_ID; typeId <= MALFORMED_TYPE_ID; typeId++)
        {
            dropped += count(typeId);
        }

        return dropped;
    }

    /**
     * Messages that the route does not carry.
     *
     * @return the number of messages.
     */
    public long passedOver()
    {
        return count(RELAYED_BEFORE_TYPE_ID) + count(OTHER_KIND_TYPE_ID) + count(OTHER_STREAM_TYPE_ID);
    }

    /**
     * Bytes of the source stream, framing included, that never came because a publisher was lost and found again
     * further on. What a publisher with another session sent in between is not known.
     *
     * @return the number of bytes.
     */
    public long lostBytes()
    {
        return count(LOST_BYTES_TYPE_ID);
    }

    /**
     * One of the counters.
     *
     * @param typeId {@link #FORWARDED_TYPE_ID} to {@link #LOST_BYTES_TYPE_ID}.
     * @return its value.
     */
    public long count(final int typeId)
    {
        return counters.get(typeId);
    }

    /**
     * Make counters; see {@link CounterSet#open(Aeron)}.
     */
    Counter[] open(final Aeron aeron)
    {
        return counters.open(aeron);
    }

    /**
     * Show the numbers by these counters from now on.
     */
    void show(final Counter[] opened)
    {
        counters.show(opened);
    }

    /**
     * Give the Aeron counters back. The numbers can still be read here.
     */
    void close()
    {
        counters.close();
    }

    /**
     * What became of a message that was to be forwarded.
     */
    void onResult(final long result)
    {
        if (result > 0)
        {
            increment(FORWARDED_TYPE_ID);
        }
        else if (Publication.BACK_PRESSURED == result)
        {
            increment(BACK_PRESSURED_TYPE_ID);
        }
        else if (Publication.NOT_CONNECTED == result)
        {
            increment(NOT_CONNECTED_TYPE_ID);
        }
        else if (Publication.ADMIN_ACTION == result)
        {
            increment(ADMIN_ACTION_TYPE_ID);
        }
        else if (RelayPath.TOO_LONG == result)
        {
            increment(TOO_LONG_TYPE_ID);
        }
        else
        {
            increment(CLOSED_TYPE_ID);
        }
    }

    void onLostBytes(final long lostBytes)
    {
        if (lostBytes != lostBytes())
        {
            counters.set(LOST_BYTES_TYPE_ID, lostBytes);
        }
    }

    void increment(final int typeId)
    {
        counters.increment(typeId);
    }

    private void define(final int typeId, final String name, final String route)
    {
        counters.define(typeId, "tracelink relay " + name + ": route=" + route);
    }
}
