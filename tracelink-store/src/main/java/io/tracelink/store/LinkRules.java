package io.tracelink.store;

import org.agrona.collections.Long2LongCounterMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules of the verdict about links: whether the frames that were reached have the links that were reported for them.
 */
final class LinkRules
{
    private static final int CHUNK = 4096;

    private final TraceRows traceRows;
    private final FrameRows frameRows;
    private final StreamKinds kinds;

    LinkRules(final TraceRows traceRows, final FrameRows frameRows, final StreamKinds kinds)
    {
        this.traceRows = traceRows;
        this.frameRows = frameRows;
        this.kinds = kinds;
    }

    /**
     * Check the links of everything that was reached.
     *
     * @param windows of everything that was reached.
     * @return the trace IDs whose frames are told by a link set, so that they need not be searched.
     */
    LongHashSet assess(
        final Closure closure, final FramesById frames, final List<WindowRow> windows, final MissingSet missing)
        throws SQLException
    {
        final LongArrayList ids = closure.ids();
        final Long2LongCounterMap linkCounts = linkCounts(closure);
        final Map<Long, List<LinkSetRow>> sets = new HashMap<>();
        for (final LinkSetRow row : traceRows.linkSets(closure.up() ? mayBeJoined(closure, frames, linkCounts) : ids))
        {
            sets.computeIfAbsent(row.traceId(), (ignore) -> new ArrayList<>()).add(row);
        }

        final LongHashSet windowed = new LongHashSet();
        for (final WindowRow window : windows)
        {
            windowed.add(window.traceId());
        }

        final LongHashSet placed = new LongHashSet();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            final long traceId = ids.getLong(i);
            final List<LinkSetRow> own = sets.get(traceId);
            final boolean linksMatter = closure.up() ? i < closure.expandedCount() : i > 0;

            if (null != own)
            {
                placed.add(traceId);
                checkPlaces(own, frames, missing);
                if (linksMatter)
                {
                    checkCount(own, linkCounts.get(traceId), windowed.contains(traceId), missing);
                }
            }
            else if (linksMatter && !windowed.contains(traceId))
            {
                checkMinted(frames.of(traceId), missing);
            }
        }

        return placed;
    }

    /**
     * How many links lead to what was reached. Going up, they are those that were walked.
     */
    private Long2LongCounterMap linkCounts(final Closure closure) throws SQLException
    {
        final Long2LongCounterMap counts = new Long2LongCounterMap(0);
        if (closure.up())
        {
            for (int i = 0, size = closure.edgeCount(); i < size; i++)
            {
                counts.incrementAndGet(closure.edgeChild(i));
            }
        }
        else
        {
            traceRows.linkCounts(closure.ids(), counts::put);
        }

        return counts;
    }

    /**
     * Going up, the traces that may have a link set. It comes with its links in one transaction: a trace that has no
     * link, and frames, but none in a joined stream, has none.
     */
    private LongArrayList mayBeJoined(
        final Closure closure, final FramesById frames, final Long2LongCounterMap linkCounts)
    {
        final LongArrayList ids = new LongArrayList();
        for (int i = 0, size = closure.ids().size(); i < size; i++)
        {
            final long traceId = closure.ids().getLong(i);
            if (0 != linkCounts.get(traceId) || i >= closure.expandedCount() || isAnyJoined(frames.of(traceId)))
            {
                ids.addLong(traceId);
            }
        }

        return ids;
    }

    private boolean isAnyJoined(final List<StoredFrame> frames)
    {
        for (final StoredFrame frame : frames)
        {
            if (kinds.isJoined(frame.streamId()))
            {
                return true;
            }
        }

        return frames.isEmpty();
    }

    /**
     * Of trace IDs whose frames in a joined stream have no link set at their place: report those that ought to have
     * one.
     *
     * @return how many.
     */
    int reportLacking(final LongArrayList ids, final MissingSet missing) throws SQLException
    {
        int count = 0;
        final LongArrayList chunk = new LongArrayList();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            chunk.addLong(ids.getLong(i));
            if (CHUNK == chunk.size() || i + 1 == size)
            {
                count += reportLackingOf(chunk, missing);
                chunk.clear();
            }
        }

        return count;
    }

    private int reportLackingOf(final LongArrayList ids, final MissingSet missing) throws SQLException
    {
        final LongHashSet known = traceRows.idsWithLinkSets(ids);
        for (final WindowRow window : traceRows.windows(ids))
        {
            known.add(window.traceId());
        }

        final FramesById frames = FramesById.read(traceRows, ids);
        int count = 0;
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            if (!known.contains(ids.getLong(i)) && checkMinted(frames.of(ids.getLong(i)), missing))
            {
                count++;
            }
        }

        return count;
    }

    /**
     * A link set tells where its frame is: it must be there.
     */
    private void checkPlaces(final List<LinkSetRow> sets, final FramesById frames, final MissingSet missing)
        throws SQLException
    {
        for (final LinkSetRow set : sets)
        {
            final StreamKey key = new StreamKey(set.streamId(), set.epoch());
            if (!frames.hasAt(set.traceId(), key, set.seq()))
            {
                if (null == frameRows.at(key, set.seq()))
                {
                    missing.frames(key, set.seq(), set.seq(), set.traceId());
                }
                else
                {
                    missing.links(key, set.seq(), Missing.Cause.MISMATCH, set.traceId());
                }
            }
        }
    }

    /**
     * There must be as many links as the sets said. Sets for one trace ID may share parents, and an expanded window may
     * add some.
     */
    private static void checkCount(
        final List<LinkSetRow> sets, final long linkCount, final boolean windowed, final MissingSet missing)
    {
        long least = 0;
        long most = 0;
        for (final LinkSetRow set : sets)
        {
            least = Math.max(least, set.parentCount());
            most += set.parentCount();
        }

        if (linkCount < least || (!windowed && linkCount > most))
        {
            final LinkSetRow set = sets.get(0);
            missing.links(
                new StreamKey(set.streamId(), set.epoch()), set.seq(), Missing.Cause.MISMATCH, set.traceId());
        }
    }

    /**
     * A trace ID without link set and without window, whose first frame is in a joined stream, was minted there for
     * parents that were never seen. Nothing is minted in a derived stream.
     *
     * @return whether it is reported.
     */
    private boolean checkMinted(final List<StoredFrame> frames, final MissingSet missing) throws SQLException
    {
        StoredFrame first = null;
        for (final StoredFrame frame : frames)
        {
            if (kinds.isRoot(frame.streamId()))
            {
                return false;
            }

            if (!kinds.isDerived(frame.streamId()))
            {
                if (null == first)
                {
                    first = frame;
                }
                else if (frame.streamId() != first.streamId() && frame.tNs() == first.tNs())
                {
                    return false;
                }
            }
        }

        if (null != first && kinds.isJoined(first.streamId()))
        {
            final StreamKey key = StreamKey.of(first);
            final boolean otherSet = !frameRows.linkSetsAt(key, first.seq()).isEmpty();
            missing.links(
                key, first.seq(), otherSet ? Missing.Cause.MISMATCH : Missing.Cause.NEVER_SEEN, first.traceId());
            return true;
        }

        return false;
    }
}
