package io.tracelink.store;


import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules of the verdict for going down: an output whose link set was lost is not reached, so the joined streams are
 * looked at around what was reached. Joins use an input in a run of consecutive outputs; the run is taken to end at the
 * first output whose links are known and lead elsewhere.
 */
final class DownRules
{
    private static final int MAX_STARTS = 64;

    private final FrameRows rows;
    private final LinkRules linkRules;
    private final StreamKinds kinds;
    private final PreparedStatement inputsOf;

    DownRules(
        final Connection connection,
        final FrameRows rows,
        final LinkRules linkRules,
        final StreamKinds kinds)
        throws SQLException
    {
        this.rows = rows;
        this.linkRules = linkRules;
        this.kinds = kinds;
        inputsOf = connection.prepareStatement(
            "SELECT DISTINCT stream_id FROM frames WHERE trace_id IN " +
            "(SELECT parent_trace_id FROM trace_links WHERE trace_id = ?)");
    }

    void assess(final Closure closure, final FramesById frames, final MissingSet missing) throws SQLException
    {
        final Map<StreamKey, Touched> touched = Touched.group(frames);
        final Set<StreamKey> joinedTouched = new HashSet<>();

        for (final Map.Entry<StreamKey, Touched> entry : touched.entrySet())
        {
            final StreamKey key = entry.getKey();
            final boolean onlyStart = entry.getValue().first.traceId() == closure.ids().getLong(0) &&
                entry.getValue().last.traceId() == closure.ids().getLong(0);
            if (kinds.isJoined(key.streamId()) && !onlyStart)
            {
                joinedTouched.add(key);
                assessRun(key, entry.getValue().first.seq(), entry.getValue().last.seq(), closure, missing);
            }
        }

        for (final StreamKey key : rows.streamKeys())
        {
            if (kinds.isJoined(key.streamId()) && !joinedTouched.contains(key))
            {
                assessUntouched(key, closure, frames, missing);
            }
        }
    }

    /**
     * A joined stream that was not reached, although it may take what was: look at its first outputs after each input.
     * Whether it does take it, its next output whose links are known tells, or else the last one before; where there is
     * none of either, it may.
     */
    private void assessUntouched(
        final StreamKey key, final Closure closure, final FramesById frames, final MissingSet missing)
        throws SQLException
    {
        for (int i = 0, size = Math.min(MAX_STARTS, closure.expandedCount()); i < size; i++)
        {
            final long traceId = closure.ids().getLong(i);
            final List<StoredFrame> own = frames.of(traceId);
            if (!own.isEmpty() && !touches(own, key))
            {
                final StoredFrame below = rows.lastTracedBelow(key, traceId);
                final OutputRun run = new OutputRun(rows, key, closure::contains, closure.ids().getLong(0));
                final StoredFrame intact = null == below ?
                    run.forward(rows.firstFrom(key, 0).seq()) : run.forward(below.seq() + 1);
                final StoredFrame witness = null == intact ? run.lastIntact(below) : intact;
                if (!run.isEmpty() && (null == witness || takes(witness.traceId(), own)))
                {
                    run.report(linkRules, missing);
                }
            }
        }
    }

    private void assessRun(
        final StreamKey key, final long first, final long last, final Closure closure, final MissingSet missing)
        throws SQLException
    {
        final OutputRun run = new OutputRun(rows, key, closure::contains, closure.ids().getLong(0));
        run.backward(first);
        run.inside(first, last);
        if (-1 != last)
        {
            run.forward(last + 1);
        }

        run.report(linkRules, missing);
    }

    private boolean takes(final long outputId, final List<StoredFrame> inputs) throws SQLException
    {
        inputsOf.setLong(1, outputId);
        try (ResultSet row = inputsOf.executeQuery())
        {
            while (row.next())
            {
                for (final StoredFrame input : inputs)
                {
                    if (input.streamId() == row.getLong(1))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static boolean touches(final List<StoredFrame> frames, final StreamKey key)
    {
        for (final StoredFrame frame : frames)
        {
            if (StreamKey.of(frame).equals(key))
            {
                return true;
            }
        }

        return false;
    }
}
