package io.tracelink.store;

import java.util.List;

/**
 * How long frames took from one stream to another, over the links and trace IDs that lead there. Each output counts
 * once, with the path to one of its inputs ({@link InputChoice}); the hops of a path add up to its end to end.
 */
public final class Latency
{
    private final LatencyRecorder recorder;
    private final List<Missing> missing;

    Latency(final LatencyRecorder recorder, final List<Missing> missing)
    {
        this.recorder = recorder;
        this.missing = List.copyOf(missing);
    }

    /**
     * Stream of the inputs.
     *
     * @return the stream id, uint32.
     */
    public long fromStreamId()
    {
        return recorder.fromStreamId;
    }

    /**
     * Stream of the outputs.
     *
     * @return the stream id, uint32.
     */
    public long toStreamId()
    {
        return recorder.toStreamId;
    }

    /**
     * Which input of each output was taken.
     *
     * @return the choice.
     */
    public InputChoice input()
    {
        return recorder.input;
    }

    /**
     * How many frames the output stream has in the range that was asked for.
     *
     * @return the number of frames.
     */
    public long outputCount()
    {
        return recorder.outputCount;
    }

    /**
     * How many of them have no input on the other stream, as far as the store knows; untraced ones included.
     *
     * @return the number of frames.
     */
    public long unconnectedCount()
    {
        return recorder.unconnectedCount;
    }

    /**
     * How many links were walked.
     *
     * @return the number of links.
     */
    public long linkCount()
    {
        return recorder.linkCount;
    }

    /**
     * How many outputs came over more than {@link LineageAnalysis#MAX_PATH_FRAMES} frames, or over other streams than
     * the first {@link LineageAnalysis#MAX_PATHS} paths. They are in the times of the end to end, and in no path.
     *
     * @return the number of outputs.
     */
    public long otherPathCount()
    {
        return recorder.otherPathCount;
    }

    /**
     * Times from the input to the output, over all paths.
     *
     * @return the times.
     */
    public LatencyPath.HopTimes endToEnd()
    {
        return recorder.endToEnd;
    }

    /**
     * The paths, most used first.
     *
     * @return an unmodifiable list.
     */
    public List<LatencyPath> paths()
    {
        return recorder.paths();
    }

    /**
     * The frames of the output that took longest, from its input on.
     *
     * @return an unmodifiable list, empty if no time could be taken. It has the first and last frame only where the
     *         path has more than {@link LineageAnalysis#MAX_PATH_FRAMES}.
     */
    public List<StoredFrame> slowest()
    {
        return recorder.slowest;
    }

    /**
     * What the answer lacks, by the rules of {@link LineageAnalysis}.
     *
     * @return an unmodifiable list.
     */
    public List<Missing> missing()
    {
        return missing;
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
     * Does the store know a path?
     *
     * @return false if there is no output, or none with an input.
     */
    public boolean found()
    {
        return outputCount() > unconnectedCount();
    }
}
