package io.tracelink.store;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Rules of the verdict about frames: which of the gaps in the streams that were touched can be part of the lineage, and
 * where the frames were that left no row.
 */
final class FrameRules
{
    private static final long NO_STREAM = -1;
    private static final long MANY_STREAMS = -2;

    private final TraceRows traceRows;
    private final FrameRows rows;
    private final StreamKinds kinds;

    FrameRules(final TraceRows traceRows, final FrameRows rows, final StreamKinds kinds)
    {
        this.traceRows = traceRows;
        this.rows = rows;
        this.kinds = kinds;
    }

    /**
     * Report the gaps of the streams that were touched.
     *
     * @param touched    from where to where, by the frames.
     * @param linksExact no links are missing, so that the trace IDs of the lineage are all known.
     */
    void assessTouched(
        final Closure closure,
        final FramesById frames,
        final Map<StreamKey, Touched> touched,
        final boolean linksExact,
        final MissingSet missing)
        throws SQLException
    {
        final long[] sorted = sortedUnsigned(closure.ids());
        for (final Map.Entry<StreamKey, Touched> entry : touched.entrySet())
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

        search(unexplained(traceRows, frameless, missing), (key) -> true, true, missing);
    }

    /**
     * Report frames that the origin of a stream lost at its ends, where no gap tells: if every trace ID that two
     * streams share was on the one before it was on the other, then what is on the other was on the one. What is on
     * derived streams only was on some other stream.
     */
    void assessOrigins(final FramesById frames, final LongHashSet placed, final MissingSet missing)
        throws SQLException
    {
        final Long2LongHashMap origins = origins(frames);
        final Map<Long, LongArrayList> lacking = new HashMap<>();
        final Map<Long, LongArrayList> onDerivedOnly = new HashMap<>();
        for (final List<StoredFrame> list : frames.lists())
        {
            final long traceId = list.get(0).traceId();
            final long origin = origins.get(list.get(0).streamId());
            if (kinds.hasDerived() && list.stream().allMatch((frame) -> kinds.isDerived(frame.streamId())))
            {
                if (!placed.contains(traceId))
                {
                    onDerivedOnly.computeIfAbsent(origin, (ignore) -> new LongArrayList()).addLong(traceId);
                }
            }
            else if (origin >= 0 && list.stream().noneMatch((frame) -> frame.streamId() == origin))
            {
                lacking.computeIfAbsent(origin, (ignore) -> new LongArrayList()).addLong(traceId);
            }
        }

        for (final Map.Entry<Long, LongArrayList> entry : lacking.entrySet())
        {
            search(entry.getValue(), (key) -> key.streamId() == entry.getKey(), false, missing);
        }

        for (final Map.Entry<Long, LongArrayList> entry : onDerivedOnly.entrySet())
        {
            final long origin = entry.getKey();
            final boolean isKnown = origin >= 0 && !kinds.isDerived(origin);
            search(
                entry.getValue(),
                (key) -> isKnown ? key.streamId() == origin : !kinds.isDerived(key.streamId()),
                true,
                missing);
        }
    }

    /**
     * Of trace IDs without frames, report those that have expired, and those whose place another one had taken.
     *
     * @return the other IDs.
     */
    static LongArrayList unexplained(
        final TraceRows traceRows, final LongArrayList ids, final MissingSet missing) throws SQLException
    {
        final LongHashSet known = new LongHashSet();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            if (missing.expired().isExpired(ids.getLong(i)))
            {
                known.add(ids.getLong(i));
                missing.openFrames(null, null, null, ids.getLong(i));
            }
        }

        traceRows.conflicts(ids, (frame) ->
        {
            known.add(frame.traceId());
            missing.conflictingFrame(frame);
        });

        final LongArrayList others = new LongArrayList();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            if (!known.contains(ids.getLong(i)))
            {
                others.addLong(ids.getLong(i));
            }
        }

        return others;
    }

    private void search(
        final LongArrayList ids,
        final Predicate<StreamKey> where,
        final boolean withUnplaced,
        final MissingSet missing)
        throws SQLException
    {
        if (ids.isEmpty())
        {
            return;
        }

        final LostFrameSearch search = new LostFrameSearch(rows, missing.expired(), sortedUnsigned(ids));
        for (final StreamKey key : rows.streamKeys())
        {
            if (where.test(key))
            {
                search.lookInto(key);
            }
        }

        search.report(withUnplaced, missing);
    }

    /**
     * Stream of the first frame of all trace IDs that a stream shares with others, by stream. Streams that share IDs
     * with many first ones have none.
     */
    private static Long2LongHashMap origins(final FramesById frames)
    {
        final Long2LongHashMap origins = new Long2LongHashMap(NO_STREAM);
        for (final List<StoredFrame> list : frames.lists())
        {
            final long first = list.get(0).streamId();
            for (final StoredFrame frame : isTie(list) ? List.<StoredFrame>of() : list)
            {
                final long known = origins.get(frame.streamId());
                if (frame.streamId() != first)
                {
                    origins.put(frame.streamId(), NO_STREAM == known || first == known ? first : MANY_STREAMS);
                }
            }
        }

        return origins;
    }

    /**
     * A stage may hand the timestamp of its input on: then the times do not tell which stream was first.
     */
    private static boolean isTie(final List<StoredFrame> list)
    {
        final StoredFrame first = list.get(0);
        return list.size() > 1 && list.get(1).tNs() == first.tNs() && list.get(1).streamId() != first.streamId();
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
        final long first = touched.first.seq();
        final long last = touched.last.seq();
        final boolean isBefore = 0 != first && Long.compareUnsigned(sorted[0], touched.first.traceId()) < 0;
        final boolean isBehind = -1 != last &&
            Long.compareUnsigned(sorted[sorted.length - 1], touched.last.traceId()) > 0;
        final Gaps gaps = Gaps.between(
            rows, key, isBefore ? tracedBefore(key, first) : first, isBehind ? tracedBehind(key, last) : last);
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

    private long tracedBefore(final StreamKey key, final long seq) throws SQLException
    {
        final StoredFrame before = rows.lastTracedTo(key, seq - 1);
        return null == before ? rows.firstFrom(key, 0).seq() : before.seq();
    }

    private long tracedBehind(final StreamKey key, final long seq) throws SQLException
    {
        final StoredFrame behind = rows.firstTracedFrom(key, seq + 1);
        return null == behind ? rows.lastTo(key, -1).seq() : behind.seq();
    }

    /**
     * Can a frame that was lost in a gap be one of the lineage? Its trace ID then lies between those of the neighbours,
     * and was minted by a node whose IDs the stream carries.
     */
    private static boolean holds(final Gaps.Gap gap, final long[] sorted, final LongHashSet nodeIds)
    {
        final int first = UnsignedOrder.firstAbove(sorted, gap.idBefore());
        for (int i = first; i < sorted.length && gap.brackets(sorted[i]); i++)
        {
            if (nodeIds.contains(Gaps.nodeId(sorted[i])))
            {
                return true;
            }
        }

        return false;
    }

    private static long[] sortedUnsigned(final LongArrayList ids)
    {
        final long[] sorted = ids.toLongArray();
        UnsignedOrder.sort(sorted);
        return sorted;
    }
}
