package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules of the verdict about frames: which of the gaps in the streams that were touched can be part of the lineage, and
 * where the frames were that left no row.
 */
final class FrameRules
{
    private static final int INTERIOR = 0;
    private static final int EDGE = 1;
    private static final int INTERIOR_OF_OTHER_NODE = 2;
    private static final int UNKNOWN = 3;

    private final FrameRows rows;

    FrameRules(final FrameRows rows)
    {
        this.rows = rows;
    }

    /**
     * Report the gaps of the streams that were touched.
     *
     * @param linksExact no links are missing, so that the trace IDs of the lineage are all known.
     */
    void assessTouched(
        final Closure closure, final FramesById frames, final boolean linksExact, final MissingSet missing)
        throws SQLException
    {
        final long[] sorted = sortedUnsigned(closure.ids());
        for (final Map.Entry<StreamKey, Touched> entry : Touched.group(frames).entrySet())
        {
            assessStream(entry.getKey(), entry.getValue(), closure, sorted, linksExact, missing);
        }

        for (final List<StoredFrame> list : frames.lists())
        {
            for (final StoredFrame frame : list)
            {
                if (0 != (frame.status() & FrameStatus.CONFLICTING_DUPLICATE))
                {
                    missing.conflictingFrame(frame);
                }
            }
        }
    }

    /**
     * Report where the frames of trace IDs must have been that have none.
     */
    void assessFrameless(
        final Closure closure, final FramesById frames, final LongHashSet placed, final MissingSet missing)
        throws SQLException
    {
        final LongArrayList frameless = new LongArrayList();
        for (int i = 0, size = closure.ids().size(); i < size; i++)
        {
            final long traceId = closure.ids().getLong(i);
            if (frames.of(traceId).isEmpty() && !placed.contains(traceId))
            {
                frameless.addLong(traceId);
            }
        }

        if (frameless.isEmpty())
        {
            return;
        }

        final long[] sorted = sortedUnsigned(frameless);
        final Map<Long, Candidates> found = new HashMap<>();
        for (final StreamKey key : rows.streamKeys())
        {
            searchStream(key, sorted, found);
        }

        for (final long traceId : sorted)
        {
            final Candidates candidates = found.get(traceId);
            if (null == candidates)
            {
                missing.openFrames(null, null, null, traceId);
            }
            else
            {
                candidates.report(traceId, missing);
            }
        }
    }

    private void assessStream(
        final StreamKey key,
        final Touched touched,
        final Closure closure,
        final long[] sorted,
        final boolean linksExact,
        final MissingSet missing)
        throws SQLException
    {
        final StoredFrame before = rows.lastTo(key, touched.first.seq() - 1);
        final StoredFrame after = rows.firstFrom(key, touched.last.seq() + 1);
        final long from = 0 == touched.first.seq() || null == before ? touched.first.seq() : before.seq();
        final long to = -1 == touched.last.seq() || null == after ? touched.last.seq() : after.seq();

        final Gaps gaps = Gaps.between(rows, key, from, to);
        if (null == gaps)
        {
            return;
        }

        for (final Gaps.Gap gap : gaps.gaps())
        {
            final boolean canHold = gaps.increasing() && holds(gap, sorted, gaps.nodeIds());
            final boolean provable = gaps.increasing() && linksExact;
            if (touched.encloses(gap) ? canHold || !provable : canHold)
            {
                missing.frames(key, gap.from(), gap.to(), null);
            }
        }

        for (final LinkSetRow set : gaps.known())
        {
            if (closure.contains(set.traceId()))
            {
                missing.frames(key, set.seq(), set.seq(), set.traceId());
            }
        }
    }

    /**
     * Can a frame that was lost in a gap be one of the lineage? Its trace ID then lies between those of the neighbours,
     * and was minted by a node whose IDs the stream carries.
     */
    private static boolean holds(final Gaps.Gap gap, final long[] sorted, final LongHashSet nodeIds)
    {
        for (int i = firstAbove(sorted, gap.idBefore()); i < sorted.length && gap.brackets(sorted[i]); i++)
        {
            if (nodeIds.contains(Gaps.nodeId(sorted[i])))
            {
                return true;
            }
        }

        return false;
    }

    private void searchStream(final StreamKey key, final long[] sorted, final Map<Long, Candidates> found)
        throws SQLException
    {
        final StoredFrame first = rows.firstFrom(key, 0);
        final StoredFrame last = rows.lastTo(key, -1);
        StoredFrame below = null;
        StoredFrame above = null;

        for (final long traceId : sorted)
        {
            if (Long.compareUnsigned(traceId, first.traceId()) < 0)
            {
                if (0 != first.seq())
                {
                    offerEdge(found, traceId, key, null, first.seq() - 1, first.traceId());
                }
            }
            else if (Long.compareUnsigned(traceId, last.traceId()) > 0)
            {
                offerEdge(found, traceId, key, last.seq() + 1, null, last.traceId());
            }
            else
            {
                if (null == above || Long.compareUnsigned(traceId, above.traceId()) >= 0)
                {
                    below = rows.lastBelow(key, traceId);
                    above = rows.firstFrom(key, below.seq() + 1);
                }

                offerInterior(found, traceId, key, below, above);
            }
        }
    }

    private void offerInterior(
        final Map<Long, Candidates> found,
        final long traceId,
        final StreamKey key,
        final StoredFrame below,
        final StoredFrame above)
        throws SQLException
    {
        if (null == above || above.seq() == below.seq() + 1)
        {
            return;
        }

        final List<Gaps.Gap> parts = new ArrayList<>();
        new Gaps.Gap(below.seq() + 1, above.seq() - 1, below.traceId(), above.traceId())
            .split(rows.linkSets(key, below.seq() + 1, above.seq() - 1), parts, new ArrayList<>());

        final long nodeId = Gaps.nodeId(traceId);
        final boolean sameNode =
            Gaps.nodeId(below.traceId()) == nodeId || Gaps.nodeId(above.traceId()) == nodeId;
        for (final Gaps.Gap part : parts)
        {
            if (part.brackets(traceId))
            {
                candidates(found, traceId).offer(
                    sameNode ? INTERIOR : INTERIOR_OF_OTHER_NODE, key, part.from(), part.to(), 0);
            }
        }
    }

    private static void offerEdge(
        final Map<Long, Candidates> found,
        final long traceId,
        final StreamKey key,
        final Long from,
        final Long to,
        final long neighbour)
    {
        if (0 != neighbour && Gaps.nodeId(neighbour) == Gaps.nodeId(traceId))
        {
            candidates(found, traceId).offer(EDGE, key, from, to, Math.abs(neighbour - traceId));
        }
    }

    private static Candidates candidates(final Map<Long, Candidates> found, final long traceId)
    {
        return found.computeIfAbsent(traceId, (ignore) -> new Candidates());
    }

    private static int firstAbove(final long[] sorted, final long traceId)
    {
        int low = 0;
        int high = sorted.length;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle], traceId) > 0)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static long[] sortedUnsigned(final LongArrayList ids)
    {
        final long[] sorted = ids.toLongArray();
        flip(sorted);
        Arrays.sort(sorted);
        flip(sorted);
        return sorted;
    }

    private static void flip(final long[] values)
    {
        for (int i = 0; i < values.length; i++)
        {
            values[i] ^= Long.MIN_VALUE;
        }
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
