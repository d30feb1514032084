package io.tracelink.store;

import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Removes the oldest traces of a store. The age of a trace is that of its ID, by the default layout, and a trace goes
 * as a whole: its frames on all streams, its links to what it was made from, its TraceLinkSets and windows. Links of
 * younger traces to it stay with those, so that a lineage which leads to it can say that it has expired. Frames without
 * a trace ID go by their timestamps, from the front of each stream; a timestamp before mid-2006 is of another clock,
 * and such a frame goes only for its size.
 * <p>
 * What was removed is remembered: below which trace ID, and from which sequence of each stream to which. Rows and that
 * memory change in one transaction, and a run that was broken off is finished by the next one. What arrives late, below
 * that ID, is removed by the next run.
 * <p>
 * Transactions take about 20 ms at most, and after each one as much time is left to others, so a collector is not held
 * up. Those of several runs take turns. Where another writer is in the way, a transaction is tried again, until the
 * store has been busy for 30 s on end. Not thread-safe.
 */
public final class Expiry implements AutoCloseable
{
    /**
     * For how long others may be in the way on end.
     */
    static final long MAX_BUSY_NS = TimeUnit.SECONDS.toNanos(30);

    private static final long LONG_STEP_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LEAST_ROWS = 64;
    private static final int MOST_ROWS = 16_384;
    private static final int TIMESTAMP_SHIFT = 22;
    private static final long MAX_EPOCH_MS = Long.MAX_VALUE >>> TIMESTAMP_SHIFT;

    private final LineageStore store;
    private final Connection connection;
    private final LineageWriter writer;
    private final NanoClock nanoClock;
    private final TraceExpiry traces;
    private final UntracedExpiry untraced;
    private final Expired expired;
    private final ExpiredRanges ranges;
    private int stepRows = 1024;
    private long pauseNs;
    private boolean isBusy;
    private long busyFromNs;
    private long frames;
    private long links;
    private long linkSets;
    private long windows;

    Expiry(
        final LineageStore store, final Connection connection, final LineageWriter writer, final NanoClock nanoClock)
    {
        this.store = store;
        this.connection = connection;
        this.writer = writer;
        this.nanoClock = nanoClock;
        try
        {
            connection.setAutoCommit(false);
            traces = new TraceExpiry(connection, writer.connection());
            untraced = new UntracedExpiry(connection, writer.connection());
            expired = new Expired(connection);
            ranges = new ExpiredRanges(writer.connection());
        }
        catch (final SQLException ex)
        {
            CloseHelper.quietClose(connection);
            throw new StoreException("expiry cannot be prepared", ex);
        }
    }

    /**
     * Remove everything that is older than a time.
     *
     * @param epochMs since the Unix epoch, 0 or more.
     * @return what was removed.
     * @throws IllegalArgumentException if the time is negative.
     * @throws StoreException           if the store is locked or fails; what was removed until then stays so.
     */
    public Result before(final long epochMs)
    {
        if (epochMs < 0)
        {
            throw new IllegalArgumentException("epochMs=" + epochMs + " must be 0 or more");
        }

        return run(epochMs, Long.MAX_VALUE);
    }

    /**
     * Remove the oldest until the rows of the store need no more room than so many bytes.
     *
     * @param maxBytes 0 or more.
     * @return what was removed.
     * @throws IllegalArgumentException if the number is negative, or the store does not know how large it is.
     * @throws StoreException           if the store is locked or fails; what was removed until then stays so.
     */
    public Result downTo(final long maxBytes)
    {
        if (maxBytes < 0)
        {
            throw new IllegalArgumentException("maxBytes=" + maxBytes + " must be 0 or more");
        }

        return run(0, maxBytes);
    }

