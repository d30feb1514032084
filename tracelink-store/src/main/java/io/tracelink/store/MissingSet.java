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

    private final Map<StreamKey, TreeMap<Long, Range>> neverSeen = new TreeMap<>(KEY_ORDER);
    private final Set<Missing> others = new LinkedHashSet<>();
    private final Set<LinkPlace> linkPlaces = new LinkedHashSet<>();
    private boolean linksMissing;

    /**
     * A range of frames that have no row.
     */
    void frames(final StreamKey key, final long fromSeq, final long toSeq, final Long traceId)
    {
        neverSeen
            .computeIfAbsent(key, (ignore) -> new TreeMap<>(Long::compareUnsigned))
            .merge(fromSeq, new Range(fromSeq, toSeq, traceId, false), Range::union);
    }

    /**
     * Frames of which not all numbers are known.
     */
    void openFrames(final StreamKey key, final Long fromSeq, final Long toSeq, final Long traceId)
    {
        others.add(new Missing(
            Missing.Kind.FRAMES,
            null == key ? null : key.streamId(),
            null == key ? null : key.epoch(),
            fromSeq,
            toSeq,
            Missing.Cause.NEVER_SEEN,
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
        neverSeen.forEach((key, ranges) ->
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
                    add(list, key, last);
                    last = range;
                }
            }

            add(list, key, last);
        });

        list.addAll(others);
        return list;
    }

    private static void add(final List<Missing> list, final StreamKey key, final Range range)
    {
        if (null != range)
        {
            list.add(new Missing(
                Missing.Kind.FRAMES, key.streamId(), key.epoch(), range.from, range.to, Missing.Cause.NEVER_SEEN,
                range.traceId));
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
