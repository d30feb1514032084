package io.tracelink.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Messages as bytes, written from the tables of the protocol and not from the generated codecs.
 */
final class Raw
{
    static final long NULL_U32 = 0xFFFF_FFFFL;
    static final int ATTACH_RESPONSE = 2;
    static final int DRIVER_SHUTDOWN = 6;
    static final int PRODUCER = 1;
    static final int CONSUMER = 2;
    static final int REQUIRE_EXISTING = 1;
    static final int EXISTING_OR_CREATE = 2;
    static final int OK = 0;
    static final int INVALID_PARAMS = 2;
    static final int REJECTED = 3;
    static final int INTERNAL_ERROR = 4;

    private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    private Raw(final int blockLength, final int templateId, final int schemaId)
    {
        u16(blockLength).u16(templateId).u16(schemaId).u16(1);
    }

    static byte[] attachRequest(final long correlationId, final long streamId, final long clientId, final int role)
    {
        return attachRequest(correlationId, streamId, clientId, role, 1, EXISTING_OR_CREATE, 0, NULL_U32);
    }

    static byte[] attachRequest(
        final long correlationId,
        final long streamId,
        final long clientId,
        final int role,
        final long layoutVersion,
        final int publishMode,
        final int hugepages,
        final long desiredNodeId)
    {
        return new Raw(27, 1, 901).u64(correlationId).u32(streamId).u32(clientId).u8(role).u32(layoutVersion)
            .u8(publishMode).u8(hugepages).u32(desiredNodeId).toBytes();
    }

    static byte[] detachRequest(
        final long correlationId, final long leaseId, final long streamId, final long clientId, final int role)
    {
        return new Raw(25, 3, 901).u64(correlationId).u64(leaseId).u32(streamId).u32(clientId).u8(role).toBytes();
    }

    static byte[] keepalive(final long leaseId, final long streamId, final long clientId, final int role)
    {
        return new Raw(25, 5, 901).u64(leaseId).u32(streamId).u32(clientId).u8(role).u64(77).toBytes();
    }

    static byte[] shutdownRequest(final int reason, final String token)
    {
        return new Raw(9, 8, 901).u64(5).u8(reason).text(token).text("").toBytes();
    }

    static byte[] attachGranted(
        final long correlationId,
        final long leaseId,
        final long expiryNs,
        final long streamId,
        final long epoch,
        final long nodeId,
        final StreamProfile profile,
        final String directory)
    {
        return new Raw(54, 2, 901).u64(correlationId).u32(OK).u64(leaseId).u64(expiryNs).u32(streamId).u64(epoch)
            .u32(1).u32(profile.headerNslots()).u16(256).u32(nodeId)
            .pools(profile, directory).text("shm:file?path=" + directory + "/header.ring").text("").toBytes();
    }

    static byte[] attachRefused(final long correlationId, final int code, final String errorMessage)
    {
        return new Raw(54, 2, 901).u64(correlationId).u32(code).u64(-1).u64(-1).u32(-1).u64(-1)
            .u32(-1).u32(-1).u16(-1).u32(-1).u16(10).u16(0).text("").text(errorMessage).toBytes();
    }

    static byte[] detachResponse(final long correlationId, final int code, final String errorMessage)
    {
        return new Raw(12, 4, 901).u64(correlationId).u32(code).text(errorMessage).toBytes();
    }

    static byte[] leaseRevoked(
        final long timestampNs,
        final long leaseId,
        final long streamId,
        final long clientId,
        final int role,
        final int reason,
        final String errorMessage)
    {
        return new Raw(26, 7, 901).u64(timestampNs).u64(leaseId).u32(streamId).u32(clientId).u8(role).u8(reason)
            .text(errorMessage).toBytes();
    }

    static byte[] driverShutdown(final long timestampNs, final int reason)
    {
        return new Raw(9, 6, 901).u64(timestampNs).u8(reason).text("").toBytes();
    }

    static byte[] announce(
        final long streamId,
        final long producerId,
        final long epoch,
        final long timestampNs,
        final StreamProfile profile,
        final String directory)
    {
        return new Raw(35, 1, 900).u32(streamId).u32(producerId).u64(epoch).u64(timestampNs).u8(1).u32(1)
            .u32(profile.headerNslots()).u16(256)
            .pools(profile, directory).text("shm:file?path=" + directory + "/header.ring").toBytes();
    }

    static byte[] superblock(
        final long epoch,
        final long streamId,
        final int regionType,
        final int poolId,
        final long nslots,
        final long slotBytes,
        final long strideBytes,
        final long timestampNs)
    {
        final byte[] message = new Raw(0, 0, 0).u64(0x544F504C53484D31L).u32(1).u64(epoch).u32(streamId)
            .u16(regionType).u16(poolId).u32(nslots).u32(slotBytes).u32(strideBytes)
            .u64(ProcessHandle.current().pid()).u64(timestampNs).u64(timestampNs).toBytes();
        final byte[] body = new byte[message.length - 8];
        System.arraycopy(message, 8, body, 0, body.length);
        return body;
    }

    static int templateId(final byte[] message)
    {
        return wrap(message).getShort(2);
    }

    static int schemaId(final byte[] message)
    {
        return wrap(message).getShort(4);
    }

    static ByteBuffer wrap(final byte[] message)
    {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Raw pools(final StreamProfile profile, final String directory)
    {
        final List<PayloadPool> pools = profile.payloadPools();
        u16(10).u16(pools.size());
        for (final PayloadPool pool : pools)
        {
            u16(pool.poolId()).u32(profile.headerNslots()).u32(pool.strideBytes())
                .text("shm:file?path=" + directory + "/" + pool.poolId() + ".pool");
        }

        return this;
    }

    private Raw u8(final int value)
    {
        bytes.put((byte)value);
        return this;
    }

    private Raw u16(final int value)
    {
        bytes.putShort((short)value);
        return this;
    }

    private Raw u32(final long value)
    {
        bytes.putInt((int)value);
        return this;
    }

    private Raw u64(final long value)
    {
        bytes.putLong(value);
        return this;
    }

    private Raw text(final String value)
    {
        bytes.putInt(value.length()).put(value.getBytes(US_ASCII));
        return this;
    }

    private byte[] toBytes()
    {
        final byte[] message = new byte[bytes.position()];
        bytes.flip().get(message);
        return message;
    }
}
