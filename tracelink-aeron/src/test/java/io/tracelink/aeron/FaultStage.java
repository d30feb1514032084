package io.tracelink.aeron;

import io.aeron.Aeron;
import io.tracelink.core.ParentSet;
import org.agrona.collections.LongArrayList;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The loop of a stage on a thread of its own: it publishes a joined frame in each round, whatever became of the one
 * before, and keeps what came of it. Sequences are never used again.
 */
final class FaultStage
{
    /**
     * Stands for all positive results.
     */
    static final long TAKEN = 0;

    private static final long PAUSE_NS = 100_000;
    private static final int RESULTS = 64;

    private final FramePublisher publisher;
    private final ParentSet parents = new ParentSet(2);
    private final AtomicLongArray frameResults = new AtomicLongArray(RESULTS);
    private final AtomicLongArray linkResults = new AtomicLongArray(RESULTS);
    private final LongArrayList frames = new LongArrayList();
    private final LongArrayList links = new LongArrayList();
    private final AtomicReference<Aeron> nextAeron = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "stage");
    private volatile boolean isRunning = true;
    private volatile Throwable failure;
    private volatile long rounds;
    private volatile long longestCallNs;

    private FaultStage(final FramePublisher publisher)
    {
        this.publisher = publisher;
        parents.add(10);
        parents.add(20);
    }

    /**
     * Run until it is stopped.
     */
    static FaultStage start(final FramePublisher publisher)
    {
        final FaultStage stage = new FaultStage(publisher);
        stage.thread.start();

        return stage;
    }

    /**
     * How often it has published.
     */
    long rounds()
    {
        return rounds;
    }

    /**
     * How many frames ended with a result, {@link #TAKEN} or a negative one.
     */
    long frames(final long result)
    {
        return frameResults.get(index(result));
    }

    /**
     * How many frames that were taken had links that ended with a result, {@link #TAKEN} or a negative one.
     */
    long links(final long result)
    {
        return linkResults.get(index(result));
    }

    /**
     * Go on with another client; to be awaited with {@link #isReconnected()}.
     */
    void reconnect(final Aeron aeron)
    {
        nextAeron.set(aeron);
    }

    boolean isReconnected()
    {
        return null == nextAeron.get();
    }

    /**
     * End the loop.
     *
     * @throws AssertionError if a call has thrown.
     */
    void stop()
    {
        isRunning = false;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, ex);
        }

        if (null != failure)
        {
            throw new AssertionError("thrown into the pipeline", failure);
        }
    }

    /**
     * Sequences of the frames that were taken; once it has been stopped.
     */
    LongArrayList takenFrames()
    {
        return frames;
    }

    /**
     * Sequences of the frames whose links were taken; once it has been stopped.
     */
    LongArrayList takenLinks()
    {
        return links;
    }

    /**
     * The longest that publishing has taken.
     */
    long longestCallNs()
    {
        return longestCallNs;
    }

    @Override
    public String toString()
    {
        return "FaultStage{rounds=" + rounds + " frames=" + frameResults + " links=" + linkResults +
            " longestCallNs=" + longestCallNs + " failure=" + failure + '}';
    }

    private void run()
    {
        try
        {
            while (isRunning)
            {
                final Aeron aeron = nextAeron.get();
                if (null != aeron)
                {
                    publisher.reconnect(aeron);
                    nextAeron.set(null);
                }

                publish();
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        catch (final Throwable ex)
        {
            failure = ex;
        }
    }

    private void publish()
    {
        final long seq = rounds;
        final long beginNs = System.nanoTime();
        final long result = publisher.publishJoined(seq, 13, 15, parents);
        longestCallNs = Math.max(longestCallNs, System.nanoTime() - beginNs);

        frameResults.incrementAndGet(index(result));
        if (result > 0)
        {
            frames.addLong(seq);
            final long linkResult = publisher.linkResult();
            linkResults.incrementAndGet(index(linkResult));
            if (linkResult > 0)
            {
                links.addLong(seq);
            }
        }

        rounds = seq + 1;
    }

    private static int index(final long result)
    {
        return result > 0 ? 0 : (int)-result;
    }
}
