package io.tracelink.store;

import org.agrona.collections.LongArrayList;

import java.util.Arrays;

/**
 * Frames of one stream and epoch, as ranges of consecutive sequences in ascending order.
 */
public final class FrameRanges
{
    private final StreamKey key;
    private final long[] firsts;
    private final long[] lasts;
    private final long frameCount;

    private FrameRanges(final StreamKey key, final long[] firsts, final long[] lasts, final long frameCount)
    {
        this.key = key;
        this.firsts = firsts;
        this.lasts = lasts;
        this.frameCount = frameCount;
    }

    static FrameRanges of(final StreamKey key, final LongArrayList seqs)
    {
        final long[] sorted = seqs.toLongArray();
        UnsignedOrder.sort(sorted);
        final long[] firsts = new long[sorted.length];
        final long[] lasts = new long[sorted.length];
        int count = 0;
        for (int i = 0; i < sorted.length; i++)
        {
            if (0 == i || sorted[i] != sorted[i - 1] + 1)
            {
                firsts[count++] = sorted[i];
            }

            lasts[count - 1] = sorted[i];
        }

        return new FrameRanges(key, Arrays.copyOf(firsts, count), Arrays.copyOf(lasts, count), sorted.length);
    }

    /**
     * Stream of the frames.
     *
     * @return the stream id, uint32.
     */
    public long streamId()
    {
        return key.streamId();
    }

    /**
     * Epoch of the frames.
     *
     * @return the epoch, uint64.
     */
    public long epoch()
    {
        return key.epoch();
    }

    /**
     * How many frames there are in all ranges.
     *
     * @return the number of frames.
     */
    public long frameCount()
    {
        return frameCount;
    }

    /**
     * How many ranges there are.
     *
     * @return the number of ranges, at least 1.
     */
    public int rangeCount()
    {
        return firsts.length;
    }

    /**
     * First sequence of a range.
     *
     * @param range index in 0..rangeCount.
     * @return the sequence, uint64.
     */
    public long fromSeq(final int range)
    {
        return firsts[range];
    }

    /**
     * Last sequence of a range, itself in it.
     *
     * @param range index in 0..rangeCount.
     * @return the sequence, uint64.
     */
    public long toSeq(final int range)
    {
        return lasts[range];
    }

    StreamKey key()
    {
        return key;
    }

    /**
     * First sequence of all.
     */
    long first()
    {
        return firsts[0];
    }

    /**
     * Last sequence of all.
     */
    long last()
    {
        return lasts[lasts.length - 1];
    }
}
