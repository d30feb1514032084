package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Goes over the outputs of a joined stream whose links are known, one after the other: those of its link sets or, where
 * it has none, of its windows.
 */
final class KnownOutputs
{
    private static final int FIRST_CHUNK = 4;
    private static final int CHUNK = 64;

    /**
     * So many places are looked at for the next windows: nothing else finds them.
     */
    private static final long MAX_PLACES_BETWEEN_WINDOWS = 1 << 16;

    private static final String RANGE = " WHERE stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ?";

    private final PreparedStatement anySet;
    private final Source sets;
    private final Source windows;

    KnownOutputs(final Connection connection) throws SQLException
    {
        anySet = connection.prepareStatement("SELECT 1 FROM link_sets WHERE stream_id = ? AND epoch = ? LIMIT 1");
        sets = new Source(
            connection,
            Long.MAX_VALUE,
            "SELECT o.seq, o.trace_id, f.stream_id, f.epoch, f.seq, f.trace_id FROM (SELECT seq, trace_id " +
            "FROM link_sets" + RANGE + " ORDER BY seq%1$s, trace_id%1$s LIMIT ?) o " +
            "LEFT JOIN trace_links l ON l.trace_id = o.trace_id AND l.parent_trace_id <> 0 " +
            "LEFT JOIN frames f ON f.trace_id = l.parent_trace_id ORDER BY o.seq%1$s, o.trace_id%1$s",
            (row, inputs) ->
            {
                if (0 != row.getLong(6))
                {
                    inputs.addFrame(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
                }
            });
        windows = new Source(
            connection,
            MAX_PLACES_BETWEEN_WINDOWS,
            "SELECT o.seq, w." + WindowRow.COLUMNS.replace(", ", ", w.") + " FROM (SELECT seq, trace_id FROM frames" +
            RANGE + " AND EXISTS (SELECT 1 FROM trace_windows x WHERE x.trace_id = frames.trace_id) " +
            "ORDER BY seq%1$s LIMIT ?) o JOIN trace_windows w ON w.trace_id = o.trace_id ORDER BY o.seq%1$s",
            (row, inputs) -> inputs.addWindow(WindowRow.read(row, 2)));
    }

    /**
     * Go forward from a sequence.
     */
    void forward(final StreamKey key, final long fromSeq, final ReachedFrames reached, final Handler handler)
        throws SQLException
    {
        final Walk walk = new Walk(source(key), true, key, reached, handler);
        if (fromSeq < 0 || !walk.over(fromSeq, Long.MAX_VALUE))
        {
            walk.over(fromSeq < 0 ? fromSeq : Long.MIN_VALUE, -1);
        }
    }

    /**
     * Go back from a sequence.
     */
    void backward(final StreamKey key, final long fromSeq, final ReachedFrames reached, final Handler handler)
        throws SQLException
    {
        final Walk walk = new Walk(source(key), false, key, reached, handler);
        if (fromSeq >= 0 || !walk.over(Long.MIN_VALUE, fromSeq))
        {
            walk.over(0, fromSeq >= 0 ? fromSeq : Long.MAX_VALUE);
        }
    }

    private Source source(final StreamKey key) throws SQLException
    {
        anySet.setLong(1, key.streamId());
        anySet.setLong(2, key.epoch());
        try (ResultSet row = anySet.executeQuery())
        {
            return row.next() ? sets : windows;
        }
    }

    private static final class Walk
    {
        private final PreparedStatement statement;
        private final RowReader reader;
        private final long maxPlaces;
        private final boolean isForward;
        private final ReachedFrames.Inputs inputs;
        private final Handler handler;
        private int chunk = FIRST_CHUNK;
        private int count;
        private long seq;
        private long traceId;

        Walk(
            final Source source,
            final boolean isForward,
            final StreamKey key,
            final ReachedFrames reached,
            final Handler handler)
            throws SQLException
        {
            statement = isForward ? source.ascending : source.descending;
            reader = source.reader;
            maxPlaces = source.maxPlaces;
            this.isForward = isForward;
            this.handler = handler;
            inputs = reached.inputs();
            statement.setLong(1, key.streamId());
            statement.setLong(2, key.epoch());
        }

        /**
         * Go over a range of sequences of one sign.
         *
         * @return whether the handler has had enough.
         */
        boolean over(final long from, final long to) throws SQLException
        {
            long first = from;
            long last = to;
            boolean isMore = true;
            while (isMore)
            {
                if (isEnough(first, last))
                {
                    return true;
                }

                isMore = count == chunk && seq != (isForward ? to : from);
                first = isForward ? seq + 1 : first;
                last = isForward ? last : seq - 1;
                chunk = CHUNK;
            }

            return false;
        }

        private boolean isEnough(final long from, final long to) throws SQLException
        {
            final boolean isFar = to - from > maxPlaces;
            statement.setLong(3, isFar && !isForward ? to - maxPlaces : from);
            statement.setLong(4, isFar && isForward ? from + maxPlaces : to);
            statement.setInt(5, chunk);
            count = 0;
            try (ResultSet row = statement.executeQuery())
            {
                while (row.next())
                {
                    if (0 == count || row.getLong(1) != seq || row.getLong(2) != traceId)
                    {
                        if (0 != count && !handler.onOutput(seq, inputs))
                        {
                            return true;
                        }

                        count++;
                        seq = row.getLong(1);
                        traceId = row.getLong(2);
                        inputs.clear();
                    }

                    reader.read(row, inputs);
                }
            }

            return 0 != count && !handler.onOutput(seq, inputs);
        }
    }

    /**
     * The statements for outputs of one kind.
     */
    private static final class Source
    {
        private final PreparedStatement ascending;
        private final PreparedStatement descending;
        private final long maxPlaces;
        private final RowReader reader;

        Source(final Connection connection, final long maxPlaces, final String select, final RowReader reader)
            throws SQLException
        {
            this.maxPlaces = maxPlaces;
            ascending = connection.prepareStatement(select.formatted(""));
            descending = connection.prepareStatement(select.formatted(" DESC"));
            this.reader = reader;
        }
    }

    @FunctionalInterface
    private interface RowReader
    {
        void read(ResultSet row, ReachedFrames.Inputs inputs) throws SQLException;
    }

    @FunctionalInterface
    interface Handler
    {
        /**
         * Take the next output.
         *
         * @param inputs of it, until this returns.
         * @return whether to go on.
         */
        boolean onOutput(long seq, ReachedFrames.Inputs inputs);
    }
}
