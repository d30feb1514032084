package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a driver granted with a lease, checked by every rule of Driver Model §4. Immutable, so one reference to it is a
 * consistent picture for any thread; a re-attach or a new epoch makes a new one.
 *
 * @param leaseId                id of the lease, unique in a run of the driver; unsigned.
 * @param streamId               stream of the lease, uint32.
 * @param clientId               id of the client, uint32.
 * @param role                   what the lease is for.
 * @param epoch                  of the regions; unsigned, only grows.
 * @param leaseExpiryTimestampNs first deadline by the driver's clock, or {@link #NULL_EXPIRY_TIMESTAMP_NS}.
 * @param layoutVersion          of the regions, uint32.
 * @param headerNslots           slots of the header ring, a power of two.
 * @param headerRegionUri        where the header ring lies.
 * @param pools                  payload pools in the driver's order, at least one.
 * @param nodeId                 as it came, uint32, or {@link Lease#NULL_NODE_ID}.
 */
public record LeaseGrant(
    long leaseId,
    long streamId,
    long clientId,
    Role role,
    long epoch,
    long leaseExpiryTimestampNs,
    long layoutVersion,
    long headerNslots,
    RegionUri headerRegionUri,
    List<PayloadPool> pools,
    long nodeId)
{
    /**
     * Length of a slot of the header ring in bytes.
     */
    public static final int HEADER_SLOT_BYTES = 256;

    /**
     * The driver gave no deadline.
     */
    public static final long NULL_EXPIRY_TIMESTAMP_NS = -1;

    private static final long NULL_U64 = -1;
    private static final long NULL_U32 = 0xFFFF_FFFFL;
    private static final int MIN_STRIDE_BYTES = 64;

    /**
     * Check the grant.
     *
     * @param leaseId                not null.
     * @param streamId               not null.
     * @param clientId               any.
     * @param role                   any.
     * @param epoch                  not null.
     * @param leaseExpiryTimestampNs any.
     * @param layoutVersion          not null.
     * @param headerNslots           a power of two.
     * @param headerRegionUri        parsed.
     * @param pools                  at least one, each with its own id and as many slots as the header ring.
     * @param nodeId                 any.
     * @throws IllegalArgumentException if a field is missing or breaks a rule.
     */
    public LeaseGrant
    {
        require(NULL_U64 != leaseId, "has no leaseId");
        require(NULL_U32 != streamId, "has no streamId");
        require(NULL_U64 != epoch, "has no epoch");
        require(NULL_U32 != layoutVersion, "has no layoutVersion");
        require(NULL_U32 != headerNslots, "has no headerNslots");
        require(isPowerOfTwo(headerNslots), "headerNslots=" + headerNslots + " must be a power of two");
        require(!pools.isEmpty(), "has no payload pool");
        pools = List.copyOf(pools);
        validatePools(headerNslots, pools);
    }

    /**
     * Make a grant of an answer.
     *
     * @param response with code OK.
     * @param options  that were asked for.
     * @param clientId that was asked for.
     * @return the grant.
     * @throws IllegalArgumentException if a field is missing, breaks a rule or was not asked for.
     */
    static LeaseGrant of(final AttachResponseReader response, final AttachOptions options, final long clientId)
    {
        final long expectedLayoutVersion = options.expectedLayoutVersion();
        require(response.streamId() == options.streamId(),
            "streamId=" + response.streamId() + " was not asked for");
        require(0 == expectedLayoutVersion || response.layoutVersion() == expectedLayoutVersion,
            "layoutVersion=" + response.layoutVersion() + " was not asked for, expectedLayoutVersion=" +
            expectedLayoutVersion);
        validateSlotBytes(response.headerSlotBytes());

        return new LeaseGrant(
            response.leaseId(),
            response.streamId(),
            clientId,
            options.role(),
            response.epoch(),
            response.leaseExpiryTimestampNs(),
            response.layoutVersion(),
            response.headerNslots(),
            response.regions().headerRegionUri(),
            response.regions().pools(),
            response.nodeId());
    }

    /**
     * The same lease in the epoch of an announce.
     *
     * @param announce of the lease's stream.
     * @return the grant of the new epoch.
     * @throws IllegalArgumentException if a field breaks a rule or the layout is another one.
     */
    LeaseGrant follow(final PoolAnnounceReader announce)
    {
        validateSlotBytes(announce.headerSlotBytes());
        require(announce.layoutVersion() == layoutVersion,
            "layoutVersion=" + announce.layoutVersion() + " is not that of the lease: " + layoutVersion);

        return new LeaseGrant(
            leaseId,
            streamId,
            clientId,
            role,
            announce.epoch(),
            leaseExpiryTimestampNs,
            layoutVersion,
            announce.headerNslots(),
            announce.regions().headerRegionUri(),
            announce.regions().pools(),
            nodeId);
    }

    /**
     * Check that every region may be used.
     *
     * @param allowedBaseDirs directories in one of which every region must lie.
     * @return this.
     * @throws IllegalArgumentException if a region may not be used.
     */
    LeaseGrant validateRegions(final List<Path> allowedBaseDirs)
    {
        headerRegionUri.resolve(allowedBaseDirs);
        for (final PayloadPool pool : pools)
        {
            pool.regionUri().resolve(allowedBaseDirs);
        }

        return this;
    }

    static boolean isPowerOfTwo(final long value)
    {
        return value > 0 && 0 == (value & (value - 1));
    }

    private static void validateSlotBytes(final int headerSlotBytes)
    {
        require(HEADER_SLOT_BYTES == headerSlotBytes,
            "headerSlotBytes=" + headerSlotBytes + " must be " + HEADER_SLOT_BYTES);
    }

    private static void validatePools(final long headerNslots, final List<PayloadPool> pools)
    {
        final List<Integer> poolIds = new ArrayList<>(pools.size());
        for (final PayloadPool pool : pools)
        {
            require(pool.nslots() == headerNslots,
                "poolNslots=" + pool.nslots() + " must be headerNslots=" + headerNslots + ": poolId=" + pool.poolId());
            require(pool.strideBytes() >= MIN_STRIDE_BYTES && isPowerOfTwo(pool.strideBytes()),
                "strideBytes=" + pool.strideBytes() + " must be a power of two, at least 64: poolId=" + pool.poolId());
            require(!poolIds.contains(pool.poolId()), "poolId=" + pool.poolId() + " is there twice");
            poolIds.add(pool.poolId());
        }
    }

    private static void require(final boolean condition, final String fault)
    {
        if (!condition)
        {
            throw new IllegalArgumentException("grant " + fault);
        }
    }
}
