package io.tracelink.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the frames of windows over one stream and epoch. Windows by sequence are ranges of the primary key; windows by
 * time are all joined in one pass over the frames, because nothing orders those by time.
 */
final class WindowJoin
{
    private WindowJoin()
    {
    }

    static void join(
        final FrameRows rows, final StreamKey key, final List<WindowRow> windows, final MatchHandler handler)
        throws SQLException
    {
        final List<WindowRow> byTime = new ArrayList<>();
        for (final WindowRow window : windows)
        {
            if (!window.hasSeq())
            {
                byTime.add(window);
            }
            else if (Long.compareUnsigned(window.seqStart(), window.seqEnd()) <= 0)
            {
                rows.range(key, window.seqStart(), window.seqEnd(), (frame) -> handler.onMatch(window, frame));
            }
        }

        if (!byTime.isEmpty())
        {
            joinByTime(rows, key, byTime, handler);
        }
    }

    private static void joinByTime(
        final FrameRows rows, final StreamKey key, final List<WindowRow> windows, final MatchHandler handler)
        throws SQLException
    {
        windows.sort(Comparator.comparing(WindowRow::tStartNs, Long::compareUnsigned));

        final int size = windows.size();
        final long[] starts = new long[size];
        final long[] latestEnds = new long[size];
        for (int i = 0; i < size; i++)
        {
            final long end = windows.get(i).tEndNs();
            starts[i] = windows.get(i).tStartNs();
            latestEnds[i] = 0 == i || Long.compareUnsigned(end, latestEnds[i - 1]) > 0 ? end : latestEnds[i - 1];
        }

        rows.range(key, 0, -1, (frame) ->
        {
            final long tNs = frame.tNs();
            for (int i = lastStarted(starts, tNs); i >= 0 && Long.compareUnsigned(tNs, latestEnds[i]) <= 0; i--)
            {
                if (windows.get(i).contains(frame.seq(), tNs))
                {
                    handler.onMatch(windows.get(i), frame);
                }
            }
        });
    }

    /**
     * Index of the last window that starts at or before a time, or -1.
     */
    private static int lastStarted(final long[] starts, final long tNs)
    {
        int low = 0;
        int high = starts.length;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(starts[middle], tNs) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    @FunctionalInterface
    interface MatchHandler
    {
        void onMatch(WindowRow window, StoredFrame frame) throws SQLException;
    }
}