    /**
     * Close the connections.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(writer, connection);
    }

    /**
     * One transaction, if there is anything to remove.
     *
     * @param beforeMs everything older goes.
     * @param maxBytes the oldest goes while more are used; {@link Long#MAX_VALUE} for however many.
     * @return what became of it.
     * @throws StoreException if the store fails, or has been busy for {@link #MAX_BUSY_NS} on end.
     */
    Step step(final long beforeMs, final long maxBytes)
    {
        try
        {
            final Step step = transact(beforeMs, maxBytes);
            isBusy = false;
            return step;
        }
        catch (final StoreException ex)
        {
            final long nowNs = nanoClock.nanoTime();
            busyFromNs = isBusy ? busyFromNs : nowNs;
            isBusy = ex.isBusy();
            if (!isBusy || nowNs - busyFromNs >= MAX_BUSY_NS)
            {
                throw ex;
            }

            pauseNs = LONG_STEP_NS;
            return Step.BUSY;
        }
    }

    /**
     * For how long to leave the store to others after a step.
     */
    long pauseNs()
    {
        return pauseNs;
    }

    /**
     * Frames that were removed since the run began.
     */
    long frames()
    {
        return frames;
    }

    private Step transact(final long beforeMs, final long maxBytes)
    {
        final boolean isTooLarge = Long.MAX_VALUE != maxBytes && store.usedBytes() > maxBytes;
        boolean isDone = false;
        try
        {
            expired.load();
            final long cutId = Math.max(expired.before(), Math.min(beforeMs, MAX_EPOCH_MS) << TIMESTAMP_SHIFT);
            final long end = traces.end(isTooLarge ? Long.MAX_VALUE : cutId, stepRows);
            final List<StoredFrame> found = isTooLarge && 0 == end ?
                untraced.oldest(stepRows) :
                untraced.stampedBefore(
                    TimeUnit.MILLISECONDS.toNanos(
                        isTooLarge ? Math.max(beforeMs, end >>> TIMESTAMP_SHIFT) : beforeMs), stepRows);
            connection.rollback();
            final boolean isAnythingToRemove = 0 != end || !found.isEmpty();
            if (isAnythingToRemove)
            {
                remove(end, found);
            }

            isDone = true;
            return isAnythingToRemove ? Step.REMOVED : Step.NOTHING;
        }
        catch (final SQLException ex)
        {
            throw new StoreException("rows cannot be removed", ex);
        }
        finally
        {
            if (!isDone)
            {
                writer.rollback();
                ranges.clear();
                endSnapshot();
            }
        }
    }

    private void endSnapshot()
    {
        try
        {
            connection.rollback();
        }
        catch (final SQLException ignore)
        {
            // the next statement fails, too
        }
    }

    private Result run(final long beforeMs, final long maxBytes)
    {
        frames = 0;
        links = 0;
        linkSets = 0;
        windows = 0;
        isBusy = false;
        while (Step.NOTHING != step(beforeMs, maxBytes))
        {
            LockSupport.parkNanos(pauseNs);
        }

        return new Result(frames, links, linkSets, windows);
    }

    private void remove(final long end, final List<StoredFrame> found) throws SQLException
    {
        writer.beginSnapshot();
        store.takeTurn(writer.connection());
        final long startNs = nanoClock.nanoTime();
        final TraceExpiry.Counts counts = traces.remove(end, ranges);
        final int untracedCount = untraced.remove(found, ranges);
        ranges.flush();
        writer.commit();

        pauseNs = nanoClock.nanoTime() - startNs;
        if (pauseNs > LONG_STEP_NS)
        {
            stepRows = Math.max(LEAST_ROWS, stepRows / 2);
        }
        else if (pauseNs < LONG_STEP_NS / 3)
        {
            stepRows = Math.min(MOST_ROWS, 2 * stepRows);
        }

        frames += counts.frames() + untracedCount;
        links += counts.links();
        linkSets += counts.linkSets();
        windows += counts.windows();
    }

    /**
     * What became of a step.
     */
    enum Step
    {
        /**
         * Rows were removed; there may be more.
         */
        REMOVED,

        /**
         * There is nothing to remove.
         */
        NOTHING,

        /**
         * Others were in the way: try again.
         */
        BUSY
    }

    /**
     * What a run removed.
     *
     * @param frames   on all streams, untraced ones included.
     * @param links    of the traces to what they were made from.
     * @param linkSets that told of these.
     * @param windows  over one input each.
     */
    public record Result(long frames, long links, long linkSets, long windows)
    {
    }
}
