package io.tracelink.store;

import io.aeron.Aeron;
import io.tracelink.aeron.TraceStreams;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.concurrent.TimeUnit;

/**
 * Takes frames and links from the control and descriptor streams into a store (TraceLink §10): from the live streams,
 * or from an archive that records them ({@link Context#archive}).
 * <p>
 * The agent only polls: it copies what it reads into batches of fixed size, and a thread of its own commits them, so a
 * slow, locked or full disk never holds up a stream. A batch that cannot be committed is tried again until it can. When
 * all batches are taken, what comes live is dropped and counted, and what comes from an archive waits there; memory
 * never grows. Broken messages are counted and passed over.
 * <p>
 * From an archive every message of every recording is stored once, whenever and however often the collector dies: the
 * positions of the recordings are committed in one transaction with the rows, and the next collector goes on there.
 * What the archive does not record, such as while it is down, is not seen.
 * <p>
 * {@code frames.stage_id} is the producer that the last ShmPoolAnnounce named for the stream before the frame was read,
 * 0 while none did. {@code nodes} are the processes that registered with the media driver of the collector, see
 * {@link io.tracelink.aeron.NodeRegistration}.
 * <pre>
 * final LineageStore store = LineageStore.open("lineage.db");
 * final Collector collector = new Collector(new Collector.Context().aeron(aeron).store(store));
 * AgentRunner.startOnThread(new AgentRunner(new SleepingMillisIdleStrategy(1), errorHandler, null, collector));
 * </pre>
 * Closing reads what is there, commits everything and then lets go of the streams. If the media driver goes away, the
 * agent ends with an {@link AgentTerminationException} after the same; so it does if the archive goes away, or turns
 * out to have less than what was read of it. Statistics may be read by any thread.
 */
public final class Collector implements Agent
{
    private static final int BUSY_TIMEOUT_MS = 200;

    private final Aeron aeron;
    private final AgentInvoker aeronInvoker;
    private final ErrorHandler errorHandler;
    private final NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private final long closeTimeoutNs;
    private final Source source;
    private final CollectorCounters counters;
    private final BatchWriter batchWriter;
    private final AgentRunner batchWriterRunner;
    private final Intake intake;
    private final NodeScan nodeScan;
    private boolean isClosed;

    /**
     * Open a writer of the store and the streams. An archive is told to record them, unless it does.
     *
     * @param context of the collector; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range, or the archive lacks
     *                                  what the store read of it.
     * @throws StoreException           if the store cannot be opened.
     * @throws io.aeron.exceptions.AeronException if the media driver refuses a stream or a counter, or the archive
     *                                  refuses or does not answer; nothing that was opened stays open then.
     */
    public Collector(final Context context)
    {
        context.conclude();
        errorHandler = context.errorHandler();
        closeTimeoutNs = context.closeTimeoutNs();

        aeron = context.aeron();
        aeronInvoker = aeron.conductorAgentInvoker();
        batchWriter = new BatchWriter(
            null == context.archive() ?
                context.store().writer(BUSY_TIMEOUT_MS) :
                context.store().collectorWriter(context.archive().collectorId(), BUSY_TIMEOUT_MS),
            nanoClock,
            errorHandler,
            context.commitProbe,
            context.batchCount(),
            context.batchRows());
        batchWriterRunner = new AgentRunner(new SleepingMillisIdleStrategy(1), errorHandler, null, batchWriter);
        final Positions positions = new Positions();
        intake = new Intake(batchWriter, positions, nanoClock, context.epochNanoClock(), context.commitIntervalNs());
        nodeScan = new NodeScan(aeron, intake, nanoClock, context.commitIntervalNs());

        Source opened = null;
        try
        {
            opened = null == context.archive() ?
                new LiveSource(context, intake) : new ArchiveSource(context, intake, positions, nanoClock);
            source = opened;
            counters = new CollectorCounters(aeron, intake, batchWriter, source);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(opened, batchWriterRunner);
            throw ex;
        }
    }

