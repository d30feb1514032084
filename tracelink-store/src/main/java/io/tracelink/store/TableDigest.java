package io.tracelink.store;

/**
 * A number for what is in a table, whatever the order in which it was written. Two stores with the same rows have the
 * same digest; what depends on when and in which order the messages were read is left out.
 *
 * @param table  name of the table.
 * @param rows   how many rows are in the digest.
 * @param digest sum of a 64-bit mix of each row.
 */
public record TableDigest(String table, long rows, long digest)
{
    /**
     * The digest as people compare it.
     *
     * @return 16 hexadecimal digits.
     */
    public String hex()
    {
        return String.format("%016x", digest);
    }
}
