package io.tracelink.driver;

import java.util.List;

/**
 * Shape of the regions of a stream (Driver Model §4, {@code profiles.<name>}).
 *
 * @param name         by which streams refer to it.
 * @param headerNslots slots of the header ring and of each pool: a power of two, 1..2^24.
 * @param payloadPools at most {@value #MAX_POOLS} pools with distinct ids. A stream without any cannot be attached to.
 */
public record StreamProfile(String name, int headerNslots, List<PayloadPool> payloadPools)
{
    /**
     * {@code header_nslots} unless configured otherwise.
     */
    public static final int HEADER_NSLOTS_DEFAULT = 1024;

    /**
     * Most pools that a profile can have.
     */
    public static final int MAX_POOLS = 32;

    private static final int MAX_NSLOTS = 1 << 24;

    /**
     * Checks the bounds and copies the list.
     *
     * @param name         of the profile.
     * @param headerNslots slots of the ring and of each pool.
     * @param payloadPools the pools.
     * @throws IllegalArgumentException with {@code name=value} when one is left.
     */
    public StreamProfile
    {
        payloadPools = List.copyOf(payloadPools);
        if (headerNslots < 1 || headerNslots > MAX_NSLOTS || Integer.bitCount(headerNslots) != 1)
        {
            throw new IllegalArgumentException(
                "header_nslots=" + headerNslots + ": must be a power of two within 1.." + MAX_NSLOTS);
        }

        if (payloadPools.size() > MAX_POOLS)
        {
            throw new IllegalArgumentException(
                "payload_pools=" + payloadPools.size() + " pools: must be at most " + MAX_POOLS);
        }

        final long distinct = payloadPools.stream().mapToInt(PayloadPool::poolId).distinct().count();
        if (distinct != payloadPools.size())
        {
            throw new IllegalArgumentException("payload_pools=" + payloadPools + ": pool_id must be unique");
        }
    }
}
