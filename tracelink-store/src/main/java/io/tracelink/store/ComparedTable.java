package io.tracelink.store;

import java.util.List;

/**
 * A table as two stores are compared by it: without what depends on when and in which order the messages were read.
 * The first columns are the key, which orders the rows.
 */
enum ComparedTable
{
    /**
     * The producer's id comes from announces, the time of a frame without timestamp from the clock, and of two frames
     * at one place the one that came first is the row.
     */
    FRAMES(
        1,
        "frames",
        3,
        "stream_id epoch seq trace_id t_ns status",
        "SELECT stream_id, epoch, seq, " +
        "CASE WHEN (status & 2) <> 0 THEN 0 ELSE trace_id END, " +
        "CASE WHEN (status & 3) <> 0 THEN 0 ELSE t_ns END, " +
        "CASE WHEN (status & 2) <> 0 THEN status & ~1 ELSE status END FROM frames",
        true),

    LINK_SETS(
        2,
        "link_sets",
        4,
        "stream_id epoch seq trace_id parent_count",
        "SELECT stream_id, epoch, seq, trace_id, parent_count FROM link_sets",
        true),

    /**
     * Links that windows brought are made anew from those.
     */
    TRACE_LINKS(
        3,
        "trace_links",
        2,
        "trace_id parent_trace_id",
        "SELECT trace_id, parent_trace_id FROM trace_links WHERE EXISTS " +
        "(SELECT 1 FROM link_sets WHERE link_sets.trace_id = trace_links.trace_id)",
        false),

    /**
     * All claims of places that several trace IDs claimed: which of them is the frame and which the conflicts depends
     * on which came first.
     */
    CONFLICTS(
        6,
        "conflicts",
        4,
        "stream_id epoch seq trace_id",
        "SELECT stream_id, epoch, seq, trace_id FROM (SELECT stream_id, epoch, seq, trace_id FROM conflicts " +
        "UNION SELECT f.stream_id, f.epoch, f.seq, f.trace_id FROM conflicts c JOIN frames f ON " +
        "f.stream_id = c.stream_id AND f.epoch = c.epoch AND f.seq = c.seq) claims",
        true),

    /**
     * Not in an archive.
     */
    TRACE_WINDOWS(
        4,
        "trace_windows",
        2,
        "trace_id in_stream_id epoch seq_start seq_end t_start_ns t_end_ns bounds",
        "SELECT trace_id, in_stream_id, epoch, coalesce(seq_start, 0), coalesce(seq_end, 0), " +
        "coalesce(t_start_ns, 0), coalesce(t_end_ns, 0), " +
        "CASE WHEN seq_start IS NULL THEN 0 ELSE 1 END + CASE WHEN seq_end IS NULL THEN 0 ELSE 2 END + " +
        "CASE WHEN t_start_ns IS NULL THEN 0 ELSE 4 END + CASE WHEN t_end_ns IS NULL THEN 0 ELSE 8 END " +
        "FROM trace_windows",
        false),

    /**
     * Not in an archive.
     */
    NODES(
        5,
        "nodes",
        3,
        "node_id process_id start_time",
        "SELECT node_id, process_id, start_time FROM nodes",
        false);

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private final int salt;
    private final String tableName;
    private final int keyLength;
    private final String columns;
    private final String select;
    private final boolean hasStreams;

    ComparedTable(
        final int salt,
        final String tableName,
        final int keyLength,
        final String columns,
        final String select,
        final boolean hasStreams)
    {
        this.salt = salt;
        this.tableName = tableName;
        this.keyLength = keyLength;
        this.columns = columns;
        this.select = select;
        this.hasStreams = hasStreams;
    }

    /**
     * The tables that an archive tells of.
     */
    static List<ComparedTable> ofArchive()
    {
        return List.of(FRAMES, LINK_SETS, TRACE_LINKS, CONFLICTS);
    }

    String tableName()
    {
        return tableName;
    }

    /**
     * Do the rows begin with stream and epoch?
     */
    boolean hasStreams()
    {
        return hasStreams;
    }

    int columnCount()
    {
        return columns.split(" ", -1).length;
    }

    /**
     * All rows, or those of a stream and epoch, in the order of their keys.
     */
    String sql(final boolean isOfStream)
    {
        final StringBuilder sql = new StringBuilder(select);
        if (isOfStream)
        {
            sql.append(" WHERE stream_id = ? AND epoch = ?");
        }

        sql.append(" ORDER BY 1");
        for (int i = 2; i <= keyLength; i++)
        {
            sql.append(", ").append(i);
        }

        return sql.toString();
    }

    /**
     * The order of two rows by their keys, as the database has it.
     */
    int compareKeys(final long[] a, final long[] b)
    {
        int result = 0;
        for (int i = 0; 0 == result && i < keyLength; i++)
        {
            result = Long.compare(a[i], b[i]);
        }

        return result;
    }

    /**
     * A number for a row, all of whose bits depend on all of its values.
     */
    long mix(final long[] row)
    {
        long mix = salt;
        for (final long value : row)
        {
            mix = mix64((mix ^ value) + GOLDEN_GAMMA);
        }

        return mix;
    }

    /**
     * A row for people, values unsigned.
     */
    String text(final long[] row)
    {
        final String[] names = columns.split(" ", -1);
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.length; i++)
        {
            text.append(0 == i ? "" : " ").append(names[i]).append('=').append(Long.toUnsignedString(row[i]));
        }

        return text.toString();
    }

    /**
     * The finalizer of SplitMix64.
     */
    private static long mix64(final long value)
    {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
