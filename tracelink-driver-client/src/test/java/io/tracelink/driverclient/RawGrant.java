package io.tracelink.driverclient;

import java.util.function.Consumer;

/**
 * An OK answer to an attach request, with every field there to be broken.
 */
final class RawGrant
{
    final RawRegions regions;
    long correlationId;
    int code;
    long leaseId;
    long expiryNs = RawMessage.NULL_U64;
    long streamId;
    long epoch;
    long nodeId = RawMessage.NULL_U32;
    String errorMessage = "";

    RawGrant(final byte[] request, final long leaseId, final RawRegions regions)
    {
        this.regions = regions;
        this.leaseId = leaseId;
        correlationId = RawMessage.correlationId(request);
        nodeId = RawMessage.desiredNodeId(request);
        streamId = regions.streamId;
        epoch = regions.epoch;
    }

    RawGrant with(final Consumer<RawGrant> change)
    {
        change.accept(this);
        return this;
    }

    byte[] toBytes()
    {
        return RawMessage.message(54, 2, RawMessage.DRIVER_SCHEMA)
            .u64(correlationId)
            .u32(code)
            .u64(leaseId)
            .u64(expiryNs)
            .u32(streamId)
            .u64(epoch)
            .u32(regions.layoutVersion)
            .u32(regions.headerNslots)
            .u16(regions.headerSlotBytes)
            .u32(nodeId)
            .pools(regions)
            .text(regions.headerUri)
            .text(errorMessage)
            .toBytes();
    }
}
