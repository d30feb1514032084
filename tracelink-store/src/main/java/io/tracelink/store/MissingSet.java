package io.tracelink.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gathers what an answer lacks: the same thing found twice is told once, and ranges of frames that touch are one.
 */
final class MissingSet
{
    static final Comparator<StreamKey> KEY_ORDER = Comparator
        .comparingLong(StreamKey::streamId)
        .thenComparing(StreamKey::epoch, Long::compareUnsigned);

    private final Expired expired;
    private final Map<StreamKey, Map<Long, Range>> neverSeen = new TreeMap<>(KEY_ORDER);
    private final Map<StreamKey, Map<Long, Range>> removed = new TreeMap<>(KEY_ORDER);
    private final Set<Missing> others = new LinkedHashSet<>();
    private final Set<LinkPlace> linkPlaces = new LinkedHashSet<>();
    private boolean linksMissing;

    MissingSet(final Expired expired)
    {
        this.expired = expired;
    }

    /**
     * What has expired, in the snapshot that is asked.
     */
    Expired expired()
    {
        return expired;
    }

    /**
     * A range of frames that have no row: never seen, or expired. Which of them, the trace ID tells if it is known, or
     * else the place.
     */
    void frames(final StreamKey key, final long fromSeq, final long toSeq, final Long traceId)
    {
        if (null != traceId)
        {
            add(expired.isExpired(traceId) ? removed : neverSeen, key, fromSeq, toSeq, traceId);
            return;
        }

        long next = fromSeq;
        for (final Expired.Range range : expired.ranges(key))
        {
            if (Long.compareUnsigned(range.toSeq(), next) >= 0 && Long.compareUnsigned(range.fromSeq(), toSeq) <= 0)
            {
                if (Long.compareUnsigned(range.fromSeq(), next) > 0)
                {
                    add(neverSeen, key, next, range.fromSeq() - 1, null);
                    next = range.fromSeq();
                }

                if (Long.compareUnsigned(range.toSeq(), toSeq) >= 0)
                {
                    add(removed, key, next, toSeq, null);
                    return;
                }

                add(removed, key, next, range.toSeq(), null);
                next = range.toSeq() + 1;
            }
        }

        add(neverSeen, key, next, toSeq, null);
    }

    /**
     * Frames of which not all numbers are known: never seen, or expired if the trace ID is.
     */
    void openFrames(final StreamKey key, final Long fromSeq, final Long toSeq, final Long traceId)
    {
        openFrames(
            key,
            fromSeq,
            toSeq,
            null != traceId && expired.isExpired(traceId) ? Missing.Cause.EXPIRED : Missing.Cause.NEVER_SEEN,
            traceId);
    }

    /**
     * Frames of which not all numbers are known.
     */
    void openFrames(
        final StreamKey key, final Long fromSeq, final Long toSeq, final Missing.Cause cause, final Long traceId)
    {
        others.add(new Missing(
            Missing.Kind.FRAMES,
            null == key ? null : key.streamId(),
            null == key ? null : key.epoch(),
            fromSeq,
            toSeq,
            cause,
            traceId));
    }

    /**
     * A frame whose place was claimed twice, whether it has the row or is the other one.
     */
    void conflictingFrame(final StoredFrame frame)
    {
        others.add(new Missing(
            Missing.Kind.FRAMES, frame.streamId(), frame.epoch(), frame.seq(), frame.seq(), Missing.Cause.MISMATCH,
            frame.traceId()));
    }

    /**
     * Links of the frame at a place. The first cause that is found for a place stays.
     */
    void links(final StreamKey key, final Long seq, final Missing.Cause cause, final Long traceId)
    {
        linksMissing = true;
        if (linkPlaces.add(new LinkPlace(key, seq, null == key ? traceId : null)))
        {
            others.add(new Missing(
                Missing.Kind.LINKS,
                null == key ? null : key.streamId(),
                null == key ? null : key.epoch(),
                seq,
                seq,
                cause,
                traceId));
        }
    }

    /**
     * Links of all frames of a range.
     */
    void linkRange(final StreamKey key, final long fromSeq, final long toSeq, final Missing.Cause cause)
    {
        others.add(new Missing(Missing.Kind.LINKS, key.streamId(), key.epoch(), fromSeq, toSeq, cause, null));
    }

    /**
     * Forget that links were missing, before another walk is assessed.
     */
    void startWalk()
    {
        linksMissing = false;
    }

    /**
     * Note that frames are missing whose links were never seen either.
     */
    void stopsShort()
    {
        linksMissing = true;
    }

    /**
     * Were any links found to be missing, so that the walk may have stopped short?
     */
    boolean linksMissing()
    {
        return linksMissing;
    }

    List<Missing> toList()
    {
        final List<Missing> list = new ArrayList<>();
        toList(neverSeen, Missing.Cause.NEVER_SEEN, list);
        toList(removed, Missing.Cause.EXPIRED, list);
        list.addAll(others);
        return list;
    }

    private static void add(
        final Map<StreamKey, Map<Long, Range>> ranges,
        final StreamKey key,
        final long fromSeq,
        final long toSeq,
        final Long traceId)
    {
        ranges
            .computeIfAbsent(key, (ignore) -> new TreeMap<>(Long::compareUnsigned))
            .merge(fromSeq, new Range(fromSeq, toSeq, traceId, false), Range::union);
    }

    private static void toList(
        final Map<StreamKey, Map<Long, Range>> byStream, final Missing.Cause cause, final List<Missing> list)
    {
        byStream.forEach((key, ranges) ->
        {
            Range last = null;
            for (final Range range : ranges.values())
            {
                if (null != last && last.touches(range))
                {
                    last = last.union(range);
                }
                else
                {
                    add(list, key, last, cause);
                    last = range;
                }
            }

            add(list, key, last, cause);
        });
    }

    private static void add(
        final List<Missing> list, final StreamKey key, final Range range, final Missing.Cause cause)
    {
        if (null != range)
        {
            list.add(new Missing(
                Missing.Kind.FRAMES, key.streamId(), key.epoch(), range.from, range.to, cause, range.traceId));
        }
    }

    private record LinkPlace(StreamKey key, Long seq, Long traceId)
    {
    }

    private record Range(long from, long to, Long traceId, boolean isOfMany)
    {
        boolean touches(final Range next)
        {
            return Long.compareUnsigned(next.from, to) <= 0 || next.from == to + 1;
        }

        Range union(final Range other)
        {
            final long end = Long.compareUnsigned(to, other.to) >= 0 ? to : other.to;
            final boolean isSame = from == other.from && to == other.to;
            final boolean many = !isSame || isOfMany || other.isOfMany ||
                (null != traceId && null != other.traceId && !traceId.equals(other.traceId));

            return new Range(from, end, many ? null : null == traceId ? other.traceId : traceId, many);
        }
    }
}
