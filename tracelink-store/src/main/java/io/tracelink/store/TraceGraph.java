package io.tracelink.store;

/**
 * The links and frames of what was reached from some trace IDs, in arrays of primitives: a walk over it boxes nothing
 * and asks no database. Traces, links and frames are known by their index.
 * <p>
 * The frames of a trace are consecutive and ordered by time, then stream, epoch and sequence. A trace may have none:
 * then only links tell of it. Immutable, so it may be shared.
 * <pre>
 * for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace); frame != end; frame++)
 * {
 *     total += graph.tNs(frame);
 * }
 * </pre>
 */
public final class TraceGraph
{
    /**
     * There is no such trace in the graph.
     */
    public static final int ABSENT = IdIndex.ABSENT;

    private final IdIndex index;
    private final int startCount;
    private final int[] childEnds;
    private final int[] children;
    private final int[] frameEnds;
    private final FrameColumns frames;

    TraceGraph(
        final IdIndex index,
        final int startCount,
        final int[] childEnds,
        final int[] children,
        final int[] frameEnds,
        final FrameColumns frames)
    {
        this.index = index;
        this.startCount = startCount;
        this.childEnds = childEnds;
        this.children = children;
        this.frameEnds = frameEnds;
        this.frames = frames;
    }

    /**
     * How many traces were reached, those that were started from included.
     *
     * @return the number of traces.
     */
    public int traceCount()
    {
        return index.size();
    }

    /**
     * How many traces were started from; they come first.
     *
     * @return the number of traces.
     */
    public int startCount()
    {
        return startCount;
    }

    /**
     * How many links were walked.
     *
     * @return the number of links.
     */
    public int linkCount()
    {
        return children.length;
    }

    /**
     * How many frames carry the traces.
     *
     * @return the number of frames.
     */
    public int frameCount()
    {
        return frames.size();
    }

    /**
     * Index of a trace ID.
     *
     * @param traceId to look for.
     * @return the index, or {@link #ABSENT}.
     */
    public int indexOf(final long traceId)
    {
        return index.indexOf(traceId);
    }

    /**
     * Trace ID of a trace.
     *
     * @param trace index in 0..traceCount.
     * @return the trace ID.
     */
    public long traceId(final int trace)
    {
        return index.id(trace);
    }

    /**
     * The first of the consecutive links to what was made from a trace.
     *
     * @param trace index in 0..traceCount.
     * @return index of the link.
     */
    public int firstChild(final int trace)
    {
        return 0 == trace ? 0 : childEnds[trace - 1];
    }

    /**
     * The end of the links to what was made from a trace.
     *
     * @param trace index in 0..traceCount.
     * @return index after the last link.
     */
    public int endChild(final int trace)
    {
        return childEnds[trace];
    }

    /**
     * Where a link leads.
     *
     * @param link index in 0..linkCount.
     * @return index of the trace that was made.
     */
    public int child(final int link)
    {
        return children[link];
    }

    /**
     * The first of the consecutive frames of a trace.
     *
     * @param trace index in 0..traceCount.
     * @return index of the frame.
     */
    public int firstFrame(final int trace)
    {
        return 0 == trace ? 0 : frameEnds[trace - 1];
    }

    /**
     * The end of the frames of a trace.
     *
     * @param trace index in 0..traceCount.
     * @return index after the last frame.
     */
    public int endFrame(final int trace)
    {
        return frameEnds[trace];
    }

    /**
     * Stream of a frame.
     *
     * @param frame index in 0..frameCount.
     * @return the stream id, uint32.
     */
    public long streamId(final int frame)
    {
        return frames.streamIds[frame];
    }

    /**
     * Epoch of a frame.
     *
     * @param frame index in 0..frameCount.
     * @return the epoch, uint64.
     */
    public long epoch(final int frame)
    {
        return frames.epochs[frame];
    }

    /**
     * Sequence of a frame.
     *
     * @param frame index in 0..frameCount.
     * @return the sequence, uint64.
     */
    public long seq(final int frame)
    {
        return frames.seqs[frame];
    }

    /**
     * Time of a frame, as {@link StoredFrame#tNs()}.
     *
     * @param frame index in 0..frameCount.
     * @return the time in nanoseconds, uint64.
     */
    public long tNs(final int frame)
    {
        return frames.tNs[frame];
    }

    /**
     * Status of a frame.
     *
     * @param frame index in 0..frameCount.
     * @return bits of {@link FrameStatus}.
     */
    public int status(final int frame)
    {
        return frames.statuses[frame];
    }

    /**
     * Was the time of a frame taken by its producer?
     *
     * @param frame index in 0..frameCount.
     * @return false if it is the time of receipt, which is no time of a hop.
     */
    public boolean isTimed(final int frame)
    {
        return 0 == (frames.statuses[frame] & FrameStatus.TIMESTAMP_ABSENT);
    }

    /**
     * The trace that a frame carries.
     *
     * @param frame index in 0..frameCount.
     * @return index of the trace.
     */
    public int traceOf(final int frame)
    {
        return frames.traces[frame];
    }

    /**
     * Index of a trace ID, looked for at a place first.
     */
    int indexOf(final long traceId, final int guess)
    {
        return index.indexOf(traceId, guess);
    }

    /**
     * All trace IDs in ascending signed order.
     */
    long[] sortedIds()
    {
        return index.sortedFrom(0);
    }

    /**
     * A frame as a row; its {@code stageId} is not read and 0.
     */
    StoredFrame frame(final int frame)
    {
        return new StoredFrame(
            streamId(frame), epoch(frame), seq(frame), 0, tNs(frame), traceId(traceOf(frame)), status(frame));
    }
}
