package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.tracelink.aeron.AsyncPublisher;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.TracePoller;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.ParentSet;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.CloseHelper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A whole pipeline for each joined frame: two sensors publish a frame each, two filters read it and publish one each, a
 * join reads both and publishes one. Every frame goes over Aeron; between two batches the driver is invoked, see
 * {@link TracedStreams}.
 * <p>
 * The stages are the same traced and untraced. Traced, they mint three IDs with a clock that is read once in a duty
 * cycle, and report two parents. The peers do for each join, beside the untraced pipeline, what a user could do
 * instead: record a span with two links, or send a TraceLinkSet that is written by hand.
 */
public class PipelineBenchmark extends TraceLinkBenchmark
{
    /**
     * Without trace IDs.
     *
     * @param pipeline of stages.
     * @return the sequence of the last joined frame.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long untraced(final Untraced pipeline)
    {
        return pipeline.run();
    }

    /**
     * With trace IDs and links.
     *
     * @param pipeline of stages.
     * @return the sequence of the last joined frame.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long traced(final Traced pipeline)
    {
        return pipeline.run();
    }

    /**
     * With trace IDs, and links that another thread sends, which is not measured.
     *
     * @param pipeline of stages.
     * @return the sequence of the last joined frame.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long tracedAsync(final TracedAsync pipeline)
    {
        return pipeline.run();
    }

    /**
     * Without trace IDs, and a TraceLinkSet for each joined frame that is written by hand.
     *
     * @param pipeline of stages.
     * @return the sequence of the last joined frame.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerHandWrittenLinks(final HandWrittenLinks pipeline)
    {
        return pipeline.run();
    }

    /**
     * Without trace IDs, and a span for each joined frame.
     *
     * @param pipeline of stages.
     * @return the sequence of the last joined frame.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerOpenTelemetry(final OpenTelemetry pipeline)
    {
        return pipeline.run();
    }

    /**
     * Tracing is off.
     */
    @State(Scope.Thread)
    public static class Untraced extends Pipeline
    {
        /**
         * For JMH.
         */
        public Untraced()
        {
            super(false, false);
        }
    }

    /**
     * The stages' thread sends the links.
     */
    @State(Scope.Thread)
    public static class Traced extends Pipeline
    {
        /**
         * For JMH.
         */
        public Traced()
        {
            super(true, false);
        }
    }

    /**
     * An agent sends the links.
     */
    @State(Scope.Thread)
    public static class TracedAsync extends Pipeline
    {
        /**
         * For JMH.
         */
        public TracedAsync()
        {
            super(true, true);
        }
    }

    /**
     * Tracing is off, and a TraceLinkSet is sent for each join, always of the same IDs.
     */
    @State(Scope.Thread)
    public static class HandWrittenLinks extends Pipeline
    {
        private final long[] parents = FrameIds.ascending(2);
        private HandWrittenPublisher publisher;
        private long linksSent;

        /**
         * For JMH.
         */
        public HandWrittenLinks()
        {
            super(false, false);
        }

        @Override
        void onOpen(final TracedStreams streams)
        {
            publisher = new HandWrittenPublisher(streams.aeron());
        }

        @Override
        void onJoined(final long seq)
        {
            if (publisher.links(FIRST_STREAM_ID + JOIN, 1, seq, parents[1] + 1, parents) > 0)
            {
                linksSent++;
            }
        }

        @Override
        boolean sendsLinks()
        {
            return true;
        }

        @Override
        long linksSent()
        {
            return linksSent;
        }
    }

    /**
     * Tracing is off, and a span with a link to each parent is recorded for each join.
     */
    @State(Scope.Thread)
    public static class OpenTelemetry extends Pipeline
    {
        private final SdkTracerProvider provider = OpenTelemetryBenchmark.provider(2);
        private final Tracer tracer = provider.get("join");
        private final SpanContext[] parents = OpenTelemetryBenchmark.parents(2);
        private Span lastSpan;

        /**
         * For JMH.
         */
        public OpenTelemetry()
        {
            super(false, false);
        }

        @Override
        void onJoined(final long seq)
        {
            final SpanBuilder builder = tracer.spanBuilder("join").setNoParent();
            for (final SpanContext parent : parents)
            {
                builder.addLink(parent);
            }

            lastSpan = builder.startSpan();
            lastSpan.end();
        }

        @Override
        public void tearDown()
        {
            super.tearDown();
            provider.close();
        }

        boolean hasRecorded()
        {
            return null != lastSpan;
        }
    }

    /**
     * Every stage reads the streams of its inputs and publishes on its own.
     */
    public abstract static class Pipeline
    {
        static final int FIRST_STREAM_ID = 2_000;
        static final int JOIN = 4;

        private static final int RING_LENGTH = 4 * 1024 * 1024;
        private static final long TIMESTAMP_NS = 1_000;
        private static final long META_VERSION = 1;
        private static final int NODE_ID = 7;

        /**
         * A sixth of as many messages as fill a page.
         */
        private static final int SPREAD = 7;

        private final boolean isTraced;
        private final boolean isAsync;
        private final ParentSet parents = new ParentSet(2);

