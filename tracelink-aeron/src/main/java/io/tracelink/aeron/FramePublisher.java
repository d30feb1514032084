package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tracelink.core.HeldTraceIdGenerator;
import io.tracelink.core.NodeIdSource;
import io.tracelink.core.ParentSet;
import io.tracelink.core.Propagation;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochNanoClock;

import java.util.Objects;

/**
 * Publishes the frames of one output stream of a stage: the FrameDescriptor and, where a frame has many parents, the
 * TraceLinkSet after it (TraceLink §6, §9). Both are written from the same fields, so they cannot disagree.
 * <p>
 * The descriptor is the frame: its result is returned, and the caller decides what to do about a frame that was not
 * taken. The TraceLinkSet is best effort: it is sent once, and {@link #linkResult()} and the {@link #counters()} say
 * what became of it.
 * <pre>
 * try (FramePublisher publisher = new FramePublisher(new FramePublisher.Context().aeron(aeron).streamId(10_000)))
 * {
 *     publisher.enableTracing(7);
 *
 *     publisher.publishRoot(seq, timestampNs, metaVersion);
 *     publisher.publishDerived(seq, timestampNs, metaVersion, input.traceId());
 *
 *     parents.clear();
 *     parents.add(left.traceId());
 *     parents.add(right.traceId());
 *     publisher.publishJoined(seq, timestampNs, metaVersion, parents);
 * }
 * </pre>
 * While tracing is off, frames carry no trace ID and nothing else changes. For a single writer.
 */
public final class FramePublisher implements AutoCloseable
{
    /**
     * {@link #linkResult()}: the last frame had no links to report.
     */
    public static final long NO_LINKS = 0;

    private final long streamId;
    private final FramePublications publications;
    private final Publication descriptorPublication;
    private final TraceLinkPublisher traceLinkPublisher;
    private final FrameCounters counters;
    private final BufferClaim bufferClaim = new BufferClaim();

    private TraceIdGenerator generator;
    private Propagation propagation;
    private long epoch;
    private long traceId;
    private long linkResult;
    private boolean isClosed;

    /**
     * Open the publications that the context does not bring, and the counters.
     *
     * @param context of the publisher; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range. Nothing stays open
     *                                  then, nor where Aeron refuses.
     */
    public FramePublisher(final Context context)
    {
        context.conclude();

        streamId = context.streamId();
        epoch = context.epoch();

        publications = new FramePublications(context);
        try
        {
            counters = new FrameCounters(context.aeron(), streamId);
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietClose(publications);
            throw ex;
        }

        descriptorPublication = publications.descriptor();
        traceLinkPublisher = new TraceLinkPublisher(publications.control());
    }

    /**
     * Trace the frames from now on, with a generator of the {@link TraceIdLayout#DEFAULT} layout. Where the present
     * generator is such a one, its IDs go on.
     * <p>
     * For the only publisher of a process: where there are more, hand one generator of the node ID to all of them,
     * since two generators of one node ID mint the same IDs.
     *
     * @param nodeId of this process, 0..1,023, unique in the deployment.
     * @throws IllegalArgumentException if the node ID does not fit.
     */
    public void enableTracing(final int nodeId)
    {
        enableTracing(generatorOf(nodeId));
    }

    /**
     * Trace the frames from now on, with the node ID of a driver's lease, as {@link #enableTracing(int)} does. While
     * the lease does not hold that node ID, frames that need a new trace ID are refused with
     * {@link TraceId#NO_NODE_ID}.
     *
     * @param nodeIdSource that knows the node ID of this process.
     * @throws IllegalStateException    if it has no node ID, or one that does not fit.
     * @throws IllegalArgumentException if it gives a node ID that does not fit.
     */
    public void enableTracing(final NodeIdSource nodeIdSource)
    {
        enableTracing(generatorOf(nodeIdSource.nodeId(TraceIdLayout.DEFAULT)));
        propagation = new Propagation(new HeldTraceIdGenerator(nodeIdSource, generator));
    }

