package io.tracelink.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Rules of the verdict for going down: an output whose link set was lost is not reached, so the joined streams are
 * looked at around what was reached, between the known outputs that took what is older and what is younger.
 */
final class DownRules
{
    private final FrameRows rows;
    private final KnownOutputs outputs;
    private final LinkRules linkRules;
    private final StreamKinds kinds;

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
        outputs = new KnownOutputs(connection);
    }

    void assess(final Closure closure, final FramesById frames, final MissingSet missing) throws SQLException
    {
        final ReachedFrames reached = new ReachedFrames();
        for (int i = 0, size = closure.expandedCount(); i < size; i++)
        {
            for (final StoredFrame frame : frames.of(closure.ids().getLong(i)))
            {
                reached.add(frame.streamId(), frame.epoch(), frame.seq(), frame.tNs(), frame.traceId());
            }
        }

        if (reached.isEmpty())
        {
            return;
        }

        final long startId = closure.ids().getLong(0);
        final Map<StreamKey, Touched> touched = Touched.group(frames);
        for (final StreamKey key : rows.streamKeys())
        {
            if (kinds.isJoined(key.streamId()))
            {
                final OutputRun run = new OutputRun(rows, outputs, linkRules, key, reached, startId, missing);
                final Touched part = touched.get(key);
                if (null == part || isOf(startId, part))
                {
                    run.unreached();
                }
                else
                {
                    run.inside(part.first.seq(), part.last.seq());
                    run.beside(part.first.seq(), part.last.seq());
                }
            }
        }
    }

    private static boolean isOf(final long traceId, final Touched part)
    {
        return part.first.traceId() == traceId && part.last.traceId() == traceId;
    }
}
