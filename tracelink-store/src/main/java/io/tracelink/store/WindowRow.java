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
    static final String COLUMNS = "trace_id, in_stream_id, epoch, seq_start, seq_end, t_start_ns, t_end_ns";
    static final String SELECT = "SELECT " + COLUMNS + " FROM trace_windows";

    /**
     * Read a row. A bound that is absent leaves that end open; a window without any bound holds nothing.
     */
    static WindowRow read(final ResultSet row) throws SQLException
    {
        return read(row, 1);
    }

    /**
     * Read the columns from one on.
     */
    static WindowRow read(final ResultSet row, final int first) throws SQLException
    {
        final int seqStart = first + 3;
        final int seqEnd = first + 4;
        final int tStart = first + 5;
        final int tEnd = first + 6;
        final boolean hasSeq = isPresent(row, seqStart) || isPresent(row, seqEnd);
        final boolean hasTime = isPresent(row, tStart) || isPresent(row, tEnd);
        final boolean isEmpty = !hasSeq && !hasTime;

        return new WindowRow(
            row.getLong(first),
            row.getLong(first + 1),
            row.getLong(first + 2),
            hasSeq || isEmpty,
            isEmpty ? 1 : isPresent(row, seqStart) ? row.getLong(seqStart) : 0,
            isEmpty ? 0 : isPresent(row, seqEnd) ? row.getLong(seqEnd) : -1,
            isPresent(row, tStart) ? row.getLong(tStart) : 0,
            isPresent(row, tEnd) ? row.getLong(tEnd) : -1);
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
