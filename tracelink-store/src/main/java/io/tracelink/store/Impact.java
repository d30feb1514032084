package io.tracelink.store;

import java.util.List;

/**
 * What became of a range of frames.
 *
 * @param streamId   of the inputs, uint32.
 * @param epoch      of the inputs.
 * @param fromSeq    first sequence that was asked for.
 * @param toSeq      last sequence that was asked for, itself in the range.
 * @param inputCount how many frames of the range are stored.
 * @param traceCount how many traces were reached, those of the inputs included.
 * @param linkCount  how many links were walked.
 * @param missing    what the answer lacks, by the rules of {@link LineageAnalysis}.
 * @param outputs    the frames that were reached, without those of the range, by stream and epoch in unsigned order.
 */
public record Impact(
    long streamId,
    long epoch,
    long fromSeq,
    long toSeq,
    long inputCount,
    long traceCount,
    long linkCount,
    List<Missing> missing,
    List<FrameRanges> outputs)
{
    /**
     * Keep unmodifiable copies of the lists.
     *
     * @param streamId   of the inputs.
     * @param epoch      of the inputs.
     * @param fromSeq    first sequence.
     * @param toSeq      last sequence.
     * @param inputCount number of inputs.
     * @param traceCount number of traces.
     * @param linkCount  number of links.
     * @param missing    what the answer lacks.
     * @param outputs    that were reached.
     */
    public Impact
    {
        missing = List.copyOf(missing);
        outputs = List.copyOf(outputs);
    }

    /**
     * Is nothing missing?
     *
     * @return true if {@link #missing()} is empty.
     */
    public boolean complete()
    {
        return missing.isEmpty();
    }

    /**
     * Does the store know anything of the range?
     *
     * @return false if there is neither a frame nor a TraceLinkSet of it.
     */
    public boolean found()
    {
        return inputCount > 0 || traceCount > 0;
    }

    /**
     * How many frames were reached.
     *
     * @return the number of frames in all outputs.
     */
    public long outputCount()
    {
        long count = 0;
        for (final FrameRanges ranges : outputs)
        {
            count += ranges.frameCount();
        }

        return count;
    }
}
