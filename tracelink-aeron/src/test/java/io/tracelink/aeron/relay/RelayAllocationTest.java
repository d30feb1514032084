package io.tracelink.aeron.relay;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.testing.AllocationProbe;
import io.tracelink.testing.Await;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static io.tracelink.aeron.relay.RelayHost.frame;
import static io.tracelink.aeron.relay.RelayHost.links;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the thread of a relay allocates. Publisher, relay and subscriber run in one thread; the media driver has its
 * own.
 */
class RelayAllocationTest
{
    private static final int REPETITIONS = 2_000;

    private int seen;

    @ParameterizedTest
    @CsvSource({"2, false", "2, true", "500, false", "500, true"})
    void shouldNotAllocateToForwardAndToPassOver(final int parentCount, final boolean isMapped)
    {
        final UnsafeBuffer links = new UnsafeBuffer(links(10_000, 1, parentCount));
        final UnsafeBuffer frame = new UnsafeBuffer(frame(10_000, 1, 42));
        final UnsafeBuffer otherStream = new UnsafeBuffer(frame(10_002, 1, 42));
        final UnsafeBuffer otherKind = new UnsafeBuffer(new byte[64]);
        final FragmentHandler handler = (buffer, offset, length, header) -> seen++;
        final RelayRoute route = new RelayRoute("r").from(IPC, CONTROL).to("aeron:ipc?term-length=64k", CONTROL + 1)
            .streamId(10_000).streamId(0xFFFF_FFFFL);
        if (isMapped)
        {
            route.mapStreamId(10_000, 0xFFFF_FFFFL);
        }

        try (RelayHost host = new RelayHost();
            ExclusivePublication source = host.publish(CONTROL);
            Subscription subscription = host.aeron.addSubscription("aeron:ipc?term-length=64k", CONTROL + 1);
            TraceRelay relay = host.relay(route))
        {
            final RelayCounters counters = relay.counters("r");
            Await.until(() -> relay.isConnected("r"), () -> "both ends");

            final long allocated = AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    // the media driver makes room when it comes to it
                    for (final long before = counters.forwarded(); counters.forwarded() == before;)
                    {
                        source.offer(links);
                        source.offer(frame);
                        source.offer(otherStream);
                        source.offer(otherKind);
                        relay.doWork();
                        subscription.poll(handler, 100);
                    }
                });

            assertThat(allocated).isZero();
            assertThat(seen).isGreaterThan(REPETITIONS);
            assertThat(counters.forwarded()).isGreaterThan(REPETITIONS);
            assertThat(counters.count(RelayCounters.OTHER_STREAM_TYPE_ID)).isPositive();
            assertThat(counters.count(RelayCounters.OTHER_KIND_TYPE_ID)).isPositive();

            assertThat(counters.count(RelayCounters.ADMIN_ACTION_TYPE_ID)).as("lost at the end of a term").isZero();

            // nobody polls any more: everything is dropped
            final long allocatedByDrops = AllocationProbe.allocatedBytes(
                REPETITIONS,
                () ->
                {
                    source.offer(links);
                    source.offer(frame);
                    relay.doWork();
                });

            assertThat(allocatedByDrops).isZero();
            assertThat(counters.count(RelayCounters.BACK_PRESSURED_TYPE_ID)).isPositive();
        }
    }
}
