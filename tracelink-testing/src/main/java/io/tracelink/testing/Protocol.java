package io.tracelink.testing;

import static io.tracelink.testing.BlockLayout.block;

import java.util.List;

/**
 * The tables of the protocol, copied by hand from its text and not from the schemas: what the bytes must be.
 */
public final class Protocol
{
    /**
     * TraceLinkSet (TraceLink §9).
     */
    public static final MessageLayout TRACE_LINK_SET = new MessageLayout(904, 1,
        block("TraceLinkSet", 28, "streamId u32@0, epoch u64@4, seq u64@12, traceId u64@20")
            .group(block("parents", 8, "traceId u64@0")));

    /**
     * ShmAttachRequest (Driver Model §4).
     */
    public static final MessageLayout SHM_ATTACH_REQUEST = new MessageLayout(901, 1,
        block("ShmAttachRequest", 27, "correlationId i64@0, streamId u32@8, clientId u32@12, role u8@16 Role, " +
            "expectedLayoutVersion u32@17, publishMode u8@21 PublishMode null 255, " +
            "requireHugepages u8@22 HugepagesPolicy, desiredNodeId u32@23 null max"));

    /**
     * ShmAttachResponse (Driver Model §4).
     */
    public static final MessageLayout SHM_ATTACH_RESPONSE = new MessageLayout(901, 2,
        block("ShmAttachResponse", 54, "correlationId i64@0, code i32@8 ResponseCode, leaseId u64@12 null max, " +
            "leaseExpiryTimestampNs u64@20 null max, streamId u32@28 null max, epoch u64@32 null max, " +
            "layoutVersion u32@40 null max, headerNslots u32@44 null max, headerSlotBytes u16@48 null max, " +
            "nodeId u32@50 null max")
            .group(payloadPools())
            .data("headerRegionUri", "errorMessage"));

    /**
     * ShmDetachRequest (Driver Model §4).
     */
    public static final MessageLayout SHM_DETACH_REQUEST = new MessageLayout(901, 3,
        block("ShmDetachRequest", 25,
            "correlationId i64@0, leaseId u64@8, streamId u32@16, clientId u32@20, role u8@24 Role"));

    /**
     * ShmDetachResponse (Driver Model §4).
     */
    public static final MessageLayout SHM_DETACH_RESPONSE = new MessageLayout(901, 4,
        block("ShmDetachResponse", 12, "correlationId i64@0, code i32@8 ResponseCode").data("errorMessage"));

    /**
     * ShmLeaseKeepalive (Driver Model §4).
     */
    public static final MessageLayout SHM_LEASE_KEEPALIVE = new MessageLayout(901, 5,
        block("ShmLeaseKeepalive", 25,
            "leaseId u64@0, streamId u32@8, clientId u32@12, role u8@16 Role, clientTimestampNs u64@17"));

    /**
     * ShmDriverShutdown (Driver Model §4).
     */
    public static final MessageLayout SHM_DRIVER_SHUTDOWN = new MessageLayout(901, 6,
        block("ShmDriverShutdown", 9, "timestampNs u64@0, reason u8@8 ShutdownReason").data("errorMessage"));

    /**
     * ShmLeaseRevoked (Driver Model §4).
     */
    public static final MessageLayout SHM_LEASE_REVOKED = new MessageLayout(901, 7,
        block("ShmLeaseRevoked", 26, "timestampNs u64@0, leaseId u64@8, streamId u32@16, clientId u32@20, " +
            "role u8@24 Role, reason u8@25 LeaseRevokeReason")
            .data("errorMessage"));

    /**
     * ShmDriverShutdownRequest (Driver Model §4).
     */
    public static final MessageLayout SHM_DRIVER_SHUTDOWN_REQUEST = new MessageLayout(901, 8,
        block("ShmDriverShutdownRequest", 9, "correlationId i64@0, reason u8@8 ShutdownReason")
            .data("token", "errorMessage"));

    /**
     * ShmPoolAnnounce (Wire v1.2).
     */
    public static final MessageLayout SHM_POOL_ANNOUNCE = new MessageLayout(900, 1,
        block("ShmPoolAnnounce", 35, "streamId u32@0, producerId u32@4, epoch u64@8, announceTimestampNs u64@16, " +
            "announceClockDomain u8@24 ClockDomain, layoutVersion u32@25, headerNslots u32@29, headerSlotBytes u16@33")
            .group(payloadPools())
            .data("headerRegionUri"));

