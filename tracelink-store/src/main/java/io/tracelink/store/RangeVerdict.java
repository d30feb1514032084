package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds out what an answer about many frames lacks, by the rules that {@link LineageAnalysis} lists. The cost is that
 * of a few passes over the ranges that were touched.
 */
final class RangeVerdict
{
    private final TraceRows traceRows;
    private final FrameRows frameRows;
    private final Connection connection;
    private final RecordedPositions recorded;
    private final StreamKinds kinds;
    private final Expired expired;
    private final LinkRules linkRules;
    private final WindowRules windowRules;
    private final RegionRules regionRules;
    private final DerivedRules derivedRules;
    private final KnownOutputs knownOutputs;

    RangeVerdict(
        final Connection connection,
        final RecordedPositions recorded,
        final TraceRows traceRows,
        final FrameRows frameRows,
        final FrameSlices slices)
        throws SQLException
    {
        this.connection = connection;
        this.recorded = recorded;
        this.traceRows = traceRows;
        this.frameRows = frameRows;
        kinds = new StreamKinds(connection, frameRows);
        expired = new Expired(connection);
        linkRules = new LinkRules(traceRows, frameRows, kinds);
        windowRules = new WindowRules(connection, traceRows, frameRows);
        regionRules = new RegionRules(connection, frameRows, slices, linkRules, kinds);
        derivedRules = new DerivedRules(traceRows, frameRows, kinds);
        knownOutputs = new KnownOutputs(connection);
    }

    /**
     * Learn what streams there are in the snapshot that is asked, what has expired, and whether it lacks
     * something that was recorded.
     *
     * @return where to gather what the answer lacks.
     */
    MissingSet startQuery() throws SQLException
    {
        kinds.load();
        expired.load();
        final MissingSet missing = new MissingSet(expired);
        recorded.report(connection, missing);
        return missing;
    }

    /**
     * Judge a walk down from a range of a stream.
     *
     * @param outputs what was reached, without the range itself.
     */
    void assessDown(
        final TraceGraph graph,
        final StreamKey input,
        final long fromSeq,
        final long toSeq,
        final List<FrameRanges> outputs,
        final MissingSet missing)
        throws SQLException
    {
        regionRules.startWalk(graph, false);
        final long[] starts = new long[graph.startCount()];
        for (int i = 0; i < starts.length; i++)
        {
            starts[i] = graph.traceId(i);
        }

        UnsignedOrder.sort(starts);
        final LostInputs lostInputs = new LostInputs(traceRows, frameRows, input, fromSeq, toSeq);
        final Map<StreamKey, FrameRanges> outputsByKey = new HashMap<>();
        windowRules.assessOutputs(
            input, fromSeq, toSeq, (traceId) -> RegionRules.isReached(graph, traceId), missing);
        for (final FrameRanges output : outputs)
        {
            final StreamKey key = output.key();
            outputsByKey.put(key, output);
            regionRules.assess(key, output.first(), output.last(), graph, lostInputs::mayLeadTo, missing);
            windowRules.assessOutputs(
                key, output.first(), output.last(), (traceId) -> RegionRules.isReached(graph, traceId), missing);
        }

        if (starts.length > 0)
        {
            assessBeside(graph, input, starts[0], outputsByKey, missing);
        }

        final StreamExtents touched = new StreamExtents();
        for (final FrameRanges output : outputs)
        {
            touched.add(output.streamId(), output.epoch(), output.first());
            touched.add(output.streamId(), output.epoch(), output.last());
        }

        assessDerived(graph, touched, missing);
        assessOriginless(graph, graph.startCount(), missing);
    }

    /**
     * Judge a walk up.
     *
     * @param outputs stream whose frames were asked for, so that each lost one belongs to the answer.
     * @param touched extents of the frames that the answer is made of.
     */
    void assessUp(
        final TraceGraph graph, final StreamKey outputs, final StreamExtents touched, final MissingSet missing)
        throws SQLException
    {
        regionRules.startWalk(graph, true);
        touched.forEach((key, first, last) -> regionRules.assess(
            key, first, last, graph,
            key.equals(outputs) ? RegionRules.Unreached.ALL : RegionRules.Unreached.NONE, missing));

        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int trace = 0; trace < graph.traceCount(); trace++)
        {
            least = Math.min(least, graph.traceId(trace));
            most = Math.max(most, graph.traceId(trace));
        }

