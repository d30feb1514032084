package io.tracelink.store;

import org.agrona.CloseHelper;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Asks a store where frames came from and what became of them (TraceLink §11), to any depth. A faulty writer's cycles
 * end, and depth costs no stack. Each answer is of one snapshot of the store and carries its verdict: what is missing,
 * or that nothing is.
 * <p>
 * <b>The verdict</b> is empty only if nothing below applies; where something cannot be told apart, it is reported.
 * <ol>
 * <li>Links of a frame are <i>never seen</i> if its stream is a joined one (it is declared so, or has had a
 * TraceLinkSet and is declared nothing else), its trace ID was minted there (no other stream but derived ones has a
 * frame with it as early), and neither a TraceLinkSet nor a window tells its parents.</li>
 * <li>Links are a <i>mismatch</i> if the TraceLinkSet names a place where there is a frame of another trace ID, or if
 * there are not as many links as it said.</li>
 * <li>Links are <i>not committed</i> if a window covers stored frames that are no parents yet: it must be expanded.
 * </li>
 * <li>A trace ID without a frame is lost at the place that its TraceLinkSet names; else in the gaps whose neighbours'
 * trace IDs enclose it, those of the same node first; else beyond the first or last frame of the nearest stream of its
 * node, where one number stays open; else somewhere, with all numbers open.</li>
 * <li>Frames are <i>never seen</i> where a touched stream has gaps between the first and the last frame touched, and
 * in windows. A gap is left out only if a lost frame there cannot belong: no links are missing, the trace IDs of the
 * stream grow from frame to frame all over the range, and none of the lineage's IDs that were minted by the nodes seen
 * there lies between the neighbours of the gap; or a TraceLinkSet tells that the lost frame had another trace ID.</li>
 * <li>A frame is also <i>never seen</i> on a stream that all trace IDs which another one shares with others were on
 * first, if the trace ID of a frame of that other stream is not on it; and somewhere, if only streams declared derived
 * have a trace ID.</li>
 * <li>Frames are <i>never seen</i> in a gap of a stream declared derived if a trace ID of the lineage that is not on
 * the stream lies between the neighbours of the gap, and one of these came from a stream that the trace is on.</li>
 * <li>Going down, joined streams are also searched beside what was reached, for outputs without TraceLinkSet and for
 * lost ones, between the known outputs that took older and those that took younger frames of the streams that were
 * reached. So are joined streams that were not reached but take from these.</li>
 * <li>A frame is a <i>mismatch</i> if another descriptor claimed its place
 * ({@link FrameStatus#CONFLICTING_DUPLICATE}), and so is one that came to a place that was taken.</li>
 * <li>Frames somewhere are <i>not committed</i> if the store lacks something of what was recorded, where that was
 * asked for ({@link LineageStore#lineage(RecordedPositions)}).</li>
 * <li>The links of an untraced frame are <i>sampled out</i>.</li>
 * <li>Frames are <i>expired</i> instead if retention removed them ({@link Expiry}): their trace ID tells, or else their
 * place.</li>
 * </ol>
 * What no store can know: frames after the last one stored, and that a stream is a joined one while none of its
 * TraceLinkSets ever arrived and it is not declared ({@link LineageStore#declare}).
 * <p>
 * Not thread-safe.
 */
public final class Lineage implements AutoCloseable
{
    /**
     * Depth of a query that goes all the way.
     */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final Connection connection;
    private final TraceRows traceRows;
    private final FrameRows frameRows;
    private final Verdict verdict;

    Lineage(final Connection connection, final RecordedPositions recorded)
    {
        this.connection = connection;
        try
        {
            connection.setAutoCommit(false);
            traceRows = new TraceRows(connection);
            frameRows = new FrameRows(connection);
            verdict = new Verdict(connection, recorded, traceRows, frameRows);
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("queries cannot be prepared", ex);
        }
    }

    /**
     * The whole lineage of a trace ID.
     *
     * @param traceId   to start from.
     * @param direction to go.
     * @return the answer; see {@link LineageGraph#found()}.
     * @throws IllegalArgumentException if the trace ID is 0.
     * @throws StoreException           if the store fails.
     */
    public LineageGraph ofTrace(final long traceId, final Direction direction)
    {
        return ofTrace(traceId, direction, UNLIMITED);
    }

    /**
     * The lineage of a trace ID.
     *
     * @param traceId   to start from.
     * @param direction to go.
     * @param maxDepth  how many links to go, 0 or more; the verdict is about what lies within.
     * @return the answer; see {@link LineageGraph#found()}.
     * @throws IllegalArgumentException if the trace ID is 0 or the depth is negative.
     * @throws StoreException           if the store fails.
     */
    public LineageGraph ofTrace(final long traceId, final Direction direction, final int maxDepth)
    {
        validateDepth(maxDepth);
        if (0 == traceId)
        {
            throw new IllegalArgumentException("traceId=0 is the null trace ID; give that of a frame");
        }

        return inSnapshot(() -> graph(traceId, direction, maxDepth, verdict.startQuery()));
    }

    /**
     * The whole lineage of a frame.
     *
     * @param streamId  of the frame, uint32.
     * @param epoch     of the frame.
     * @param seq       of the frame.
     * @param direction to go.
     * @return the answer; see {@link LineageGraph#found()}.
     * @throws StoreException if the store fails.
     */
    public LineageGraph ofFrame(final long streamId, final long epoch, final long seq, final Direction direction)
    {
        return ofFrame(streamId, epoch, seq, direction, UNLIMITED);
    }

    /**
     * The lineage of a frame. If the frame itself was lost but its TraceLinkSet was not, that tells its trace ID.
     *
     * @param streamId  of the frame, uint32.
     * @param epoch     of the frame.
     * @param seq       of the frame.
     * @param direction to go.
     * @param maxDepth  how many links to go, 0 or more; the verdict is about what lies within.
     * @return the answer, with trace ID 0 if the frame is not known or not traced.
     * @throws IllegalArgumentException if the depth is negative.
     * @throws StoreException           if the store fails.
     */
    public LineageGraph ofFrame(
        final long streamId, final long epoch, final long seq, final Direction direction, final int maxDepth)
    {
        validateDepth(maxDepth);
        return inSnapshot(() ->
        {
            final StreamKey key = new StreamKey(streamId, epoch);
            final StoredFrame frame = frameRows.at(key, seq);
            final MissingSet missing = verdict.startQuery();

            if (null != frame && 0 != frame.traceId())
            {
                return graph(frame.traceId(), direction, maxDepth, missing);
            }

            if (null != frame)
            {
                missing.links(key, seq, Missing.Cause.SAMPLED_OUT, null);
                return new LineageGraph(
                    0, direction, missing.toList(), List.of(new TraceNode(0, List.of(frame))), List.of());
            }

            missing.frames(key, seq, seq, null);
            final List<LinkSetRow> sets = frameRows.linkSetsAt(key, seq);
            return 1 == sets.size() ?
                graph(sets.get(0).traceId(), direction, maxDepth, missing) :
                new LineageGraph(0, direction, missing.toList(), List.of(), List.of());
        });
    }

    /**
     * The frame at a place.
     *
     * @param streamId of the frame, uint32.
     * @param epoch    of the frame.
     * @param seq      of the frame.
     * @return the frame, or null if there is none.
     * @throws StoreException if the store fails.
     */
    public StoredFrame frame(final long streamId, final long epoch, final long seq)
    {
        return inSnapshot(() -> frameRows.at(new StreamKey(streamId, epoch), seq));
    }

    /**
     * The last frame of a stream: that with the largest sequence of the latest epoch that is stored.
     *
     * @param streamId of the frame, uint32.
     * @return the frame, or null if none of the stream is stored.
     * @throws StoreException if the store fails.
     */
    public StoredFrame lastFrame(final long streamId)
    {
        return inSnapshot(() -> frameRows.last(streamId));
    }

    /**
     * The frames that carry a trace ID.
     *
     * @param traceId of the frames, not 0.
     * @return the frames, ordered by time.
     * @throws IllegalArgumentException if the trace ID is 0.
     * @throws StoreException           if the store fails.
     */
    public List<StoredFrame> frames(final long traceId)
    {
        if (0 == traceId)
        {
            throw new IllegalArgumentException("traceId=0 is the null trace ID; give that of a frame");
        }

        return inSnapshot(() -> List.copyOf(FramesById.read(traceRows, listOf(traceId)).of(traceId)));
    }

    /**
     * What a trace was made from, one link up.
     *
     * @param traceId of the output.
     * @return the trace IDs of its inputs.
     * @throws StoreException if the store fails.
     */
    public long[] parents(final long traceId)
    {
        return neighbours(traceId, true);
    }

    /**
     * What was made from a trace, one link down.
     *
     * @param traceId of the input.
     * @return the trace IDs of its outputs.
     * @throws StoreException if the store fails.
     */
    public long[] children(final long traceId)
    {
        return neighbours(traceId, false);
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

    private long[] neighbours(final long traceId, final boolean up)
    {
        return inSnapshot(() ->
        {
            final LongArrayList neighbours = new LongArrayList();
            traceRows.links(up, listOf(traceId), 0, 1, (from, to) -> neighbours.addLong(to));
            return neighbours.toLongArray();
        });
    }

    private LineageGraph graph(
        final long traceId, final Direction direction, final int maxDepth, final MissingSet missing)
        throws SQLException
    {
        final List<Closure> closures = new ArrayList<>(2);
        if (Direction.DOWN != direction)
        {
            closures.add(Closure.walk(traceRows, traceId, true, maxDepth));
        }

        if (Direction.UP != direction)
        {
            closures.add(Closure.walk(traceRows, traceId, false, maxDepth));
        }

        final boolean isOneWay = 1 == closures.size();
        final LongArrayList ids = isOneWay ? closures.get(0).ids() : union(closures);
        final FramesById frames = FramesById.read(traceRows, ids);
        for (final Closure closure : closures)
        {
            verdict.assess(closure, isOneWay ? frames : frames.only(closure.ids()), missing);
        }

        // one way each link is walked once; both ways a link of a cycle may be twice
        final Collection<TraceEdge> edges = isOneWay ? new ArrayList<>() : new LinkedHashSet<>();
        for (final Closure closure : closures)
        {
            for (int i = 0, size = closure.edgeCount(); i < size; i++)
            {
                edges.add(closure.edge(i));
            }
        }

        final List<TraceNode> nodes = new ArrayList<>(ids.size());
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            nodes.add(new TraceNode(ids.getLong(i), frames.of(ids.getLong(i))));
        }

        return new LineageGraph(traceId, direction, missing.toList(), nodes, List.copyOf(edges));
    }

    private static LongArrayList union(final List<Closure> closures)
    {
        final LongHashSet known = new LongHashSet();
        final LongArrayList ids = new LongArrayList();
        for (final Closure closure : closures)
        {
            for (int i = 0, size = closure.ids().size(); i < size; i++)
            {
                if (known.add(closure.ids().getLong(i)))
                {
                    ids.addLong(closure.ids().getLong(i));
                }
            }
        }

        return ids;
    }

    private <T> T inSnapshot(final Question<T> question)
    {
        try
        {
            try
            {
                return question.ask();
            }
            finally
            {
                connection.rollback();
            }
        }
        catch (final SQLException ex)
        {
            throw new StoreException("query failed", ex);
        }
    }

    private static LongArrayList listOf(final long traceId)
    {
        final LongArrayList list = new LongArrayList();
        list.addLong(traceId);
        return list;
    }

    private static void validateDepth(final int maxDepth)
    {
        if (maxDepth < 0)
        {
            throw new IllegalArgumentException("maxDepth=" + maxDepth + " must be 0 or more");
        }
    }

    @FunctionalInterface
    private interface Question<T>
    {
        T ask() throws SQLException;
    }
}
