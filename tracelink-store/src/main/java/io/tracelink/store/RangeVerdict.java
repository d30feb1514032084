package io.tracelink.store;

import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final PreparedStatement inputStreams;

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
        inputStreams = connection.prepareStatement(
            "SELECT DISTINCT stream_id FROM frames WHERE trace_id IN " +
            "(SELECT parent_trace_id FROM trace_links WHERE trace_id = ?)");
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
        final LongHashSet streamIds = new LongHashSet();
        streamIds.add(input.streamId());
        windowRules.assessOutputs(
            input, fromSeq, toSeq, (traceId) -> RegionRules.isReached(graph, traceId), missing);
        final Set<StreamKey> outputKeys = new HashSet<>();
        for (final FrameRanges output : outputs)
        {
            final StreamKey key = output.key();
            final long first = output.first();
            final long last = output.last();
            outputKeys.add(key);
            streamIds.add(key.streamId());
            regionRules.assess(key, first, last, graph, lostInputs::mayLeadTo, missing);
            windowRules.assessOutputs(
                key, first, last, (traceId) -> RegionRules.isReached(graph, traceId), missing);
            if (starts.length > 0 && kinds.isJoined(key.streamId()) && !key.equals(input))
            {
                assessBeside(key, first, last, graph, starts[0], missing);
            }
        }

        for (final StreamKey key : starts.length > 0 ? frameRows.streamKeys() : List.<StreamKey>of())
        {
            if (kinds.isJoined(key.streamId()) && !key.equals(input) &&
                !outputKeys.contains(key))
            {
                assessUntouched(key, graph, starts[0], starts[starts.length - 1], streamIds, missing);
            }
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
     * Outputs whose link sets were lost are not reached: look beside what was, up to the first output whose links are
     * known and lead elsewhere.
     */
    private void assessBeside(
        final StreamKey key,
        final long first,
        final long last,
        final TraceGraph graph,
        final long leastStart,
        final MissingSet missing)
        throws SQLException
    {
        final OutputRun run = run(key, graph, leastStart);
        run.backward(first);
        if (-1 != last)
        {
            run.forward(last + 1);
        }

        run.report(linkRules, missing);
    }

    /**
     * A joined stream that was not reached, although it may take what was: look at its outputs from the time of the
     * inputs on, if the first known one takes frames of a stream that was touched, or else the last known one before;
     * where there is none of either, it may.
     */
    private void assessUntouched(
        final StreamKey key,
        final TraceGraph graph,
        final long leastStart,
        final long mostStart,
        final LongHashSet touchedStreams,
        final MissingSet missing)
        throws SQLException
    {
        final StoredFrame below = frameRows.lastTracedBelow(key, leastStart);
        final StoredFrame end = frameRows.lastTracedBelow(key, mostStart);
        final OutputRun run = run(key, graph, leastStart);
        final StoredFrame intact = null != below && -1 == below.seq() ? null :
            run.forward(null == below ? frameRows.firstFrom(key, 0).seq() : below.seq() + 1);
        final StoredFrame witness = null == intact ? run.lastIntact(below) : intact;
        if (null == witness || takes(witness.traceId(), touchedStreams))
        {
            run.report(linkRules, missing);
            if (null != intact && null != end && Long.compareUnsigned(intact.seq(), end.seq()) < 0)
            {
                regionRules.assess(
                    key, intact.seq(), end.seq(), graph, RegionRules.Unreached.NONE, missing);
            }
        }
    }

    private OutputRun run(final StreamKey key, final TraceGraph graph, final long leastStart)
    {
        return new OutputRun(frameRows, key, (traceId) -> RegionRules.isReached(graph, traceId), leastStart);
    }

    private boolean takes(final long outputId, final LongHashSet touchedStreams) throws SQLException
    {
        inputStreams.setLong(1, outputId);
        try (ResultSet row = inputStreams.executeQuery())
        {
            while (row.next())
            {
                if (touchedStreams.contains(row.getLong(1)))
                {
                    return true;
                }
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
