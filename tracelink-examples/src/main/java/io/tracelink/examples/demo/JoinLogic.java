package io.tracelink.examples.demo;

import io.tracelink.aeron.LatestFrames;
import io.tracelink.core.ParentSet;

/**
 * Joins the latest values of its inputs whenever the first, fastest one brings a frame: N→1.
 */
final class JoinLogic implements StageLogic
{
    private final LatestFrames latest;
    private final Sample[] values;
    private final Sample joined = new Sample();
    private final ParentSet parents;

    JoinLogic(final long... inputStreamIds)
    {
        latest = new LatestFrames(inputStreamIds);
        values = new Sample[inputStreamIds.length];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = new Sample();
        }
        parents = new ParentSet(inputStreamIds.length);
    }

    @Override
    public void onSample(final int inputIndex, final Sample sample, final long nowNs, final FrameOutput output)
    {
        final int input =
            latest.onFrame(sample.streamId(), sample.epoch(), sample.seq(), sample.timestampNs(), sample.traceId());
        if (input < 0)
        {
            return;
        }

        final Sample mine = values[input];
        System.arraycopy(sample.values(), 0, mine.values(), 0, sample.count());
        mine.count(sample.count());

        if (0 == input && latest.matchLatest() && latest.parents(parents) == latest.inputCount())
        {
            join(nowNs, output);
        }
    }

    private void join(final long nowNs, final FrameOutput output)
    {
        int count = 0;
        for (final Sample input : values)
        {
            final int length = Math.min(input.count(), Sample.MAX_VALUES - count);
            System.arraycopy(input.values(), 0, joined.values(), count, length);
            count += length;
        }

        joined.count(count);
        output.publishJoined(joined, nowNs, parents);
    }
}
