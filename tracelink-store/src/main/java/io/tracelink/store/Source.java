package io.tracelink.store;

/**
 * Where a {@link Collector} reads from: live subscriptions, or the recordings of an archive. Everything is called by
 * the polling thread; what is read goes to the collector's {@link Intake}.
 */
interface Source extends AutoCloseable
{
    /**
     * Read what is there, a bounded amount of it.
     *
     * @return the number of fragments read.
     * @throws org.agrona.concurrent.AgentTerminationException if the source is gone for good.
     */
    int poll();

    /**
     * From now on only what is there already is to be read.
     */
    void startDraining();

    /**
     * After {@link #startDraining()} and a poll that read nothing: has all been read?
     */
    boolean isDrained();

    /**
     * How many messages were refused because they are broken.
     */
    long rejects();

    /**
     * How many bytes are recorded and not committed yet. A live source knows of nothing that it has not read: 0.
     */
    long behind();

    /**
     * Can what was read and not committed be read again, by the next collector?
     */
    boolean isRepeatable();

    /**
     * Let go of the streams. Idempotent.
     */
    @Override
    void close();
}
