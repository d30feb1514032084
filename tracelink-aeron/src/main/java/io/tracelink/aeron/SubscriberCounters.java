package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.tracelink.core.MessageResult;
import org.agrona.CloseHelper;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Aeron counters of a {@link TraceSubscriber}, which AeronStat shows: what it read, and what it refused by its fault.
 * Type ids are 1030 to 1045.
 * <p>
 * Written by the subscriber's thread, once in a duty cycle. The accessors may be called by any thread at any time, also
 * when the counters or their Aeron client are closed.
 */
public final class SubscriberCounters implements AutoCloseable
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
    private static final int COUNT = REJECTS_BASE_TYPE_ID + MessageResult.COUNT - FIRST_TYPE_ID;

    private final Counter[] counters = new Counter[COUNT];

    /**
     * The same numbers in memory of our own: that of a counter goes away with its client, and who asks may outlive it.
     */
    private final AtomicLongArray counts = new AtomicLongArray(COUNT);

    SubscriberCounters()
    {
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
     * Give the Aeron counters back. The numbers can still be read here.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(counters);
    }

    /**
     * Show the numbers in the counters of a client, those of a former one so far included.
     */
    void open(final Aeron aeron, final int streamId)
    {
        try
        {
            add(aeron, FRAMES_READ_TYPE_ID, "frames-read", streamId);
            add(aeron, LINKS_READ_TYPE_ID, "links-read", streamId);
            add(aeron, OTHERS_READ_TYPE_ID, "others-read", streamId);
            add(aeron, HANDLER_ERRORS_TYPE_ID, "handler-errors", streamId);
            add(aeron, IMAGES_TYPE_ID, "images", streamId);
            for (int result = MessageResult.TRUNCATED; result > -MessageResult.COUNT; result--)
            {
                if (MessageResult.OTHER_TEMPLATE != result)
                {
                    add(aeron, REJECTS_BASE_TYPE_ID - result, "rejects " + MessageResult.name(result), streamId);
                }
            }
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietCloseAll(counters);
            throw ex;
        }
    }

    void set(final int typeId, final long value)
    {
        final int i = typeId - FIRST_TYPE_ID;
        if (counts.getPlain(i) != value)
        {
            counts.setRelease(i, value);

            final Counter counter = counters[i];
            if (null != counter && !counter.isClosed())
            {
                counter.setRelease(value);
            }
        }
    }

    void setRejects(final TraceDispatcher dispatcher)
    {
        for (int result = MessageResult.TRUNCATED; result > -MessageResult.COUNT; result--)
        {
            set(REJECTS_BASE_TYPE_ID - result, dispatcher.rejects(result));
        }
    }

    private long count(final int typeId)
    {
        return counts.getAcquire(typeId - FIRST_TYPE_ID);
    }

    private void add(final Aeron aeron, final int typeId, final String name, final int streamId)
    {
        final int i = typeId - FIRST_TYPE_ID;
        counters[i] = aeron.addCounter(typeId, "tracelink " + name + ": aeron-stream=" + streamId);
        counters[i].setRelease(counts.getPlain(i));
    }
}
