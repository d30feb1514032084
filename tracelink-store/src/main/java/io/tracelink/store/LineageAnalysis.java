package io.tracelink.store;

import org.agrona.CloseHelper;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Questions about many frames at once: what a range of frames reached, and how long frames took from one stream to
 * another. Links and frames of the time slice in question are read once into arrays ({@link TraceGraph}) and walked
 * there, each trace once however many lineages lead over it. Cycles of faulty writers end, and depth costs no stack.
 * <p>
 * Each answer is of one snapshot of the store and carries its verdict. Its rules look at the ranges of streams that the
 * answer touches, from the first to the last frame, and cost a few passes over them. Where a single {@link Lineage}
 * can tell that a gap does not concern it, a range reports the gap: among so many lineages it mostly does.
 * <ol>
 * <li>Frames of the range that was asked for, and of every touched range, are <i>never seen</i> where sequences have a
 * gap; a place whose TraceLinkSet names a trace that was not reached is left out, unless it is one that was asked for,
 * or, going down, may have been made from a frame that the range asked for has lost.</li>
 * <li>So they are in gaps beside the touched range of a stream declared derived, as for a single lineage.</li>
 * <li>Links of frames in the touched ranges of joined streams are <i>never seen</i> where there is neither a
 * TraceLinkSet nor a window and the trace ID was minted there. Going down, joined streams are also looked at beside the
 * touched range, and where they were not reached, as for a single lineage.</li>
 * <li>Links are a <i>mismatch</i> where a TraceLinkSet of a reached trace names the place of another one, or has not as
 * many links as it said; frames are where two descriptors claimed a place.</li>
 * <li>Links are <i>not committed</i> where a window holds frames that were reached (going down) or that are no parents
 * of its output (going up).</li>
 * <li>Links of untraced frames in the range that was asked for are <i>sampled out</i>.</li>
 * <li>A trace of which only links tell has lost its frames: where its TraceLinkSet says, or where trace IDs leave room.
 * </li>
 * <li>Frames are <i>expired</i> instead if retention removed them ({@link Expiry}).</li>
 * </ol>
 * <p>
 * Memory: about 24 bytes a link and 100 a frame of what is walked, and 28 a frame of the ranges that are looked at.
 * Latency walks the outputs in parts of about 262,144.
 * <p>
 * Not thread-safe.
 * <pre>
 * try (LineageAnalysis analysis = store.analysis())
 * {
 *     final Impact impact = analysis.impact(streamId, epoch, fromSeq, toSeq);
 *     final Latency latency = analysis.latency(sensorStreamId, outputStreamId, InputChoice.NEWEST);
 * }
 * </pre>
 */
public final class LineageAnalysis implements AutoCloseable
{
    /**
     * Longest path of frames whose hops are told.
     */
    public static final int MAX_PATH_FRAMES = 64;

    /**
     * How many different paths a latency answer tells apart.
     */
    public static final int MAX_PATHS = 64;

    private final Connection connection;
    private final FrameRows frameRows;
    private final FrameSlices slices;
    private final TraceGraphLoader loader;
    private final RangeVerdict verdict;
    private final KnownPlaces knownPlaces;

    LineageAnalysis(final Connection connection, final RecordedPositions recorded)
    {
        this(connection, recorded, TraceFrames.MIN_SLICE_IDS);
    }

    LineageAnalysis(final Connection connection, final RecordedPositions recorded, final int minSliceIds)
    {
        this.connection = connection;
        try
        {
            connection.setAutoCommit(false);
            frameRows = new FrameRows(connection);
            slices = new FrameSlices(connection);
            loader = new TraceGraphLoader(
                connection, new TraceFrames(connection, frameRows, slices, minSliceIds));
            verdict = new RangeVerdict(connection, recorded, new TraceRows(connection), frameRows, slices);
            knownPlaces = new KnownPlaces(connection);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("queries cannot be prepared", ex);
        }
    }

    /**
     * Everything that can be reached from trace IDs, for a walk of your own.
     *
     * @param traceIds  to start from, none of them 0.
     * @param direction up or down.
     * @return the graph; its links lead from what something was made of to what was made, in either direction.
     * @throws IllegalArgumentException if a trace ID is 0, or the direction is both.
     * @throws StoreException           if the store fails.
     */
    public TraceGraph graph(final long[] traceIds, final Direction direction)
    {
        if (Direction.BOTH == direction)
        {
            throw new IllegalArgumentException("direction=BOTH is no walk; ask for UP and for DOWN");
        }

        final IdIndex starts = new IdIndex();
        for (final long traceId : traceIds)
        {
            starts.add(requireTraceId(traceId));
        }

        return inSnapshot((missing) -> loader.load(starts, Direction.UP == direction));
    }

    /**
     * What became of a range of frames: every frame on any stream whose trace was made from one of theirs, over any
     * number of links, or that carries one of their trace IDs and is not stamped before the frame of the range. Where
     * a stage hands the timestamp of its input on, the times do not tell which frame was first; both are reached then.
     *
     * @param streamId of the frames, uint32.
     * @param epoch    of the frames.
     * @param fromSeq  first sequence of the range.
     * @param toSeq    last sequence of the range, itself in it.
     * @return the answer; see {@link Impact#found()}.
     * @throws IllegalArgumentException if the range is not in order.
     * @throws StoreException           if the store fails.
     */
    public Impact impact(final long streamId, final long epoch, final long fromSeq, final long toSeq)
    {
        validateRange(fromSeq, toSeq);
        return inSnapshot((missing) ->
            new ImpactWalk(new StreamKey(streamId, epoch), fromSeq, toSeq, missing)
                .run(frameRows, slices, loader, verdict));
    }

