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
     * @param isPartial   whether the archive has less than was collected, or other collectors write to the store, too:
     *                    rows which it does not tell of are not judged then, and digests differ. These differ also
     *                    where retention removed rows of the store.
     * @param faults      recordings of the store that the archive lacks or has less of, and should not.
     * @param differences rows that differ.
     */
    public record ArchiveComparison(
        int recordings,
        List<TableDigest> digests,
        boolean isPartial,
        List<String> faults,
        List<TableDifference> differences)
    {
        /**
         * Does the store have what the archive tells, and nothing else?
         *
         * @return true if there is no difference and nothing is missing from the archive.
         */
        public boolean isEqual()
        {
            return faults.isEmpty() && differences.isEmpty();
        }
    }
}
