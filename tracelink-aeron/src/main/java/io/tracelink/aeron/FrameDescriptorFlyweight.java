package io.tracelink.aeron;

import io.tracelink.core.MessageHeaderFlyweight;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Layout of the FrameDescriptor (Wire §3) and its encoder.
 * <pre>
 *   0        8          12      20    28            36            40        48
 *  +--------+----------+-------+-----+-------------+-------------+---------+
 *  | header | streamId | epoch | seq | timestampNs | metaVersion | traceId |
 *  +--------+----------+-------+-----+-------------+-------------+---------+
 * </pre>
 * Everything is little-endian. The bytes equal those of the generated
 * {@link io.tracelink.schema.wire.FrameDescriptorEncoder}.
 */
public final class FrameDescriptorFlyweight
{
    /**
     * Id of the schema.
     */
    public static final int SCHEMA_ID = 900;

    /**
     * Id of the message in its schema.
     */
    public static final int TEMPLATE_ID = 4;

    /**
     * Version of the schema that is written, and the highest that is read.
     */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Length of the root block in bytes.
     */
    public static final int BLOCK_LENGTH = 40;

    /**
     * Length of the message in bytes.
     */
    public static final int LENGTH = MessageHeaderFlyweight.LENGTH + BLOCK_LENGTH;

    /**
     * Offset of the stream id, uint32, from the begin of the message.
     */
    public static final int STREAM_ID_OFFSET = 8;

    /**
     * Offset of the epoch, uint64.
     */
    public static final int EPOCH_OFFSET = 12;

    /**
     * Offset of the sequence, uint64.
     */
    public static final int SEQ_OFFSET = 20;

    /**
     * Offset of the timestamp in nanoseconds, uint64, {@link #NULL_TIMESTAMP} when there is none.
     */
    public static final int TIMESTAMP_OFFSET = 28;

    /**
     * Offset of the version of the stream's metadata, uint32, {@link #NULL_META_VERSION} when there is none.
     */
    public static final int META_VERSION_OFFSET = 36;

    /**
     * Offset of the trace ID, uint64, 0 when the frame is not traced.
     */
    public static final int TRACE_ID_OFFSET = 40;

    /**
     * No timestamp: 2^64-1.
     */
    public static final long NULL_TIMESTAMP = -1L;

    /**
     * No metadata version: 2^32-1.
     */
    public static final long NULL_META_VERSION = 0xFFFF_FFFFL;

    /**
     * The message header of a FrameDescriptor of this version, as one little-endian value.
     */
    static final long MESSAGE_HEADER =
        MessageHeaderFlyweight.header(BLOCK_LENGTH, TEMPLATE_ID, SCHEMA_ID, SCHEMA_VERSION);

    private FrameDescriptorFlyweight()
    {
    }

    /**
     * Write the whole message.
     *
     * @param buffer      with {@link #LENGTH} bytes from the offset on.
     * @param offset      to begin at.
     * @param streamId    of the frame, uint32.
     * @param epoch       of the frame.
     * @param seq         of the frame.
     * @param timestampNs of the frame, or {@link #NULL_TIMESTAMP}.
     * @param metaVersion of the frame, uint32, or {@link #NULL_META_VERSION}.
     * @param traceId     of the frame, or 0.
     * @return the length of the message.
     */
    public static int encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long streamId,
        final long epoch,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long traceId)
    {
        buffer.putLong(offset, MESSAGE_HEADER, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + STREAM_ID_OFFSET, (int)streamId, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + EPOCH_OFFSET, epoch, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + SEQ_OFFSET, seq, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampNs, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + META_VERSION_OFFSET, (int)metaVersion, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + TRACE_ID_OFFSET, traceId, ByteOrder.LITTLE_ENDIAN);

        return LENGTH;
    }
}
