package io.tracelink.store;

import io.tracelink.store.Verification.NotJudged;
import org.agrona.collections.MutableLong;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the rows in which a store differs from a copy of it that was made from the archive. Only streams and epochs
 * with other digests are read, side by side, in the order of their keys.
 * What retention removed from the store is no difference.
 */
final class StoreComparison
{
    /**
     * Older releases flagged a frame and kept nothing of the claims that came later.
     */
    private static final String FLAGGED_ONLY =
        "SELECT 1 FROM frames f WHERE stream_id = ? AND epoch = ? AND seq = ? AND (status & " +
        FrameStatus.CONFLICTING_DUPLICATE + ") <> 0 AND NOT EXISTS (SELECT 1 FROM conflicts c WHERE " +
        "c.stream_id = f.stream_id AND c.epoch = f.epoch AND c.seq = f.seq)";

    private final Connection store;
    private final Connection copy;
    private final boolean isPartial;
    private final Expired expired;
    private final Map<ComparedTable, Map<NotJudged.Reason, MutableLong>> notJudged =
        new EnumMap<>(ComparedTable.class);

    /**
     * @param isPartial whether the archive tells of a part of the store only, since it has removed something or other
     *                  collectors write there, too: what is not in the copy is not judged then.
     */
    StoreComparison(final Connection store, final Connection copy, final boolean isPartial) throws SQLException
    {
        this.store = store;
        this.copy = copy;
        this.isPartial = isPartial;
        expired = new Expired(store);
        expired.load();
    }

    /**
     * How many rows of the tables that were compared are neither equal nor different.
     */
    List<NotJudged> notJudged()
    {
        final List<NotJudged> found = new ArrayList<>();
        notJudged.forEach((table, counts) -> counts.forEach(
            (reason, count) -> found.add(new NotJudged(table.tableName(), reason, count.get()))));

        return found;
    }

    List<TableDifference> compare(
        final ComparedTable table, final StoreDigest storeDigest, final StoreDigest copyDigest) throws SQLException
    {
        final Set<StreamKey> keys = new TreeSet<>(
            Comparator.comparingLong(StreamKey::streamId).thenComparing(StreamKey::epoch, Long::compareUnsigned));
        storeDigest.keys().forEach(keys::add);
        copyDigest.keys().forEach(keys::add);

        final List<TableDifference> differences = new ArrayList<>();
        for (final StreamKey key : keys)
        {
            if (!storeDigest.isEqual(copyDigest, key))
            {
                final TableDifference difference = compareRows(table, table.hasStreams() ? key : null);
                if (!difference.isEmpty())
                {
                    differences.add(difference);
                }
            }
        }

        return differences;
    }

    private TableDifference compareRows(final ComparedTable table, final StreamKey key) throws SQLException
    {
        long missing = 0;
        long extra = 0;
        long changed = 0;
        final List<String> examples = new ArrayList<>();

        try (ComparedRows storeRows = new ComparedRows(store, table, key);
            ComparedRows copyRows = new ComparedRows(copy, table, key);
            PreparedStatement window = store.prepareStatement("SELECT 1 FROM trace_windows WHERE trace_id = ?");
            PreparedStatement flaggedOnly = store.prepareStatement(FLAGGED_ONLY))
        {
            long[] mine = storeRows.next();
            long[] theirs = copyRows.next();
            while (null != mine || null != theirs)
            {
                final int order = null == mine ? 1 : null == theirs ? -1 : table.compareKeys(mine, theirs);
                if (order > 0 && ComparedTable.CONFLICTS == table &&
                    isFound(flaggedOnly, theirs[0], theirs[1], theirs[2]))
                {
                    doNotJudge(table, NotJudged.Reason.RELEASE);
                }
                else if (order > 0)
                {
                    if (!isExpired(table, theirs))
                    {
                        missing++;
                        addExample(examples, "missing: ", table.text(theirs));
                    }
                }
                else if (order < 0 && ComparedTable.TRACE_LINKS == table && isFound(window, mine[0]))
                {
                    // links that a window brought are no fault: those are not in an archive
                    doNotJudge(table, NotJudged.Reason.WINDOW);
                }
                else if (isPartial && (order < 0 || isConflict(table, mine, theirs)))
                {
                    doNotJudge(table, NotJudged.Reason.ARCHIVE);
                }
                else if (order < 0)
                {
                    extra++;
                    addExample(examples, "not in the archive: ", table.text(mine));
                }
                else if (table.mix(mine) != table.mix(theirs))
                {
                    changed++;
                    addExample(examples, "changed: ", table.text(mine) + ", in the archive: " + table.text(theirs));
                }

                mine = order <= 0 ? storeRows.next() : mine;
                theirs = order >= 0 ? copyRows.next() : theirs;
            }
        }

        return new TableDifference(
            table.tableName(),
            null == key ? null : key.streamId(),
            null == key ? null : key.epoch(),
            missing,
            extra,
            changed,
            examples);
    }

    /**
     * Did retention remove a row of the store?
     */
    private boolean isExpired(final ComparedTable table, final long[] row)
    {
        return switch (table)
        {
            case FRAMES -> expired.isExpired(row[3]) || expired.isExpired(new StreamKey(row[0], row[1]), row[2]);
            case LINK_SETS -> expired.isExpired(row[3]);
            case TRACE_LINKS -> expired.isExpired(row[0]);
            case CONFLICTS -> expired.isExpired(new StreamKey(row[0], row[1]), row[2]);
            default -> false;
        };
    }

    /**
     * Did something that the copy does not know of claim the place of a frame?
     */
    private static boolean isConflict(final ComparedTable table, final long[] mine, final long[] theirs)
    {
        return ComparedTable.FRAMES == table &&
            0 != (mine[5] & ~theirs[5] & FrameStatus.CONFLICTING_DUPLICATE);
    }

    private void doNotJudge(final ComparedTable table, final NotJudged.Reason reason)
    {
        notJudged.computeIfAbsent(table, (ignore) -> new EnumMap<>(NotJudged.Reason.class))
            .computeIfAbsent(reason, (ignore) -> new MutableLong()).increment();
    }

    private static void addExample(final List<String> examples, final String kind, final String row)
    {
        if (examples.size() < CheckResult.MAX_EXAMPLES)
        {
            examples.add(kind + row);
        }
    }

    private static boolean isFound(final PreparedStatement statement, final long... key) throws SQLException
    {
        for (int i = 0; i < key.length; i++)
        {
            statement.setLong(i + 1, key[i]);
        }

        try (ResultSet row = statement.executeQuery())
        {
            return row.next();
        }
    }
}
