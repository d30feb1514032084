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
 * Links are committed in transactions of bounded size, so that a collector of the same store is not held up. Running it
 * again adds what has come since and changes nothing else; a run that was broken off is finished by the next one. Not
 * thread-safe.
 */
public final class WindowExpansion implements AutoCloseable
{
    private static final int WINDOW_CHUNK = 1024;
    private static final int LINK_CHUNK = 8192;

    private final Connection connection;
    private final LineageWriter writer;
    private final FrameRows frameRows;
    private final PreparedStatement nextWindows;
    private final long[] children = new long[LINK_CHUNK];
    private final long[] parents = new long[LINK_CHUNK];
    private int pending;

    WindowExpansion(final Connection connection, final LineageWriter writer)
    {
        this.connection = connection;
        this.writer = writer;
        try
        {
            frameRows = new FrameRows(connection);
            nextWindows = connection.prepareStatement(
                WindowRow.SELECT + " WHERE (trace_id, in_stream_id) > (?, ?) ORDER BY trace_id, in_stream_id LIMIT " +
                WINDOW_CHUNK);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("window expansion cannot be prepared", ex);
        }
    }

    /**
     * Expand all windows of the store.
     *
     * @return what was done.
     * @throws StoreException if the store is locked or fails; what was committed until then stays.
     */
    public Result expand()
    {
        try
        {
            final long linksBefore = writer.linksAdded();
            long windowCount = 0;
            List<WindowRow> windows = windowsAfter(Long.MIN_VALUE, Long.MIN_VALUE);

            while (!windows.isEmpty())
            {
                for (final Map.Entry<StreamKey, List<WindowRow>> entry : byInput(windows).entrySet())
                {
                    WindowJoin.join(frameRows, entry.getKey(), entry.getValue(), this::onMatch);
                }

                flush();
                windowCount += windows.size();
                final WindowRow last = windows.get(windows.size() - 1);
                windows = windowsAfter(last.traceId(), last.inStreamId());
            }

            return new Result(windowCount, writer.linksAdded() - linksBefore);
        }
        catch (final SQLException ex)
        {
            throw new StoreException("windows cannot be expanded", ex);
        }
        finally
        {
            pending = 0;
        }
    }

    /**
     * Close the connections.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(writer, connection);
    }

    private void onMatch(final WindowRow window, final StoredFrame frame)
    {
        if (0 != frame.traceId() && frame.traceId() != window.traceId())
        {
            children[pending] = window.traceId();
            parents[pending] = frame.traceId();
            if (++pending == LINK_CHUNK)
            {
                flush();
            }
        }
    }

    private void flush()
    {
        if (pending > 0)
        {
            writer.begin();
            for (int i = 0; i < pending; i++)
            {
                writer.appendLink(children[i], parents[i]);
            }

            writer.commit();
            pending = 0;
        }
    }

    private List<WindowRow> windowsAfter(final long traceId, final long inStreamId) throws SQLException
    {
        final List<WindowRow> windows = new ArrayList<>(WINDOW_CHUNK);
        nextWindows.setLong(1, traceId);
        nextWindows.setLong(2, inStreamId);
        try (ResultSet row = nextWindows.executeQuery())
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
     * @param linksAdded that were not in the store before.
     */
    public record Result(long windows, long linksAdded)
    {
    }
}
