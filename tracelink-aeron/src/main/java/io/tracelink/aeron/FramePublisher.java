package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.Publication;
import io.tracelink.core.HeldTraceIdGenerator;
import io.tracelink.core.NodeIdSource;
import io.tracelink.core.ParentSet;
import io.tracelink.core.Propagation;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TimeSliceSampler;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;

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
 * While tracing is off, frames carry no trace ID and nothing else changes.
 * <p>
 * Everything is sent by the calling thread, or, where the context names an {@link AsyncPublisher}, put into its rings.
 * When the Aeron client is gone, frames are refused with {@link Publication#CLOSED} and counted until
 * {@link #reconnect(Aeron)} goes on. For a single writer.
 */
public final class FramePublisher implements AutoCloseable
{
    /**
     * {@link #linkResult()}: the last frame had no links to report.
     */
    public static final long NO_LINKS = 0;

    /**
     * A result: what was to be sent is in the ring of the {@link AsyncPublisher}.
     */
    public static final long QUEUED = 1;

    /**
     * A result: what was to be sent was dropped, because the ring of the {@link AsyncPublisher} was full. As back
     * pressure: the agent does not keep up, or waits for a subscriber of descriptors.
     */
    public static final long RING_FULL = -40;

    /**
     * {@link #linkResult()}: the sampler left the links out.
     */
    public static final long SAMPLED_OUT = -41;

    private static final int CLOCK_LEAD_INTERVAL = 256;
    private static final long CLOCK_LEAD_INTERVAL_MS = 100;

    private final long streamId;
    private final TimeSliceSampler sampler;

    /**
     * The parent of a frame that has one, where that is reported.
     */
    private final ParentSet onlyParent;
    private final AsyncPublisher asyncPublisher;
    private final FramePublications publications;
    private final FrameCounters counters;
    private final FrameSender sender;

    private TraceIdGenerator generator;
    private Propagation propagation;
    private long traceId;
    private long linkResult;
    private long clockLeadIntervalIds;
    private long clockLeadTraceId;
    private int mintedSinceClockLead;
    private boolean isClosed;

    /**
     * Open the publications that the context does not bring, and the counters.
     *
     * @param context of the publisher; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range, a publication that was
     *                                  handed in is closed, or a FrameDescriptor does not fit the MTU. Nothing stays
     *                                  open then, nor where Aeron refuses.
     * @throws IllegalStateException    if a shared publication clashes with one that is there already, see
     *                                  {@link TraceStreams#addPublication}, or the {@link AsyncPublisher} is closed.
     */
    public FramePublisher(final Context context)
    {
        context.conclude();

        streamId = context.streamId();
        sampler = context.sampler();
        onlyParent = context.linksOfOneParent() ? new ParentSet(1) : null;
        asyncPublisher = context.asyncPublisher();
        publications = new FramePublications(context);
        counters = FrameCounters.ofStream(streamId);
        sender = new FrameSender(streamId, context.epoch(), asyncPublisher);
        if (null != asyncPublisher)
        {
            asyncPublisher.attach();
        }

        try
        {
            connect(context.aeron(), context.descriptorPublication(), context.controlPublication());
        }
        catch (final Throwable ex)
        {
            detach();
            throw ex;
        }
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

        final TraceIdLayout layout = generator.layout();
        clockLeadIntervalIds = CLOCK_LEAD_INTERVAL_MS << (layout.nodeIdBits() + layout.sequenceBits());
        clockLeadTraceId = TraceId.NULL;
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
     * {@link Publication#MAX_POSITION_EXCEEDED}, {@link TraceId#NO_NODE_ID} or {@link TraceId#EXHAUSTED}. Where
     * descriptors go through an {@link AsyncPublisher}, {@link #QUEUED}, {@link #RING_FULL} or
     * {@link Publication#CLOSED} in place of what a publication returns.
     */
    public long publishRoot(final long seq, final long timestampNs, final long metaVersion)
    {
        final Propagation propagation = this.propagation;
        if (null == propagation)
        {
            return publishUntraced(seq, timestampNs, metaVersion);
        }

        final long traceId = propagation.root();
        final long result = publish(seq, timestampNs, metaVersion, traceId);
        if (result > 0)
        {
            counters.onRoot();
            onMinted(traceId);
        }

        return result;
    }

    /**
     * Publish a frame that was made of one frame: it keeps the trace ID of its parent, or, with
     * {@link Context#linksOfOneParent(boolean)}, gets a new one and reports its parent.
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

        final ParentSet onlyParent = this.onlyParent;
        if (null != onlyParent && TraceId.isTraceId(parentId))
        {
            onlyParent.clear();
            onlyParent.add(parentId);
            return publishLinked(seq, timestampNs, metaVersion, propagation.root(), onlyParent);
        }

        return publishUnlinked(seq, timestampNs, metaVersion, propagation.derived(parentId));
    }

    /**
     * Publish a frame that was made of many frames: it gets a new trace ID, and after the descriptor its parents are
     * reported. With one parent it is a derived frame, see {@link #publishDerived}.
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

        final int size = null == parents ? 0 : parents.size();
        if (size > 1)
        {
            return publishLinked(seq, timestampNs, metaVersion, propagation.joined(parents), parents);
        }

        return 1 == size && null != onlyParent ?
            publishLinked(seq, timestampNs, metaVersion, propagation.root(), parents) :
            publishUnlinked(seq, timestampNs, metaVersion, propagation.joined(parents));
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
     * @return the position of the control publication, {@link #NO_LINKS}, or why the TraceLinkSet was dropped:
     * {@link #SAMPLED_OUT} or as in {@link TraceLinkPublisher#publish}. With an {@link AsyncPublisher} {@link #QUEUED},
     * {@link #RING_FULL}, {@link Publication#CLOSED} or {@link io.tracelink.core.MessageResult#TOO_MANY_PARENTS} in
     * place of what a publication returns; what became of it after the ring, the counters of the
     * {@link AsyncPublisher} say.
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
        return sender.epoch();
    }

    /**
     * Publish in another epoch from the next frame on, as after a driver has given a new lease. Trace IDs go on.
     *
     * @param epoch of the stream's regions.
     */
    public void epoch(final long epoch)
    {
        sender.epoch(epoch);
    }

    /**
     * {@return true if somebody subscribes to the descriptors}
     */
    public boolean isConnected()
    {
        final Publication descriptorPublication = publications.descriptor();

        return !isClosed && (null == descriptorPublication ?
            asyncPublisher.hasDescriptorSubscriber() : descriptorPublication.isConnected());
    }

    /**
     * {@return what was published and dropped: the counters}
     */
    public FrameCounters counters()
    {
        return counters;
    }

    /**
     * Go on with another Aeron client, since the former one closed itself with its media driver or was closed. Trace
     * IDs, epoch, settings and counts go on; publications and counters are opened anew. An {@link AsyncPublisher} is
     * reconnected by its owner.
     * <p>
     * Waits for the media driver, as the constructor does. Where that fails, nothing has changed, and this may be
     * called again. By the thread that publishes.
     *
     * @param aeron a connected client; stays the caller's.
     * @throws IllegalStateException    if the former client is open, this publisher is closed, or a shared publication
     *                                  clashes, see {@link TraceStreams#addPublication}.
     * @throws IllegalArgumentException if a publication was handed in, whose successor only its owner can make: see
     *                                  {@link #reconnect(Aeron, Publication, Publication)}.
     */
    public void reconnect(final Aeron aeron)
    {
        reconnect(aeron, null, null);
    }

    /**
     * As {@link #reconnect(Aeron)}, where publications were handed in with the context.
     * <p>
     * Such publications are replaced by this while their client is open, too, with the same client, for example when
     * their owner closed one of them: frames are refused with {@link Publication#CLOSED}, or links dropped and counted
     * as closed, until then. What this publisher opened itself stays, and nothing waits.
     *
     * @param aeron                 a connected client, which stays the caller's; while the former one is open, that.
     * @param descriptorPublication successor of the one that was handed in, which may be the same while it is open;
     *                              null if none was.
     * @param controlPublication    successor of the one that was handed in, which may be the same while it is open;
     *                              null if none was.
     * @throws IllegalStateException    if the former client is open and not this one or nothing was handed in, if this
     *                                  publisher is closed, or a shared publication clashes.
     * @throws IllegalArgumentException if a publication is null whose predecessor was handed in, or the reverse, or is
     *                                  closed, or a FrameDescriptor does not fit it.
     */
    public void reconnect(
        final Aeron aeron, final Publication descriptorPublication, final Publication controlPublication)
    {
        if (isClosed)
        {
            throw new IllegalStateException("frame publisher is closed");
        }

        if (publications.aeron().isClosed())
        {
            connect(aeron, descriptorPublication, controlPublication);
        }
        else
        {
            publications.replace(aeron, descriptorPublication, controlPublication);
            sender.connect(publications.descriptor(), publications.control());
        }
    }

    /**
     * Close the counters, and the publications that were not handed in. Frames are refused from then on with
     * {@link Publication#CLOSED}. What is in a ring of an {@link AsyncPublisher} is sent.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            detach();
            CloseHelper.closeAll(publications, counters::close);
        }
    }

    private void connect(
        final Aeron aeron, final Publication givenDescriptorPublication, final Publication givenControlPublication)
    {
        final Counter[] opened = counters.open(aeron);
        try
        {
            publications.open(aeron, givenDescriptorPublication, givenControlPublication);
        }
        catch (final Throwable ex)
        {
            CloseHelper.quietCloseAll(opened);
            throw ex;
        }

        counters.connect(aeron, opened);
        sender.connect(publications.descriptor(), publications.control());
    }

    private void detach()
    {
        if (null != asyncPublisher)
        {
            asyncPublisher.detach();
        }
    }

    private TraceIdGenerator generatorOf(final int nodeId)
    {
        final TraceIdGenerator present = this.generator;
        return null != present && present.nodeId() == nodeId && present.layout() == TraceIdLayout.DEFAULT ?
            present : new SnowflakeTraceIdGenerator(nodeId);
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

    private long publishUnlinked(final long seq, final long timestampNs, final long metaVersion, final long traceId)
    {
        final long result = publish(seq, timestampNs, metaVersion, traceId);
        if (result > 0)
        {
            counters.onDerived();
        }

        return result;
    }

    /**
     * A frame without links.
     */
    private long publish(final long seq, final long timestampNs, final long metaVersion, final long traceId)
    {
        final long refusal = refusalOf(traceId);
        if (0 != refusal)
        {
            return refusal;
        }

        return onFrameResult(traceId, sender.sendDescriptor(seq, timestampNs, metaVersion, traceId));
    }

    /**
     * A frame with links, as far as the sampler lets them through.
     */
    private long publishLinked(
        final long seq, final long timestampNs, final long metaVersion, final long traceId, final ParentSet parents)
    {
        final long refusal = refusalOf(traceId);
        if (0 != refusal)
        {
            return refusal;
        }

        final TimeSliceSampler sampler = this.sampler;
        final boolean isSampled = null == sampler || sampler.isSampled(traceId);
        final long result = onFrameResult(traceId, isSampled ?
            sender.sendFrame(seq, timestampNs, metaVersion, traceId, parents) :
            sender.sendDescriptor(seq, timestampNs, metaVersion, traceId));

        if (result > 0)
        {
            final long linkResult = isSampled ? sender.linkResult() : SAMPLED_OUT;
            this.linkResult = linkResult;
            counters.onJoined();
            if (QUEUED != linkResult)
            {
                counters.onLinkResult(linkResult, 1);
            }
            onMinted(traceId);
        }

        return result;
    }

    private long refusalOf(final long traceId)
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

        return 0;
    }

    private long onFrameResult(final long traceId, final long result)
    {
        if (result > 0)
        {
            this.traceId = traceId;
        }
        else
        {
            counters.onNotSent(1);
        }

        return result;
    }

    /**
     * Looks at the clock seldom, since that costs as much as an ID.
     */
    private void onMinted(final long traceId)
    {
        if (++mintedSinceClockLead >= CLOCK_LEAD_INTERVAL || traceId - clockLeadTraceId > clockLeadIntervalIds)
        {
            mintedSinceClockLead = 0;
            clockLeadTraceId = traceId;
            counters.onClockLead(generator.clockLeadMs());
        }
    }

    /**
     * What a {@link FramePublisher} needs. Not thread-safe.
     */
    public static final class Context extends FramePublisherSettings
    {
        /**
         * Construct with the defaults of {@link TraceStreams}.
         */
        public Context()
        {
        }

        @Override
        Context self()
        {
            return this;
        }
    }
}
