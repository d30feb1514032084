package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins windows to the frames in their bounds and makes links of them (TraceLink §12): every trace ID that a frame in
 * the window carries is a parent of the window's output, once. Untraced frames and the output itself are passed over.
 * <p>
 * Both ends of the bounds are in the window. Where a window has bounds by sequence and by time, those by sequence
 * decide.
 * <p>
 * Links are committed in transactions of bounded size, so that a collector of the same store is not held up. A window
 * whose input has gone past it is marked in the transaction of its last links, and is not looked at any more: its
 * stream, in that epoch, has a frame at its last sequence or beyond, or, for a window by time, ends with a frame that
 * was stamped after it. The frames of a stream are stored in their order, so no more come; where some did all the same,
 * such as from another session of the producer, {@link #expandAgain()} links them. A run that was broken off is
 * finished by the next one. Not thread-safe.
 */
public final class WindowExpansion implements AutoCloseable
{
    private static final int WINDOW_CHUNK = 1024;
    private static final int LINK_CHUNK = 8192;
    private static final String AFTER = " (trace_id, in_stream_id) > (?, ?) ORDER BY trace_id, in_stream_id LIMIT " +
        WINDOW_CHUNK;

    private final Connection connection;
    private final LineageWriter writer;
    private final FrameRows frameRows;
    private final PreparedStatement nextWindows;
    private final PreparedStatement nextOpenWindows;
    private final long[] children = new long[LINK_CHUNK];
    private final long[] parents = new long[LINK_CHUNK];
    private int pending;

    WindowExpansion(final Connection connection, final LineageWriter writer)
    {
        this.connection = connection;
        this.writer = writer;
        try
        {
            // or PostgreSQL would hand over all rows of an answer at once
            connection.setAutoCommit(false);
            frameRows = new FrameRows(connection);
            nextWindows = connection.prepareStatement(WindowRow.SELECT + " WHERE" + AFTER);
            nextOpenWindows = connection.prepareStatement(
                WindowRow.SELECT + " WHERE NOT EXISTS (SELECT 1 FROM expanded_windows e WHERE " +
                "e.trace_id = trace_windows.trace_id AND e.in_stream_id = trace_windows.in_stream_id) AND" + AFTER);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("window expansion cannot be prepared", ex);
        }
    }

    /**
     * Expand the windows that are not done yet.
     *
     * @return what was done.
     * @throws StoreException if the store is locked or fails; what was committed until then stays.
     */
    public Result expand()
    {
        return expand(nextOpenWindows);
    }

    /**
     * Expand all windows of the store, those that are done, too.
     *
     * @return what was done.
     * @throws StoreException if the store is locked or fails; what was committed until then stays.
     */
    public Result expandAgain()
    {
        return expand(nextWindows);
    }

    /**
     * Close the connections.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(writer, connection);
    }

    private Result expand(final PreparedStatement next)
    {
        try
        {
            final long linksBefore = writer.linksAdded();
            long windowCount = 0;
            long openCount = 0;
            List<WindowRow> windows = windowsAfter(next, Long.MIN_VALUE, Long.MIN_VALUE);

            while (!windows.isEmpty())
            {
                final List<WindowRow> done = new ArrayList<>(windows.size());
                for (final Map.Entry<StreamKey, List<WindowRow>> entry : byInput(windows).entrySet())
                {
                    // before the join: what comes during it may lie behind what was read
                    addDone(entry.getKey(), entry.getValue(), done);
                    WindowJoin.join(frameRows, entry.getKey(), entry.getValue(), this::onMatch);
                }

                flush(done);
                connection.rollback();
                windowCount += windows.size();
                openCount += windows.size() - done.size();
                final WindowRow last = windows.get(windows.size() - 1);
                windows = windowsAfter(next, last.traceId(), last.inStreamId());
            }

            return new Result(windowCount, openCount, writer.linksAdded() - linksBefore);
        }
        catch (final SQLException ex)
        {
            throw new StoreException("windows cannot be expanded", ex);
        }
        finally
        {
            pending = 0;
            endSnapshot();
        }
    }

    private void endSnapshot()
    {
        try
        {
            connection.rollback();
        }
        catch (final SQLException ignore)
        {
            // the next statement fails, too
        }
    }

    private void addDone(final StreamKey key, final List<WindowRow> windows, final List<WindowRow> done)
        throws SQLException
    {
        final StoredFrame last = frameRows.lastTo(key, -1);
        for (final WindowRow window : windows)
        {
            if (null != last && window.isPassedBy(last))
            {
                done.add(window);
            }
        }
    }

    private void onMatch(final WindowRow window, final StoredFrame frame)
    {
        if (0 != frame.traceId() && frame.traceId() != window.traceId())
        {
            children[pending] = window.traceId();
            parents[pending] = frame.traceId();
            if (++pending == LINK_CHUNK)
            {
                flush(List.of());
            }
        }
    }

    private void flush(final List<WindowRow> done)
    {
        if (pending > 0 || !done.isEmpty())
        {
            writer.begin();
            final long expired = expiredBefore();
            for (int i = 0; i < pending; i++)
            {
                if (Long.compareUnsigned(children[i], expired) >= 0)
                {
                    writer.appendLink(children[i], parents[i]);
                }
            }

            for (final WindowRow window : done)
            {
                if (Long.compareUnsigned(window.traceId(), expired) >= 0)
                {
                    writer.appendExpandedWindow(window.traceId(), window.inStreamId());
                }
            }

            writer.commit();
            pending = 0;
        }
    }

    /**
     * Below which trace ID retention has removed everything, perhaps since the windows were read.
     */
    private long expiredBefore()
    {
        try (PreparedStatement before = writer.connection().prepareStatement(Expired.SELECT_BEFORE);
            ResultSet row = before.executeQuery())
        {
            return row.next() ? row.getLong(1) : 0;
        }
        catch (final SQLException ex)
        {
            writer.rollback();
            throw new StoreException("windows cannot be expanded", ex);
        }
    }

    private static List<WindowRow> windowsAfter(
        final PreparedStatement next, final long traceId, final long inStreamId) throws SQLException
    {
        final List<WindowRow> windows = new ArrayList<>(WINDOW_CHUNK);
        next.setLong(1, traceId);
        next.setLong(2, inStreamId);
        try (ResultSet row = next.executeQuery())
        {
            while (row.next())
            {
                windows.add(WindowRow.read(row));
            }
        }

        return windows;
    }

    private static Map<StreamKey, List<WindowRow>> byInput(final List<WindowRow> windows)
    {
        final Map<StreamKey, List<WindowRow>> byInput = new HashMap<>();
        for (final WindowRow window : windows)
        {
            byInput.computeIfAbsent(window.input(), (ignore) -> new ArrayList<>()).add(window);
        }

        return byInput;
    }

    /**
     * What a run did.
     *
     * @param windows    that were joined.
     * @param open       of them, whose input may still bring frames; the next run looks at them again.
     * @param linksAdded that were not in the store before.
     */
    public record Result(long windows, long open, long linksAdded)
    {
    }
}
