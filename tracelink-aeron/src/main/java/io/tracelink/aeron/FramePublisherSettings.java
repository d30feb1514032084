package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.tracelink.core.TimeSliceSampler;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * The settings of a {@link FramePublisher.Context}.
 */
abstract class FramePublisherSettings extends StreamsContext<FramePublisher.Context>
{
    private static final long MAX_STREAM_ID = 0xFFFF_FFFFL;

    private long streamId = Aeron.NULL_VALUE;
    private long epoch = SystemEpochNanoClock.INSTANCE.nanoTime();
    private boolean isEpochSet;
    private boolean sharedPublications;
    private Publication descriptorPublication;
    private Publication controlPublication;
    private TimeSliceSampler sampler;
    private boolean linksOfOneParent;
    private AsyncPublisher asyncPublisher;

    /**
     * Check that everything is there.
     *
     * @return this for a fluent API.
     * @throws IllegalArgumentException if a value is missing, out of its range or contradicts another.
     */
    public FramePublisher.Context conclude()
    {
        requireAeron();

        if (streamId < 0 || streamId > MAX_STREAM_ID)
        {
            throw new IllegalArgumentException(
                "streamId=" + streamId + " must be set to the stream of the frames, in 0.." + MAX_STREAM_ID);
        }

        if (null != asyncPublisher)
        {
            requireNull("controlPublication", controlPublication);
            if (asyncPublisher.sendsDescriptors())
            {
                requireNull("descriptorPublication", descriptorPublication);
            }
        }

        if (!isEpochSet)
        {
            // as each publisher that is made with this context needs one of its own
            epoch = SystemEpochNanoClock.INSTANCE.nanoTime();
        }

        return self();
    }

    /**
     * The stream of the frames, as their consumers and the driver know it.
     *
     * @param streamId uint32.
     * @return this for a fluent API.
     */
    public FramePublisher.Context streamId(final long streamId)
    {
        this.streamId = streamId;
        return self();
    }

    /**
     * {@return the stream of the frames: uint32}
     */
    public long streamId()
    {
        return streamId;
    }

    /**
     * The epoch of the first frame; by default the time in nanoseconds at which the publisher is made, so that it grows
     * with each start: stream, epoch and sequence name a frame for good.
     *
     * @param epoch as the driver gave it with the lease.
     * @return this for a fluent API.
     */
    public FramePublisher.Context epoch(final long epoch)
    {
        this.epoch = epoch;
        isEpochSet = true;
        return self();
    }

    /**
     * {@return the epoch of the first frame: uint64}
     */
    public long epoch()
    {
        return epoch;
    }

    /**
     * Open shared publications: all of one Aeron client with the same channel and stream id write into one log, by any
     * threads, with an atomic operation a message. By default they are exclusive: a log for each publisher.
     * <p>
     * Shared ones must be asked for with the same URI by every process of the media driver; where they clash, opening
     * fails with both URIs and what differs.
     *
     * @param sharedPublications true to share them.
     * @return this for a fluent API.
     */
    public FramePublisher.Context sharedPublications(final boolean sharedPublications)
    {
        this.sharedPublications = sharedPublications;
        return self();
    }

    /**
     * {@return true if the publications that are opened are shared ones}
     */
    public boolean sharedPublications()
    {
        return sharedPublications;
    }

    /**
     * A publication for the descriptors in place of an own one; stays the caller's.
     *
     * @param descriptorPublication exclusive or shared, or null for an own one.
     * @return this for a fluent API.
     */
    public FramePublisher.Context descriptorPublication(final Publication descriptorPublication)
    {
        this.descriptorPublication = descriptorPublication;
        return self();
    }

    /**
     * {@return the publication for the descriptors that was handed in, or null for an own one}
     */
    public Publication descriptorPublication()
    {
        return descriptorPublication;
    }

    /**
     * A publication for the TraceLinkSets in place of an own one; stays the caller's.
     *
     * @param controlPublication exclusive or shared, or null for an own one.
     * @return this for a fluent API.
     */
    public FramePublisher.Context controlPublication(final Publication controlPublication)
    {
        this.controlPublication = controlPublication;
        return self();
    }

    /**
     * {@return the publication for the TraceLinkSets that was handed in, or null for an own one}
     */
    public Publication controlPublication()
    {
        return controlPublication;
    }

    /**
     * Report only the links of a slice of time: those of other frames are not sent, and counted as sampled. Frames
     * carry their trace IDs in any case. What decides is the trace ID of the output frame.
     *
     * @param sampler of the layout of the generator's IDs, or null to report all links, the default.
     * @return this for a fluent API.
     */
    public FramePublisher.Context sampler(final TimeSliceSampler sampler)
    {
        this.sampler = sampler;
        return self();
    }

    /**
     * {@return which links are reported, or null for all}
     */
    public TimeSliceSampler sampler()
    {
        return sampler;
    }

    /**
     * Begin a new trace with every frame: one that has one parent gets a trace ID of its own too, and its parent is
     * reported (TraceLink §9: a set of one parent may be sent to re-root). By default it keeps the trace ID of its
     * parent, and nothing is reported.
     *
     * @param linksOfOneParent true to report them.
     * @return this for a fluent API.
     */
    public FramePublisher.Context linksOfOneParent(final boolean linksOfOneParent)
    {
        this.linksOfOneParent = linksOfOneParent;
        return self();
    }

    /**
     * {@return true if frames with one parent get a trace ID of their own and report it}
     */
    public boolean linksOfOneParent()
    {
        return linksOfOneParent;
    }

    /**
     * Leave sending to another thread: links, and descriptors where the {@link AsyncPublisher} is set to send them,
     * are only put into its ring. The channels and streams are its own then.
     *
     * @param asyncPublisher stays the caller's, who closes it after this publisher; null to send by the calling
     *                       thread, the default.
     * @return this for a fluent API.
     */
    public FramePublisher.Context asyncPublisher(final AsyncPublisher asyncPublisher)
    {
        this.asyncPublisher = asyncPublisher;
        return self();
    }

    /**
     * {@return what sends in place of the calling thread, or null if that does}
     */
    public AsyncPublisher asyncPublisher()
    {
        return asyncPublisher;
    }

    private static void requireNull(final String name, final Publication publication)
    {
        if (null != publication)
        {
            throw new IllegalArgumentException(
                name + "=" + publication + " must be null, since asyncPublisher is set and has its own");
        }
    }
}
