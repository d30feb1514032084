package io.tracelink.store;

import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Finds out what an answer lacks, by the rules that {@link Lineage} lists.
 */
final class Verdict
{
    private final TraceRows traceRows;
    private final Connection connection;
    private final RecordedPositions recorded;
    private final StreamKinds kinds;
    private final Expired expired;
    private final LinkRules linkRules;
    private final WindowRules windowRules;
    private final DownRules downRules;
    private final FrameRules frameRules;
    private final DerivedRules derivedRules;

    Verdict(
        final Connection connection,
        final RecordedPositions recorded,
        final TraceRows traceRows,
        final FrameRows frameRows)
        throws SQLException
    {
        this.connection = connection;
        this.recorded = recorded;
        this.traceRows = traceRows;
        kinds = new StreamKinds(connection, frameRows);
        expired = new Expired(connection);
        linkRules = new LinkRules(traceRows, frameRows, kinds);
        windowRules = new WindowRules(connection, traceRows, frameRows);
        downRules = new DownRules(connection, frameRows, linkRules, kinds);
        frameRules = new FrameRules(traceRows, frameRows, kinds);
        derivedRules = new DerivedRules(traceRows, frameRows, kinds);
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
     * Judge a walk.
     *
     * @param frames of all that was reached, and nothing else.
     */
    void assess(final Closure closure, final FramesById frames, final MissingSet missing) throws SQLException
    {
        final List<WindowRow> windows = traceRows.windows(closure.ids());
        missing.startWalk();

        final LongHashSet placed = linkRules.assess(closure, frames, windows, missing);
        windowRules.assess(closure, frames, windows, missing);
        if (!closure.up())
        {
            downRules.assess(closure, frames, missing);
        }

        final Map<StreamKey, Touched> touched = Touched.group(frames);
        frameRules.assessTouched(closure, frames, touched, !missing.linksMissing(), missing);
        if (kinds.hasDerived())
        {
            derivedRules.assess(new Reached(closure, frames), touched, missing);
        }

        frameRules.assessOrigins(frames, placed, missing);
        frameRules.assessFrameless(closure, frames, placed, missing);
    }

    private record Reached(Closure closure, FramesById frames) implements DerivedRules.Traces
    {
        @Override
        public int count()
        {
            return closure.ids().size();
        }

        @Override
        public long id(final int index)
        {
            return closure.ids().getLong(index);
        }

        @Override
        public boolean isOn(final long traceId, final long streamId)
        {
            for (final StoredFrame frame : frames.of(traceId))
            {
                if (frame.streamId() == streamId)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
