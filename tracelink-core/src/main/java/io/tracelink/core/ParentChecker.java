package io.tracelink.core;

import org.agrona.DirectBuffer;

import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Checks parents that are in no {@link ParentSet}, in arrays and buffers, by the rules of a TraceLinkSet: one at least,
 * none null, all distinct (TraceLink §9). In O(n), whatever their order, and without a copy while they ascend, as
 * parents mostly do.
 * <p>
 * Owned by the caller and used again for every check. Not thread-safe.
 */
public final class ParentChecker
{
    private final ParentSet seen;

    /**
     * Check sets up to a size. Memory is 40 to 72 bytes a parent.
     *
     * @param maxParents that a set may have, 1 to {@link ParentSet#MAX_CAPACITY}.
     * @throws IllegalArgumentException if the number is out of its range.
     */
    public ParentChecker(final int maxParents)
    {
        if (maxParents < 1 || maxParents > ParentSet.MAX_CAPACITY)
        {
            throw new IllegalArgumentException(
                "maxParents=" + maxParents + " must be in 1.." + ParentSet.MAX_CAPACITY);
        }

        seen = new ParentSet(maxParents);
    }

    /**
     * Check parents in an array. As in a message every value but 0 is a trace ID; {@link TraceId#isTraceId(long)}
     * tells refusals from IDs.
     *
     * @param parents that hold the trace IDs.
     * @param offset  of the first one.
     * @param count   of them.
     * @return {@link MessageResult#OK}, {@link MessageResult#NO_PARENTS}, {@link MessageResult#TOO_MANY_PARENTS},
     * {@link MessageResult#NULL_PARENT} or {@link MessageResult#DUPLICATE_PARENT}: the first fault found.
     * @throws IndexOutOfBoundsException if the count is good and the array does not hold as many.
     */
    public int check(final long[] parents, final int offset, final int count)
    {
        final int result = checkCount(count);
        if (MessageResult.OK != result)
        {
            return result;
        }

        Objects.checkFromIndexSize(offset, count, parents.length);

        long previous = 0;
        for (int i = offset, end = offset + count; i < end; i++)
        {
            final long parentId = parents[i];
            if (parentId <= previous)
            {
                return checkUnordered(parents, offset, count);
            }
            previous = parentId;
        }

        return MessageResult.OK;
    }

    /**
     * Check parents in a buffer, where they stand as little-endian 64 bit values.
     *
     * @param buffer that holds the trace IDs.
     * @param offset of the first one in bytes.
     * @param stride from one to the next in bytes: {@link TraceLinkSetFlyweight#PARENT_LENGTH}, or more where they are
     *               part of something longer.
     * @param count  of them.
     * @return as {@link #check(long[], int, int)}.
     * @throws IllegalArgumentException  if the stride is less than a parent.
     * @throws IndexOutOfBoundsException if the count is good and the buffer does not hold as many.
     */
    public int check(final DirectBuffer buffer, final int offset, final int stride, final int count)
    {
        final int result = checkCount(count);
        if (MessageResult.OK != result)
        {
            return result;
        }

        if (stride < TraceLinkSetFlyweight.PARENT_LENGTH)
        {
            throw new IllegalArgumentException("stride=" + stride + " must be at least 8");
        }

        final long length = (count - 1L) * stride + TraceLinkSetFlyweight.PARENT_LENGTH;
        if (length > Integer.MAX_VALUE)
        {
            throw new IndexOutOfBoundsException("count=" + count + " stride=" + stride + " are more than a buffer");
        }
        buffer.boundsCheck(offset, (int)length);
        try
        {
            return checkDistinct(buffer.byteArray(), buffer.addressOffset() + offset, stride, count);
        }
        finally
        {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * The largest set that is not refused.
     *
     * @return the number of parents given at construction.
     */
    public int maxParents()
    {
        return seen.capacity();
    }

    private int checkCount(final int count)
    {
        if (count < 1)
        {
            return MessageResult.NO_PARENTS;
        }

        return count > seen.capacity() ? MessageResult.TOO_MANY_PARENTS : MessageResult.OK;
    }

    private int checkUnordered(final long[] parents, final int offset, final int count)
    {
        seen.clearFor(count);

        int result = MessageResult.OK;
        for (int i = offset, end = offset + count; MessageResult.OK == result && i < end; i++)
        {
            result = checkNext(parents[i]);
        }

        return result;
    }

    /**
     * Check parents in memory whose bounds have been checked.
     *
     * @param base    of the memory, see {@link Memory}.
     * @param address of the first parent.
     * @param stride  from one to the next in bytes.
     * @param count   1 to {@link #maxParents()}.
     * @return {@link MessageResult#OK} or the first fault found.
     */
    int checkDistinct(final byte[] base, final long address, final int stride, final int count)
    {
        return isAscending(base, address, stride, count) ?
            MessageResult.OK : checkUnordered(base, address, stride, count);
    }

    private static boolean isAscending(final byte[] base, final long address, final int stride, final int count)
    {
        // A stride that the compiler does not know: the loop stays what it is, and is not unrolled for few parents.
        long previous = 0;
        for (long parentAddress = address, end = address + (long)count * stride; parentAddress != end;
            parentAddress += stride)
        {
            final long parentId = Memory.getLong(base, parentAddress);
            if (parentId <= previous)
            {
                return false;
            }
            previous = parentId;
        }

        return true;
    }

    private int checkUnordered(final byte[] base, final long address, final int stride, final int count)
    {
        seen.clearFor(count);

        int result = MessageResult.OK;
        long parentAddress = address;
        for (int i = 0; MessageResult.OK == result && i < count; i++, parentAddress += stride)
        {
            result = checkNext(Memory.getLong(base, parentAddress));
        }

        return result;
    }

    private int checkNext(final long parentId)
    {
        if (TraceId.NULL == parentId)
        {
            return MessageResult.NULL_PARENT;
        }

        return seen.insert(parentId) < 0 ? MessageResult.DUPLICATE_PARENT : MessageResult.OK;
    }
}
