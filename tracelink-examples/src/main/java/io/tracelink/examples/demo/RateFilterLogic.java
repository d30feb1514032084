package io.tracelink.examples.demo;

/**
 * Lets one frame of so many pass, as it is: 1→1.
 */
final class RateFilterLogic implements StageLogic
{
    private final int divisor;
    private int count;

    RateFilterLogic(final int divisor)
    {
        this.divisor = divisor;
    }

    @Override
    public void onSample(final int inputIndex, final Sample sample, final long nowNs, final FrameOutput output)
    {
        if (0 == count)
        {
            output.publishDerived(sample, nowNs);
        }

        count = (count + 1) % divisor;
    }
}
