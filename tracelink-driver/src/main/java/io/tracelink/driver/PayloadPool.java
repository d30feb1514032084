package io.tracelink.driver;

/**
 * One payload pool of a {@link StreamProfile}: as many slots as the header ring has, each of one size (Wire §5).
 *
 * @param poolId      id of the pool, 1..65535, unique in its profile.
 * @param strideBytes bytes of one slot: a power of two, 64..2^30.
 */
public record PayloadPool(int poolId, int strideBytes)
{
    private static final int MIN_STRIDE_BYTES = 64;

    /**
     * Checks the bounds.
     *
     * @param poolId      id of the pool.
     * @param strideBytes bytes of one slot.
     * @throws IllegalArgumentException with {@code name=value} when one is left.
     */
    public PayloadPool
    {
        if (poolId < 1 || poolId > 0xFFFF)
        {
            throw new IllegalArgumentException("pool_id=" + poolId + ": must be within 1..65535");
        }

        if (strideBytes < MIN_STRIDE_BYTES || Integer.bitCount(strideBytes) != 1)
        {
            throw new IllegalArgumentException(
                "stride_bytes=" + strideBytes + ": must be a power of two within 64..1073741824");
        }
    }
}
