package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Goes over the outputs of a joined stream whose links are known, one after the other, and tells where their inputs lie
 * among what was reached.
 */
final class KnownOutputs
{
    private static final int FIRST_CHUNK = 4;
    private static final int CHUNK = 64;

    private final PreparedStatement ascending;
    private final PreparedStatement descending;

    KnownOutputs(final Connection connection) throws SQLException
    {
        ascending = connection.prepareStatement(select(""));
        descending = connection.prepareStatement(select(" DESC"));
    }

    /**
     * Go forward from a sequence.
     */
    void forward(final StreamKey key, final long fromSeq, final ReachedIds reached, final Handler handler)
        throws SQLException
    {
        final Walk walk = new Walk(ascending, key, reached, handler);
        if (fromSeq < 0 || !walk.over(fromSeq, Long.MAX_VALUE))
        {
            walk.over(fromSeq < 0 ? fromSeq : Long.MIN_VALUE, -1);
        }
    }

    /**
     * Go back from a sequence.
     */
    void backward(final StreamKey key, final long fromSeq, final ReachedIds reached, final Handler handler)
        throws SQLException
    {
        final Walk walk = new Walk(descending, key, reached, handler);
        if (fromSeq >= 0 || !walk.over(Long.MIN_VALUE, fromSeq))
        {
            walk.over(0, fromSeq >= 0 ? fromSeq : Long.MAX_VALUE);
        }
    }

    private static String select(final String order)
    {
        return "SELECT s.seq, s.trace_id, f.stream_id, f.trace_id FROM (SELECT seq, trace_id FROM link_sets " +
            "WHERE stream_id = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq" + order + " LIMIT ?) s " +
            "LEFT JOIN trace_links l ON l.trace_id = s.trace_id " +
            "LEFT JOIN frames f ON f.trace_id = l.parent_trace_id ORDER BY s.seq" + order;
    }

    private final class Walk
    {
        private final PreparedStatement statement;
        private final ReachedIds.Inputs inputs;
        private final Handler handler;
        private int chunk = FIRST_CHUNK;
        private int count;
        private long seq;
        private long traceId;

        Walk(
            final PreparedStatement statement, final StreamKey key, final ReachedIds reached, final Handler handler)
            throws SQLException
        {
            this.statement = statement;
            this.inputs = reached.inputs();
            this.handler = handler;
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
            do
            {
                if (read(first, last))
                {
                    return true;
                }

                if (count < chunk || (statement == ascending ? seq == to : seq == from))
                {
                    return false;
                }

                first = statement == ascending ? seq + 1 : first;
                last = statement == ascending ? last : seq - 1;
                chunk = CHUNK;
            }
            while (true);
        }

        private boolean read(final long from, final long to) throws SQLException
        {
            statement.setLong(3, from);
            statement.setLong(4, to);
            statement.setInt(5, chunk);
            count = 0;
            try (ResultSet row = statement.executeQuery())
            {
                while (row.next())
                {
                    if (0 == count || row.getLong(1) != seq || row.getLong(2) != traceId)
                    {
                        if (0 != count && !handler.onOutput(seq, inputs.order()))
                        {
                            return true;
                        }

                        count++;
                        seq = row.getLong(1);
                        traceId = row.getLong(2);
                        inputs.clear();
                    }

                    if (0 != row.getLong(4))
                    {
                        inputs.add(row.getLong(3), row.getLong(4));
                    }
                }
            }

            return 0 != count && !handler.onOutput(seq, inputs.order());
        }
    }

    @FunctionalInterface
    interface Handler
    {
        /**
         * Take the next output.
         *
         * @return whether to go on.
         */
        boolean onOutput(long seq, ReachedIds.Order order);
    }
}
