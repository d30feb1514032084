package io.tracelink.bench;

import io.aeron.Aeron;
import io.tracelink.aeron.AsyncPublisher;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.TraceLinkPublisher;
import io.tracelink.bench.FramePublisherBenchmark.Join;
import io.tracelink.bench.FramePublisherBenchmark.PublishingStage;
import io.tracelink.core.ParentSet;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Publishing through the ring of an {@link AsyncPublisher}: what the thread of a stage pays, and, by itself, what the
 * agent pays for each message. The one does nothing while the other is measured; see {@link TracedStreams}. To be
 * compared with {@link FramePublisherBenchmark}, whose messages these are.
 */
public class AsyncPublisherBenchmark extends TraceLinkBenchmark
{
    private static final long STREAM_ID = 10_000;
    private static final long TIMESTAMP_NS = 1_000;
    private static final long META_VERSION = 1;

    /**
     * Ring that holds a batch of the largest sets.
     */
    private static final int RING_LENGTH = 4 * 1024 * 1024;

    /**
     * The thread of a stage puts a TraceLinkSet into the ring.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return sets that were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long links(final RingOfOne stage, final Join join)
    {
        return stage.queueLinks(join.parents());
    }

    /**
     * The thread of a stage puts a TraceLinkSet into a ring that others may write to as well.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return sets that were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long linksOfMany(final RingOfMany stage, final Join join)
    {
        return stage.queueLinks(join.parents());
    }

    /**
     * The thread of a stage puts a joined frame into the ring: descriptor and TraceLinkSet.
     *
     * @param stage that publishes.
     * @param join  that has the parents.
     * @return frames that were refused or whose links were dropped.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long joined(final FrameRing stage, final Join join)
    {
        final FramePublisher publisher = stage.publisher;
        final ParentSet parents = join.parents();
        long seq = stage.seq;
        long refused = 0;

        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            final long result = publisher.publishJoined(seq++, TIMESTAMP_NS, META_VERSION, parents);
            refused += (result | publisher.linkResult()) >>> 63;
        }

        return stage.onBatch(TracedStreams.BATCH, seq, refused);
    }

    /**
     * The agent takes a TraceLinkSet out of the ring and sends it in a block.
     *
     * @param ring that is full of sets.
     * @param join that has the parents.
     * @return sets that were sent.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long drain(final FilledRing ring, final Join join)
    {
        return ring.drainAll();
    }

    /**
     * The agent takes a TraceLinkSet out of a ring of many and sends it in a block.
     *
     * @param ring that is full of sets.
     * @param join that has the parents.
     * @return sets that were sent.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long drainOfMany(final FilledRingOfMany ring, final Join join)
    {
        return ring.drainAll();
    }

    /**
     * A stage that publishes TraceLinkSets only, through a ring of one producer.
     */
    @State(Scope.Thread)
    public static class RingOfOne extends LinkRing
    {
        /**
         * For JMH.
         */
        public RingOfOne()
        {
            super(false);
        }
    }

    /**
     * A stage that publishes TraceLinkSets only, through a ring of many producers.
     */
    @State(Scope.Thread)
    public static class RingOfMany extends LinkRing
    {
        /**
         * For JMH.
         */
        public RingOfMany()
        {
            super(true);
        }
    }

    /**
     * A ring of one producer that is filled before it is measured.
     */
    @State(Scope.Thread)
    public static class FilledRing extends RingOfOne
    {
        private ParentSet parents;

        /**
         * Take the parents.
         *
         * @param join that has them.
         */
        @Setup
        public void setUp(final Join join)
        {
            parents = join.parents();
        }

        @Override
        public void drain()
        {
            super.drain();
            queueLinks(parents);
        }
    }

    /**
     * A ring of many producers that is filled before it is measured.
     */
    @State(Scope.Thread)
    public static class FilledRingOfMany extends RingOfMany
    {
        private ParentSet parents;

        /**
         * Take the parents.
         *
         * @param join that has them.
         */
        @Setup
        public void setUp(final Join join)
        {
            parents = join.parents();
        }

        @Override
        public void drain()
        {
            super.drain();
            queueLinks(parents);
        }
    }

    /**
     * A stage whose frames go through the ring, with a clock as a duty cycle has it.
     */
    @State(Scope.Thread)
    public static class FrameRing extends RingStage
    {
        private static final int NODE_ID = 7;

        private FramePublisher publisher;

        @Override
        AsyncPublisher open(final Aeron aeron)
        {
            final AsyncPublisher asyncPublisher = new AsyncPublisher(new AsyncPublisher.Context()
                .aeron(aeron).sendDescriptors(true).ringLength(RING_LENGTH));
            publisher = new FramePublisher(new FramePublisher.Context()
                .aeron(aeron).streamId(STREAM_ID).epoch(1).asyncPublisher(asyncPublisher));
            publisher.enableTracing(
                new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, NODE_ID, FrameIds.cachedClock()));

            return asyncPublisher;
        }
    }

    /**
     * A stage that publishes TraceLinkSets only.
     */
    public abstract static class LinkRing extends RingStage
    {
        private final boolean isOfMany;
        private TraceLinkPublisher publisher;

        LinkRing(final boolean isOfMany)
        {
            this.isOfMany = isOfMany;
        }

        @Override
        AsyncPublisher open(final Aeron aeron)
        {
            final AsyncPublisher asyncPublisher = new AsyncPublisher(new AsyncPublisher.Context()
                .aeron(aeron).manyProducers(isOfMany).ringLength(RING_LENGTH));
            publisher = new TraceLinkPublisher(asyncPublisher);

            return asyncPublisher;
        }

        long queueLinks(final ParentSet parents)
        {
            final TraceLinkPublisher publisher = this.publisher;
            long traceId = parentId;
            long nextSeq = seq;
            long refused = 0;

            for (int i = 0; i < TracedStreams.BATCH; i++)
            {
                refused += publisher.publish(STREAM_ID, 0, nextSeq++, traceId++, parents) >>> 63;
            }

            return onBatch(TracedStreams.BATCH, nextSeq, refused);
        }
    }

    /**
     * Has its ring emptied between two batches, and fails a benchmark whose messages were not sent.
     */
    public abstract static class RingStage extends PublishingStage
    {
        private AsyncPublisher asyncPublisher;

        @Override
        void open(final TracedStreams streams)
        {
            asyncPublisher = open(streams.aeron());
            streams.await(asyncPublisher::isConnected);
        }

        abstract AsyncPublisher open(Aeron aeron);

        /**
         * {@inheritDoc}
         */
        @Override
        public void drain()
        {
            drainAll();
            super.drain();
        }

        /**
         * {@inheritDoc}
         */
        @Override
        public void tearDown()
        {
            final long dropped = asyncPublisher.counters().linksDropped() + asyncPublisher.counters().notSent();
            super.tearDown();
            if (dropped > 0)
            {
                throw new IllegalStateException("dropped=" + dropped + " of what was in the ring");
            }
        }

        /**
         * The end of the ring takes a duty cycle of its own.
         *
         * @return records that were taken out.
         */
        long drainAll()
        {
            long drained = 0;
            int idleCycles = 0;
            while (idleCycles < 2)
            {
                final int records = asyncPublisher.doWork();
                idleCycles = 0 == records ? idleCycles + 1 : 0;
                drained += records;
            }

            return drained;
        }
    }
}
