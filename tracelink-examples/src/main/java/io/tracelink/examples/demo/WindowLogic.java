package io.tracelink.examples.demo;

import io.tracelink.core.ParentSet;

import java.util.concurrent.TimeUnit;

/**
 * The mean of all that came within a second, made of every frame of it: N→1.
 */
final class WindowLogic implements StageLogic
{
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_PARENTS = 1_000;

    private final ParentSet parents = new ParentSet(MAX_PARENTS);
    private final double[] sums = new double[Sample.MAX_VALUES];
    private final Sample mean = new Sample();
    private long windowEndNs;
    private boolean hasPublished;

    @Override
    public void onSample(final int inputIndex, final Sample sample, final long nowNs, final StageOutput output)
    {
        if (parents.isEmpty())
        {
            windowEndNs = nowNs + WINDOW_NS;
        }
        else if (nowNs >= windowEndNs)
        {
            publish(nowNs, output);
            windowEndNs += WINDOW_NS * (1 + (nowNs - windowEndNs) / WINDOW_NS);
        }

        if (parents.add(sample.traceId()) > 0)
        {
            for (int i = 0; i < sample.count(); i++)
            {
                sums[i] += sample.values()[i];
            }
            mean.count(Math.max(mean.count(), sample.count()));
        }
    }

    /**
     * A run shorter than a window ends with what there is.
     */
    @Override
    public void onEnd(final long nowNs, final StageOutput output)
    {
        if (!hasPublished && !parents.isEmpty())
        {
            publish(nowNs, output);
        }
    }

    private void publish(final long nowNs, final StageOutput output)
    {
        for (int i = 0; i < mean.count(); i++)
        {
            mean.values()[i] = sums[i] / parents.size();
            sums[i] = 0;
        }

        output.publishJoined(mean, nowNs, parents);
        hasPublished = true;
        parents.clear();
        mean.count(0);
    }
}
