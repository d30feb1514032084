package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Rules of the verdict about windows: their links are made of the frames that were stored, so both the frames that are
 * lost inside of their bounds and the links that were not made yet are missing.
 */
final class WindowRules
{
    private final TraceRows traceRows;
    private final FrameRows frameRows;
    private final PreparedStatement windowsOfInput;
    private final PreparedStatement windowsOfOutputs;

    WindowRules(final Connection connection, final TraceRows traceRows, final FrameRows frameRows) throws SQLException
    {
        this.traceRows = traceRows;
        this.frameRows = frameRows;
        windowsOfInput = connection.prepareStatement(WindowRow.SELECT + " WHERE in_stream_id = ? AND epoch = ?");
        windowsOfOutputs = connection.prepareStatement(WindowRow.SELECT + " WHERE trace_id BETWEEN ? AND ?");
    }

    /**
     * Judge a walk.
     *
     * @param windows of everything that was reached.
     */
    void assess(
        final Closure closure, final FramesById frames, final List<WindowRow> windows, final MissingSet missing)
        throws SQLException
    {
        if (closure.up())
        {
            assessInputs(closure, windows, missing);
        }
        else
        {
            assessOutputs(closure, frames, missing);
        }
    }

    /**
     * Going up: every frame in the windows of what was reached must be there and be a parent.
     */
    private void assessInputs(final Closure closure, final List<WindowRow> reached, final MissingSet missing)
        throws SQLException
    {
        final LongHashSet atLimit = new LongHashSet();
        for (int i = closure.expandedCount(), size = closure.ids().size(); i < size; i++)
        {
            atLimit.add(closure.ids().getLong(i));
        }

        final List<WindowRow> windows =
            reached.stream().filter((window) -> !atLimit.contains(window.traceId())).toList();
        final Map<Long, LongHashSet> parents = new HashMap<>();
        for (final WindowRow window : windows)
        {
            parents.put(window.traceId(), new LongHashSet());
        }

        if (windows.isEmpty())
        {
            return;
        }

        for (int i = 0, size = closure.edgeCount(); i < size; i++)
        {
            final LongHashSet known = parents.get(closure.edgeChild(i));
            if (null != known)
            {
                known.add(closure.edgeParent(i));
            }
        }

        assessInputs(windows, (traceId, parentId) -> parents.get(traceId).contains(parentId), missing);
    }

    /**
     * Every frame in the bounds of some windows must be there and be a parent.
     */
    void assessInputs(final List<WindowRow> windows, final LinkTest links, final MissingSet missing)
        throws SQLException
    {
        final Map<StreamKey, List<WindowRow>> byInput = new HashMap<>();
        for (final WindowRow window : windows)
        {
            byInput.computeIfAbsent(window.input(), (ignore) -> new ArrayList<>()).add(window);
        }

        final LongHashSet unexpanded = new LongHashSet();
        for (final Map.Entry<StreamKey, List<WindowRow>> entry : byInput.entrySet())
        {
            final Map<WindowRow, Extent> extents = new HashMap<>();
            WindowJoin.join(frameRows, entry.getKey(), entry.getValue(), (window, frame) ->
            {
                extents.computeIfAbsent(window, (ignore) -> new Extent()).add(frame.seq());
                final long parentId = frame.traceId();
                if (0 != parentId && window.traceId() != parentId && !links.isLinked(window.traceId(), parentId) &&
                    unexpanded.add(window.traceId()))
                {
                    reportUnexpanded(window.traceId(), missing);
                }
            });

            for (final WindowRow window : entry.getValue())
            {
                reportLost(window, extents.get(window), missing);
            }
        }
    }

    /**
     * Going down from many frames: windows over a range of a stream, whose outputs were not reached although they hold
     * a frame that was.
     */
    void assessOutputs(
        final StreamKey key, final long first, final long last, final LongPredicate reached, final MissingSet missing)
        throws SQLException
    {
        final List<WindowRow> candidates = new ArrayList<>();
        for (final WindowRow window : windowsOf(key))
        {
            final boolean meets = !window.hasSeq() || (Long.compareUnsigned(window.seqStart(), last) <= 0 &&
                Long.compareUnsigned(window.seqEnd(), first) >= 0);
            if (meets && !reached.test(window.traceId()))
            {
                candidates.add(window);
            }
        }

        final LongHashSet unexpanded = new LongHashSet();
        WindowJoin.join(frameRows, key, candidates, (window, frame) ->
        {
            if (reached.test(frame.traceId()) && unexpanded.add(window.traceId()))
            {
                reportUnexpanded(window.traceId(), missing);
            }
        });
    }

    /**
     * The windows whose outputs were reached, of the outputs in a range of signed trace IDs.
     */
    List<WindowRow> windowsOf(final long firstId, final long lastId, final LongPredicate reached) throws SQLException
    {
        final List<WindowRow> windows = new ArrayList<>();
        windowsOfOutputs.setLong(1, firstId);
        windowsOfOutputs.setLong(2, lastId);
        try (ResultSet row = windowsOfOutputs.executeQuery())
        {
            while (row.next())
            {
                if (reached.test(row.getLong(1)))
                {
                    windows.add(WindowRow.read(row));
                }
            }
        }

        return windows;
    }