    /**
     * FrameDescriptor (Wire v1.2).
     */
    public static final MessageLayout FRAME_DESCRIPTOR = new MessageLayout(900, 4,
        block("FrameDescriptor", 40, "streamId u32@0, epoch u64@4, seq u64@12, timestampNs u64@20 null max, " +
            "metaVersion u32@28 null max, traceId u64@32 null 0"));

    /**
     * ShmRegionSuperblock (Wire v1.2).
     */
    public static final MessageLayout SHM_REGION_SUPERBLOCK = new MessageLayout(900, 50,
        block("ShmRegionSuperblock", 64, "magic u64@0, layoutVersion u32@8, epoch u64@12, streamId u32@20, " +
            "regionType i16@24 RegionType, poolId u16@26, nslots u32@28, slotBytes u32@32, strideBytes u32@36, " +
            "pid u64@40, startTimestampNs u64@48, activityTimestampNs u64@56"));

    /**
     * SlotHeader (Wire v1.2).
     */
    public static final MessageLayout SLOT_HEADER = new MessageLayout(900, 51,
        block("SlotHeader", 60, "seqCommit u64@0, valuesLenBytes u32@8, payloadSlot u32@12, poolId u16@16, " +
            "payloadOffset u32@18, timestampNs u64@22, metaVersion u32@30, pad u8[26]@34")
            .data("headerBytes"));

    /**
     * TensorHeader (Wire v1.2).
     */
    public static final MessageLayout TENSOR_HEADER = new MessageLayout(900, 52,
        block("TensorHeader", 184, "dtype i16@0, majorOrder i16@2, ndims u8@4, padAlign u8@5, progressUnit u8@6, " +
            "progressStrideBytes u32@7, dims i32[8]@11, strides i32[8]@43, pad u8[109]@75"));

    /**
     * Every message that TraceLink uses.
     */
    public static final List<MessageLayout> MESSAGES = List.of(
        TRACE_LINK_SET,
        SHM_ATTACH_REQUEST,
        SHM_ATTACH_RESPONSE,
        SHM_DETACH_REQUEST,
        SHM_DETACH_RESPONSE,
        SHM_LEASE_KEEPALIVE,
        SHM_DRIVER_SHUTDOWN,
        SHM_LEASE_REVOKED,
        SHM_DRIVER_SHUTDOWN_REQUEST,
        SHM_POOL_ANNOUNCE,
        FRAME_DESCRIPTOR,
        SHM_REGION_SUPERBLOCK,
        SLOT_HEADER,
        TENSOR_HEADER);

    /**
     * Every enum of those messages.
     */
    public static final List<EnumLayout> ENUMS = List.of(
        EnumLayout.parse(901, "ResponseCode", WireType.I32,
            "OK 0, UNSUPPORTED 1, INVALID_PARAMS 2, REJECTED 3, INTERNAL_ERROR 4"),
        EnumLayout.parse(901, "Role", WireType.U8, "PRODUCER 1, CONSUMER 2"),
        EnumLayout.parse(901, "PublishMode", WireType.U8, "REQUIRE_EXISTING 1, EXISTING_OR_CREATE 2"),
        EnumLayout.parse(901, "HugepagesPolicy", WireType.U8, "UNSPECIFIED 0, STANDARD 1, HUGEPAGES 2"),
        EnumLayout.parse(901, "LeaseRevokeReason", WireType.U8, "DETACHED 1, EXPIRED 2, REVOKED 3"),
        EnumLayout.parse(901, "ShutdownReason", WireType.U8, "NORMAL 0, ADMIN 1, ERROR 2"),
        EnumLayout.parse(900, "ClockDomain", WireType.U8, "MONOTONIC 1, REALTIME_SYNCED 2"),
        EnumLayout.parse(900, "RegionType", WireType.I16, "HEADER_RING 1, PAYLOAD_POOL 2"));

    private Protocol()
    {
    }

    private static BlockLayout payloadPools()
    {
        return block("payloadPools", 10, "poolId u16@0, poolNslots u32@2, strideBytes u32@6").data("regionUri");
    }
}
