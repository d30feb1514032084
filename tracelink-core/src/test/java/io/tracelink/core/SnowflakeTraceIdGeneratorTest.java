package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnowflakeTraceIdGeneratorTest
{
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;
    private static final long LAST_MS = (1L << 41) - 1;

    private final CachedEpochClock clock = new CachedEpochClock();

    @Test
    void shouldMintTheTimeTheNodeAndTheSequence()
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);

        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | 1);
        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12);
        assertThat(generator.nodeId()).isEqualTo(7);
        assertThat(generator.layout()).isSameAs(LAYOUT);
        assertThat(generator.clockLeadMs()).isZero();
    }

    @Test
    void shouldMintByTheClockOfTheSystem()
    {
        final long beforeMs = SystemEpochClock.INSTANCE.time();
        final long id = new SnowflakeTraceIdGenerator(3).nextId();
        final long afterMs = SystemEpochClock.INSTANCE.time();

        assertThat(LAYOUT.timestampMs(id)).isBetween(beforeMs, afterMs);
        assertThat(LAYOUT.nodeId(id)).isEqualTo(3);
    }

    @Test
    void shouldBorrowFromTheComingMillisecondsWhileTheClockStandsStill()
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);

        for (int i = 0; i < 4_096; i++)
        {
            assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | i);
        }
        assertThat(generator.clockLeadMs()).isZero();

        for (int i = 0; i < 4_096; i++)
        {
            assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12 | i);
        }
        assertThat(generator.clockLeadMs()).isEqualTo(1);

        assertThat(generator.nextId()).isEqualTo((NOW_MS + 2) << 22 | 7 << 12);
        assertThat(generator.clockLeadMs()).isEqualTo(2);
    }

    @Test
    void shouldGoOnByTheClockOnceItHasCaughtUp()
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);
        for (int i = 0; i <= 4_096; i++)
        {
            generator.nextId();
        }

        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12 | 1);
        assertThat(generator.clockLeadMs()).isZero();

        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 2) << 22 | 7 << 12);
    }

    @Test
    void shouldGoOnFromTheLastIdWhenTheClockStepsBack()
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);
        generator.nextId();

        clock.update(NOW_MS - HOUR_MS);

        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | 1);
        assertThat(generator.clockLeadMs()).isEqualTo(HOUR_MS);
    }

    @Test
    void shouldGoOnWhenTheClockStepsBehindTheEpochOfTheLayout()
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator =
            new SnowflakeTraceIdGenerator(new TraceIdLayout(10, 12, NOW_MS), 7, clock);
        assertThat(generator.nextId()).isEqualTo(7 << 12 | 1);

        clock.update(0);

        assertThat(generator.nextId()).isEqualTo(7 << 12 | 2);
        assertThat(generator.clockLeadMs()).isEqualTo(NOW_MS);
    }

    @Test
    void shouldJumpAheadWithTheClock()
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);
        generator.nextId();
        generator.nextId();

        clock.update(NOW_MS + HOUR_MS);

        assertThat(generator.nextId()).isEqualTo((NOW_MS + HOUR_MS) << 22 | 7 << 12);
        assertThat(generator.clockLeadMs()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10, 12", "22, 0", "0, 22", "0, 0"})
    void shouldNotMintNullAtTheBeginOfTime(final int nodeIdBits, final int sequenceBits)
    {
        final SnowflakeTraceIdGenerator generator =
            new SnowflakeTraceIdGenerator(new TraceIdLayout(nodeIdBits, sequenceBits, 0), 0, clock);

        assertThat(generator.nextId()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"10, 12, 5", "22, 0, 5", "0, 22, 0", "0, 0, 0", "11, 11, 2047", "4, 4, 15"})
    void shouldRefuseOnceTheLastIdIsMinted(final int nodeIdBits, final int sequenceBits, final int nodeId)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(layout, nodeId, clock);

        clock.update(LAST_MS);
        long lastId = 0;
        for (int i = 0; i <= layout.maxSequence(); i++)
        {
            final long id = generator.nextId();
            if (id <= lastId)
            {
                assertThat(id).isGreaterThan(lastId);
            }
            lastId = id;
        }

        assertThat(layout.timestampMs(lastId)).isEqualTo(LAST_MS);
        assertThat(layout.nodeId(lastId)).isEqualTo(nodeId);
        assertThat(layout.sequence(lastId)).isEqualTo(layout.maxSequence());

        for (final long nowMs : new long[]{LAST_MS, LAST_MS + 1, NOW_MS, 0, Long.MAX_VALUE})
        {
            clock.update(nowMs);
            assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {LAST_MS + 1, LAST_MS << 10, 1L << 52, (1L << 52) + LAST_MS, 1L << 62, Long.MAX_VALUE})
    void shouldRefuseWhileTheClockIsPastTheLastMillisecond(final long nowMs)
    {
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);
        generator.nextId();

        clock.update(nowMs);
        assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);
        assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);

        clock.update(NOW_MS);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | 1);
    }

    @Test
    void shouldCountFromTheEpochOfTheLayout()
    {
        clock.update(NOW_MS + 5);
        final TraceIdLayout layout = new TraceIdLayout(10, 12, NOW_MS);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(layout, 7, clock);

        final long id = generator.nextId();

        assertThat(id).isEqualTo(5 << 22 | 7 << 12);
        assertThat(layout.timestampMs(id)).isEqualTo(NOW_MS + 5);
    }

    @Test
    void shouldRefuseAnEpochThatIsStillToCome()
    {
        clock.update(NOW_MS);
        final TraceIdLayout layout = new TraceIdLayout(10, 12, NOW_MS + 1);

        assertThatThrownBy(() -> new SnowflakeTraceIdGenerator(layout, 7, clock))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("epochOffsetMs=1700000000001 must be in 0..1700000000000, not after the clock");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_023})
    void shouldTakeNodeIdsThatFit(final int nodeId)
    {
        clock.update(NOW_MS);

        final long id = new SnowflakeTraceIdGenerator(LAYOUT, nodeId, clock).nextId();

        assertThat(LAYOUT.nodeId(id)).isEqualTo(nodeId);
        assertThat(LAYOUT.timestampMs(id)).isEqualTo(NOW_MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_024, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseNodeIdsThatDoNotFit(final int nodeId)
    {
        assertThatThrownBy(() -> new SnowflakeTraceIdGenerator(nodeId))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nodeId=" + nodeId + " must be in 0..1023 to fit " +
                "TraceIdLayout{nodeIdBits=10, sequenceBits=12, epochOffsetMs=0}");
    }

    @ParameterizedTest
    @CsvSource({"10, 12, 1023, 0", "10, 12, 0, 1600000000000", "5, 12, 31, 0", "22, 0, 4194303, 0", "0, 22, 0, 1",
        "1, 1, 1, 0"})
    void shouldAgreeWithAgronaWhileMillisecondsAreNotUsedUp(
        final int nodeIdBits, final int sequenceBits, final int nodeId, final long epochOffsetMs)
    {
        clock.update(NOW_MS);
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, epochOffsetMs);
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(layout, nodeId, clock);
        final SnowflakeIdGenerator agrona =
            new SnowflakeIdGenerator(nodeIdBits, sequenceBits, nodeId, epochOffsetMs, clock);

        for (int ms = 0; ms < 500; ms++)
        {
            final int idsInThisMs = Math.min(layout.maxSequence() + 1, ms);
            for (int i = 0; i < idsInThisMs; i++)
            {
                assertThat(generator.nextId()).isEqualTo(agrona.nextId());
            }
            clock.advance(1 + ms % 3);
        }
    }

    @Test
    void shouldNotAllocate()
    {
        final SnowflakeTraceIdGenerator bySystemClock = new SnowflakeTraceIdGenerator(7);
        final SnowflakeTraceIdGenerator byStillClock = new SnowflakeTraceIdGenerator(LAYOUT, 7, clock);
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            50_000,
            () -> sum[0] += bySystemClock.nextId() + byStillClock.nextId() + byStillClock.clockLeadMs());

        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }
}
