package io.tracelink.store;

import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies a store: its invariants, and, where there is an archive that it was collected from, that it has exactly what
 * the archive tells. Both are of one snapshot, so a collector may go on meanwhile: what it brings of recordings that
 * end then is neither compared nor missed.
 * <p>
 * For the archive, everything up to the positions that the store has committed is read again into a store of its own,
 * by the rules by which a collector reads, and the digests of both are compared. Where they differ, the rows are.
 * <pre>
 * try (StoreVerification verification = store.verification())
 * {
 *     final Verification result = verification.verify();
 * }
 * </pre>
 * Not thread-safe.
 */
public final class StoreVerification implements AutoCloseable
{
    private static final String SCRATCH_FILE = "archive.db";

    private final LineageStore store;
    private final Connection connection;

    StoreVerification(final LineageStore store, final Connection connection)
    {
        this.store = store;
        this.connection = connection;
        try
        {
            connection.setAutoCommit(false);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("verification cannot be prepared", ex);
        }
    }

    /**
     * Verify the store by itself.
     *
     * @return what was found.
     * @throws StoreException if the store cannot be read.
     */
    public Verification verify()
    {
        return verify(null, null);
    }

    /**
     * Verify the store by itself and against the archive that it was collected from.
     *
     * @param context          of a collector of the archive: its client, archive, channels and streams. Its store and
     *                         error handler are replaced.
     * @param scratchDirectory for a store that is made from the archive, about as large as this one, and removed.
     * @return what was found.
     * @throws IllegalArgumentException           if the store has recordings, but none of this collector.
     * @throws StoreException                     if a store cannot be read or written.
     * @throws io.aeron.exceptions.AeronException if the archive cannot be read.
     * @throws UncheckedIOException               if there can be no store in the directory.
     */
    public Verification verify(final Collector.Context context, final Path scratchDirectory)
    {
        try
        {
            final List<CheckResult> checks = new ArrayList<>(store.ownChecks(connection));
            if (checks.stream().anyMatch(CheckResult::isViolated))
            {
                // what is read of it may be anything
                return new Verification(store.location(), checks, List.of(), null);
            }

            for (final StoreCheck check : StoreCheck.ALL)
            {
                checks.add(check.run(connection));
            }

            checks.add(SequenceGaps.check(connection));
            checks.add(WindowLinks.check(connection));

            final Map<ComparedTable, StoreDigest> digests = new HashMap<>();
            final List<TableDigest> totals = new ArrayList<>();
            for (final ComparedTable table : ComparedTable.values())
            {
                digests.put(table, StoreDigest.of(connection, table));
                totals.add(digests.get(table).total());
            }

            return new Verification(
                store.location(), checks, totals, null == context ? null : compare(context, scratchDirectory, digests));
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + store.location() + " cannot be verified", ex);
        }
    }

    /**
     * The digests of all tables.
     *
     * @return one of each table.
     * @throws StoreException if the store cannot be read.
     */
    public List<TableDigest> digests()
    {
        try
        {
            final List<TableDigest> digests = new ArrayList<>();
            for (final ComparedTable table : ComparedTable.values())
            {
                digests.add(StoreDigest.of(connection, table).total());
            }

            return digests;
        }
        catch (final SQLException ex)
        {
            throw new StoreException("database=" + store.location() + " cannot be read", ex);
        }
    }

    /**
     * Close the connection.
     */
    @Override
    public void close()
    {
        CloseHelper.close(connection);
    }

    private Verification.ArchiveComparison compare(
        final Collector.Context context,
        final Path scratchDirectory,
        final Map<ComparedTable, StoreDigest> digests) throws SQLException
    {
        final int collectorId = context.archive().collectorId();
        final List<RecordingRow> rows = RecordingRow.readAll(connection, collectorId);
        final List<Integer> others = otherCollectors(collectorId);
        if (rows.isEmpty() && !others.isEmpty())
        {
            throw new IllegalArgumentException("collector=" + collectorId + " has no recording in database=" +
                store.location() + ", collectors " + others + " have: give the id of the archive's");
        }

        final Path directory = scratchDirectory(scratchDirectory);
        try
        {
            final SqliteLineageStore scratch = SqliteLineageStore.open(directory.resolve(SCRATCH_FILE));
            final RecordingLimits limits = new ArchiveCopy(context.store(scratch)).copyUpTo(rows);
            final List<String> omissions = new ArrayList<>(limits.omissions());
            others.forEach((other) -> omissions.add(
                "collector=" + other + " writes to the database, too, from another archive"));
            final boolean isPartial = !omissions.isEmpty() || !limits.faults().isEmpty();
            final List<Verification.NotJudged> notJudged = new ArrayList<>();
            final List<TableDigest> archiveDigests = new ArrayList<>();
            final List<TableDifference> differences = new ArrayList<>();
            try (Connection copy = scratch.readConnection())
            {
                final StoreComparison comparison = new StoreComparison(connection, copy, isPartial);
                for (final ComparedTable table : ComparedTable.ofArchive())
                {
                    final StoreDigest digest = StoreDigest.of(copy, table);
                    archiveDigests.add(digest.total());
                    differences.addAll(comparison.compare(table, digests.get(table), digest));
                }

                notJudged.addAll(comparison.notJudged());
            }

            return new Verification.ArchiveComparison(
                limits.readable().size(),
                archiveDigests,
                omissions,
                notJudged,
                limits.uncollected(store.recordings(collectorId)),
                limits.faults(),
                differences);
        }
        finally
        {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    /**
     * Whose archives the store has rows of, too.
     */
    private List<Integer> otherCollectors(final int collectorId) throws SQLException
    {
        return RecordingRow.readAll(connection).stream()
            .map(RecordingRow::collectorId).filter((id) -> id != collectorId).distinct().toList();
    }

    /**
     * A directory that goes away with the process, too, if that is told to end meanwhile.
     */
    private static Path scratchDirectory(final Path parent)
    {
        try
        {
            final Path directory = Files.createTempDirectory(parent, "tracelink-verify");
            directory.toFile().deleteOnExit();
            for (final String suffix : List.of("", "-wal", "-shm"))
            {
                new File(directory.toFile(), SCRATCH_FILE + suffix).deleteOnExit();
            }

            return directory;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("scratch directory=" + parent + " cannot be written: " + ex, ex);
        }
    }
}
