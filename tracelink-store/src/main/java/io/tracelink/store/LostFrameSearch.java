package io.tracelink.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where frames must have been of which only the trace IDs are left. On a stream trace IDs grow, so a lost one was
 * in the gap whose neighbours enclose it, or beyond an end.
 */
final class LostFrameSearch
{
    private static final int INTERIOR = 0;
    private static final int EDGE = 1;
    private static final int INTERIOR_OF_OTHER_NODE = 2;
    private static final int UNKNOWN = 3;

    private final FrameRows rows;
    private final Expired expired;
    private final long[] sorted;
    private final Map<Long, Candidates> found = new HashMap<>();

    /**
     * Search for trace IDs that are in unsigned order.
     */
    LostFrameSearch(final FrameRows rows, final Expired expired, final long[] sorted)
    {
        this.rows = rows;
        this.expired = expired;
        this.sorted = sorted;
    }

    /**
     * Report the best places; on demand also the trace IDs that there is no place for.
     */
    void report(final boolean withUnplaced, final MissingSet missing)
    {
        for (final long traceId : sorted)
        {
            final Candidates candidates = found.get(traceId);
            if (null != candidates)
            {
                candidates.report(traceId, missing);
            }
            else if (withUnplaced)
            {
                missing.openFrames(null, null, null, traceId);
            }
        }
    }

    /**
     * Look for the places that a stream may have lost the frames at.
     */
    void lookInto(final StreamKey key) throws SQLException
    {
        final StoredFrame first = rows.firstTracedFrom(key, 0);
        if (null == first)
        {
            return;
        }

        final StoredFrame last = rows.lastTracedTo(key, -1);
        final Expired.Range gone = expired.lastBefore(key, first.seq());
        final long start = null == gone ? 0 : gone.toSeq() + 1;
        final boolean hasRoomBefore = start != first.seq() && !rows.isWhole(key, start, first.seq());
        StoredFrame below = null;
        StoredFrame above = null;

        for (final long traceId : sorted)
        {
            if (Long.compareUnsigned(traceId, first.traceId()) < 0)
            {
                if (hasRoomBefore)
                {
                    offerEdge(
                        traceId, key, null == gone ? null : gone.toSeq() + 1, first.seq() - 1, first.traceId());
                }
            }
            else if (Long.compareUnsigned(traceId, last.traceId()) > 0)
            {
                offerEdge(traceId, key, last.seq() + 1, null, last.traceId());
            }
            else
            {
                if (null == above || Long.compareUnsigned(traceId, above.traceId()) >= 0)
                {
                    below = rows.lastTracedBelow(key, traceId);
                    above = null == below || -1 == below.seq() ? null : rows.firstTracedFrom(key, below.seq() + 1);
                }

                offerInterior(traceId, key, below, above);
            }
        }
    }

    private void offerInterior(
        final long traceId,
        final StreamKey key,
        final StoredFrame below,
        final StoredFrame above)
        throws SQLException
    {
        final Gaps gaps = null == above ? null : Gaps.between(rows, key, below.seq(), above.seq());
        if (null == gaps)
        {
            return;
        }

        final long nodeId = Gaps.nodeId(traceId);
        final boolean sameNode =
            Gaps.nodeId(below.traceId()) == nodeId || Gaps.nodeId(above.traceId()) == nodeId;
        for (final Gaps.Gap part : gaps.gaps())
        {
            if (part.brackets(traceId))
            {
                candidates(traceId).offer(
                    sameNode ? INTERIOR : INTERIOR_OF_OTHER_NODE, key, part.from(), part.to(), 0);
            }
        }
    }

    private void offerEdge(
        final long traceId,
        final StreamKey key,
        final Long from,
        final Long to,
        final long neighbour)
    {
        if (0 != neighbour && Gaps.nodeId(neighbour) == Gaps.nodeId(traceId))
        {
            candidates(traceId).offer(EDGE, key, from, to, Math.abs(neighbour - traceId));
        }
    }

    private Candidates candidates(final long traceId)
    {
        return found.computeIfAbsent(traceId, (ignore) -> new Candidates());
    }

    /**
     * The best places found for one trace ID.
     */
    private static final class Candidates
    {
        private int rank = UNKNOWN;
        private long distance;
        private final List<Place> places = new ArrayList<>();

        void offer(final int rank, final StreamKey key, final Long from, final Long to, final long distance)
        {
            if (rank > this.rank || (EDGE == rank && EDGE == this.rank && distance >= this.distance))
            {
                return;
            }

            if (rank < this.rank || EDGE == rank)
            {
                places.clear();
            }

            this.rank = rank;
            this.distance = distance;
            places.add(new Place(key, from, to));
        }

        void report(final long traceId, final MissingSet missing)
        {
            for (final Place place : places)
            {
                if (null == place.from || null == place.to)
                {
                    missing.openFrames(place.key, place.from, place.to, traceId);
                }
                else
                {
                    missing.frames(place.key, place.from, place.to, traceId);
                }
            }
        }
    }

    private record Place(StreamKey key, Long from, Long to)
    {
    }
}
