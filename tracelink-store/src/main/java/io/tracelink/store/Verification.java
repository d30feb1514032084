package io.tracelink.store;

import java.util.List;

/**
 * What is known of a store after it was verified.
 *
 * @param location      of the store.
 * @param checks        of its invariants, and what was lost on the way to it.
 * @param digests       of its tables; empty where the database itself is damaged.
 * @param archive       what its archive says of it, or null where it was not held against one.
 */
public record Verification(
    String location, List<CheckResult> checks, List<TableDigest> digests, ArchiveComparison archive)
{
    /**
     * Is the store as its writers leave it, and as the archive says?
     *
     * @return false if a check was violated or the archive differs. What was lost on the way is no reason.
     */
    public boolean isValid()
    {
        return checks.stream().noneMatch(CheckResult::isViolated) && (null == archive || archive.isEqual());
    }

    /**
     * A store beside its archive.
     *
     * @param recordings  how many recordings were read again, up to the positions that the store has.
     * @param digests     of the tables as the archive makes them.
     * @param omissions   why the archive tells of a part of the store only, where that is no fault: recordings and
     *                    segments that were purged, other collectors that write to the store, too.
     * @param notJudged   how many rows are neither equal nor different, by table and reason.
     * @param uncollected recordings that have ended and of which the archive has more than the store.
     * @param faults      recordings of the store that the archive lacks or has less of, and should not.
     * @param differences rows that differ.
     */
    public record ArchiveComparison(
        int recordings,
        List<TableDigest> digests,
        List<String> omissions,
        List<NotJudged> notJudged,
        List<String> uncollected,
        List<String> faults,
        List<TableDifference> differences)
    {
        /**
         * Does the archive tell of a part of the store only? Rows that it does not tell of are not judged then, and
         * digests differ. These differ also where retention removed rows of the store.
         *
         * @return true if something was omitted or lost.
         */
        public boolean isPartial()
        {
            return !omissions.isEmpty() || !faults.isEmpty();
        }

        /**
         * Does the store have what the archive tells, and nothing else? Of recordings that go on, that is up to the
         * positions that the store has.
         *
         * @return true if there is no difference, and nothing is missing from the archive or left to be collected.
         */
        public boolean isEqual()
        {
            return uncollected.isEmpty() && faults.isEmpty() && differences.isEmpty();
        }
    }

    /**
     * Rows of the store that cannot be held against the archive, or rows of the archive that the store could not keep.
     *
     * @param table  name of the table.
     * @param reason why not.
     * @param rows   how many there are, at least one.
     */
    public record NotJudged(String table, Reason reason, long rows)
    {
        /**
         * Why rows cannot be compared.
         */
        public enum Reason
        {
            /**
             * The archive is partial and does not tell of them.
             */
            ARCHIVE,

            /**
             * Links of a trace that has a window, too: no archive has what windows brought.
             */
            WINDOW,

            /**
             * Claims of a place whose frame a release before schema version 3 flagged: it did not keep them.
             */
            RELEASE
        }
    }
}
