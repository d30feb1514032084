package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.tracelink.aeron.TracePoller;
import org.agrona.CloseHelper;

/**
 * Aeron counters of a {@link Collector}, which AeronStat shows. Type ids are 1300 to 1399. Written by the collector's
 * polling thread; the numbers may be read by any.
 */
public final class CollectorCounters implements AutoCloseable
{
    /**
     * Frames that were committed, duplicates included.
     */
    public static final int FRAMES_STORED_TYPE_ID = 1300;

    /**
     * TraceLinkSets that were committed, duplicates included.
     */
    public static final int LINK_SETS_STORED_TYPE_ID = 1301;

    /**
     * Messages that were refused because they are broken.
     */
    public static final int REJECTS_TYPE_ID = 1302;

    /**
     * Frames that were dropped because the store did not keep up.
     */
    public static final int FRAMES_DROPPED_TYPE_ID = 1303;

    /**
     * TraceLinkSets that were dropped because the store did not keep up.
     */
    public static final int LINK_SETS_DROPPED_TYPE_ID = 1304;

    /**
     * Transactions that were committed.
     */
    public static final int COMMITS_TYPE_ID = 1305;

    /**
     * Frames and TraceLinkSets that were received and are not committed yet.
     */
    public static final int PENDING_TYPE_ID = 1306;

    /**
     * Transactions that failed and are tried again.
     */
    public static final int WRITE_FAILURES_TYPE_ID = 1307;

    private final Counter framesStoredCounter;
    private final Counter linkSetsStoredCounter;
    private final Counter rejectsCounter;
    private final Counter framesDroppedCounter;
    private final Counter linkSetsDroppedCounter;
    private final Counter commitsCounter;
    private final Counter pendingCounter;
    private final Counter writeFailuresCounter;

    private final Intake intake;
    private final BatchWriter batchWriter;
    private final TracePoller controlPoller;
    private final TracePoller descriptorPoller;
    private volatile long rejects;

    CollectorCounters(
        final Aeron aeron,
        final Intake intake,
        final BatchWriter batchWriter,
        final TracePoller controlPoller,
        final TracePoller descriptorPoller)
    {
        this.intake = intake;
        this.batchWriter = batchWriter;
        this.controlPoller = controlPoller;
        this.descriptorPoller = descriptorPoller;
        framesStoredCounter = aeron.addCounter(FRAMES_STORED_TYPE_ID, "tracelink store frames-stored");
        linkSetsStoredCounter = aeron.addCounter(LINK_SETS_STORED_TYPE_ID, "tracelink store link-sets-stored");
        rejectsCounter = aeron.addCounter(REJECTS_TYPE_ID, "tracelink store rejects");
        framesDroppedCounter = aeron.addCounter(FRAMES_DROPPED_TYPE_ID, "tracelink store frames-dropped");
        linkSetsDroppedCounter = aeron.addCounter(LINK_SETS_DROPPED_TYPE_ID, "tracelink store link-sets-dropped");
        commitsCounter = aeron.addCounter(COMMITS_TYPE_ID, "tracelink store commits");
        pendingCounter = aeron.addCounter(PENDING_TYPE_ID, "tracelink store pending");
        writeFailuresCounter = aeron.addCounter(WRITE_FAILURES_TYPE_ID, "tracelink store write-failures");
    }

    /**
     * Frames that were committed, duplicates included.
     *
     * @return the number of frames.
     */
    public long framesStored()
    {
        return batchWriter.framesStored();
    }

    /**
     * TraceLinkSets that were committed, duplicates included.
     *
     * @return the number of sets.
     */
    public long linkSetsStored()
    {
        return batchWriter.linkSetsStored();
    }

    /**
     * Messages that were refused because they are broken.
     *
     * @return the number of messages.
     */
    public long rejects()
    {
        return rejects;
    }

    /**
     * Frames that were dropped because the store did not keep up.
     *
     * @return the number of frames.
     */
    public long framesDropped()
    {
        return intake.framesDropped();
    }

    /**
     * TraceLinkSets that were dropped because the store did not keep up.
     *
     * @return the number of sets.
     */
    public long linkSetsDropped()
    {
        return intake.linkSetsDropped();
    }

    /**
     * Transactions that were committed.
     *
     * @return the number of transactions.
     */
    public long commits()
    {
        return batchWriter.commits();
    }

    /**
     * Frames and TraceLinkSets that were received and are not committed yet.
     *
     * @return the number of both.
     */
    public long pending()
    {
        return intake.received() - batchWriter.framesStored() - batchWriter.linkSetsStored();
    }

    /**
     * Transactions that failed, each of which is tried again.
     *
     * @return the number of failures.
     */
    public long writeFailures()
    {
        return batchWriter.failures();
    }

    /**
     * Give the Aeron counters back. The numbers can still be read here.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(
            framesStoredCounter, linkSetsStoredCounter, rejectsCounter, framesDroppedCounter, linkSetsDroppedCounter,
            commitsCounter, pendingCounter, writeFailuresCounter);
    }

    void updateRejects()
    {
        final long broken = controlPoller.rejects() + intake.announceRejects();
        rejects = descriptorPoller == controlPoller ? broken : broken + descriptorPoller.rejects();
    }

    void update()
    {
        set(framesStoredCounter, framesStored());
        set(linkSetsStoredCounter, linkSetsStored());
        set(rejectsCounter, rejects);
        set(framesDroppedCounter, framesDropped());
        set(linkSetsDroppedCounter, linkSetsDropped());
        set(commitsCounter, commits());
        set(pendingCounter, pending());
        set(writeFailuresCounter, writeFailures());
    }

    private static void set(final Counter counter, final long value)
    {
        if (!counter.isClosed())
        {
            counter.setRelease(value);
        }
    }
}
