package io.tracelink.store;

import java.util.List;

/**
 * What one check of a store found.
 *
 * @param name     of the check, in lower case with hyphens.
 * @param kind     what a finding means.
 * @param meaning  what is counted, in a few words.
 * @param count    of findings; 0 if all is well.
 * @param examples the first findings, as {@code column=value} pairs with 64-bit values unsigned.
 */
public record CheckResult(String name, Kind kind, String meaning, long count, List<String> examples)
{
    /**
     * More examples are not told.
     */
    public static final int MAX_EXAMPLES = 5;

    /**
     * What a finding means.
     */
    public enum Kind
    {
        /**
         * The store is not as its writers leave it: it was damaged, or changed by something else.
         */
        VIOLATION,

        /**
         * The store is as it should be, and something was lost on the way to it, contradicts itself, or is still to be
         * done.
         */
        LOSS
    }

    /**
     * Is the store wrong?
     *
     * @return true for a violation that was found.
     */
    public boolean isViolated()
    {
        return Kind.VIOLATION == kind && count > 0;
    }
}
