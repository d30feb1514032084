package io.tracelink.examples.demo;

/**
 * The numbers of one frame and what its descriptor said; used again for every frame.
 */
final class Sample
{
    static final int MAX_VALUES = 512;

    private final double[] values = new double[MAX_VALUES];
    private int count;
    private long streamId;
    private long epoch;
    private long seq;
    private long timestampNs;
    private long traceId;

    double[] values()
    {
        return values;
    }

    int count()
    {
        return count;
    }

    void count(final int count)
    {
        this.count = count;
    }

    /**
     * The frame that the numbers are of.
     */
    void frame(final long streamId, final long epoch, final long seq, final long timestampNs, final long traceId)
    {
        this.streamId = streamId;
        this.epoch = epoch;
        this.seq = seq;
        this.timestampNs = timestampNs;
        this.traceId = traceId;
    }

    long streamId()
    {
        return streamId;
    }

    long epoch()
    {
        return epoch;
    }

    long seq()
    {
        return seq;
    }

    long timestampNs()
    {
        return timestampNs;
    }

    long traceId()
    {
        return traceId;
    }
}