    /**
     * Trace the frames from now on. Its node ID is registered as that of this process, see {@link NodeRegistration}.
     *
     * @param generator of the trace IDs; used by this publisher's thread.
     */
    public void enableTracing(final TraceIdGenerator generator)
    {
        propagation = new Propagation(generator);
        this.generator = generator;
        counters.onNodeId(generator.nodeId());
    }

    /** {@return true once tracing has been enabled} */
    public boolean isTracing()
    {
        return null != propagation;
    }

    /**
     * Publish a frame that has no parent: it gets a new trace ID.
     *
     * @param seq         of the frame in its stream and epoch.
     * @param timestampNs of the frame, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     * @param metaVersion of the frame, uint32, or {@link FrameDescriptorFlyweight#NULL_META_VERSION}.
     * @return the position of the descriptor publication, or why there is no frame: {@link Publication#NOT_CONNECTED},
     * {@link Publication#BACK_PRESSURED}, {@link Publication#ADMIN_ACTION}, {@link Publication#CLOSED},
     * {@link Publication#MAX_POSITION_EXCEEDED}, {@link TraceId#NO_NODE_ID} or {@link TraceId#EXHAUSTED}.
     */
    public long publishRoot(final long seq, final long timestampNs, final long metaVersion)
    {
        final Propagation propagation = this.propagation;
        if (null == propagation)
        {
            return publishUntraced(seq, timestampNs, metaVersion);
        }

        final long result = publish(seq, timestampNs, metaVersion, propagation.root());
        if (result > 0)
        {
            counters.onRoot();
        }

        return result;
    }

    /**
     * Publish a frame that was made of one frame: it keeps the trace ID of its parent.
     *
     * @param seq         of the frame in its stream and epoch.
     * @param timestampNs of the frame, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     * @param metaVersion of the frame, uint32, or {@link FrameDescriptorFlyweight#NULL_META_VERSION}.
     * @param parentId    trace ID of the input frame.
     * @return as {@link #publishRoot}, or {@link TraceId#NOT_A_TRACE_ID} with nothing published if the input is not
     * traced.
     */
    public long publishDerived(final long seq, final long timestampNs, final long metaVersion, final long parentId)
    {
        final Propagation propagation = this.propagation;
        if (null == propagation)
        {
            return publishUntraced(seq, timestampNs, metaVersion);
        }

        final long result = publish(seq, timestampNs, metaVersion, propagation.derived(parentId));
        if (result > 0)
        {
            counters.onDerived();
        }

        return result;
    }

    /**
     * Publish a frame that was made of many frames: it gets a new trace ID, and after the descriptor its parents are
     * reported. With one parent it is a derived frame.
     *
     * @param seq         of the frame in its stream and epoch.
     * @param timestampNs of the frame, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     * @param metaVersion of the frame, uint32, or {@link FrameDescriptorFlyweight#NULL_META_VERSION}.
     * @param parents     of the frame.
     * @return as {@link #publishRoot}, or {@link TraceId#NO_PARENTS} with nothing published. What became of the links
     * is in {@link #linkResult()}.
     */
    public long publishJoined(
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final ParentSet parents)
    {
        final Propagation propagation = this.propagation;
        if (null == propagation)
        {
            return publishUntraced(seq, timestampNs, metaVersion);
        }

        final long traceId = propagation.joined(parents);
        final long result = publish(seq, timestampNs, metaVersion, traceId);
        if (result > 0)
        {
            onJoined(seq, traceId, parents);
        }

        return result;
    }

    /**
     * {@return trace ID of the last frame that was published, 0 if it was not traced or there was none}
     */
    public long traceId()
    {
        return traceId;
    }

    /**
     * What became of the links of the last frame that was to be published.
     *
     * @return the position of the control publication, {@link #NO_LINKS}, or why the TraceLinkSet was dropped as in
     * {@link TraceLinkPublisher#publish}.
     */
    public long linkResult()
    {
        return linkResult;
    }

    /**
     * {@return the stream of the frames: uint32}
     */
    public long streamId()
    {
        return streamId;
    }

    /**
     * {@return the epoch of the frames: uint64}
     */
    public long epoch()
    {
        return epoch;
    }

