package io.tracelink.driverclient;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of messages written by the tables of the protocol, without the generated codecs.
 */
final class RawMessage
{
    static final int DRIVER_SCHEMA = 901;
    static final int WIRE_SCHEMA = 900;
    static final long NULL_U32 = 0xFFFF_FFFFL;
    static final long NULL_U64 = -1L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static RawMessage message(final int blockLength, final int templateId, final int schemaId)
    {
        return message(blockLength, templateId, schemaId, 1);
    }

    static RawMessage message(final int blockLength, final int templateId, final int schemaId, final int version)
    {
        return new RawMessage().u16(blockLength).u16(templateId).u16(schemaId).u16(version);
    }

    static byte[] attachRequest(
        final long correlationId,
        final long streamId,
        final long clientId,
        final int role,
        final long expectedLayoutVersion,
        final int publishMode,
        final int hugepages,
        final long desiredNodeId)
    {
        return message(27, 1, DRIVER_SCHEMA)
            .u64(correlationId)
            .u32(streamId)
            .u32(clientId)
            .u8(role)
            .u32(expectedLayoutVersion)
            .u8(publishMode)
            .u8(hugepages)
            .u32(desiredNodeId)
            .toBytes();
    }

    static byte[] refusal(final long correlationId, final int code, final String errorMessage)
    {
        return message(54, 2, DRIVER_SCHEMA)
            .u64(correlationId)
            .u32(code)
            .u64(NULL_U64)
            .u64(NULL_U64)
            .u32(NULL_U32)
            .u64(NULL_U64)
            .u32(NULL_U32)
            .u32(NULL_U32)
            .u16(0xFFFF)
            .u32(NULL_U32)
            .u16(10)
            .u16(0)
            .text("")
            .text(errorMessage)
            .toBytes();
    }

    static byte[] detachRequest(
        final long correlationId, final long leaseId, final long streamId, final long clientId, final int role)
    {
        return message(25, 3, DRIVER_SCHEMA)
            .u64(correlationId)
            .u64(leaseId)
            .u32(streamId)
            .u32(clientId)
            .u8(role)
            .toBytes();
    }

    static byte[] detachResponse(final long correlationId, final int code, final String errorMessage)
    {
        return message(12, 4, DRIVER_SCHEMA).u64(correlationId).u32(code).text(errorMessage).toBytes();
    }

    static byte[] keepalive(
        final long leaseId, final long streamId, final long clientId, final int role, final long clientTimestampNs)
    {
        return message(25, 5, DRIVER_SCHEMA)
            .u64(leaseId)
            .u32(streamId)
            .u32(clientId)
            .u8(role)
            .u64(clientTimestampNs)
            .toBytes();
    }

    static byte[] shutdown(final int reason, final String errorMessage)
    {
        return message(9, 6, DRIVER_SCHEMA).u64(1234).u8(reason).text(errorMessage).toBytes();
    }

    static byte[] revoked(
        final long leaseId, final long streamId, final long clientId, final int role, final int reason)
    {
        return message(26, 7, DRIVER_SCHEMA)
            .u64(1234)
            .u64(leaseId)
            .u32(streamId)
            .u32(clientId)
            .u8(role)
            .u8(reason)
            .text("because")
            .toBytes();
    }

    static byte[] announce(final long streamId, final long epoch, final RawRegions regions)
    {
        return message(35, 1, WIRE_SCHEMA)
            .u32(streamId)
            .u32(77)
            .u64(epoch)
            .u64(1234)
            .u8(1)
            .u32(regions.layoutVersion)
            .u32(regions.headerNslots)
            .u16(regions.headerSlotBytes)
            .pools(regions)
            .text(regions.headerUri)
            .toBytes();
    }

    static long correlationId(final byte[] request)
    {
        return wrap(request).getLong(8);
    }

    static long attachClientId(final byte[] request)
    {
        return wrap(request).getInt(8 + 12) & NULL_U32;
    }

    static long desiredNodeId(final byte[] request)
    {
        return wrap(request).getInt(8 + 23) & NULL_U32;
    }

    static DirectBuffer wrap(final byte[] message)
    {
        return new UnsafeBuffer(message);
    }

    RawMessage pools(final RawRegions regions)
    {
        u16(10).u16(regions.pools.size());
        for (final RawRegions.Pool pool : regions.pools)
        {
            u16(pool.poolId()).u32(pool.nslots()).u32(pool.strideBytes()).text(pool.uri());
        }

        return this;
    }

    RawMessage u8(final int value)
    {
        return put(value, 1);
    }

    RawMessage u16(final int value)
    {
        return put(value, 2);
    }

    RawMessage u32(final long value)
    {
        return put(value, 4);
    }

    RawMessage u64(final long value)
    {
        return put(value, 8);
    }

    RawMessage text(final String text)
    {
        final byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        u32(ascii.length);
        bytes.writeBytes(ascii);
        return this;
    }

    RawMessage zeros(final int length)
    {
        bytes.writeBytes(new byte[length]);
        return this;
    }

    byte[] toBytes()
    {
        return bytes.toByteArray();
    }

    static byte[] truncated(final byte[] message, final int length)
    {
        return Arrays.copyOf(message, length);
    }

    static byte[] with(final byte[] message, final int index, final long value, final int length)
    {
        final byte[] copy = message.clone();
        for (int i = 0; i < length; i++)
        {
            copy[index + i] = (byte)(value >>> (8 * i));
        }

        return copy;
    }

    private RawMessage put(final long value, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            bytes.write((int)(value >>> (8 * i)));
        }

        return this;
    }
}
