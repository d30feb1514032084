package io.tracelink.aeron;

/**
 * The ways in which frames and links can be sent.
 */
enum PublishMode
{
    /**
     * The calling thread sends both.
     */
    OWN_THREAD(false, false),

    /**
     * Links go through the ring.
     */
    LINKS_QUEUED(false, false),

    /**
     * Links go through the ring of many producers.
     */
    LINKS_QUEUED_BY_MANY(true, false),

    /**
     * Descriptors and links go through the ring.
     */
    ALL_QUEUED(false, true),

    /**
     * Descriptors and links go through the ring of many producers.
     */
    ALL_QUEUED_BY_MANY(true, true);

    private final boolean manyProducers;
    private final boolean sendDescriptors;

    PublishMode(final boolean manyProducers, final boolean sendDescriptors)
    {
        this.manyProducers = manyProducers;
        this.sendDescriptors = sendDescriptors;
    }

    boolean isAsync()
    {
        return OWN_THREAD != this;
    }

    boolean areDescriptorsQueued()
    {
        return sendDescriptors;
    }

    /**
     * What sends in this mode on the streams of a stage.
     *
     * @return null if the stage's thread does.
     */
    AsyncPublisher newAsyncPublisher(final AsyncPublisher.Context context)
    {
        return isAsync() ?
            new AsyncPublisher(context.manyProducers(manyProducers).sendDescriptors(sendDescriptors)) : null;
    }
}
