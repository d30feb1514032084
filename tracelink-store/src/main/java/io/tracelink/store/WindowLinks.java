package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the windows that hold frames which are no parents of their output: those that were not expanded yet, and those
 * into which frames came late.
 */
final class WindowLinks
{
    private static final int CHUNK = 10_000;
    private static final String NAME = "unexpanded-windows";
    private static final String MEANING = "windows with frames that are no parents yet; tracelink expand makes them, " +
        "expand --again where they came late";

    private final FrameRows frameRows;
    private final PreparedStatement link;
    private final List<String> examples = new ArrayList<>();
    private long count;

    private WindowLinks(final FrameRows frameRows, final PreparedStatement link)
    {
        this.frameRows = frameRows;
        this.link = link;
    }

    static CheckResult check(final Connection connection) throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(
            WindowRow.SELECT + " ORDER BY in_stream_id, epoch");
            PreparedStatement link = connection.prepareStatement(
                "SELECT 1 FROM trace_links WHERE trace_id = ? AND parent_trace_id = ?");
            ResultSet row = statement.executeQuery())
        {
            final WindowLinks links = new WindowLinks(new FrameRows(connection), link);
            final Map<StreamKey, List<WindowRow>> byInput = new HashMap<>();
            int size = 0;
            while (row.next())
            {
                final WindowRow window = WindowRow.read(row);
                byInput.computeIfAbsent(window.input(), (ignore) -> new ArrayList<>()).add(window);
                if (++size == CHUNK)
                {
                    links.join(byInput);
                    size = 0;
                }
            }

            links.join(byInput);
            return new CheckResult(NAME, CheckResult.Kind.LOSS, MEANING, links.count, links.examples);
        }
    }

    private void join(final Map<StreamKey, List<WindowRow>> byInput) throws SQLException
    {
        final Set<WindowRow> incomplete = new HashSet<>();
        for (final Map.Entry<StreamKey, List<WindowRow>> entry : byInput.entrySet())
        {
            WindowJoin.join(frameRows, entry.getKey(), entry.getValue(), (window, frame) ->
            {
                if (0 != frame.traceId() && window.traceId() != frame.traceId() && !incomplete.contains(window) &&
                    !isLinked(window.traceId(), frame.traceId()))
                {
                    incomplete.add(window);
                    addExample(window);
                }
            });
        }

        count += incomplete.size();
        byInput.clear();
    }

    private boolean isLinked(final long traceId, final long parentId) throws SQLException
    {
        link.setLong(1, traceId);
        link.setLong(2, parentId);
        try (ResultSet row = link.executeQuery())
        {
            return row.next();
        }
    }

    private void addExample(final WindowRow window)
    {
        if (examples.size() < CheckResult.MAX_EXAMPLES)
        {
            examples.add("trace_id=" + Long.toUnsignedString(window.traceId()) + " in_stream_id=" +
                window.inStreamId() + " epoch=" + Long.toUnsignedString(window.epoch()));
        }
    }
}
