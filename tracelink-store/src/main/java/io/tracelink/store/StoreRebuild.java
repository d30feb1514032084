package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Makes a store anew from the archive that it was collected from: everything that is recorded by now, by the rules by
 * which a collector reads. A collector of the same archive can go on with it. The new store has the digests of the old
 * one, as {@link StoreVerification} tells them, but for what is in no archive: windows, registrations of node IDs, what
 * streams are declared to be and the memory of what retention removed can be carried over from the old store, if there
 * is one.
 */
public final class StoreRebuild
{
    private static final int CHUNK = 8192;

    private StoreRebuild()
    {
    }

    /**
     * Make a store. If it fails, what there is of the new store stays, and is consistent: a collector can go on with
     * it, too.
     *
     * @param context  of a collector of the archive: its client, archive, channels and streams. Its store and error
     *                 handler are replaced.
     * @param location of the new store, where there is none.
     * @param from     store whose windows, registrations, declarations and memory of what expired are carried over, the
     *                 windows being expanded; or null.
     *                 Of a window that has bounds by sequence and by time, those by sequence are, which alone count.
     * @return what was done.
     * @throws IllegalArgumentException           if there is a store already, or none can be.
     * @throws StoreException                     if a store cannot be read or written.
     * @throws io.aeron.exceptions.AeronException if the archive cannot be read.
     */
    public static Result rebuild(final Collector.Context context, final String location, final LineageStore from)
    {
        final LineageStore store = LineageStore.create(location);
        long windows = 0;
        long nodes = 0;
        if (null != from)
        {
            windows = carryOver(from, store, WindowRow.SELECT, StoreRebuild::appendWindow);
            nodes = carryOver(
                from, store, "SELECT node_id, process_id, start_time FROM nodes", StoreRebuild::appendNode);
            store.declare(from.roles());
            carryOver(from, store, "expired", "stream_id, epoch, from_seq, to_seq, last_t_ns");
            carryOver(from, store, "expired_traces", "before_trace_id");
        }

        new ArchiveCopy(context.store(store)).copyAll();
        if (windows > 0)
        {
            try (WindowExpansion expansion = store.windowExpansion())
            {
                expansion.expand();
            }
        }

        return new Result(store, store.recordings(context.archive().collectorId()).size(), windows, nodes);
    }

    private static long carryOver(
        final LineageStore from, final LineageStore to, final String sql, final RowCopier copier)
    {
        long count = 0;
        try (Connection connection = from.readConnection();
            LineageWriter writer = to.writer();
            PreparedStatement statement = connection.prepareStatement(sql))
        {
            connection.setAutoCommit(false);
            statement.setFetchSize(CHUNK);
            try (ResultSet row = statement.executeQuery())
            {
                writer.begin();
                while (row.next())
                {
                    copier.copy(row, writer);
                    if (0 == ++count % CHUNK)
                    {
                        writer.commit();
                        writer.begin();
                    }
                }

                writer.commit();
            }
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + from.location() + " cannot be read", ex);
        }

        return count;
    }

    /**
     * All rows of a small table whose columns are integers.
     */
    private static void carryOver(
        final LineageStore from, final LineageStore to, final String table, final String columns)
    {
        final int columnCount = columns.split(",", -1).length;
        try (Connection connection = from.readConnection();
            PreparedStatement select = connection.prepareStatement("SELECT " + columns + " FROM " + table);
            ResultSet row = select.executeQuery();
            LineageWriter writer = to.writer();
            PreparedStatement insert = writer.connection().prepareStatement("INSERT INTO " + table + " (" + columns +
                ") VALUES (?" + ", ?".repeat(columnCount - 1) + ")"))
        {
            writer.begin();
            while (row.next())
            {
                for (int i = 1; i <= columnCount; i++)
                {
                    insert.setLong(i, row.getLong(i));
                }

                insert.executeUpdate();
            }

            writer.commit();
        }
        catch (final SQLException ex)
        {
            throw new StoreException("table " + table + " cannot be carried over", ex);
        }
    }

    private static void appendWindow(final ResultSet row, final LineageWriter writer) throws SQLException
    {
        final WindowRow window = WindowRow.read(row);
        final boolean hasSeq = window.hasSeq();
        writer.appendWindow(
            window.traceId(),
            window.inStreamId(),
            window.epoch(),
            hasSeq,
            hasSeq ? window.seqStart() : window.tStartNs(),
            hasSeq ? window.seqEnd() : window.tEndNs());
    }

    private static void appendNode(final ResultSet row, final LineageWriter writer) throws SQLException
    {
        writer.appendNode(row.getLong(1), row.getLong(2), row.getLong(3));
    }

    /**
     * What was done.
     *
     * @param store      that was made.
     * @param recordings that were read.
     * @param windows    that were carried over and expanded.
     * @param nodes      registrations that were carried over.
     */
    public record Result(LineageStore store, int recordings, long windows, long nodes)
    {
    }

    @FunctionalInterface
    private interface RowCopier
    {
        void copy(ResultSet row, LineageWriter writer) throws SQLException;
    }
}
