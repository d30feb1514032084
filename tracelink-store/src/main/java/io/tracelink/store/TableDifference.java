package io.tracelink.store;

import java.util.List;

/**
 * Rows of a table in which a store and its archive differ.
 *
 * @param table    name of the table.
 * @param streamId of the rows, uint32, or null where the table knows no streams.
 * @param epoch    of the rows, uint64, or null where the table knows no streams.
 * @param missing  rows that the archive has and the store lacks.
 * @param extra    rows that the store has and the archive does not tell of.
 * @param changed  rows that both have, with other values.
 * @param examples the first of them.
 */
public record TableDifference(
    String table, Long streamId, Long epoch, long missing, long extra, long changed, List<String> examples)
{
    boolean isEmpty()
    {
        return 0 == (missing | extra | changed);
    }
}
