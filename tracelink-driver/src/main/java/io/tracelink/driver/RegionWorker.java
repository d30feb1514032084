package io.tracelink.driver;

import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Creates and removes regions beside the conductor, so that keepalives go on while a big pool is written, and by turns,
 * so that a small one need not wait for it. The conductor orders and polls; only the work itself is done elsewhere.
 */
final class RegionWorker
{
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final RegionFiles files;
    private final ExecutorService executor;
    private final ManyToOneConcurrentLinkedQueue<Outcome> outcomes = new ManyToOneConcurrentLinkedQueue<>();

    RegionWorker(final RegionFiles files, final ExecutorService executor)
    {
        this.files = files;
        this.executor = executor;
    }

    /**
     * What became of an order.
     *
     * @param stream  for which regions were ordered; null for a removal.
     * @param regions that were created; null when that failed, and for a removal.
     * @param failure why it failed; null when it did not.
     */
    record Outcome(StreamState stream, Regions regions, String failure)
    {
    }

    /**
     * Orders the regions of a new epoch; an {@link Outcome} follows.
     *
     * @param stream        to create them for.
     * @param epoch         of the regions.
     * @param isPrefaulting is their memory written?
     */
    void create(final StreamState stream, final long epoch, final boolean isPrefaulting)
    {
        final RegionCreation creation =
            files.begin(stream.streamId(), epoch, stream.profile(), isPrefaulting);
        executor.execute(() -> step(stream, creation));
    }

    /**
     * Orders the removal of an epoch; an {@link Outcome} follows only when it fails.
     *
     * @param directory of the epoch.
     */
    void remove(final Path directory)
    {
        executor.execute(() -> removed(directory));
    }

    /**
     * Takes the next result.
     *
     * @return the result, or null when there is none.
     */
    Outcome poll()
    {
        return outcomes.poll();
    }

    /**
     * Gives up what is under way and waits until nothing is.
     */
    void close()
    {
        files.abandon();
        executor.shutdown();
        try
        {
            executor.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void step(final StreamState stream, final RegionCreation creation)
    {
        try
        {
            if (creation.step())
            {
                outcomes.add(new Outcome(stream, creation.regions(), null));
            }
            else
            {
                executor.execute(() -> step(stream, creation));
            }
        }
        catch (final RejectedExecutionException ex)
        {
            fail(stream, creation, "the driver is closing");
        }
        catch (final IOException ex)
        {
            fail(stream, creation, DriverDirectory.reason(ex));
        }
        catch (final RuntimeException | OutOfMemoryError ex)
        {
            fail(stream, creation, ex.toString());
        }
    }

    private void fail(final StreamState stream, final RegionCreation creation, final String reason)
    {
        String failure = reason;
        try
        {
            creation.undo();
        }
        catch (final IOException ex)
        {
            failure += "; " + creation.regions().directory() + " cannot be removed: " + DriverDirectory.reason(ex);
        }
        finally
        {
            outcomes.add(new Outcome(stream, null, failure));
        }
    }

    private void removed(final Path directory)
    {
        try
        {
            if (!files.remove(directory))
            {
                outcomes.add(new Outcome(null, null, directory + " holds files that no driver wrote, it stays"));
            }
        }
        catch (final IOException ex)
        {
            outcomes.add(new Outcome(null, null, directory + " cannot be removed: " + DriverDirectory.reason(ex)));
        }
        catch (final RuntimeException ex)
        {
            outcomes.add(new Outcome(null, null, directory + " cannot be removed: " + ex));
        }
    }
}
