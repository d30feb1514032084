package io.tracelink.examples.demo;

import java.util.concurrent.TimeUnit;

/**
 * Samples the machine at a fixed rate. A sample that comes late is not made up for.
 */
final class RootLogic implements StageLogic
{
    private final long periodNs;
    private final Sampler sampler;
    private final Sample sample = new Sample();
    private long nextNs;

    RootLogic(final int hertz, final Sampler sampler)
    {
        periodNs = TimeUnit.SECONDS.toNanos(1) / hertz;
        this.sampler = sampler;
    }

    @Override
    public int doWork(final long nowNs, final FrameOutput output)
    {
        if (nowNs < nextNs)
        {
            return 0;
        }

        nextNs = nowNs - nextNs > periodNs ? nowNs + periodNs : nextNs + periodNs;
        sample.count(sampler.sample(sample.values()));
        output.publishRoot(sample, nowNs);

        return 1;
    }

    @FunctionalInterface
    interface Sampler
    {
        int sample(double[] values);
    }
}
