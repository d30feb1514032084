package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the frames that are not there between the first and the last one of each stream and epoch.
 */
final class SequenceGaps
{
    private static final String NAME = "lost-frames";
    private static final String MEANING = "frames that are not there between the first and the last of their stream";

    private final List<String> examples = new ArrayList<>();
    private long lost;

    private SequenceGaps()
    {
    }

    /**
     * Sequences are unsigned and the database compares them as signed: each half is a group of its own, the upper one
     * after the lower.
     */
    static CheckResult check(final Connection connection) throws SQLException
    {
        final SequenceGaps gaps = new SequenceGaps();
        try (PreparedStatement statement = connection.prepareStatement(
            "SELECT stream_id, epoch, min(seq), max(seq), count(*) FROM frames " +
            "GROUP BY stream_id, epoch, seq < 0 ORDER BY stream_id, epoch, seq < 0");
            ResultSet row = statement.executeQuery())
        {
            StreamKey key = null;
            long first = 0;
            long last = 0;
            long count = 0;
            while (row.next())
            {
                final StreamKey next = new StreamKey(row.getLong(1), row.getLong(2));
                if (!next.equals(key))
                {
                    gaps.add(key, first, last, count);
                    key = next;
                    first = row.getLong(3);
                    count = 0;
                }

                last = row.getLong(4);
                count += row.getLong(5);
            }

            gaps.add(key, first, last, count);
        }

        return new CheckResult(NAME, CheckResult.Kind.LOSS, MEANING, gaps.lost, gaps.examples);
    }

    private void add(final StreamKey key, final long first, final long last, final long count)
    {
        final long missing = null == key ? 0 : last - first + 1 - count;
        if (0 != missing)
        {
            // two frames far apart may have more between them than a long can count
            lost = missing < 0 || lost + missing < 0 ? Long.MAX_VALUE : lost + missing;
            if (examples.size() < CheckResult.MAX_EXAMPLES)
            {
                examples.add("stream_id=" + key.streamId() + " epoch=" + Long.toUnsignedString(key.epoch()) +
                    " lost=" + Long.toUnsignedString(missing) + " from=" + Long.toUnsignedString(first) +
                    " to=" + Long.toUnsignedString(last));
            }
        }
    }
}
