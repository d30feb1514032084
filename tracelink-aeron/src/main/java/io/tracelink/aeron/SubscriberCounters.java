package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.tracelink.aeron.internal.CounterSet;
import io.tracelink.core.MessageResult;

/**
 * Aeron counters of a {@link TraceSubscriber}, which AeronStat shows: what it read, and what it refused by its fault.
 * Type ids are 1030 to 1045.
 * <p>
 * Written by the subscriber's thread, once in a duty cycle, and closed with the subscriber. The accessors may be called
 * by any thread at any time, also when the counters or their Aeron client are closed.
 */
public final class SubscriberCounters
{
    /**
     * FrameDescriptors that were handed on.
     */
    public static final int FRAMES_READ_TYPE_ID = 1030;

    /**
     * TraceLinkSets that were handed on.
     */
    public static final int LINKS_READ_TYPE_ID = 1031;

    /**
     * Messages of other kinds that were handed on.
     */
    public static final int OTHERS_READ_TYPE_ID = 1032;

    /**
     * Exceptions of handlers.
     */
    public static final int HANDLER_ERRORS_TYPE_ID = 1033;

    /**
     * Publications that are read from at present.
     */
    public static final int IMAGES_TYPE_ID = 1034;

    /**
     * Messages that were refused: the type id of a fault of {@link MessageResult} is this less the result, 1035 for
     * {@link MessageResult#TRUNCATED} to 1045 for {@link MessageResult#DUPLICATE_PARENT}.
     * {@link MessageResult#OTHER_TEMPLATE} is no fault on a mixed stream, and has none.
     */
    public static final int REJECTS_BASE_TYPE_ID = 1034;

    private static final int FIRST_TYPE_ID = FRAMES_READ_TYPE_ID;
    private static final int LAST_TYPE_ID = REJECTS_BASE_TYPE_ID + MessageResult.COUNT - 1;

    private final CounterSet counters = new CounterSet(FIRST_TYPE_ID, LAST_TYPE_ID);

    /**
     * Construct with nothing open.
     *
     * @param streamId Aeron stream that is read.
     */
    SubscriberCounters(final int streamId)
    {
        define(FRAMES_READ_TYPE_ID, "frames-read", streamId);
        define(LINKS_READ_TYPE_ID, "links-read", streamId);
        define(OTHERS_READ_TYPE_ID, "others-read", streamId);
        define(HANDLER_ERRORS_TYPE_ID, "handler-errors", streamId);
        define(IMAGES_TYPE_ID, "images", streamId);
        for (int result = MessageResult.TRUNCATED; result > -MessageResult.COUNT; result--)
        {
            if (MessageResult.OTHER_TEMPLATE != result)
            {
                define(REJECTS_BASE_TYPE_ID - result, "rejects " + MessageResult.name(result), streamId);
            }
        }
    }

    /**
     * FrameDescriptors that were handed on.
     *
     * @return the number of messages.
     */
    public long framesRead()
    {
        return count(FRAMES_READ_TYPE_ID);
    }

    /**
     * TraceLinkSets that were handed on.
     *
     * @return the number of messages.
     */
    public long linksRead()
    {
        return count(LINKS_READ_TYPE_ID);
    }

    /**
     * Messages of other kinds that were handed on.
     *
     * @return the number of messages.
     */
    public long othersRead()
    {
        return count(OTHERS_READ_TYPE_ID);
    }

    /**
     * Exceptions that handlers threw.
     *
     * @return the number of exceptions.
     */
    public long handlerErrors()
    {
        return count(HANDLER_ERRORS_TYPE_ID);
    }

    /**
     * Publications that are read from at present.
     *
     * @return the number of images.
     */
    public long images()
    {
        return count(IMAGES_TYPE_ID);
    }

    /**
     * Messages that were refused for a fault.
     *
     * @param result a fault of {@link MessageResult}.
     * @return the number of messages.
     */
    public long rejects(final int result)
    {
        return count(REJECTS_BASE_TYPE_ID - result);
    }

    /**
     * Messages that were refused for any fault.
     *
     * @return the number of messages.
     */
    public long rejects()
    {
        long sum = 0;
        for (int result = MessageResult.TRUNCATED; result > -MessageResult.COUNT; result--)
        {
            sum += rejects(result);
        }

        return sum;
    }

    /**
     * Make counters; see {@link CounterSet#open(Aeron)}.
     */
    Counter[] open(final Aeron aeron)
    {
        return counters.open(aeron);
    }

    /**
     * Show the numbers by these counters from now on, those of a former client so far included.
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

    void set(final int typeId, final long value)
    {
        if (counters.get(typeId) != value)
        {
            counters.set(typeId, value);
        }
    }

    void setRejects(final TraceDispatcher dispatcher)
    {
        for (int result = MessageResult.TRUNCATED; result > -MessageResult.COUNT; result--)
        {
            if (MessageResult.OTHER_TEMPLATE != result)
            {
                set(REJECTS_BASE_TYPE_ID - result, dispatcher.rejects(result));
            }
        }
    }

    private long count(final int typeId)
    {
        return counters.get(typeId);
    }

    private void define(final int typeId, final String name, final int streamId)
    {
        counters.define(typeId, "tracelink " + name + ": aeron-stream=" + streamId);
    }
}
