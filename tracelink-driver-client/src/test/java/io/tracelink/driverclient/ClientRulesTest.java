package io.tracelink.driverclient;

import io.tracelink.core.TraceIdLayout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientRulesTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long NONE = LeaseGrant.NULL_EXPIRY_TIMESTAMP_NS;

    @Property
    void shouldBackOffWithinBounds(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1) final int failures,
        @ForAll @LongRange(min = 1, max = 1L << 50) final long minNs,
        @ForAll @IntRange(min = 1, max = 1000) final int factor)
    {
        final long maxNs = minNs * factor;
        final long delayNs = new ClientIds(seed).backoffNs(failures, minNs, maxNs);

        assertThat(delayNs).isBetween(minNs / 2, maxNs);
        if (failures > 11)
        {
            assertThat(delayNs).isGreaterThanOrEqualTo(maxNs / 2);
        }
    }

    @Property
    void shouldChooseIdsInRange(@ForAll final long seed, @ForAll @IntRange(min = 0, max = 22) final int nodeIdBits)
    {
        final ClientIds ids = new ClientIds(seed);
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, 0, 0);

        assertThat(ids.nextCorrelationId()).isEqualTo(seed);
        assertThat(ids.nextCorrelationId()).isEqualTo(seed + 1);
        assertThat(ids.randomClientId()).isBetween(1L, 0xFFFF_FFFEL);
        assertThat(ids.randomNodeId(layout)).isBetween(0 == nodeIdBits ? 0 : 1, layout.maxNodeId());
    }

    @Test
    void shouldTakeThreeIntervalsForTheGraceOfAnUnknownClock()
    {
        final LeaseDeadline deadline = new LeaseDeadline();
        for (final long expiryNs : new long[] {NONE, 0, 5 * SECOND, 100 * SECOND, Long.MAX_VALUE, Long.MIN_VALUE})
        {
            deadline.onGranted(10 * SECOND, expiryNs, SECOND);

            assertThat(deadline.isPassed(13 * SECOND - 1)).isFalse();
            assertThat(deadline.isPassed(13 * SECOND)).isTrue();
            assertThat(deadline.isClose(13 * SECOND - 375_000_001)).isFalse();
            assertThat(deadline.isClose(13 * SECOND - 375_000_000)).isTrue();
            assertThat(deadline.isKeepaliveDue(11 * SECOND - 1)).isFalse();
            assertThat(deadline.isKeepaliveDue(11 * SECOND)).isTrue();
        }
    }

    @Test
    void shouldTakeTheGraceOfTheDriverWhereItsClockIsOurs()
    {
        final LeaseDeadline deadline = new LeaseDeadline();
        deadline.onGranted(-10 * SECOND, -5 * SECOND, SECOND);
        assertThat(deadline.isPassed(-5 * SECOND - 1)).isFalse();
        assertThat(deadline.isPassed(-5 * SECOND)).isTrue();
        assertThat(deadline.isKeepaliveDue(-9 * SECOND)).isTrue();

        deadline.onKeepalive(-9 * SECOND);
        assertThat(deadline.isPassed(-4 * SECOND - 1)).isFalse();
        assertThat(deadline.isPassed(-4 * SECOND)).isTrue();

        deadline.onGranted(0, LeaseDeadline.MIN_GRACE_NS, SECOND);
        assertThat(deadline.isPassed(LeaseDeadline.MIN_GRACE_NS)).isTrue();
        assertThat(deadline.isKeepaliveDue(LeaseDeadline.MIN_GRACE_NS / 3)).isTrue();
        deadline.onGranted(0, LeaseDeadline.MIN_GRACE_NS - 1, SECOND);
        assertThat(deadline.isPassed(LeaseDeadline.MIN_GRACE_NS)).isFalse();
    }

    @Test
    void shouldNotTakeItsOwnPauseForSilence()
    {
        final DriverWatch watch = new DriverWatch(SECOND);
        watch.onAttached(1, 0);
        assertThat(watch.onAnnounce(1, true, 0)).isFalse();

        assertThat(watch.checkSilence(10 * SECOND)).isZero();
        for (int i = 11; i <= 14; i++)
        {
            assertThat(watch.checkSilence(i * SECOND)).isZero();
        }

        assertThat(watch.checkSilence(15 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(watch.checkSilence(16 * SECOND)).isZero();
        assertThat(watch.onAnnounce(1, true, 16 * SECOND)).isTrue();
    }

    @Test
    void shouldProposeUntilOneIsAssigned()
    {
        final NodeIdChoice choice = choice(AttachOptions.producer(1));
        final long first = choice.desired();
        assertThat(first).isBetween(1L, 1023L);
        assertThat(choice.isAcceptable(first + 1)).isTrue();
        assertThat(choice.onRefused()).isTrue();
        assertThat(choice.desired()).isNotEqualTo(first);

        choice.onAssigned(0);
        assertThat(choice.desired()).isZero();
        assertThat(choice.onRefused()).isFalse();
        assertThat(choice.desired()).isZero();
        assertThat(choice.isAcceptable(0)).isTrue();
        assertThat(choice.isAcceptable(1)).isFalse();
        assertThat(choice.isAcceptable(Lease.NULL_NODE_ID)).isFalse();
    }

    @Test
    void shouldInsistOnAConfiguredNodeId()
    {
        final NodeIdChoice choice = choice(AttachOptions.producer(1).desiredNodeId(0).keepNodeId(false));
        assertThat(choice.desired()).isZero();
        assertThat(choice.onRefused()).isFalse();
        assertThat(choice.isAcceptable(1)).isFalse();
    }

    @Test
    void shouldLeaveTheNodeIdToTheDriver()
    {
        final NodeIdChoice choice = choice(AttachOptions.producer(1).desiredNodeId(AttachOptions.NODE_ID_OF_DRIVER));
        assertThat(choice.desired()).isEqualTo(Lease.NULL_NODE_ID);
        choice.onAssigned(Lease.NULL_NODE_ID);
        assertThat(choice.isAcceptable(70_000)).isTrue();
        choice.onAssigned(70_000);
        assertThat(choice.desired()).isEqualTo(70_000);
        assertThat(choice.onRefused()).isFalse();
    }

    private static NodeIdChoice choice(final AttachOptions options)
    {
        return new NodeIdChoice(options, TraceIdLayout.DEFAULT, new ClientIds(7));
    }
}
