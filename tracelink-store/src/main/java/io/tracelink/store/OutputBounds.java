package io.tracelink.store;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * Learns from the known outputs of a joined stream, going back and forward from a place, between which of them others
 * may have taken what was reached. Joins take the frames of a stream in the order of their places: what was reached of
 * a stream was taken behind the last output that took older frames of it only, and before the first that took younger
 * ones only.
 */
final class OutputBounds
{
    /**
     * So many known outputs one after the other that tell nothing new end the search,
     */
    private static final int MAX_IDLE_OUTPUTS = 64;

    /**
     * or as many as have so many inputs.
     */
    private static final int MAX_IDLE_INPUTS = 1024;

    /**
     * After so many outputs with older inputs, one after the other, it is time to leap.
     */
    private static final int MAX_OLDER_OUTPUTS = 256;

    private final ReachedFrames reached;
    private final Long2ObjectHashMap<Bounds> byStream = new Long2ObjectHashMap<>();
    private boolean isKnown;
    private int idleOutputs;
    private int idleInputs;
    private int olderOutputs;
    private int passed;
    private long lastSeq;
    private boolean isStarted;
    private long start;
    private boolean isEnded;
    private long end;

    OutputBounds(final ReachedFrames reached)
    {
        this.reached = reached;
    }

    /**
     * Is there any known output?
     */
    boolean isKnown()
    {
        return isKnown;
    }

    /**
     * Does any known output take from streams that were reached?
     */
    boolean isTaking()
    {
        return !byStream.isEmpty();
    }

    /**
     * Was the last walk forward broken off at {@link #lastSeq()} to leap over outputs with older inputs?
     */
    boolean isToLeap()
    {
        return olderOutputs >= MAX_OLDER_OUTPUTS;
    }

    long lastSeq()
    {
        return lastSeq;
    }

    /**
     * The last output before all that may belong, or else null.
     */
    Long before()
    {
        Long before = isStarted ? start : null;
        boolean isFirst = true;
        for (final Bounds bounds : byStream.values())
        {
            if (!bounds.hasBefore)
            {
                return isStarted ? start : null;
            }

            before = isFirst || Long.compareUnsigned(bounds.before, before) < 0 ? bounds.before : before;
            isFirst = false;
        }

        return before;
    }

    /**
     * The first output behind all that may belong, or else null.
     */
    Long behind()
    {
        Long behind = isEnded ? end : null;
        boolean isFirst = true;
        for (final Bounds bounds : byStream.values())
        {
            if (!bounds.hasBehind)
            {
                return isEnded ? end : null;
            }

            behind = isFirst || Long.compareUnsigned(bounds.behind, behind) > 0 ? bounds.behind : behind;
            isFirst = false;
        }

        return behind;
    }

    /**
     * Start a walk in one direction.
     */
    void turn()
    {
        idleOutputs = 0;
        idleInputs = 0;
        olderOutputs = 0;
        passed = 0;
    }

    /**
     * The next output on the way back.
     *
     * @return whether to go on.
     */
    boolean onEarlier(final long seq, final ReachedFrames.Inputs inputs)
    {
        boolean isNews = false;
        for (final ReachedFrames.Taken taken : inputs.taken())
        {
            final Bounds bounds = bounds(taken.streamId());
            isNews |= !bounds.hasBefore;
            if (!bounds.hasBefore && taken.isOlder())
            {
                bounds.hasBefore = true;
                bounds.before = seq;
                passed++;
            }
        }

        final boolean isMore = isMore(seq, isNews, inputs);
        isStarted = !isMore;
        start = seq;
        return isMore;
    }

    /**
     * The next output on the way forward.
     *
     * @return whether to go on.
     */
    boolean onLater(final long seq, final ReachedFrames.Inputs inputs)
    {
        boolean isNews = false;
        for (final ReachedFrames.Taken taken : inputs.taken())
        {
            final Bounds bounds = bounds(taken.streamId());
            if (!bounds.hasBehind)
            {
                isNews = true;
                if (taken.isYounger())
                {
                    bounds.hasBehind = true;
                    bounds.behind = seq;
                    passed++;
                }
                else if (taken.isOlder())
                {
                    bounds.hasBefore = true;
                    bounds.before = seq;
                }
            }
        }

        olderOutputs = inputs.isOlder() ? olderOutputs + 1 : 0;
        final boolean isMore = isMore(seq, isNews, inputs);
        isEnded = !isMore;
        end = seq;
        return isMore && !isToLeap();
    }

    private boolean isMore(final long seq, final boolean isNews, final ReachedFrames.Inputs inputs)
    {
        isKnown = true;
        lastSeq = seq;
        idleOutputs = isNews ? 0 : idleOutputs + 1;
        idleInputs = isNews ? 0 : idleInputs + inputs.count();
        return idleOutputs < MAX_IDLE_OUTPUTS && idleInputs < MAX_IDLE_INPUTS && passed < reached.streamCount();
    }

    private Bounds bounds(final long streamId)
    {
        Bounds bounds = byStream.get(streamId);
        if (null == bounds)
        {
            bounds = new Bounds();
            byStream.put(streamId, bounds);
        }

        return bounds;
    }

    /**
     * What is known of the outputs that take from one stream.
     */
    private static final class Bounds
    {
        private boolean hasBefore;
        private long before;
        private boolean hasBehind;
        private long behind;
    }
}
