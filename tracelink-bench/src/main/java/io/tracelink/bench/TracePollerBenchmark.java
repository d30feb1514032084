package io.tracelink.bench;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.ControlledTracePoller;
import io.tracelink.aeron.FrameDescriptorFlyweight;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.aeron.TraceLinkPublisher;
import io.tracelink.aeron.TracePoller;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.DirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.nio.ByteOrder;

/**
 * Polling one message that waits in an IPC stream, and reading all of it; see {@link TracedStreams}. The floors poll
 * with a handler that loads the same fields without a check.
 */
public class TracePollerBenchmark extends TraceLinkBenchmark
{
    private static final int FRAGMENT_LIMIT = 64;

    /**
     * A FrameDescriptor.
     *
     * @param stream of descriptors.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long descriptor(final Descriptors stream)
    {
        return stream.pollAll(stream.poller);
    }

    /**
     * A FrameDescriptor by a controlled poll.
     *
     * @param stream of descriptors.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long descriptorControlled(final Descriptors stream)
    {
        return stream.pollAll(stream.controlledPoller);
    }

    /**
     * A FrameDescriptor by Aeron's controlled poll alone.
     *
     * @param stream of descriptors.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long floorBareDescriptorControlled(final Descriptors stream)
    {
        return stream.pollAllControlled(stream.bareControlledHandler);
    }

    /**
     * A TraceLinkSet by a controlled poll.
     *
     * @param stream of TraceLinkSets.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long linksControlled(final Links stream)
    {
        return stream.pollAll(stream.controlledPoller);
    }

    /**
     * A TraceLinkSet by Aeron's controlled poll alone.
     *
     * @param stream of TraceLinkSets.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long floorBareLinksControlled(final Links stream)
    {
        return stream.pollAllControlled(stream.bareControlledHandler);
    }

    /**
     * A TraceLinkSet.
     *
     * @param stream of TraceLinkSets.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long links(final Links stream)
    {
        return stream.pollAll(stream.poller);
    }

    /**
     * A TraceLinkSet that comes in fragments.
     *
     * @param stream of TraceLinkSets.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.FRAGMENTED_BATCH)
    public long linksFragmented(final FragmentedLinks stream)
    {
        return stream.pollAll(stream.poller);
    }

    /**
     * A FrameDescriptor by Aeron's assembler and the generated codecs.
     *
     * @param stream of descriptors.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerGeneratedDescriptor(final Descriptors stream)
    {
        return stream.pollAll(stream.handWrittenHandler);
    }

    /**
     * A TraceLinkSet by Aeron's assembler and the generated codecs.
     *
     * @param stream of TraceLinkSets.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long peerGeneratedLinks(final Links stream)
    {
        return stream.pollAll(stream.handWrittenHandler);
    }

    /**
     * A FrameDescriptor by Aeron alone.
     *
     * @param stream of descriptors.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long floorBareDescriptor(final Descriptors stream)
    {
        return stream.pollAll(stream.bareHandler);
    }

    /**
     * A TraceLinkSet by Aeron alone.
     *
     * @param stream of TraceLinkSets.
     * @return a sum over the messages.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long floorBareLinks(final Links stream)
    {
        return stream.pollAll(stream.bareHandler);
    }

    /**
     * FrameDescriptors.
     */
    @State(Scope.Thread)
    public static class Descriptors extends FilledStream
    {
        private static final long TIMESTAMP_NS = 1_000;
        private static final long META_VERSION = 1;

        private final FragmentHandler bareHandler = this::onFragment;
        private final ControlledFragmentHandler bareControlledHandler = (buffer, offset, length, header) ->
        {
            onFragment(buffer, offset, length, header);
            return Action.CONTINUE;
        };
        private FramePublisher publisher;
        private TracePoller poller;
        private ControlledTracePoller controlledPoller;

        @Override
        Subscription open(final TracedStreams streams)
        {
            publisher = new FramePublisher(new FramePublisher.Context()
                .aeron(streams.aeron()).streamId(STREAM_ID).epoch(1));
            publisher.enableTracing(FrameIds.generator());
            poller = new TracePoller(streams.descriptors(), null, this::onFrameDescriptor);
            controlledPoller = new ControlledTracePoller(streams.descriptors(), null, (descriptor, header) ->
            {
                onFrameDescriptor(descriptor, header);
                return Action.CONTINUE;
            });

            return streams.descriptors();
        }

        @Override
        long publish(final long seq)
        {
            return publisher.publishRoot(seq, TIMESTAMP_NS, META_VERSION);
        }

        private void onFrameDescriptor(final FrameDescriptorReader descriptor, final Header header)
        {
            onMessage(descriptor.streamId() + descriptor.epoch() + descriptor.seq() + descriptor.timestampNs() +
                descriptor.metaVersion() + descriptor.traceId());
        }

        private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
        {
            onMessage(
                buffer.getInt(offset + FrameDescriptorFlyweight.STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + FrameDescriptorFlyweight.EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + FrameDescriptorFlyweight.SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + FrameDescriptorFlyweight.TIMESTAMP_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getInt(offset + FrameDescriptorFlyweight.META_VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + FrameDescriptorFlyweight.TRACE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN));
        }
    }

