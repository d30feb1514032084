package io.tracelink.examples.demo;

import io.tracelink.core.ParentSet;

/**
 * Joins the latest values of its inputs whenever the first, fastest one brings a frame: N→1.
 */
final class JoinLogic implements StageLogic
{
    private final Sample[] latest;
    private final Sample joined = new Sample();
    private final ParentSet parents;

    JoinLogic(final int inputCount)
    {
        latest = new Sample[inputCount];
        for (int i = 0; i < inputCount; i++)
        {
            latest[i] = new Sample();
        }
        parents = new ParentSet(inputCount);
    }

    @Override
    public void onSample(final int inputIndex, final Sample sample, final long nowNs, final FrameOutput output)
    {
        final Sample mine = latest[inputIndex];
        System.arraycopy(sample.values(), 0, mine.values(), 0, sample.count());
        mine.count(sample.count());
        mine.traceId(sample.traceId());

        if (0 == inputIndex)
        {
            join(nowNs, output);
        }
    }

    private void join(final long nowNs, final FrameOutput output)
    {
        int count = 0;
        parents.clear();

        for (final Sample input : latest)
        {
            if (parents.add(input.traceId()) < 0)
            {
                return;
            }

            final int length = Math.min(input.count(), Sample.MAX_VALUES - count);
            System.arraycopy(input.values(), 0, joined.values(), count, length);
            count += length;
        }

        joined.count(count);
        output.publishJoined(joined, nowNs, parents);
    }
}
