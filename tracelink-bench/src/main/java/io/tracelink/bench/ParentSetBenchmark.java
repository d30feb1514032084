package io.tracelink.bench;

import io.tracelink.core.ParentSet;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteOrder;

/**
 * Clearing and filling the parent set of one frame, every parent checked.
 */
@State(Scope.Thread)
public class ParentSetBenchmark extends TraceLinkBenchmark
{
    @Param({"2", "8", "64", "512"})
    int parentCount;

    private long[] ascending;
    private long[] shuffled;
    private ParentSet parents;
    private LongHashSet hashSet;
    private UnsafeBuffer buffer;
    private long[] checked;

    /**
     * Make the IDs and the containers.
     */
    @Setup
    public void setUp()
    {
        ascending = FrameIds.ascending(parentCount);
        shuffled = FrameIds.shuffled(parentCount);
        parents = new ParentSet(parentCount);
        hashSet = new LongHashSet(parentCount * 2);
        buffer = new UnsafeBuffer(new byte[parentCount * Long.BYTES]);
        checked = new long[parentCount];
    }

    /**
     * Parents in the order in which they were minted.
     *
     * @return the result of the last one.
     */
    @Benchmark
    public int addAscending()
    {
        return add(ascending);
    }

    /**
     * Parents in no order.
     *
     * @return the result of the last one.
     */
    @Benchmark
    public int addShuffled()
    {
        return add(shuffled);
    }

    /**
     * A general set, which does not keep the order.
     *
     * @return the size of the set.
     */
    @Benchmark
    public int peerLongHashSet()
    {
        return addToHashSet(ascending);
    }

    /**
     * The general set, parents in no order.
     *
     * @return the size of the set.
     */
    @Benchmark
    public int peerLongHashSetShuffled()
    {
        return addToHashSet(shuffled);
    }

    /**
     * Every parent compared to all before it.
     *
     * @return the number of parents.
     */
    @Benchmark
    public int peerPairwise()
    {
        final long[] ids = shuffled;
        final long[] checked = this.checked;

        int size = 0;
        for (final long id : ids)
        {
            for (int i = 0; i < size; i++)
            {
                if (checked[i] == id)
                {
                    return size;
                }
            }
            checked[size++] = id;
        }

        return size;
    }

    /**
     * One store a parent and no check.
     *
     * @return the last parent.
     */
    @Benchmark
    public long floorRawStores()
    {
        final UnsafeBuffer buffer = this.buffer;
        int offset = 0;
        for (final long id : ascending)
        {
            buffer.putLong(offset, id, ByteOrder.LITTLE_ENDIAN);
            offset += Long.BYTES;
        }

        return buffer.getLong(offset - Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    private int addToHashSet(final long[] ids)
    {
        final LongHashSet hashSet = this.hashSet;
        hashSet.clear();
        for (final long id : ids)
        {
            hashSet.add(id);
        }

        return hashSet.size();
    }

    private int add(final long[] ids)
    {
        final ParentSet parents = this.parents;
        parents.clear();

        int result = 0;
        for (final long id : ids)
        {
            result = parents.add(id);
        }

        return result;
    }
}
