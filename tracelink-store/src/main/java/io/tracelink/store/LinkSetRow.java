package io.tracelink.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of {@code link_sets}.
 */
record LinkSetRow(long streamId, long epoch, long seq, long traceId, long parentCount)
{
    static LinkSetRow read(final ResultSet row) throws SQLException
    {
        return new LinkSetRow(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
}
