package io.tracelink.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * Reads a TraceLinkSet where it lies (TraceLink §9), after it has been checked whole: what {@link #wrap} accepts has a
 * trace ID and 1 to {@link ParentSet#MAX_CAPACITY} distinct parents.
 * <p>
 * Any bytes may be given, as long as the buffer holds as many as it is said: nothing outside of the message is read,
 * nothing is thrown. Bytes after the message are left alone. Blocks that are longer than ours, of a writer that knows
 * more and kept the version, are read as far as we know them.
 * <p>
 * Values are read from the wrapped bytes, so they hold until those change; before the first message they are 0. Not
 * thread-safe.
 */
public final class TraceLinkSetReader
{
    private final ParentChecker checker;
    private DirectBuffer buffer = new UnsafeBuffer(new byte[TraceLinkSetFlyweight.HEADER_LENGTH]);
    private int offset;
    private int parentCount;
    private int parentStride;
    private int parentsOffset;

    /**
     * Read sets of any size.
     */
    public TraceLinkSetReader()
    {
        this(ParentSet.MAX_CAPACITY);
    }

    /**
     * Read sets up to a size; larger ones are refused. Memory is 40 to 72 bytes a parent.
     *
     * @param maxParents that a set may have, 1 to {@link ParentSet#MAX_CAPACITY}.
     * @throws IllegalArgumentException if the number is out of its range.
     */
    public TraceLinkSetReader(final int maxParents)
    {
        checker = new ParentChecker(maxParents);
    }

    /**
     * Check a message, and read from it when it is good.
     *
     * @param buffer that holds the message.
     * @param offset of the message, at its message header.
     * @param length of the message in bytes.
     * @return {@link MessageResult#OK}, or the first fault found, by its name in {@link MessageResult}. After a fault
     * there are no parents, and everything else is still read from the message before.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        parentCount = 0;

        if (length < TraceLinkSetFlyweight.HEADER_LENGTH)
        {
            return wrapOther(buffer, offset, length);
        }

        buffer.boundsCheck(offset, length);
        final byte[] base = buffer.byteArray();
        final long address = buffer.addressOffset() + offset;

        try
        {
            return TraceLinkSetFlyweight.MESSAGE_HEADER == Memory.getLong(base, address) ?
                wrapGroup(buffer, base, address, offset, TraceLinkSetFlyweight.HEADER_LENGTH, length) :
                wrapOther(buffer, offset, length);
        }
        finally
        {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * Stream id of the output frame.
     *
     * @return uint32.
     */
    public long streamId()
    {
        return buffer.getInt(offset + TraceLinkSetFlyweight.STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Epoch of the output frame.
     *
     * @return uint64.
     */
    public long epoch()
    {
        return buffer.getLong(offset + TraceLinkSetFlyweight.EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Sequence of the output frame in its stream and epoch.
     *
     * @return uint64.
     */
    public long seq()
    {
        return buffer.getLong(offset + TraceLinkSetFlyweight.SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Trace ID of the output frame.
     *
     * @return a trace ID, not null.
     */
    public long traceId()
    {
        return buffer.getLong(offset + TraceLinkSetFlyweight.TRACE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * How many parents there are.
     *
     * @return 1 to {@link ParentSet#MAX_CAPACITY}, or 0 when the last {@link #wrap} was refused.
     */
    public int parentCount()
    {
        return parentCount;
    }

    /**
     * Trace ID of a parent, in the order in which the writer observed them.
     *
     * @param index 0 to {@link #parentCount()} - 1.
     * @return a trace ID, not null.
     * @throws IndexOutOfBoundsException if the index is out of its range.
     */
    public long parentTraceId(final int index)
    {
        if (index < 0 || index >= parentCount)
        {
            throw new IndexOutOfBoundsException("index=" + index + " parentCount=" + parentCount);
        }

        return buffer.getLong(parentsOffset + index * parentStride, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Another message, a broken one, or a TraceLinkSet whose header is not exactly ours.
     */
    private int wrapOther(final DirectBuffer buffer, final int offset, final int length)
    {
        final int gate = MessageHeaderFlyweight.gate(
            buffer,
            offset,
            length,
            TraceLinkSetFlyweight.SCHEMA_ID,
            TraceLinkSetFlyweight.TEMPLATE_ID,
            TraceLinkSetFlyweight.SCHEMA_VERSION,
            TraceLinkSetFlyweight.BLOCK_LENGTH);

        if (MessageResult.OK != gate)
        {
            return gate;
        }

        final int entriesOffset = MessageHeaderFlyweight.LENGTH +
            MessageHeaderFlyweight.blockLength(buffer, offset) +
            TraceLinkSetFlyweight.GROUP_HEADER_LENGTH;
        if (length < entriesOffset)
        {
            return MessageResult.TRUNCATED;
        }

        buffer.boundsCheck(offset, length);
        try
        {
            return wrapGroup(
                buffer, buffer.byteArray(), buffer.addressOffset() + offset, offset, entriesOffset, length);
        }
        finally
        {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * The bounds of the message have been checked: base and address are those of its begin, see {@link Memory}.
     */
    private int wrapGroup(
        final DirectBuffer buffer,
        final byte[] base,
        final long address,
        final int offset,
        final int entriesOffset,
        final int length)
    {
        final int dimensions = Memory.getInt(base, address + entriesOffset - TraceLinkSetFlyweight.GROUP_HEADER_LENGTH);
        final int stride = dimensions & 0xFFFF;
        final int count = dimensions >>> 16;

        final int group = checkGroup(stride, count, length - entriesOffset);
        if (MessageResult.OK != group)
        {
            return group;
        }

        if (TraceId.NULL == Memory.getLong(base, address + TraceLinkSetFlyweight.TRACE_ID_OFFSET))
        {
            return MessageResult.NULL_TRACE_ID;
        }

        final int result = checker.checkDistinct(base, address + entriesOffset, stride, count);
        if (MessageResult.OK == result)
        {
            // Storing a reference costs more than comparing one, and messages mostly come from one buffer.
            if (this.buffer != buffer)
            {
                this.buffer = buffer;
            }
            this.offset = offset;
            parentsOffset = offset + entriesOffset;
            parentStride = stride;
            parentCount = count;
        }

        return result;
    }

    private int checkGroup(final int stride, final int count, final int available)
    {
        if (stride < TraceLinkSetFlyweight.PARENT_LENGTH)
        {
            return MessageResult.BAD_GROUP_BLOCK_LENGTH;
        }

        if (0 == count)
        {
            return MessageResult.NO_PARENTS;
        }

        if (count > checker.maxParents())
        {
            return MessageResult.TOO_MANY_PARENTS;
        }

        return (long)stride * count > available ? MessageResult.TRUNCATED : MessageResult.OK;
    }
}
