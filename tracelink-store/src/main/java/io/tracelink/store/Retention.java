package io.tracelink.store;

import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.concurrent.TimeUnit;

/**
 * Keeps a store in bounds of age and size while others write to it: removes the oldest traces as {@link Expiry} does,
 * as they come of age, and when the rows need fifteen sixteenths of the size that is granted, so that the file of a
 * SQLite store stays within it.
 * <p>
 * Runs on a thread of its own, beside a collector or alone. Several on one store take turns. A store that fails is
 * tried again and reported once, until it works again; one that is busy only when it has been so for 30 s on end.
 * Removed frames are counted; the count may be read by any thread.
 * <pre>
 * final Retention retention = new Retention(new Retention.Context().store(store).maxAgeMs(TimeUnit.DAYS.toMillis(7)));
 * AgentRunner.startOnThread(new AgentRunner(new SleepingMillisIdleStrategy(1), errorHandler, null, retention));
 * </pre>
 */
public final class Retention implements Agent
{
    private static final int BUSY_TIMEOUT_MS = 200;
    private static final int SLACK_SHIFT = 4;
    static final long CHECK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final ErrorHandler errorHandler;
    private final LineageStore store;
    private final long maxAgeMs;
    private final long limitBytes;
    private Expiry expiry;
    private long framesBefore;
    private long nextNs;
    private boolean isFailing;

    private volatile long framesRemoved;

    /**
     * Open the store.
     *
     * @param context of the retention; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range, or the store does not
     *                                  know how large it is and a size is given.
     * @throws StoreException           if the store cannot be opened.
     */
    public Retention(final Context context)
    {
        this(context, SystemNanoClock.INSTANCE);
    }

    Retention(final Context context, final NanoClock nanoClock)
    {
        context.conclude();
        this.nanoClock = nanoClock;
        nextNs = nanoClock.nanoTime();
        epochClock = context.epochClock();
        errorHandler = context.errorHandler();
        maxAgeMs = context.maxAgeMs();
        limitBytes = Context.UNBOUNDED == context.maxBytes() ?
            Context.UNBOUNDED : context.maxBytes() - (context.maxBytes() >>> SLACK_SHIFT);
        if (Context.UNBOUNDED != limitBytes)
        {
            context.store().usedBytes();
        }

        store = context.store();
        expiry = store.expiry(BUSY_TIMEOUT_MS, nanoClock);
    }

    /**
     * Remove a part of what is too old or too much, if any is and its time has come.
     *
     * @return 1 if something was removed, else 0.
     */
    @Override
    public int doWork()
    {
        if (nanoClock.nanoTime() - nextNs < 0)
        {
            return 0;
        }

        Expiry.Step step = Expiry.Step.NOTHING;
        try
        {
            final long beforeMs = Context.UNBOUNDED == maxAgeMs ? 0 : Math.max(0, epochClock.time() - maxAgeMs);
            step = expiry.step(beforeMs, limitBytes);
            framesRemoved = framesBefore + expiry.frames();
            isFailing &= Expiry.Step.BUSY == step;
        }
        catch (final StoreException ex)
        {
            if (!isFailing)
            {
                isFailing = true;
                errorHandler.onError(ex);
            }

            if (!ex.isBusy())
            {
                reconnect();
            }
        }

        nextNs = nanoClock.nanoTime() + (Expiry.Step.NOTHING == step ? CHECK_INTERVAL_NS : expiry.pauseNs());
        return Expiry.Step.REMOVED == step ? 1 : 0;
    }

    /**
     * Close the connections.
     */
    @Override
    public void onClose()
    {
        expiry.close();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String roleName()
    {
        return "tracelink-retention";
    }

    /**
     * How many frames were removed so far. May be read by any thread.
     *
     * @return the number of frames.
     */
    public long framesRemoved()
    {
        return framesRemoved;
    }

    /**
     * A connection may have been lost; where it cannot be had again yet, the next try fails again.
     */
    private void reconnect()
    {
        try
        {
            final Expiry next = store.expiry(BUSY_TIMEOUT_MS, nanoClock);
            CloseHelper.quietClose(expiry);
            framesBefore = framesRemoved;
            expiry = next;
        }
        catch (final StoreException ignore)
        {
            // was told
        }
    }

    /**
     * Settings of a {@link Retention}.
     */
    public static final class Context
    {
        /**
         * No bound of age, or of size.
         */
        public static final long UNBOUNDED = Long.MAX_VALUE;

        private static final long MIN_BYTES = 1 << 20;

        private LineageStore store;
        private long maxAgeMs = UNBOUNDED;
        private long maxBytes = UNBOUNDED;
        private EpochClock epochClock = SystemEpochClock.INSTANCE;
        private ErrorHandler errorHandler;

        /**
         * Construct without bounds.
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
            if (UNBOUNDED == maxAgeMs && UNBOUNDED == maxBytes)
            {
                throw new IllegalArgumentException("maxAgeMs and maxBytes are not set: one of them must be");
            }

            Ranges.check("maxAgeMs", maxAgeMs, 1, UNBOUNDED);
            Ranges.check("maxBytes", maxBytes, MIN_BYTES, UNBOUNDED);

            errorHandler = ErrorLog.orElse(errorHandler, Retention.class);

            return this;
        }

        /**
         * What to keep in bounds.
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
         * {@return what to keep in bounds}
         */
        public LineageStore store()
        {
            return store;
        }

        /**
         * How old traces may become; {@link #UNBOUNDED} by default.
         *
         * @param maxAgeMs milliseconds, 1 or more.
         * @return this for a fluent API.
         */
        public Context maxAgeMs(final long maxAgeMs)
        {
            this.maxAgeMs = maxAgeMs;
            return this;
        }

        /**
         * {@return how old traces may become, in milliseconds}
         */
        public long maxAgeMs()
        {
            return maxAgeMs;
        }

        /**
         * How large the file of a SQLite store may become, its write-ahead log not counted; {@link #UNBOUNDED} by
         * default. A file that is larger already does not shrink, but is used again.
         *
         * @param maxBytes 1 MiB or more.
         * @return this for a fluent API.
         */
        public Context maxBytes(final long maxBytes)
        {
            this.maxBytes = maxBytes;
            return this;
        }

        /**
         * {@return how large the file of a SQLite store may become}
         */
        public long maxBytes()
        {
            return maxBytes;
        }

        /**
         * Clock that tells ages.
         *
         * @param epochClock a clock since the Unix epoch.
         * @return this for a fluent API.
         */
        public Context epochClock(final EpochClock epochClock)
        {
            this.epochClock = epochClock;
            return this;
        }

        /**
         * {@return the clock that tells ages}
         */
        public EpochClock epochClock()
        {
            return epochClock;
        }

        /**
         * Is told when the store fails; logs by default.
         *
         * @param errorHandler of faults at run time.
         * @return this for a fluent API.
         */
        public Context errorHandler(final ErrorHandler errorHandler)
        {
            this.errorHandler = errorHandler;
            return this;
        }

        /**
         * {@return the handler of faults at run time}
         */
        public ErrorHandler errorHandler()
        {
            return errorHandler;
        }
    }
}
