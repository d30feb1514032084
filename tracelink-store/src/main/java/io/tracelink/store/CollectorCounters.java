package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.Counter;
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
     * Frames, TraceLinkSets and registrations of node IDs that were received and are not committed yet.
     */
    public static final int PENDING_TYPE_ID = 1306;

    /**
     * Transactions that failed and are tried again.
     */
    public static final int WRITE_FAILURES_TYPE_ID = 1307;

    /**
     * Bytes that the archive has recorded and that are not committed yet; 0 without an archive.
     */
    public static final int BEHIND_TYPE_ID = 1308;

    private static final int FIRST_TYPE_ID = FRAMES_STORED_TYPE_ID;
    private static final int LAST_TYPE_ID = BEHIND_TYPE_ID;

    private final Counter[] counters = new Counter[LAST_TYPE_ID - FIRST_TYPE_ID + 1];

    private final Intake intake;
    private final BatchWriter batchWriter;
    private final Source source;
    private volatile long rejects;
    private volatile long behind;

    CollectorCounters(
        final Aeron aeron,
        final Intake intake,
        final BatchWriter batchWriter,
        final Source source)
    {
        this.intake = intake;
        this.batchWriter = batchWriter;
        this.source = source;
        try
        {
            add(aeron, FRAMES_STORED_TYPE_ID, "frames-stored");
            add(aeron, LINK_SETS_STORED_TYPE_ID, "link-sets-stored");
            add(aeron, REJECTS_TYPE_ID, "rejects");
            add(aeron, FRAMES_DROPPED_TYPE_ID, "frames-dropped");
            add(aeron, LINK_SETS_DROPPED_TYPE_ID, "link-sets-dropped");
            add(aeron, COMMITS_TYPE_ID, "commits");
            add(aeron, PENDING_TYPE_ID, "pending");
            add(aeron, WRITE_FAILURES_TYPE_ID, "write-failures");
            add(aeron, BEHIND_TYPE_ID, "behind-bytes");
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(counters);
            throw ex;
        }
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
     * Frames, TraceLinkSets and registrations of node IDs that were received and are not committed yet. After the
     * collector was closed: that it could not commit any more.
     *
     * @return the number of all.
     */
    public long pending()
    {
        return intake.received() -
            batchWriter.framesStored() - batchWriter.linkSetsStored() - batchWriter.nodesStored();
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
     * Bytes that the archive has recorded and that are not committed yet: how far the store is behind. The archive is
     * asked five times a second.
     *
     * @return the number of bytes, 0 without an archive.
     */
    public long behind()
    {
        return behind;
    }

    /**
     * Give the Aeron counters back. The numbers can still be read here.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(counters);
    }

    void updateRejects()
    {
        rejects = source.rejects() + intake.announceRejects();
    }

    void update()
    {
        behind = source.behind();
        set(FRAMES_STORED_TYPE_ID, framesStored());
        set(LINK_SETS_STORED_TYPE_ID, linkSetsStored());
        set(REJECTS_TYPE_ID, rejects);
        set(FRAMES_DROPPED_TYPE_ID, framesDropped());
        set(LINK_SETS_DROPPED_TYPE_ID, linkSetsDropped());
        set(COMMITS_TYPE_ID, commits());
        set(PENDING_TYPE_ID, pending());
        set(WRITE_FAILURES_TYPE_ID, writeFailures());
        set(BEHIND_TYPE_ID, behind);
    }

    private void add(final Aeron aeron, final int typeId, final String name)
    {
        counters[typeId - FIRST_TYPE_ID] = aeron.addCounter(typeId, "tracelink store " + name);
    }

    private void set(final int typeId, final long value)
    {
        final Counter counter = counters[typeId - FIRST_TYPE_ID];
        if (!counter.isClosed())
        {
            counter.setRelease(value);
        }
    }
}