    /**
     * Start the thread that commits.
     */
    @Override
    public void onStart()
    {
        AgentRunner.startOnThread(batchWriterRunner, (task) ->
        {
            final Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Read from the streams, and hand a batch over to be committed when its time has come.
     *
     * @return how many fragments were read.
     * @throws AgentTerminationException if the media driver or the archive went away.
     */
    @Override
    public int doWork()
    {
        if (aeron.isClosed())
        {
            throw new AgentTerminationException("media driver is gone: collector ends after committing what it has");
        }

        final int work = poll();
        nodeScan.scanWhenDue();
        intake.submitWhenDue();
        counters.update();
        return work;
    }

    /**
     * Read what the streams have, commit everything within the close timeout, and close. What could not be committed is
     * reported and stays {@link CollectorCounters#pending()}; what came live is counted as dropped, too.
     */
    @Override
    public void onClose()
    {
        if (isClosed)
        {
            return;
        }

        isClosed = true;
        final long startNs = nanoClock.nanoTime();
        drain(startNs + closeTimeoutNs / 2);
        awaitCommits(startNs + closeTimeoutNs);
        batchWriterRunner.close();

        final long lost = counters.pending();
        if (lost > 0)
        {
            errorHandler.onError(new IllegalStateException(
                "pending=" + lost + " rows could not be committed within the close timeout" +
                (source.isRepeatable() ? "; the next collector reads them again" : " and are lost")));
            if (!source.isRepeatable())
            {
                intake.dropPending();
            }
        }

        if (!aeron.isClosed())
        {
            source.close();
            counters.update();
            counters.close();
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String roleName()
    {
        return "tracelink-collector";
    }

    /**
     * What the collector did so far. May be read by any thread, after the collector was closed as well.
     *
     * @return the counters.
     */
    public CollectorCounters counters()
    {
        return counters;
    }

    private int poll()
    {
        if (null != aeronInvoker)
        {
            aeronInvoker.invoke();
        }

        final int work = source.poll();
        counters.updateRejects();
        return work;
    }

    private void drain(final long deadlineNs)
    {
        try
        {
            if (!aeron.isClosed())
            {
                source.startDraining();
                readOn(deadlineNs);
            }
        }
        catch (final AgentTerminationException ex)
        {
            errorHandler.onError(ex);
        }

        nodeScan.scan();
        intake.submit();
    }

    private void readOn(final long deadlineNs)
    {
        final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        while (!aeron.isClosed() && nanoClock.nanoTime() - deadlineNs < 0)
        {
            if (!intake.hasBatch())
            {
                idleStrategy.idle();
            }
            else if (0 == poll())
            {
                if (source.isDrained())
                {
                    break;
                }

                idleStrategy.idle();
            }
        }
    }

    private void awaitCommits(final long deadlineNs)
    {
        final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        while (counters.pending() > 0 && nanoClock.nanoTime() - deadlineNs < 0 && null != batchWriterRunner.thread())
        {
            idleStrategy.idle();
        }
    }

    /**
     * Settings of a {@link Collector}.
     */
    public static final class Context
    {
        /**
         * Property of {@link #commitIntervalNs()}, in milliseconds.
         */
        public static final String COMMIT_INTERVAL_MS_PROP_NAME = "tracelink.collector.commit.interval.ms";

        private static final long MIN_COMMIT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
        private static final long MAX_COMMIT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
        private static final int MAX_BATCH_ROWS = 1 << 20;
        private static final int MAX_BATCH_COUNT = 1024;

        private LineageStore store;
        private Aeron aeron;
        private String controlChannel = TraceStreams.CONTROL_CHANNEL;
        private int controlStreamId = TraceStreams.CONTROL_STREAM_ID;
        private String descriptorChannel = TraceStreams.DESCRIPTOR_CHANNEL;
        private int descriptorStreamId = TraceStreams.DESCRIPTOR_STREAM_ID;
        private long commitIntervalNs = TimeUnit.MILLISECONDS.toNanos(Long.getLong(COMMIT_INTERVAL_MS_PROP_NAME, 50));
        private long closeTimeoutNs = TimeUnit.SECONDS.toNanos(2);
        private int batchRows = 8192;
        private int batchCount = 8;
        private CollectorArchive archive;
        private CommitProbe commitProbe = CommitProbe.NONE;
        private ErrorHandler errorHandler;
        private EpochNanoClock epochNanoClock = new SystemEpochNanoClock();

        /**
         * Construct with the defaults of {@link TraceStreams}.
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
            Ranges.checkSet("aeron", aeron, "a connected client");
            if (null != archive)
            {
                archive.conclude();
            }

            Ranges.check("commitIntervalNs", commitIntervalNs, MIN_COMMIT_INTERVAL_NS, MAX_COMMIT_INTERVAL_NS);
            Ranges.check("closeTimeoutNs", closeTimeoutNs, 0, Long.MAX_VALUE);
            Ranges.check("batchRows", batchRows, 1, MAX_BATCH_ROWS);
            Ranges.check("batchCount", batchCount, 2, MAX_BATCH_COUNT);
            errorHandler = ErrorLog.orElse(errorHandler, Collector.class);

            return this;
        }

        /**
         * Where to store.
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
         * {@return where to store}
         */
        public LineageStore store()
        {
            return store;
        }

        /**
         * The client that subscribes and counts; stays the caller's.
         *
         * @param aeron a connected client.
         * @return this for a fluent API.
         */
        public Context aeron(final Aeron aeron)
        {
            this.aeron = aeron;
            return this;
        }

        /**
         * {@return the client that subscribes and counts}
         */
        public Aeron aeron()
        {
            return aeron;
        }

        /**
         * The archive to read the streams from; null, the default, is to subscribe to them.
         *
         * @param archive that records the streams, or is told to.
         * @return this for a fluent API.
         */
        public Context archive(final CollectorArchive archive)
        {
            this.archive = archive;
            return this;
        }

        /**
         * {@return the archive to read the streams from, or null}
         */
        public CollectorArchive archive()
        {
            return archive;
        }

        Context commitProbe(final CommitProbe commitProbe)
        {
            this.commitProbe = commitProbe;
            return this;
        }

        /**
         * Channel of TraceLinkSets and announces.
         *
         * @param controlChannel an Aeron channel.
         * @return this for a fluent API.
         */
        public Context controlChannel(final String controlChannel)
        {
            this.controlChannel = controlChannel;
            return this;
        }

        /**
         * {@return the channel of TraceLinkSets and announces}
         */
        public String controlChannel()
        {
            return controlChannel;
        }

        /**
         * Stream of TraceLinkSets and announces.
         *
         * @param controlStreamId an Aeron stream id.
         * @return this for a fluent API.
         */
        public Context controlStreamId(final int controlStreamId)
        {
            this.controlStreamId = controlStreamId;
            return this;
        }

        /**
         * {@return the stream id of TraceLinkSets and announces}
         */
        public int controlStreamId()
        {
            return controlStreamId;
        }

        /**
         * Channel of FrameDescriptors.
         *
         * @param descriptorChannel an Aeron channel.
         * @return this for a fluent API.
         */
        public Context descriptorChannel(final String descriptorChannel)
        {
            this.descriptorChannel = descriptorChannel;
            return this;
        }

        /**
         * {@return the channel of FrameDescriptors}
         */
        public String descriptorChannel()
        {
            return descriptorChannel;
        }

        /**
         * Stream of FrameDescriptors.
         *
         * @param descriptorStreamId an Aeron stream id.
         * @return this for a fluent API.
         */
        public Context descriptorStreamId(final int descriptorStreamId)
        {
            this.descriptorStreamId = descriptorStreamId;
            return this;
        }

        /**
         * {@return the stream id of FrameDescriptors}
         */
        public int descriptorStreamId()
        {
            return descriptorStreamId;
        }

        /**
         * The longest that a row waits for its transaction to begin; 50 ms by default.
         *
         * @param commitIntervalNs 1 ms to 1 s, in nanoseconds.
         * @return this for a fluent API.
         */
        public Context commitIntervalNs(final long commitIntervalNs)
        {
            this.commitIntervalNs = commitIntervalNs;
            return this;
        }

        /**
         * {@return the longest that a row waits for its transaction to begin, in nanoseconds}
         */
        public long commitIntervalNs()
        {
            return commitIntervalNs;
        }

        /**
         * The longest that closing takes, half of it for reading on; 2 s by default.
         *
         * @param closeTimeoutNs nanoseconds.
         * @return this for a fluent API.
         */
        public Context closeTimeoutNs(final long closeTimeoutNs)
        {
            this.closeTimeoutNs = closeTimeoutNs;
            return this;
        }

        /**
         * {@return the longest that closing takes, in nanoseconds}
         */
        public long closeTimeoutNs()
        {
            return closeTimeoutNs;
        }

        /**
         * How many frames, and as many TraceLinkSets, one transaction takes at most; 8,192 by default.
         *
         * @param batchRows 1 to 1,048,576.
         * @return this for a fluent API.
         */
        public Context batchRows(final int batchRows)
        {
            this.batchRows = batchRows;
            return this;
        }

        /**
         * {@return how many frames, and as many TraceLinkSets, one transaction takes at most}
         */
        public int batchRows()
        {
            return batchRows;
        }

        /**
         * How many batches there are, which bounds the memory; 8 by default.
         *
         * @param batchCount 2 to 1,024.
         * @return this for a fluent API.
         */
        public Context batchCount(final int batchCount)
        {
            this.batchCount = batchCount;
            return this;
        }

        /**
         * {@return how many batches there are}
         */
        public int batchCount()
        {
            return batchCount;
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

        /**
         * Clock of frames that have no timestamp.
         *
         * @param epochNanoClock a clock since the Unix epoch.
         * @return this for a fluent API.
         */
        public Context epochNanoClock(final EpochNanoClock epochNanoClock)
        {
            this.epochNanoClock = epochNanoClock;
            return this;
        }

        /**
         * {@return the clock of frames that have no timestamp}
         */
        public EpochNanoClock epochNanoClock()
        {
            return epochNanoClock;
        }
    }
}