    /**
     * TraceLinkSets of one fragment.
     */
    @State(Scope.Thread)
    public static class Links extends LinkStream
    {
        @Param({"2", "8", "64"})
        int parentCount;

        @Override
        int parentCount()
        {
            return parentCount;
        }
    }

    /**
     * TraceLinkSets of several fragments.
     */
    @State(Scope.Thread)
    public static class FragmentedLinks extends LinkStream
    {
        @Override
        int batch()
        {
            return TracedStreams.FRAGMENTED_BATCH;
        }

        @Override
        int parentCount()
        {
            return TracedStreams.FRAGMENTED_PARENTS;
        }
    }

    /**
     * TraceLinkSets.
     */
    @State(Scope.Thread)
    public abstract static class LinkStream extends FilledStream
    {
        final FragmentHandler bareHandler = this::onFragment;
        final ControlledFragmentHandler bareControlledHandler = (buffer, offset, length, header) ->
        {
            onFragment(buffer, offset, length, header);
            return Action.CONTINUE;
        };
        TracePoller poller;
        ControlledTracePoller controlledPoller;

        private TraceLinkPublisher publisher;
        private ParentSet parents;
        private long traceId;

        @Override
        Subscription open(final TracedStreams streams)
        {
            final long[] ids = FrameIds.ascending(parentCount());
            traceId = ids[ids.length - 1] + 1;
            parents = FrameIds.parentSet(ids);
            publisher = new TraceLinkPublisher(streams.aeron().addExclusivePublication(
                TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID));
            poller = new TracePoller(streams.links(), this::onTraceLinkSet, null);
            controlledPoller = new ControlledTracePoller(streams.links(), (linkSet, header) ->
            {
                onTraceLinkSet(linkSet, header);
                return Action.CONTINUE;
            }, null);

            return streams.links();
        }

        @Override
        long publish(final long seq)
        {
            return publisher.publish(STREAM_ID, 0, seq, traceId, parents);
        }

        abstract int parentCount();

        private void onTraceLinkSet(final TraceLinkSetReader linkSet, final Header header)
        {
            long value = linkSet.streamId() + linkSet.epoch() + linkSet.seq() + linkSet.traceId();
            for (int i = 0, count = linkSet.parentCount(); i < count; i++)
            {
                value += linkSet.parentTraceId(i);
            }

            onMessage(value);
        }

        private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
        {
            long value = buffer.getInt(offset + TraceLinkSetFlyweight.STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + TraceLinkSetFlyweight.EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + TraceLinkSetFlyweight.SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN) +
                buffer.getLong(offset + TraceLinkSetFlyweight.TRACE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);

            for (int i = TraceLinkSetFlyweight.HEADER_LENGTH; i < length; i += TraceLinkSetFlyweight.PARENT_LENGTH)
            {
                value += buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN);
            }

            onMessage(value);
        }
    }

    /**
     * A stream that holds a batch of messages whenever it is polled.
     */
    @State(Scope.Thread)
    public abstract static class FilledStream
    {
        static final long STREAM_ID = 10_000;

        final FragmentHandler handWrittenHandler = new FragmentAssembler(new HandWrittenReader(this));

        private TracedStreams streams;
        private Subscription subscription;
        private long seq;
        private int received;
        private long sum;

        /**
         * Open the stream.
         */
        @Setup
        public void setUp()
        {
            streams = new TracedStreams();
            subscription = open(streams);
            streams.await(subscription::isConnected);
        }

        /**
         * Fill the stream.
         *
         * @throws IllegalStateException if it does not hold a batch.
         */
        @Setup(Level.Invocation)
        public void fill()
        {
            streams.drain();
            received = 0;

            for (int i = 0, batch = batch(); i < batch; i++)
            {
                fillOne();
            }
        }

        /**
         * Close the stream.
         */
        @TearDown
        public void tearDown()
        {
            streams.close();
        }

        int batch()
        {
            return TracedStreams.BATCH;
        }

        abstract Subscription open(TracedStreams streams);

        abstract long publish(long seq);

        final long pollAll(final TracePoller poller)
        {
            final int batch = batch();
            while (received < batch)
            {
                poller.poll(FRAGMENT_LIMIT);
            }

            return sum;
        }

        final long pollAll(final ControlledTracePoller poller)
        {
            final int batch = batch();
            while (received < batch)
            {
                poller.controlledPoll(FRAGMENT_LIMIT);
            }

            return sum;
        }

        final long pollAllControlled(final ControlledFragmentHandler handler)
        {
            final int batch = batch();
            while (received < batch)
            {
                subscription.controlledPoll(handler, FRAGMENT_LIMIT);
            }

            return sum;
        }

        final long pollAll(final FragmentHandler handler)
        {
            final int batch = batch();
            while (received < batch)
            {
                subscription.poll(handler, FRAGMENT_LIMIT);
            }

            return sum;
        }

        final void onMessage(final long value)
        {
            received++;
            sum += value;
        }

        /**
         * The message that meets the end of a term is refused once.
         */
        private void fillOne()
        {
            int attempts = 2;
            while (publish(seq) < 0)
            {
                if (--attempts == 0)
                {
                    throw new IllegalStateException("seq=" + seq + " was refused: the stream does not hold a batch");
                }
            }

            seq++;
        }
    }
}
