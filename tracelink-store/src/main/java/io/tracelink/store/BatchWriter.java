package io.tracelink.store;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Commits batches on a thread of its own, so that the disk never holds up a stream. A batch that cannot be written is
 * kept and tried again; the batches behind it wait.
 */
final class BatchWriter implements Agent
{
    private static final long RETRY_DELAY_NS = 20_000_000;

    private final LineageWriter writer;
    private final NanoClock nanoClock;
    private final ErrorHandler errorHandler;
    private final CommitProbe commitProbe;
    private final OneToOneConcurrentArrayQueue<RowBatch> filled;
    private final OneToOneConcurrentArrayQueue<RowBatch> free;
    private RowBatch current;
    private boolean isFailing;
    private long retryNs;

    private volatile long framesStored;
    private volatile long linkSetsStored;
    private volatile long nodesStored;
    private volatile long commits;
    private volatile long failures;

    BatchWriter(
        final LineageWriter writer,
        final NanoClock nanoClock,
        final ErrorHandler errorHandler,
        final CommitProbe commitProbe,
        final int batchCount,
        final int batchRows)
    {
        this.commitProbe = commitProbe;
        this.writer = writer;
        this.nanoClock = nanoClock;
        this.errorHandler = errorHandler;
        filled = new OneToOneConcurrentArrayQueue<>(batchCount);
        free = new OneToOneConcurrentArrayQueue<>(batchCount);
        for (int i = 0; i < batchCount; i++)
        {
            free.offer(new RowBatch(batchRows));
        }
    }

    /**
     * An empty batch to be filled by the other thread, or null while all are taken.
     */
    RowBatch take()
    {
        return free.poll();
    }

    /**
     * Hand a filled batch over. There is room for every batch that there is.
     */
    void submit(final RowBatch batch)
    {
        filled.offer(batch);
    }

    /**
     * Are there batches that wait for the one that is being committed?
     */
    boolean isBehind()
    {
        return !filled.isEmpty();
    }

    @Override
    public int doWork()
    {
        if (null == current)
        {
            current = filled.poll();
        }

        if (null == current || (isFailing && nanoClock.nanoTime() - retryNs < 0))
        {
            return 0;
        }

        try
        {
            writer.begin();
            commitProbe.onPoint(CommitProbe.Point.BEGUN);
            current.writeTo(writer);
            commitProbe.onPoint(CommitProbe.Point.WRITTEN);
            writer.commit();
            commitProbe.onPoint(CommitProbe.Point.COMMITTED);
            isFailing = false;
            onCommitted();
        }
        catch (final StoreException ex)
        {
            onFailure(ex);
        }

        return 1;
    }

    @Override
    public void onClose()
    {
        writer.close();
    }

    @Override
    public String roleName()
    {
        return "tracelink-store-writer";
    }

    long framesStored()
    {
        return framesStored;
    }

    long linkSetsStored()
    {
        return linkSetsStored;
    }

    long nodesStored()
    {
        return nodesStored;
    }

    long commits()
    {
        return commits;
    }

    long failures()
    {
        return failures;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void onCommitted()
    {
        // one thread writes these, others read them
        framesStored += current.frameCount();
        linkSetsStored += current.setCount();
        nodesStored += current.nodeCount();
        commits++;
        current.onCommitted();
        current.clear();
        free.offer(current);
        current = null;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void onFailure(final StoreException cause)
    {
        failures++;
        retryNs = nanoClock.nanoTime() + RETRY_DELAY_NS;
        if (!isFailing)
        {
            isFailing = true;
            errorHandler.onError(cause);
        }
    }
}