        final List<WindowRow> windows =
            windowRules.windowsOf(least, most, (traceId) -> RegionRules.isReached(graph, traceId));
        windowRules.assessInputs(windows, (traceId, parentId) -> isLinked(graph, traceId, parentId), missing);
        assessDerived(graph, touched, missing);
        assessOriginless(graph, 0, missing);
    }

    /**
     * Outputs whose link sets were lost are not reached: look at each joined stream beside what was, or else around the
     * time of the inputs.
     */
    private void assessBeside(
        final TraceGraph graph,
        final StreamKey input,
        final long startId,
        final Map<StreamKey, FrameRanges> outputs,
        final MissingSet missing)
        throws SQLException
    {
        final ReachedFrames reached = new ReachedFrames();
        for (int frame = 0, count = graph.frameCount(); frame < count; frame++)
        {
            reached.add(
                graph.streamId(frame), graph.epoch(frame), graph.seq(frame), graph.tNs(frame),
                graph.traceId(graph.traceOf(frame)));
        }

        for (final StreamKey key : frameRows.streamKeys())
        {
            if (kinds.isJoined(key.streamId()) && !key.equals(input))
            {
                final OutputRun run = new OutputRun(
                    frameRows, knownOutputs, linkRules, key, reached, startId, missing);
                final FrameRanges output = outputs.get(key);
                if (null == output)
                {
                    run.unreached();
                }
                else
                {
                    run.beside(output.first(), output.last());
                }
            }
        }
    }

    private void assessDerived(final TraceGraph graph, final StreamExtents extents, final MissingSet missing)
        throws SQLException
    {
        if (kinds.hasDerived())
        {
            final Map<StreamKey, Touched> touched = new HashMap<>();
            extents.forEach((key, first, last) ->
            {
                if (kinds.isDerived(key.streamId()))
                {
                    touched.put(key, Touched.of(frameRows.at(key, first), frameRows.at(key, last)));
                }
            });

            derivedRules.assess(new Reached(graph), touched, missing);
        }
    }

    private static boolean isLinked(final TraceGraph graph, final long traceId, final long parentId)
    {
        final int child = graph.indexOf(traceId);
        final int parent = graph.indexOf(parentId);
        for (int link = TraceGraph.ABSENT == parent ? 0 : graph.firstChild(parent),
            end = TraceGraph.ABSENT == parent ? 0 : graph.endChild(parent); link < end; link++)
        {
            if (child == graph.child(link))
            {
                return true;
            }
        }

        return false;
    }

    /**
     * Traces whose first frame was lost, where their link set says or where trace IDs leave room: those of which only
     * links tell, and those that only derived streams have.
     *
     * @param firstTrace of those that are looked at for the latter.
     */
    private void assessOriginless(final TraceGraph graph, final int firstTrace, final MissingSet missing)
        throws SQLException
    {
        final LongArrayList frameless = new LongArrayList();
        final LongArrayList derived = new LongArrayList();
        for (int trace = 0; trace < graph.traceCount(); trace++)
        {
            if (graph.firstFrame(trace) == graph.endFrame(trace))
            {
                frameless.addLong(graph.traceId(trace));
            }
            else if (kinds.hasDerived() && trace >= firstTrace && isOnDerivedStreamsOnly(graph, trace))
            {
                derived.addLong(graph.traceId(trace));
            }
        }

        search(
            unplaced(FrameRules.unexplained(traceRows, frameless, missing), missing), (key) -> true, missing);
        search(unplaced(derived, missing), (key) -> !kinds.isDerived(key.streamId()), missing);
    }

    private boolean isOnDerivedStreamsOnly(final TraceGraph graph, final int trace)
    {
        for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace); frame < end; frame++)
        {
            if (!kinds.isDerived(graph.streamId(frame)))
            {
                return false;
            }
        }

        return true;
    }

    /**
     * Report the places that link sets tell.
     *
     * @return the IDs of the others, in unsigned order.
     */
    private long[] unplaced(final LongArrayList ids, final MissingSet missing) throws SQLException
    {
        final LongHashSet placed = new LongHashSet();
        for (final LinkSetRow set : traceRows.linkSets(ids))
        {
            placed.add(set.traceId());
            missing.frames(new StreamKey(set.streamId(), set.epoch()), set.seq(), set.seq(), set.traceId());
        }

        final LongArrayList unplaced = new LongArrayList();
        for (int i = 0, size = ids.size(); i < size; i++)
        {
            if (!placed.contains(ids.getLong(i)))
            {
                unplaced.addLong(ids.getLong(i));
            }
        }

        final long[] sorted = unplaced.toLongArray();
        UnsignedOrder.sort(sorted);
        return sorted;
    }

    private void search(final long[] sorted, final Predicate<StreamKey> where, final MissingSet missing)
        throws SQLException
    {
        if (0 != sorted.length)
        {
            final LostFrameSearch search = new LostFrameSearch(frameRows, expired, sorted);
            for (final StreamKey key : frameRows.streamKeys())
            {
                if (where.test(key))
                {
                    search.lookInto(key);
                }
            }

            search.report(true, missing);
        }
    }

    private record Reached(TraceGraph graph) implements DerivedRules.Traces
    {
        @Override
        public int count()
        {
            return graph.traceCount();
        }

        @Override
        public long id(final int index)
        {
            return graph.traceId(index);
        }

        @Override
        public boolean isOn(final long traceId, final long streamId)
        {
            final int trace = graph.indexOf(traceId);
            for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace); frame < end; frame++)
            {
                if (graph.streamId(frame) == streamId)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
