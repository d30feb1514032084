package io.tracelink.bench;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.aeron.relay.RelayCounters;
import io.tracelink.aeron.relay.RelayRoute;
import io.tracelink.aeron.relay.TraceRelay;
import io.tracelink.core.TraceLinkSetFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Forwarding a TraceLinkSet that waits in an IPC stream to another IPC stream; see {@link TracedStreams}. The floor
 * polls and copies into a claim, without a look at the message, a marker or a counter.
 */
public class RelayBenchmark extends TraceLinkBenchmark
{
    /**
     * A TraceLinkSet.
     *
     * @param route that is relayed.
     * @return messages forwarded up to now.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long forward(final RelayedRoute route)
    {
        return route.forwardAll();
    }

    /**
     * A TraceLinkSet whose stream id is mapped.
     *
     * @param route that is relayed.
     * @return messages forwarded up to now.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long forwardMapped(final MappedRoute route)
    {
        return route.forwardAll();
    }

    /**
     * A TraceLinkSet by Aeron alone.
     *
     * @param route that is copied.
     * @return messages forwarded up to now.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long floorBareForward(final BareRoute route)
    {
        return route.forwardAll();
    }

    /**
     * A route of a relay.
     */
    @State(Scope.Thread)
    public static class RelayedRoute extends FilledRoute
    {
        private static final String NAME = "bench";

        private TraceRelay relay;
        private RelayCounters counters;

        @Override
        void open(final TracedStreams streams)
        {
            relay = new TraceRelay(new TraceRelay.Context().aeron(streams.aeron()).route(route()));
            counters = relay.counters(NAME);
        }

        @Override
        boolean isConnected()
        {
            return relay.isConnected(NAME);
        }

        @Override
        long forwardAll()
        {
            final RelayCounters counters = this.counters;
            final long end = counters.forwarded() + counters.dropped() + TracedStreams.BATCH;
            while (counters.forwarded() + counters.dropped() < end)
            {
                relay.doWork();
            }

            return requireForwarded(counters.forwarded(), end);
        }

        RelayRoute route()
        {
            return new RelayRoute(NAME)
                .from(CHANNEL, SOURCE_STREAM_ID)
                .to(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        }
    }

    /**
     * A route of a relay that chooses and maps streams.
     */
    @State(Scope.Thread)
    public static class MappedRoute extends RelayedRoute
    {
        @Override
        RelayRoute route()
        {
            return super.route().streamId(STREAM_ID).mapStreamId(STREAM_ID, STREAM_ID + 1);
        }
    }

    /**
     * The least that forwarding takes.
     */
    @State(Scope.Thread)
    public static class BareRoute extends FilledRoute
    {
        private static final int FRAGMENT_LIMIT = TraceRelay.Context.FRAGMENT_LIMIT_DEFAULT;

        private final FragmentHandler handler = this::onFragment;
        private final BufferClaim bufferClaim = new BufferClaim();
        private Subscription subscription;
        private ExclusivePublication publication;
        private long received;
        private long forwarded;

        @Override
        void open(final TracedStreams streams)
        {
            subscription = streams.aeron().addSubscription(CHANNEL, SOURCE_STREAM_ID);
            publication = streams.aeron().addExclusivePublication(
                TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        }

        @Override
        boolean isConnected()
        {
            return subscription.isConnected() && publication.isConnected();
        }

        @Override
        long forwardAll()
        {
            final long end = received + TracedStreams.BATCH;
            while (received < end)
            {
                subscription.poll(handler, FRAGMENT_LIMIT);
            }

            return requireForwarded(forwarded, end);
        }

        private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
        {
            received++;

            final BufferClaim bufferClaim = this.bufferClaim;
            long result = publication.tryClaim(length, bufferClaim);
            if (Publication.ADMIN_ACTION == result)
            {
                result = publication.tryClaim(length, bufferClaim);
            }

            if (result > 0)
            {
                bufferClaim.putBytes(buffer, offset, length).commit();
                forwarded++;
            }
        }
    }

    /**
     * A source that holds a batch of messages whenever it is forwarded.
     */
    @State(Scope.Thread)
    public abstract static class FilledRoute
    {
        static final String CHANNEL = TraceStreams.CONTROL_CHANNEL;
        static final int SOURCE_STREAM_ID = 2_000;
        static final long STREAM_ID = 10_000;

        @Param({"2", "8", "64"})
        int parentCount;

        private TracedStreams streams;
        private ExclusivePublication source;
        private UnsafeBuffer message;

        /**
         * Open the route.
         */
        @Setup
        public void setUp()
        {
            final long[] ids = FrameIds.ascending(parentCount);
            message = new UnsafeBuffer(new byte[TraceLinkSetFlyweight.encodedLength(parentCount)]);
            TraceLinkSetFlyweight.encode(
                message, 0, STREAM_ID, 1, 1, ids[ids.length - 1] + 1, FrameIds.parentSet(ids));

            streams = new TracedStreams();
            source = streams.aeron().addExclusivePublication(CHANNEL, SOURCE_STREAM_ID);
            open(streams);
            streams.await(() -> source.isConnected() && isConnected());
        }

        /**
         * Fill the source.
         *
         * @throws IllegalStateException if it does not hold a batch.
         */
        @Setup(Level.Invocation)
        public void fill()
        {
            streams.drain();
            for (int i = 0; i < TracedStreams.BATCH; i++)
            {
                long result = source.offer(message);
                if (Publication.ADMIN_ACTION == result)
                {
                    result = source.offer(message);
                }

                if (result < 0)
                {
                    throw new IllegalStateException("the source does not hold a batch");
                }
            }
        }

        /**
         * What is refused is not the work that is measured, and there is room for all.
         */
        static long requireForwarded(final long forwarded, final long received)
        {
            if (forwarded != received)
            {
                throw new IllegalStateException("forwarded=" + forwarded + " received=" + received);
            }

            return forwarded;
        }

        /**
         * Close the route.
         */
        @TearDown
        public void tearDown()
        {
            streams.close();
        }

        abstract void open(TracedStreams streams);

        abstract boolean isConnected();

        /**
         * Forward a batch.
         */
        abstract long forwardAll();
    }
}