    /**
     * Going down: a window over a frame that was reached must have been expanded, so that its output was reached too.
     */
    private void assessOutputs(final Closure closure, final FramesById frames, final MissingSet missing)
        throws SQLException
    {
        final Map<StreamKey, List<StoredFrame>> byStream = new HashMap<>();
        for (int i = 0; i < closure.expandedCount(); i++)
        {
            for (final StoredFrame frame : frames.of(closure.ids().getLong(i)))
            {
                byStream.computeIfAbsent(StreamKey.of(frame), (ignore) -> new ArrayList<>()).add(frame);
            }
        }

        for (final Map.Entry<StreamKey, List<StoredFrame>> entry : byStream.entrySet())
        {
            for (final WindowRow window : windowsOf(entry.getKey()))
            {
                if (!closure.contains(window.traceId()) && containsAny(window, entry.getValue()))
                {
                    reportUnexpanded(window.traceId(), missing);
                }
            }
        }
    }

    private List<WindowRow> windowsOf(final StreamKey key) throws SQLException
    {
        final List<WindowRow> windows = new ArrayList<>();
        windowsOfInput.setLong(1, key.streamId());
        windowsOfInput.setLong(2, key.epoch());
        try (ResultSet row = windowsOfInput.executeQuery())
        {
            while (row.next())
            {
                windows.add(WindowRow.read(row));
            }
        }

        return windows;
    }

    private static boolean containsAny(final WindowRow window, final List<StoredFrame> frames)
    {
        for (final StoredFrame frame : frames)
        {
            if (window.contains(frame.seq(), frame.tNs()))
            {
                return true;
            }
        }

        return false;
    }

    private void reportUnexpanded(final long traceId, final MissingSet missing) throws SQLException
    {
        final LongArrayList id = new LongArrayList();
        id.addLong(traceId);
        final List<StoredFrame> own = FramesById.read(traceRows, id).of(traceId);
        if (own.isEmpty())
        {
            missing.links(null, null, Missing.Cause.NOT_COMMITTED, traceId);
        }
        else
        {
            missing.links(
                StreamKey.of(own.get(0)), own.get(0).seq(), Missing.Cause.NOT_COMMITTED, traceId);
        }
    }

    private void reportLost(final WindowRow window, final Extent extent, final MissingSet missing) throws SQLException
    {
        final StreamKey key = window.input();
        if (window.hasSeq())
        {
            if (Long.compareUnsigned(window.seqStart(), window.seqEnd()) <= 0)
            {
                reportLost(key, window.seqStart(), window.seqEnd(), missing);
            }
        }
        else if (null == extent)
        {
            final Expired.Range gone = lastInTime(window, missing.expired().ranges(key));
            if (null == gone)
            {
                missing.openFrames(key, null, null, window.traceId());
            }
            else
            {
                missing.openFrames(key, null, gone.toSeq(), Missing.Cause.EXPIRED, null);
            }
        }
        else
        {
            // frames that are lost beside the first or the last one may have been in the window
            final StoredFrame before = 0 == extent.first ? null : frameRows.lastTo(key, extent.first - 1);
            final StoredFrame after = -1 == extent.last ? null : frameRows.firstFrom(key, extent.last + 1);
            reportLost(
                key, null == before ? extent.first : before.seq(), null == after ? extent.last : after.seq(), missing);
            if (null == before)
            {
                reportExpired(window, missing.expired().lastBefore(key, extent.first), extent.first, missing);
            }
        }
    }

    /**
     * Where the frames before the first one of a window by time are gone, the last of them may have been in it.
     */
    private static void reportExpired(
        final WindowRow window, final Expired.Range gone, final long firstSeq, final MissingSet missing)
    {
        if (null != gone && Long.compareUnsigned(gone.lastTNs(), window.tStartNs()) >= 0)
        {
            missing.openFrames(window.input(), null, gone.toSeq(), Missing.Cause.EXPIRED, null);
            if (gone.toSeq() + 1 != firstSeq)
            {
                missing.frames(window.input(), gone.toSeq() + 1, firstSeq - 1, null);
            }
        }
    }

    private static Expired.Range lastInTime(final WindowRow window, final List<Expired.Range> ranges)
    {
        Expired.Range last = null;
        for (final Expired.Range range : ranges)
        {
            last = Long.compareUnsigned(range.lastTNs(), window.tStartNs()) >= 0 ? range : last;
        }

        return last;
    }

    private void reportLost(final StreamKey key, final long from, final long to, final MissingSet missing)
        throws SQLException
    {
        if (frameRows.isWhole(key, from, to))
        {
            return;
        }

        // whose links led on is not known
        missing.stopsShort();
        final long[] next = {from};
        final boolean[] done = {false};
        frameRows.range(key, from, to, (frame) ->
        {
            if (frame.seq() != next[0])
            {
                missing.frames(key, next[0], frame.seq() - 1, null);
            }

            next[0] = frame.seq() + 1;
            done[0] = frame.seq() == to;
        });

        if (!done[0])
        {
            missing.frames(key, next[0], to, null);
        }
    }

    @FunctionalInterface
    interface LinkTest
    {
        boolean isLinked(long traceId, long parentId);
    }

    /**
     * First and last sequence of the frames in a window.
     */
    private static final class Extent
    {
        private long first;
        private long last;
        private boolean isSet;

        void add(final long seq)
        {
            first = !isSet || Long.compareUnsigned(seq, first) < 0 ? seq : first;
            last = !isSet || Long.compareUnsigned(seq, last) > 0 ? seq : last;
            isSet = true;
        }
    }
}