    /**
     * How long frames took from one stream to another, for all frames of the latter that are stored. Asked for, and
     * missing where they are not, are all from the first to the last one of each epoch that is stored, has expired, or
     * is known by its TraceLinkSet.
     *
     * @param fromStreamId stream of the inputs, uint32.
     * @param toStreamId   stream of the outputs, uint32, another one.
     * @param input        from which input of each output the time is taken.
     * @return the answer; see {@link Latency#found()}.
     * @throws IllegalArgumentException if the streams are the same.
     * @throws StoreException           if the store fails.
     */
    public Latency latency(final long fromStreamId, final long toStreamId, final InputChoice input)
    {
        validateStreams(fromStreamId, toStreamId);
        return inSnapshot((missing) ->
        {
            final LatencyQuestion question = question(fromStreamId, toStreamId, input, missing);
            knownPlaces.of(toStreamId).forEach(question::add);
            return question.answer();
        });
    }

    /**
     * How long frames took from one stream to a range of another.
     *
     * @param fromStreamId stream of the inputs, uint32.
     * @param toStreamId   stream of the outputs, uint32, another one.
     * @param input        from which input of each output the time is taken.
     * @param epoch        of the outputs.
     * @param fromSeq      first sequence of the outputs.
     * @param toSeq        last sequence of the outputs, itself in the range.
     * @return the answer; see {@link Latency#found()}.
     * @throws IllegalArgumentException if the streams are the same, or the range is not in order.
     * @throws StoreException           if the store fails.
     */
    public Latency latency(
        final long fromStreamId,
        final long toStreamId,
        final InputChoice input,
        final long epoch,
        final long fromSeq,
        final long toSeq)
    {
        validateStreams(fromStreamId, toStreamId);
        validateRange(fromSeq, toSeq);
        return inSnapshot((missing) ->
        {
            final LatencyQuestion question = question(fromStreamId, toStreamId, input, missing);
            question.add(new StreamKey(toStreamId, epoch), fromSeq, toSeq);
            return question.answer();
        });
    }

    /**
     * The slowest path of one lineage: from the earliest frame that an output was made from, on whatever stream, to the
     * last frame of the output. Where several ways lead there, it is one with the fewest links. Frames without a
     * timestamp of their producer are not taken for the earliest.
     *
     * @param traceId of the output.
     * @return the frames, from the earliest on; empty if the trace has none, one if it was made from nothing else. Of a
     *         path with more than {@link #MAX_PATH_FRAMES} frames only the first and the last one.
     * @throws IllegalArgumentException if the trace ID is 0.
     * @throws StoreException           if the store fails.
     */
    public List<StoredFrame> slowestPath(final long traceId)
    {
        final IdIndex starts = new IdIndex();
        starts.add(requireTraceId(traceId));
        return inSnapshot((missing) ->
        {
            final TraceGraph graph = loader.load(starts, true);
            final LatencyWalk walk = LatencyWalk.from(graph, LatencyWalk.ANY_STREAM, InputChoice.OLDEST);
            final int last = graph.endFrame(0) - 1;
            return last < 0 ? List.of() : walk.rows(walk.trace(last));
        });
    }

    /**
     * Close the connection.
     */
    @Override
    public void close()
    {
        try
        {
            connection.close();
        }
        catch (final SQLException ex)
        {
            throw new StoreException("queries cannot be closed", ex);
        }
    }

    private LatencyQuestion question(
        final long fromStreamId, final long toStreamId, final InputChoice input, final MissingSet missing)
    {
        return new LatencyQuestion(
            frameRows, slices, loader, verdict, new LatencyRecorder(fromStreamId, toStreamId, input), missing);
    }

    private <T> T inSnapshot(final Question<T> question)
    {
        try
        {
            try
            {
                return question.ask(verdict.startQuery());
            }
            finally
            {
                slices.clear();
                connection.rollback();
            }
        }
        catch (final SQLException ex)
        {
            throw new StoreException("query failed", ex);
        }
    }

    private static long requireTraceId(final long traceId)
    {
        if (0 == traceId)
        {
            throw new IllegalArgumentException("traceId=0 is the null trace ID; give that of a frame");
        }

        return traceId;
    }

    private static void validateStreams(final long fromStreamId, final long toStreamId)
    {
        if (fromStreamId == toStreamId)
        {
            throw new IllegalArgumentException(
                "fromStreamId=" + fromStreamId + " toStreamId=" + toStreamId + " must be two streams");
        }
    }

    private static void validateRange(final long fromSeq, final long toSeq)
    {
        if (Long.compareUnsigned(fromSeq, toSeq) > 0)
        {
            throw new IllegalArgumentException(
                "fromSeq=" + Long.toUnsignedString(fromSeq) + " toSeq=" + Long.toUnsignedString(toSeq) +
                " must be in order");
        }
    }

    @FunctionalInterface
    private interface Question<T>
    {
        T ask(MissingSet missing) throws SQLException;
    }
}
