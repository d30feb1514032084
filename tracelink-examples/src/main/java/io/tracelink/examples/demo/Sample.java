package io.tracelink.examples.demo;

/**
 * The numbers of one frame and what its descriptor said; used again for every frame.
 */
final class Sample
{
    static final int MAX_VALUES = 512;

    private final double[] values = new double[MAX_VALUES];
    private int count;
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

    long traceId()
    {
        return traceId;
    }

    void traceId(final long traceId)
    {
        this.traceId = traceId;
    }
}
