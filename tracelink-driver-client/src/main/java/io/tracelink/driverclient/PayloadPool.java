package io.tracelink.driverclient;

/**
 * A pool of payload slots that a lease grants.
 *
 * @param poolId      id of the pool within its stream, 0..65,535.
 * @param nslots      number of slots, a power of two, the same as that of the header ring.
 * @param strideBytes length of a slot, a power of two, at least 64.
 * @param regionUri   where the pool lies.
 */
public record PayloadPool(int poolId, long nslots, long strideBytes, RegionUri regionUri)
{
}
