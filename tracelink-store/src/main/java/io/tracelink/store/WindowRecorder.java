package io.tracelink.store;

import io.aeron.Aeron;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the windows of stateful stages in their own process (TraceLink §12) and commits them on a thread of its own.
 * <p>
 * {@link #recordBySeq} and {@link #recordByTime} put a window into a ring of fixed size. They never wait, take no lock,
 * throw nothing and allocate nothing, and any number of threads may call them. When the ring is full, because the store
 * is slow, locked or away, the window is dropped and counted. What is in the ring is committed in batches; a batch that
 * cannot be committed is tried again until it can.
 * <pre>
 * final WindowRecorder recorder = new WindowRecorder(new WindowRecorder.Context().store(store));
 * final AgentRunner runner = new AgentRunner(new SleepingMillisIdleStrategy(1), errorHandler, null, recorder);
 * AgentRunner.startOnThread(runner);
 * ...
 * if (recorder.recordBySeq(traceId, inStreamId, epoch, firstSeq, lastSeq) &lt; 0)
 * {
 *     // dropped and counted; answers will say of its output that links are missing, if they can know
 * }
 * </pre>
 * Closing commits what is in the ring, within a timeout. Let the stages stop first: what they record while it closes
 * may be refused, or be taken and dropped. Every window is counted once, as {@link #committed()}, {@link #dropped()} or
 * {@link #pending()}. A window that is recorded already stays as it is.
 */
public final class WindowRecorder implements Agent
{
    /**
     * The window is in the ring.
     */
    public static final int RECORDED = 1;

    /**
     * The ring is full: the window was dropped and counted.
     */
    public static final int FULL = -1;

    /**
     * Trace ID 0, a stream id that is no uint32, or a start above the end: the window was dropped and counted.
     */
    public static final int INVALID = -2;

    /**
     * The recorder is closed: the window was dropped and counted.
     */
    public static final int CLOSED = -3;

    /**
     * Aeron counter: windows that were committed, those that were recorded already included.
     */
    public static final int COMMITTED_TYPE_ID = 1320;

    /**
     * Aeron counter: windows that were dropped.
     */
    public static final int DROPPED_TYPE_ID = 1321;

    /**
     * Aeron counter: windows that were recorded and are not committed yet.
     */
    public static final int PENDING_TYPE_ID = 1322;

    /**
     * Aeron counter: transactions that failed and are tried again.
     */
    public static final int FAILURES_TYPE_ID = 1323;

    private static final int BUSY_TIMEOUT_MS = 200;
    private static final long RETRY_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_STREAM_ID = 0xFFFF_FFFFL;

    private final LineageWriter writer;
    private final NanoClock nanoClock;
    private final ErrorHandler errorHandler;
    private final long commitIntervalNs;
    private final long closeTimeoutNs;
    private final WindowBatch batch;
    private final WindowRing ring;
    private final WindowRecorderCounters counters;
    private final AtomicLong refused = new AtomicLong();
    private long batchDeadlineNs;
    private long retryNs;
    private boolean isFailing;
    private volatile boolean isClosed;
    private volatile boolean isDone;
    private volatile long committed;
    private volatile long failures;

    /**
     * Open a writer of the store.
     *
     * @param context of the recorder; is concluded.
     * @throws IllegalArgumentException if a value is missing or out of its range.
     * @throws StoreException           if the store cannot be opened.
     * @throws io.aeron.exceptions.AeronException if the media driver refuses a counter.
     */
    public WindowRecorder(final Context context)
    {
        context.conclude();
        nanoClock = context.nanoClock;
        errorHandler = context.errorHandler;
        commitIntervalNs = context.commitIntervalNs;
        closeTimeoutNs = context.closeTimeoutNs;
        batch = new WindowBatch(context.batchWindows);
        ring = new WindowRing(context.ringWindows, batch);
        writer = context.store.writer(BUSY_TIMEOUT_MS);

        try
        {
            counters = new WindowRecorderCounters(context.aeron);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(writer);
            throw ex;
        }
    }

    /**
     * Record a window that is bounded by sequence numbers. May be called by any thread.
     *
     * @param traceId    of the window's output.
     * @param inStreamId of the input, uint32.
     * @param epoch      of the input.
     * @param seqStart   first sequence of the window.
     * @param seqEnd     last sequence of the window, itself in it.
     * @return {@link #RECORDED}, or {@link #FULL}, {@link #INVALID} or {@link #CLOSED}, which are negative.
     */
    public int recordBySeq(
        final long traceId, final long inStreamId, final long epoch, final long seqStart, final long seqEnd)
    {
        return record(true, traceId, inStreamId, epoch, seqStart, seqEnd);
    }

    /**
     * Record a window that is bounded by the timestamps of frames. May be called by any thread.
     *
     * @param traceId    of the window's output.
     * @param inStreamId of the input, uint32.
     * @param epoch      of the input.
     * @param tStartNs   first timestamp of the window.
     * @param tEndNs     last timestamp of the window, itself in it.
     * @return {@link #RECORDED}, or {@link #FULL}, {@link #INVALID} or {@link #CLOSED}, which are negative.
     */
    public int recordByTime(
        final long traceId, final long inStreamId, final long epoch, final long tStartNs, final long tEndNs)
    {
        return record(false, traceId, inStreamId, epoch, tStartNs, tEndNs);
    }

    /**
     * Commit what is in the ring, once its time has come or a batch is full.
     *
     * @return how many windows were taken from the ring or committed.
     */
    @Override
    public int doWork()
    {
        final boolean wasEmpty = 0 == batch.size();
        int work = ring.drain();
        final long nowNs = nanoClock.nanoTime();
        if (wasEmpty)
        {
            batchDeadlineNs = nowNs + commitIntervalNs;
        }

        if (isDue(nowNs))
        {
            work += commit(nowNs);
        }

        counters.update(this);
        return work;
    }

    /**
     * Commit what is in the ring within the close timeout, and close the writer. What could not be committed is counted
     * as dropped and reported.
     */
    @Override
    public void onClose()
    {
        if (isClosed)
        {
            return;
        }

        isClosed = true;
        final long deadlineNs = nanoClock.nanoTime() + closeTimeoutNs;
        final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        boolean isInTime = true;
        while (uncommitted() > 0 && isInTime)
        {
            ring.drain();
            final long nowNs = nanoClock.nanoTime();
            isInTime = nowNs - deadlineNs < 0;
            if (0 == batch.size() || isHeld(nowNs) || 0 == commit(nowNs))
            {
                idleStrategy.idle();
            }
        }

        isDone = true;
        final int lost = uncommitted();
        if (lost > 0)
        {
            errorHandler.onError(new IllegalStateException(
                "pending=" + lost + " windows could not be committed within the close timeout"));
        }

        counters.update(this);
        counters.close();
        writer.close();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String roleName()
    {
        return "tracelink-window-recorder";
    }

    /**
     * Windows that were committed, those that were recorded already included. May be read by any thread.
     *
     * @return the number of windows.
     */
    public long committed()
    {
        return committed;
    }

    /**
     * Windows that were dropped: the ring was full, the window was invalid, or the recorder was closed before it could
     * commit it. May be read by any thread.
     *
     * @return the number of windows.
     */
    public long dropped()
    {
        return refused.get() + (isDone ? uncommitted() : 0);
    }

    /**
     * Windows that were recorded and are not committed yet. May be read by any thread; exact when nobody records.
     *
     * @return the number of windows.
     */
    public long pending()
    {
        return isDone ? 0 : uncommitted();
    }

    /**
     * Transactions that failed and are tried again. May be read by any thread.
     *
     * @return the number of transactions.
     */
    public long failures()
    {
        return failures;
    }

    private int record(
        final boolean isBySeq,
        final long traceId,
        final long inStreamId,
        final long epoch,
        final long first,
        final long last)
    {
        final int result;
        if (isClosed)
        {
            result = CLOSED;
        }
        else if (0 == traceId || inStreamId < 0 || inStreamId > MAX_STREAM_ID || Long.compareUnsigned(first, last) > 0)
        {
            result = INVALID;
        }
        else if (ring.offer(isBySeq, traceId, inStreamId, epoch, first, last))
        {
            return RECORDED;
        }
        else
        {
            result = FULL;
        }

        refused.getAndIncrement();
        return result;
    }

    private int uncommitted()
    {
        return batch.size() + ring.size();
    }

    private boolean isDue(final long nowNs)
    {
        return batch.size() > 0 && !isHeld(nowNs) && (isFailing || 0 == batch.room() || nowNs - batchDeadlineNs >= 0);
    }

    /**
     * Has the last transaction failed a moment ago?
     */
    private boolean isHeld(final long nowNs)
    {
        return isFailing && nowNs - retryNs < 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private int commit(final long nowNs)
    {
        try
        {
            writer.begin();
            batch.writeTo(writer);
            writer.commit();
        }
        catch (final StoreException ex)
        {
            onFailure(ex, nowNs);
            return 0;
        }

        // one thread writes it, others read it
        final int size = batch.size();
        committed += size;
        batch.clear();
        isFailing = false;

        return size;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void onFailure(final StoreException cause, final long nowNs)
    {
        failures++;
        retryNs = nowNs + RETRY_DELAY_NS;
        if (!isFailing)
        {
            isFailing = true;
            errorHandler.onError(cause);
        }
    }

    /**
     * Settings of a {@link WindowRecorder}.
     */
    public static final class Context
    {
        private static final int MAX_RING_WINDOWS = 1 << 20;
        private static final int MAX_BATCH_WINDOWS = 1 << 16;

        private LineageStore store;
        private Aeron aeron;
        private int ringWindows = 4096;
        private int batchWindows = 1024;
        private long commitIntervalNs = TimeUnit.MILLISECONDS.toNanos(50);
        private long closeTimeoutNs = TimeUnit.SECONDS.toNanos(2);
        private ErrorHandler errorHandler;
        private NanoClock nanoClock = SystemNanoClock.INSTANCE;

        /**
         * Construct with the defaults.
         */
        public Context()
        {
        }

        /**
         * Check the settings.
         *
         * @return this for a fluent API.
         * @throws IllegalArgumentException if a value is missing or out of its range.
         */
        public Context conclude()
        {
            Ranges.checkSet("store", store, "an open store");
            Ranges.check("ringWindows", ringWindows, 1, MAX_RING_WINDOWS);
            Ranges.check("batchWindows", batchWindows, 1, MAX_BATCH_WINDOWS);
            Ranges.check("commitIntervalNs", commitIntervalNs, 0, TimeUnit.SECONDS.toNanos(10));
            Ranges.check("closeTimeoutNs", closeTimeoutNs, 0, TimeUnit.HOURS.toNanos(1));
            errorHandler = ErrorLog.orElse(errorHandler, WindowRecorder.class);

            return this;
        }

        /**
         * Where to record.
         *
         * @param store an open store.
         * @return this for a fluent API.
         */
        public Context store(final LineageStore store)
        {
            this.store = store;
            return this;
        }

        /**
         * The client that has the counters; null, the default, is to have none. Stays the caller's.
         *
         * @param aeron a connected client, or null.
         * @return this for a fluent API.
         */
        public Context aeron(final Aeron aeron)
        {
            this.aeron = aeron;
            return this;
        }

        /**
         * For how many windows there is room in the ring, at least (default 4096; 48 bytes each).
         *
         * @param ringWindows 1 to 1,048,576.
         * @return this for a fluent API.
         */
        public Context ringWindows(final int ringWindows)
        {
            this.ringWindows = ringWindows;
            return this;
        }

        /**
         * How many windows one transaction has at most (default 1024).
         *
         * @param batchWindows 1 to 65,536.
         * @return this for a fluent API.
         */
        public Context batchWindows(final int batchWindows)
        {
            this.batchWindows = batchWindows;
            return this;
        }

        /**
         * How long a window waits for others to be committed with it (default 50 ms).
         *
         * @param commitIntervalNs in nanoseconds, 0 to 10 seconds.
         * @return this for a fluent API.
         */
        public Context commitIntervalNs(final long commitIntervalNs)
        {
            this.commitIntervalNs = commitIntervalNs;
            return this;
        }

        /**
         * How long closing may take to commit what is in the ring (default 2 s).
         *
         * @param closeTimeoutNs in nanoseconds, 0 to an hour.
         * @return this for a fluent API.
         */
        public Context closeTimeoutNs(final long closeTimeoutNs)
        {
            this.closeTimeoutNs = closeTimeoutNs;
            return this;
        }

        /**
         * Hears of faults at run time: once when commits begin to fail, and when windows are lost on closing (default:
         * they are logged).
         *
         * @param errorHandler of faults.
         * @return this for a fluent API.
         */
        public Context errorHandler(final ErrorHandler errorHandler)
        {
            this.errorHandler = errorHandler;
            return this;
        }

        Context nanoClock(final NanoClock nanoClock)
        {
            this.nanoClock = nanoClock;
            return this;
        }
    }
}
