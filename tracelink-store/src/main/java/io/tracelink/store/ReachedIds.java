package io.tracelink.store;

import org.agrona.collections.Long2LongHashMap;

/**
 * From which trace ID to which one an answer reached, stream by stream. Joins take the frames of a stream in the order
 * of their trace IDs: so an output that took older ones only was before every output that takes what was reached, and
 * one that took younger ones only is behind.
 */
final class ReachedIds
{
    private static final long NONE = 0;

    private final Long2LongHashMap least = new Long2LongHashMap(NONE);
    private final Long2LongHashMap most = new Long2LongHashMap(NONE);

    void add(final long streamId, final long traceId)
    {
        final long known = least.get(streamId);
        if (NONE == known || Long.compareUnsigned(traceId, known) < 0)
        {
            least.put(streamId, traceId);
        }

        if (NONE == known || Long.compareUnsigned(traceId, most.get(streamId)) > 0)
        {
            most.put(streamId, traceId);
        }
    }

    /**
     * Is any other stream than the given one reached?
     */
    boolean isBeyond(final long streamId)
    {
        return least.size() > (least.containsKey(streamId) ? 1 : 0);
    }

    Inputs inputs()
    {
        return new Inputs();
    }

    /**
     * Where what an output took lies.
     */
    enum Order
    {
        /** It took nothing from the streams that were reached. */
        ELSEWHERE,
        BEFORE,
        AMID,
        BEHIND
    }

    /**
     * Inputs of one output after the other.
     */
    final class Inputs
    {
        private boolean isAny;
        private boolean isBefore;
        private boolean isBehind;

        void clear()
        {
            isAny = false;
            isBefore = true;
            isBehind = true;
        }

        void add(final long streamId, final long traceId)
        {
            final long first = least.get(streamId);
            if (NONE != first)
            {
                isAny = true;
                isBefore &= Long.compareUnsigned(traceId, first) < 0;
                isBehind &= Long.compareUnsigned(traceId, most.get(streamId)) > 0;
            }
        }

        Order order()
        {
            if (!isAny)
            {
                return Order.ELSEWHERE;
            }

            if (isBefore)
            {
                return Order.BEFORE;
            }

            return isBehind ? Order.BEHIND : Order.AMID;
        }
    }
}
