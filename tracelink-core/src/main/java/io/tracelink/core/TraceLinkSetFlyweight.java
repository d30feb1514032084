package io.tracelink.core;

import org.agrona.MutableDirectBuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Layout of the TraceLinkSet (TraceLink §9) and its encoder.
 * <pre>
 *   0        8          12      20    28         36             38           40
 *  +--------+----------+-------+-----+----------+--------------+------------+----------+----
 *  | header | streamId | epoch | seq | traceId  | entry length | numInGroup | parent 0 | ...
 *  +--------+----------+-------+-----+----------+--------------+------------+----------+----
 * </pre>
 * Everything is little-endian. The bytes equal those of the generated
 * {@link io.tracelink.schema.tracelink.TraceLinkSetEncoder}.
 */
public final class TraceLinkSetFlyweight
{
    /**
     * Id of the schema.
     */
    public static final int SCHEMA_ID = 904;

    /**
     * Id of the message in its schema.
     */
    public static final int TEMPLATE_ID = 1;

    /**
     * Version of the schema that is written, and the highest that is read.
     */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Length of the root block in bytes.
     */
    public static final int BLOCK_LENGTH = 28;

    /**
     * Offset of the stream id of the output frame, uint32, from the begin of the message.
     */
    public static final int STREAM_ID_OFFSET = 8;

    /**
     * Offset of the epoch of the output frame, uint64.
     */
    public static final int EPOCH_OFFSET = 12;

    /**
     * Offset of the sequence of the output frame, uint64.
     */
    public static final int SEQ_OFFSET = 20;

    /**
     * Offset of the trace ID of the output frame, uint64.
     */
    public static final int TRACE_ID_OFFSET = 28;

    /**
     * Offset of the group's dimensions (uint16 entry length, uint16 number of entries) where the root block has our
     * length.
     */
    public static final int PARENTS_OFFSET = 36;

    /**
     * Length of the group's dimensions in bytes.
     */
    public static final int GROUP_HEADER_LENGTH = 4;

    /**
     * Length of a parent in bytes.
     */
    public static final int PARENT_LENGTH = 8;

    /**
     * Length of everything before the first parent.
     */
    public static final int HEADER_LENGTH = PARENTS_OFFSET + GROUP_HEADER_LENGTH;

    /**
     * The message header of a TraceLinkSet of this version, as one little-endian value.
     */
    static final long MESSAGE_HEADER =
        MessageHeaderFlyweight.header(BLOCK_LENGTH, TEMPLATE_ID, SCHEMA_ID, SCHEMA_VERSION);

    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private TraceLinkSetFlyweight()
    {
    }

    /**
     * A message for a parent set to put its parents into: the header of all TraceLinkSets, and nothing behind it.
     *
     * @param capacity the most parents that it will hold.
     * @return the message.
     */
    static byte[] newMessage(final int capacity)
    {
        final byte[] message = new byte[encodedLength(capacity)];
        LONG.set(message, 0, MESSAGE_HEADER);

        return message;
    }

    /**
     * Length of a message.
     *
     * @param parentCount 1 to {@link ParentSet#MAX_CAPACITY}.
     * @return length in bytes.
     */
    public static int encodedLength(final int parentCount)
    {
        return HEADER_LENGTH + parentCount * PARENT_LENGTH;
    }

    /**
     * Write the whole message.
     *
     * @param buffer   with {@link #encodedLength(int)} bytes from the offset on.
     * @param offset   to begin at.
     * @param streamId of the output frame, uint32.
     * @param epoch    of the output frame.
     * @param seq      of the output frame.
     * @param traceId  of the output frame.
     * @param parents  of the output frame.
     * @return the length of the message, or {@link MessageResult#NULL_TRACE_ID} or {@link MessageResult#NO_PARENTS}
     * with nothing written.
     */
    public static int encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final ParentSet parents)
    {
        if (!TraceId.isTraceId(traceId))
        {
            return MessageResult.NULL_TRACE_ID;
        }

        if (parents.isEmpty())
        {
            return MessageResult.NO_PARENTS;
        }

        final byte[] message = parents.message();
        INT.set(message, STREAM_ID_OFFSET, (int)streamId);
        LONG.set(message, EPOCH_OFFSET, epoch);
        LONG.set(message, SEQ_OFFSET, seq);
        LONG.set(message, TRACE_ID_OFFSET, traceId);
        INT.set(message, PARENTS_OFFSET, PARENT_LENGTH | parents.size() << 16);

        final int length = encodedLength(parents.size());
        buffer.putBytes(offset, message, 0, length);

        return length;
    }

    /**
     * Write what stands before the first parent: {@link #HEADER_LENGTH} bytes. Nothing is checked.
     *
     * @param buffer      to write to.
     * @param offset      to begin at.
     * @param streamId    of the output frame, uint32.
     * @param epoch       of the output frame.
     * @param seq         of the output frame.
     * @param traceId     of the output frame.
     * @param parentCount of the parents that follow, 1 to {@link ParentSet#MAX_CAPACITY}.
     */
    public static void encodeHeader(
        final MutableDirectBuffer buffer,
        final int offset,
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final int parentCount)
    {
        buffer.putLong(offset, MESSAGE_HEADER, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + STREAM_ID_OFFSET, (int)streamId, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + EPOCH_OFFSET, epoch, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + SEQ_OFFSET, seq, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + TRACE_ID_OFFSET, traceId, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + PARENTS_OFFSET, PARENT_LENGTH | parentCount << 16, ByteOrder.LITTLE_ENDIAN);
    }
}
