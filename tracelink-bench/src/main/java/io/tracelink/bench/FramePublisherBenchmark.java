package io.tracelink.bench;

import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.TraceLinkPublisher;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.ParentSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Publishing one frame over IPC, without back pressure; see {@link TracedStreams}. The peers write the same messages
 * with the encoders that sbe-tool makes, with ready IDs and without counters.
 */
public class FramePublisherBenchmark extends TraceLinkBenchmark
{
    private static final long STREAM_ID = 10_000;
    private static final long TIMESTAMP_NS = 1_000;
    private static final long META_VERSION = 1;

    /**
     * A frame without parents.
     *
     * @param stage that publishes.
     * @return frames that were refused.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long root(final Stage stage)
    {
        final FramePublisher publisher = stage.publisher;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            refused += publisher.publishRoot(seq++, TIMESTAMP_NS, META_VERSION) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    /**
     * A frame with one parent.
     *
     * @param stage that publishes.
     * @return frames that were refused.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long derived(final Stage stage)
    {
        final FramePublisher publisher = stage.publisher;
        final long parentId = stage.parentId;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            refused += publisher.publishDerived(seq++, TIMESTAMP_NS, META_VERSION, parentId) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    /**
     * A frame with many parents: descriptor and TraceLinkSet.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return frames that were refused or whose links were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long joined(final Stage stage, final Join join)
    {
        return joined(stage, join.parents, TracedStreams.BATCH);
    }

    /**
     * A frame with so many parents that its TraceLinkSet is fragmented.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return frames that were refused or whose links were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.FRAGMENTED_BATCH)
    public long joinedFragmented(final Stage stage, final FragmentedJoin join)
    {
        return joined(stage, join.parents, TracedStreams.FRAGMENTED_BATCH);
    }

    /**
     * The TraceLinkSet alone.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return sets that were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long links(final LinkStage stage, final Join join)
    {
        final TraceLinkPublisher publisher = stage.publisher;
        final ParentSet parents = join.parents;
        final long traceId = stage.parentId;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            refused += publisher.publish(STREAM_ID, 0, seq++, traceId, parents) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    /**
     * The descriptor alone, by hand.
     *
     * @param stage that publishes.
     * @return frames that were refused.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerHandWrittenDescriptor(final HandWrittenStage stage)
    {
        final HandWrittenPublisher publisher = stage.publisher;
        long traceId = stage.parentId;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            refused += publisher.descriptor(STREAM_ID, 0, seq++, TIMESTAMP_NS, META_VERSION, traceId++) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    /**
     * The TraceLinkSet alone, by hand.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return sets that were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerHandWrittenLinks(final HandWrittenStage stage, final Join join)
    {
        final HandWrittenPublisher publisher = stage.publisher;
        final long[] parentIds = join.parentIds;
        long traceId = stage.parentId;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            refused += publisher.links(STREAM_ID, 0, seq++, traceId++, parentIds) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    /**
     * Descriptor and TraceLinkSet, by hand.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return frames that were refused or whose links were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerHandWrittenJoined(final HandWrittenStage stage, final Join join)
    {
        final HandWrittenPublisher publisher = stage.publisher;
        final long[] parentIds = join.parentIds;
        long traceId = stage.parentId;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            final long descriptor = publisher.descriptor(STREAM_ID, 0, seq, TIMESTAMP_NS, META_VERSION, ++traceId);
            final long links = publisher.links(STREAM_ID, 0, seq++, traceId, parentIds);
            refused += (descriptor | links) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    private static long joined(final Stage stage, final ParentSet parents, final int batch)
    {
        final FramePublisher publisher = stage.publisher;
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < batch; i++)
        {
            final long result = publisher.publishJoined(seq++, TIMESTAMP_NS, META_VERSION, parents);
            refused += (result | publisher.linkResult()) >>> 63;
        }

        return stage.onBatch(batch, seq, refused);
    }

    /**
     * The parents of a frame.
     */
    @State(Scope.Thread)
    public static class Join
    {
        @Param({"2", "8", "64"})
        int parentCount;

        private long[] parentIds;
        private ParentSet parents;

        /**
         * Make the parents.
         */
        @Setup
        public void setUp()
        {
            parentIds = FrameIds.ascending(parentCount);
            parents = FrameIds.parentSet(parentIds);
        }

        ParentSet parents()
        {
            return parents;
        }
    }

    /**
     * The parents of a frame that are too many for one fragment.
     */
    @State(Scope.Thread)
    public static class FragmentedJoin
    {
        private final ParentSet parents = FrameIds.parentSet(FrameIds.ascending(TracedStreams.FRAGMENTED_PARENTS));
    }

    /**
     * A stage as users have it.
     */
    @State(Scope.Thread)
    public static class Stage extends PublishingStage
    {
        private static final int NODE_ID = 7;

        private FramePublisher publisher;

        @Override
        void open(final TracedStreams streams)
        {
            publisher = new FramePublisher(new FramePublisher.Context()
                .aeron(streams.aeron()).streamId(STREAM_ID).epoch(1));
            publisher.enableTracing(NODE_ID);
            streams.await(() -> streams.descriptors().isConnected() && streams.links().isConnected());
        }
    }

    /**
     * A stage that publishes TraceLinkSets only.
     */
    @State(Scope.Thread)
    public static class LinkStage extends PublishingStage
    {
        private TraceLinkPublisher publisher;

        @Override
        void open(final TracedStreams streams)
        {
            publisher = new TraceLinkPublisher(streams.aeron().addExclusivePublication(
                TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID));
            streams.await(streams.links()::isConnected);
        }
    }

    /**
     * A stage without TraceLink.
     */
    @State(Scope.Thread)
    public static class HandWrittenStage extends PublishingStage
    {
        private HandWrittenPublisher publisher;

        @Override
        void open(final TracedStreams streams)
        {
            publisher = new HandWrittenPublisher(streams.aeron());
            streams.await(() -> streams.descriptors().isConnected() && streams.links().isConnected());
        }
    }

    /**
     * Drains between batches, and fails a benchmark that measured refusals in place of frames.
     */
    @State(Scope.Thread)
    public abstract static class PublishingStage
    {
        /**
         * Aeron refuses one frame whenever a term is full, which is every 6,000th to 40,000th.
         */
        private static final long FRAMES_PER_REFUSAL = 500;

        final long parentId = FrameIds.ascending(1)[0];
        long seq;

        private TracedStreams streams;
        private long published;
        private long refused;

        /**
         * Open the streams.
         */
        @Setup
        public void setUp()
        {
            streams = new TracedStreams();
            open(streams);
        }

        /**
         * Drain.
         */
        @Setup(Level.Invocation)
        public void drain()
        {
            streams.drain();
        }

        /**
         * Close the streams.
         *
         * @throws IllegalStateException if too many frames were refused.
         */
        @TearDown
        public void tearDown()
        {
            streams.close();
            if (refused * FRAMES_PER_REFUSAL > published)
            {
                throw new IllegalStateException("refused=" + refused + " of published=" + published);
            }
        }

        abstract void open(TracedStreams streams);

        long onBatch(final int count, final long nextSeq, final long refusedCount)
        {
            seq = nextSeq;
            published += count;
            refused += refusedCount;

            return refusedCount;
        }
    }
}
