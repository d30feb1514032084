package io.tracelink.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of {@code trace_windows}. Both ends of the bounds are in the window; sequence bounds, where they are given,
 * decide alone.
 */
record WindowRow(
    long traceId, long inStreamId, long epoch, boolean hasSeq, long seqStart, long seqEnd, long tStartNs, long tEndNs)
{
    static final String SELECT =
        "SELECT trace_id, in_stream_id, epoch, seq_start, seq_end, t_start_ns, t_end_ns FROM trace_windows";

    /**
     * Read a row. A bound that is absent leaves that end open; a window without any bound holds nothing.
     */
    static WindowRow read(final ResultSet row) throws SQLException
    {
        final boolean hasSeq = isPresent(row, 4) || isPresent(row, 5);
        final boolean hasTime = isPresent(row, 6) || isPresent(row, 7);
        final boolean isEmpty = !hasSeq && !hasTime;

        return new WindowRow(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            hasSeq || isEmpty,
            isEmpty ? 1 : isPresent(row, 4) ? row.getLong(4) : 0,
            isEmpty ? 0 : isPresent(row, 5) ? row.getLong(5) : -1,
            isPresent(row, 6) ? row.getLong(6) : 0,
            isPresent(row, 7) ? row.getLong(7) : -1);
    }

    StreamKey input()
    {
        return new StreamKey(inStreamId, epoch);
    }

    boolean contains(final long seq, final long tNs)
    {
        return hasSeq ?
            Long.compareUnsigned(seqStart, seq) <= 0 && Long.compareUnsigned(seq, seqEnd) <= 0 :
            Long.compareUnsigned(tStartNs, tNs) <= 0 && Long.compareUnsigned(tNs, tEndNs) <= 0;
    }

    /**
     * Is the last frame of the input so far that no more can come into the window?
     */
    boolean isPassedBy(final StoredFrame last)
    {
        return hasSeq ?
            Long.compareUnsigned(seqEnd, last.seq()) <= 0 : Long.compareUnsigned(tEndNs, last.tNs()) < 0;
    }

    private static boolean isPresent(final ResultSet row, final int column) throws SQLException
    {
        row.getLong(column);
        return !row.wasNull();
    }
}