        private TracedStreams streams;
        private AsyncPublisher asyncPublisher;
        private TraceIdGenerator generator;
        private Stage[] sensors;
        private Stage[] filters;
        private Stage join;
        private long seq;
        private long traceId;
        private long inputs;
        private long notPublished;

        Pipeline(final boolean isTraced, final boolean isAsync)
        {
            this.isTraced = isTraced;
            this.isAsync = isAsync;
        }

        /**
         * Open the streams of all stages.
         */
        @Setup
        public void setUp()
        {
            streams = new TracedStreams();
            generator = new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, NODE_ID, FrameIds.cachedClock());
            asyncPublisher = isAsync ? new AsyncPublisher(new AsyncPublisher.Context()
                .aeron(streams.aeron()).manyProducers(true).ringLength(RING_LENGTH)) : null;
            sensors = new Stage[]{new Stage(0), new Stage(1)};
            filters = new Stage[]{new Stage(2), new Stage(3)};
            join = new Stage(JOIN);
            onOpen(streams);
            streams.await(() -> sensors[0].isConnected() && sensors[1].isConnected() &&
                filters[0].isConnected() && filters[1].isConnected() && join.isConnected());
        }

        /**
         * Read away what the join published, and let the driver move the publishers' limits.
         */
        @Setup(Level.Invocation)
        public void drain()
        {
            if (null != asyncPublisher)
            {
                while (asyncPublisher.doWork() > 0)
                {
                    Thread.onSpinWait();
                }
            }

            while (join.poller.poll(TracedStreams.BATCH) > 0)
            {
                Thread.onSpinWait();
            }
            inputs = 0;
            streams.drain();
        }

        /**
         * Begin each stream elsewhere in its log. All messages are of one length, so that streams that begin together
         * get to the end of a page of memory in the same frame, for ever.
         */
        void spread()
        {
            final Stage[] stages = {sensors[0], sensors[1], filters[0], filters[1], join};
            for (int i = 0; i < stages.length; i++)
            {
                for (int frame = 0; frame < SPREAD * (i + 1); frame++)
                {
                    stages[i].publisher.publishDerived(seq, TIMESTAMP_NS, META_VERSION, 1);
                    stages[i].pollOne();
                }
            }
        }

        /**
         * Close everything.
         *
         * @throws IllegalStateException if frames were lost.
         */
        @TearDown
        public void tearDown()
        {
            final long linksSent = linksSent();
            CloseHelper.closeAll(asyncPublisher, streams);
            if (notPublished > 0 || sendsLinks() != linksSent > 0)
            {
                throw new IllegalStateException("notPublished=" + notPublished + " linksSent=" + linksSent);
            }
        }

        long run()
        {
            for (int i = 0; i < TracedStreams.BATCH; i++)
            {
                joinOne();
            }

            return seq;
        }

        void onOpen(final TracedStreams streams)
        {
        }

        void onJoined(final long seq)
        {
        }

        boolean sendsLinks()
        {
            return isTraced;
        }

        long linksSent()
        {
            return null == asyncPublisher ?
                join.publisher.counters().linksSent() : asyncPublisher.counters().linksSent();
        }

        /**
         * Run the stages for one joined frame.
         */
        void joinOne()
        {
            final long seq = this.seq++;
            final ParentSet parents = this.parents;
            long lost = 0;

            parents.clear();
            for (int side = 0; side < 2; side++)
            {
                lost |= sensors[side].publisher.publishRoot(seq, TIMESTAMP_NS, META_VERSION);
                sensors[side].pollOne();
                lost |= filters[side].publisher.publishDerived(seq, TIMESTAMP_NS, META_VERSION, traceId);
                filters[side].pollOne();
                parents.add(traceId);
            }
            lost |= join.publisher.publishJoined(seq, TIMESTAMP_NS, META_VERSION, parents);
            lost |= join.publisher.linkResult();
            onJoined(seq);

            notPublished += (lost >>> 63) + (4 - inputs);
            inputs = 0;
        }

        private void onFrameDescriptor(final FrameDescriptorReader frame)
        {
            traceId = frame.traceId();
            inputs++;
        }

        /**
         * Publishes on a stream, which the next stage reads with the poller.
         */
        private final class Stage
        {
            private final FramePublisher publisher;
            private final TracePoller poller;
            private final Subscription subscription;

            private Stage(final int index)
            {
                final Aeron aeron = streams.aeron();
                final int streamId = FIRST_STREAM_ID + index;
                subscription = aeron.addSubscription(TraceStreams.DESCRIPTOR_CHANNEL, streamId);
                poller = new TracePoller(subscription, null, (frame, header) -> onFrameDescriptor(frame));
                publisher = new FramePublisher(new FramePublisher.Context()
                    .aeron(aeron)
                    .streamId(streamId)
                    .epoch(1)
                    .descriptorStreamId(streamId)
                    .asyncPublisher(asyncPublisher));
                if (isTraced)
                {
                    publisher.enableTracing(generator);
                }
            }

            /**
             * Where a term ends, the first poll finds nothing but its padding.
             */
            private void pollOne()
            {
                if (0 == poller.poll(1))
                {
                    poller.poll(1);
                }
            }

            private boolean isConnected()
            {
                return publisher.isConnected() && subscription.isConnected() && streams.links().isConnected();
            }
        }
    }
}