    /**
     * Publish in another epoch from the next frame on, as after a driver has given a new lease. Trace IDs go on.
     *
     * @param epoch of the stream's regions.
     */
    public void epoch(final long epoch)
    {
        this.epoch = epoch;
    }

    /**
     * {@return true if somebody subscribes to the descriptors}
     */
    public boolean isConnected()
    {
        return descriptorPublication.isConnected();
    }

    /**
     * {@return what was published and dropped: the counters}
     */
    public FrameCounters counters()
    {
        return counters;
    }

    /**
     * Close the counters, and the publications that were not handed in. Frames are refused from then on with
     * {@link Publication#CLOSED}.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            CloseHelper.closeAll(publications, counters);
        }
    }

    private TraceIdGenerator generatorOf(final int nodeId)
    {
        final TraceIdGenerator present = this.generator;
        return null != present && present.nodeId() == nodeId && present.layout() == TraceIdLayout.DEFAULT ?
            present : new SnowflakeTraceIdGenerator(nodeId);
    }

    private long publish(final long seq, final long timestampNs, final long metaVersion, final long traceId)
    {
        linkResult = NO_LINKS;

        if (isClosed)
        {
            return Publication.CLOSED;
        }

        if (TraceId.isRefusal(traceId))
        {
            counters.onRefused();
            return traceId;
        }

        final BufferClaim bufferClaim = this.bufferClaim;
        long result = descriptorPublication.tryClaim(FrameDescriptorFlyweight.LENGTH, bufferClaim);
        if (Publication.ADMIN_ACTION == result)
        {
            // Where a term ends Aeron rotates it and asks to be called again: no reason to lose a frame.
            result = descriptorPublication.tryClaim(FrameDescriptorFlyweight.LENGTH, bufferClaim);
        }

        if (result > 0)
        {
            FrameDescriptorFlyweight.encode(
                bufferClaim.buffer(), bufferClaim.offset(), streamId, epoch, seq, timestampNs, metaVersion, traceId);
            bufferClaim.commit();
            this.traceId = traceId;
        }
        else
        {
            counters.onNotSent();
        }

        return result;
    }

    private void onJoined(final long seq, final long traceId, final ParentSet parents)
    {
        if (parents.size() > 1)
        {
            linkResult = traceLinkPublisher.publish(streamId, epoch, seq, traceId, parents);
            counters.onJoined();
            counters.onLinkResult(linkResult);
        }
        else
        {
            counters.onDerived();
        }
    }

    private long publishUntraced(final long seq, final long timestampNs, final long metaVersion)
    {
        final long result = publish(seq, timestampNs, metaVersion, TraceId.NULL);
        if (result > 0)
        {
            counters.onUntraced();
        }

        return result;
    }

    /**
     * What a {@link FramePublisher} needs. Not thread-safe.
     */
    public static final class Context
    {
        private static final long MAX_STREAM_ID = 0xFFFF_FFFFL;

        private Aeron aeron;
        private long streamId = Aeron.NULL_VALUE;
        private long epoch = SystemEpochNanoClock.INSTANCE.nanoTime();
        private String descriptorChannel = TraceStreams.DESCRIPTOR_CHANNEL;
        private int descriptorStreamId = TraceStreams.DESCRIPTOR_STREAM_ID;
        private String controlChannel = TraceStreams.CONTROL_CHANNEL;
        private int controlStreamId = TraceStreams.CONTROL_STREAM_ID;
        private Publication descriptorPublication;
        private Publication controlPublication;

        /**
         * Construct with the defaults of {@link TraceStreams}.
         */
        public Context()
        {
        }

        /**
         * Check that everything is there.
         *
         * @return this for a fluent API.
         * @throws IllegalArgumentException if a value is missing or out of its range.
         */
        public Context conclude()
        {
            if (null == aeron)
            {
                throw new IllegalArgumentException("aeron=null must be set to a connected client");
            }

            if (streamId < 0 || streamId > MAX_STREAM_ID)
            {
                throw new IllegalArgumentException(
                    "streamId=" + streamId + " must be set to the stream of the frames, in 0.." + MAX_STREAM_ID);
            }

            return this;
        }

