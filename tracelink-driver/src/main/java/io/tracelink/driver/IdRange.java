package io.tracelink.driver;

/**
 * A range of ids, both ends included; written {@code "first-last"}.
 *
 * @param first the lowest id, 0..4294967295.
 * @param last  the highest id, at least {@code first} and at most 4294967295.
 */
public record IdRange(long first, long last)
{
    static final long MAX_U32 = 0xFFFF_FFFFL;

    /**
     * Checks the bounds.
     *
     * @param first the lowest id.
     * @param last  the highest id.
     * @throws IllegalArgumentException when the range is empty or leaves {@code 0..4294967295}.
     */
    public IdRange
    {
        if (first < 0 || last > MAX_U32 || first > last)
        {
            throw new IllegalArgumentException(
                "must be first-last with 0 <= first <= last <= " + MAX_U32 + ", for example 1-1023");
        }
    }

    /**
     * Is the id in this range?
     *
     * @param id to look for.
     * @return true when {@code first <= id <= last}.
     */
    public boolean contains(final long id)
    {
        return first <= id && id <= last;
    }

    /**
     * The form that configuration files use.
     *
     * @return {@code first-last}.
     */
    @Override
    public String toString()
    {
        return first + "-" + last;
    }
}
