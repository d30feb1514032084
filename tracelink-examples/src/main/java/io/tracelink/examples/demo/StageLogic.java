package io.tracelink.examples.demo;

/**
 * What a stage does with time and with the frames that it reads.
 */
interface StageLogic
{
    /**
     * Time passes.
     *
     * @param nowNs  since the epoch.
     * @param output of the stage.
     * @return the amount of work done.
     */
    default int doWork(final long nowNs, final FrameOutput output)
    {
        return 0;
    }

    /**
     * A frame was read.
     *
     * @param inputIndex of the input that it came from.
     * @param sample     that was read; holds until this method returns.
     * @param nowNs      since the epoch.
     * @param output     of the stage.
     */
    default void onSample(final int inputIndex, final Sample sample, final long nowNs, final FrameOutput output)
    {
    }

    /**
     * Nothing more will be read.
     *
     * @param nowNs  since the epoch.
     * @param output of the stage.
     */
    default void onEnd(final long nowNs, final FrameOutput output)
    {
    }
}
