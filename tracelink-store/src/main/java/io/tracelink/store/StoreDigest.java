package io.tracelink.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The digests of a table by stream and epoch, so that where two stores differ is known without reading them again.
 */
final class StoreDigest
{
    /**
     * Stands for all rows of a table that knows no streams.
     */
    static final StreamKey ALL = new StreamKey(-1, 0);

    private final ComparedTable table;
    private final Map<StreamKey, Sum> sums = new HashMap<>();

    private StoreDigest(final ComparedTable table)
    {
        this.table = table;
    }

    static StoreDigest of(final Connection connection, final ComparedTable table) throws SQLException
    {
        final StoreDigest digest = new StoreDigest(table);
        try (ComparedRows rows = new ComparedRows(connection, table, null))
        {
            StreamKey key = table.hasStreams() ? null : ALL;
            Sum sum = null;
            for (long[] row = rows.next(); null != row; row = rows.next())
            {
                if (table.hasStreams() && (null == key || key.streamId() != row[0] || key.epoch() != row[1]))
                {
                    key = new StreamKey(row[0], row[1]);
                    sum = null;
                }

                if (null == sum)
                {
                    sum = digest.sums.computeIfAbsent(key, (ignore) -> new Sum());
                }

                sum.rows++;
                sum.digest += table.mix(row);
            }
        }

        return digest;
    }

    Iterable<StreamKey> keys()
    {
        return sums.keySet();
    }

    boolean isEqual(final StoreDigest other, final StreamKey key)
    {
        final Sum a = sums.get(key);
        final Sum b = other.sums.get(key);
        return null == a ? null == b : null != b && a.rows == b.rows && a.digest == b.digest;
    }

    TableDigest total()
    {
        long rows = 0;
        long digest = 0;
        for (final Sum sum : sums.values())
        {
            rows += sum.rows;
            digest += sum.digest;
        }

        return new TableDigest(table.tableName(), rows, digest);
    }

    private static final class Sum
    {
        private long rows;
        private long digest;
    }
}
