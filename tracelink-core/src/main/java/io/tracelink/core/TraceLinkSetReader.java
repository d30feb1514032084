package io.tracelink.core;

import org.agrona.DirectBuffer;

import java.lang.ref.Reference;

/**
 * Reads a TraceLinkSet where it lies (TraceLink §9), after it has been checked whole: what {@link #wrap} accepts has a
 * trace ID and 1 to {@link ParentSet#MAX_CAPACITY} distinct parents.
 * <p>
 * Any bytes may be given, as long as the buffer holds as many as it is said: nothing outside of the message is read,
 * nothing is thrown. Bytes after the message are left alone. Blocks that are longer than ours, of a writer that knows
 * more and kept the version, are read as far as we know them.
 * <p>
 * Parents are read from the wrapped bytes, so they hold until those change, or their memory is unmapped; the rest is as
 * it was when the message was checked. Before the first message everything is 0. Not thread-safe.
 */
public final class TraceLinkSetReader
{
    private final ParentChecker checker;
    private byte[] base;
    private Object byteBuffer;
    private long parentsAddress;
    private long streamId;
    private long epoch;
    private long seq;
    private long traceId;
    private int parentCount;
    private int parentStride;

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
                wrapGroup(buffer, base, address, TraceLinkSetFlyweight.HEADER_LENGTH, length) :
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
        return streamId;
    }

    /**
     * Epoch of the output frame.
     *
     * @return uint64.
     */
    public long epoch()
    {
        return epoch;
    }

    /**
     * Sequence of the output frame in its stream and epoch.
     *
     * @return uint64.
     */
    public long seq()
    {
        return seq;
    }

    /**
     * Trace ID of the output frame.
     *
     * @return a trace ID, not null.
     */
    public long traceId()
    {
        return traceId;
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

        try
        {
            return Memory.getLong(base, parentsAddress + (long)index * parentStride);
        }
        finally
        {
            Reference.reachabilityFence(this);
        }
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
            return wrapGroup(buffer, buffer.byteArray(), buffer.addressOffset() + offset, entriesOffset, length);
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
        final int entriesOffset,
        final int length)
    {
        final int dimensions = Memory.getInt(base, address + entriesOffset - TraceLinkSetFlyweight.GROUP_HEADER_LENGTH);
        final int stride = dimensions & 0xFFFF;
        final int count = dimensions >>> 16;

        // None of these may be negative: one branch for all of them.
        final int available = length - entriesOffset;
        if ((stride - TraceLinkSetFlyweight.PARENT_LENGTH | count - 1 | checker.maxParents() - count |
            available - (long)stride * count) < 0)
        {
            return groupFault(stride, count);
        }

        final long traceId = Memory.getLong(base, address + TraceLinkSetFlyweight.TRACE_ID_OFFSET);
        if (TraceId.NULL == traceId)
        {
            return MessageResult.NULL_TRACE_ID;
        }

        final int result = checker.checkDistinct(base, address + entriesOffset, stride, count);
        if (MessageResult.OK == result)
        {
            final Object byteBuffer = buffer.byteBuffer();
            if (this.base != base || this.byteBuffer != byteBuffer)
            {
                keep(base, byteBuffer);
            }
            parentsAddress = address + entriesOffset;
            parentStride = stride;
            parentCount = count;
            this.traceId = traceId;
            streamId = Memory.getInt(base, address + TraceLinkSetFlyweight.STREAM_ID_OFFSET) & 0xFFFF_FFFFL;
            epoch = Memory.getLong(base, address + TraceLinkSetFlyweight.EPOCH_OFFSET);
            seq = Memory.getLong(base, address + TraceLinkSetFlyweight.SEQ_OFFSET);
        }

        return result;
    }

    /**
     * Keep the memory of the parents alive, whatever becomes of the buffer. Messages mostly come from one memory, and
     * storing a reference costs more than comparing one.
     */
    private void keep(final byte[] base, final Object byteBuffer)
    {
        this.base = base;
        this.byteBuffer = byteBuffer;
    }

    private int groupFault(final int stride, final int count)
    {
        if (stride < TraceLinkSetFlyweight.PARENT_LENGTH)
        {
            return MessageResult.BAD_GROUP_BLOCK_LENGTH;
        }

        if (0 == count)
        {
            return MessageResult.NO_PARENTS;
        }

        return count > checker.maxParents() ? MessageResult.TOO_MANY_PARENTS : MessageResult.TRUNCATED;
    }
}