        /**
         * The client that opens publications and counters; stays the caller's.
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
         * {@return the client that opens publications and counters: a connected client}
         */
        public Aeron aeron()
        {
            return aeron;
        }

        /**
         * The stream of the frames, as their consumers and the driver know it.
         *
         * @param streamId uint32.
         * @return this for a fluent API.
         */
        public Context streamId(final long streamId)
        {
            this.streamId = streamId;
            return this;
        }

        /**
         * {@return the stream of the frames: uint32}
         */
        public long streamId()
        {
            return streamId;
        }

        /**
         * The epoch of the first frame; by default the time of construction in nanoseconds, so that it grows with each
         * start: stream, epoch and sequence name a frame for good.
         *
         * @param epoch as the driver gave it with the lease.
         * @return this for a fluent API.
         */
        public Context epoch(final long epoch)
        {
            this.epoch = epoch;
            return this;
        }

        /**
         * {@return the epoch of the first frame: uint64}
         */
        public long epoch()
        {
            return epoch;
        }

        /**
         * Where descriptors go; {@link TraceStreams#DESCRIPTOR_CHANNEL} by default.
         *
         * @param descriptorChannel an Aeron URI.
         * @return this for a fluent API.
         */
        public Context descriptorChannel(final String descriptorChannel)
        {
            this.descriptorChannel = Objects.requireNonNull(descriptorChannel, "descriptorChannel");
            return this;
        }

        /**
         * {@return where descriptors go: an Aeron URI}
         */
        public String descriptorChannel()
        {
            return descriptorChannel;
        }

        /**
         * Aeron stream of the descriptors; {@link TraceStreams#DESCRIPTOR_STREAM_ID} by default.
         *
         * @param descriptorStreamId Aeron stream id.
         * @return this for a fluent API.
         */
        public Context descriptorStreamId(final int descriptorStreamId)
        {
            this.descriptorStreamId = descriptorStreamId;
            return this;
        }

        /**
         * {@return aeron stream of the descriptors: Aeron stream id}
         */
        public int descriptorStreamId()
        {
            return descriptorStreamId;
        }

        /**
         * Where TraceLinkSets go; {@link TraceStreams#CONTROL_CHANNEL} by default.
         *
         * @param controlChannel an Aeron URI.
         * @return this for a fluent API.
         */
        public Context controlChannel(final String controlChannel)
        {
            this.controlChannel = Objects.requireNonNull(controlChannel, "controlChannel");
            return this;
        }

        /**
         * {@return where TraceLinkSets go: an Aeron URI}
         */
        public String controlChannel()
        {
            return controlChannel;
        }

        /**
         * Aeron stream of the TraceLinkSets; {@link TraceStreams#CONTROL_STREAM_ID} by default.
         *
         * @param controlStreamId Aeron stream id.
         * @return this for a fluent API.
         */
        public Context controlStreamId(final int controlStreamId)
        {
            this.controlStreamId = controlStreamId;
            return this;
        }

        /**
         * {@return aeron stream of the TraceLinkSets: Aeron stream id}
         */
        public int controlStreamId()
        {
            return controlStreamId;
        }

        /**
         * A publication for the descriptors in place of an own one; stays the caller's.
         *
         * @param descriptorPublication exclusive or shared, or null for an own exclusive one.
         * @return this for a fluent API.
         */
        public Context descriptorPublication(final Publication descriptorPublication)
        {
            this.descriptorPublication = descriptorPublication;
            return this;
        }

        /**
         * {@return the publication for the descriptors that was handed in, or null for an own exclusive one}
         */
        public Publication descriptorPublication()
        {
            return descriptorPublication;
        }

        /**
         * A publication for the TraceLinkSets in place of an own one; stays the caller's.
         *
         * @param controlPublication exclusive or shared, or null for an own exclusive one.
         * @return this for a fluent API.
         */
        public Context controlPublication(final Publication controlPublication)
        {
            this.controlPublication = controlPublication;
            return this;
        }

        /**
         * {@return the publication for the TraceLinkSets that was handed in, or null for an own exclusive one}
         */
        public Publication controlPublication()
        {
            return controlPublication;
        }
    }
}
