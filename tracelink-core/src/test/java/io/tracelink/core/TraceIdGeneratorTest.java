package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What every generator promises.
 */
class TraceIdGeneratorTest
{
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;
    private static final long LAST_MS = (1L << 41) - 1;

    private final CachedEpochClock clock = TestClocks.at(1);

    static Stream<Arguments> kindsAndLayouts()
    {
        return Arrays.stream(GeneratorKind.values()).flatMap((kind) -> Stream.of(
            // nodeIdBits, sequenceBits, nodeId
            arguments(kind, 10, 12, 0),
            arguments(kind, 10, 12, 5),
            arguments(kind, 22, 0, 0),
            arguments(kind, 22, 0, 4_194_303),
            arguments(kind, 0, 22, 0),
            arguments(kind, 0, 0, 0),
            arguments(kind, 11, 11, 2_047),
            arguments(kind, 4, 4, 15)));
    }

    static Stream<Arguments> borrowingKindsAndLayouts()
    {
        return kindsAndLayouts().filter((arguments) -> ((GeneratorKind)arguments.get()[0]).isBorrowing());
    }

    static Stream<Arguments> kindsAndNodeIds()
    {
        return Arrays.stream(GeneratorKind.values()).flatMap((kind) -> Stream.of(
            arguments(kind, -1), arguments(kind, 1_024), arguments(kind, Integer.MAX_VALUE),
            arguments(kind, Integer.MIN_VALUE)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatItIs(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 5, clock);
        generator.nextId();
        clock.update(NOW_MS - 3);

        assertThat(generator).hasToString(
            generator.getClass().getSimpleName() + "{nodeId=5, layout=" + LAYOUT + ", clockLeadMs=3}");
    }

    @ParameterizedTest
    @EnumSource
    void shouldMintTheTimeTheNodeAndTheSequence(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);

        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | 1);
        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12);
        assertThat(generator.nodeId()).isEqualTo(7);
        assertThat(generator.layout()).isSameAs(LAYOUT);
        assertThat(generator.clockLeadMs()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldMintByTheClockOfTheSystem(final GeneratorKind kind)
    {
        final long beforeMs = SystemEpochClock.INSTANCE.time();
        final TraceIdGenerator generator = kind.create(3);
        final long id = generator.nextId();
        final long afterMs = SystemEpochClock.INSTANCE.time();

        assertThat(generator.layout()).isSameAs(LAYOUT);
        assertThat(LAYOUT.timestampMs(id)).isBetween(beforeMs, afterMs);
        assertThat(LAYOUT.nodeId(id)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUseUpAMillisecondWhileTheClockStandsStill(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);

        for (int i = 0; i < 4_096; i++)
        {
            assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | i);
        }
        assertThat(generator.clockLeadMs()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE_WRITER", "CONCURRENT"})
    void shouldBorrowFromTheComingMilliseconds(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);
        mint(generator, 4_096);

        for (int i = 0; i < 4_096; i++)
        {
            assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12 | i);
        }
        assertThat(generator.clockLeadMs()).isEqualTo(1);

        assertThat(generator.nextId()).isEqualTo((NOW_MS + 2) << 22 | 7 << 12);
        assertThat(generator.clockLeadMs()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE_WRITER", "CONCURRENT"})
    void shouldGoOnByTheClockOnceItHasCaughtUp(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);
        mint(generator, 4_097);

        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12 | 1);
        assertThat(generator.clockLeadMs()).isZero();

        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 2) << 22 | 7 << 12);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnFromTheLastIdWhenTheClockStepsBack(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);
        generator.nextId();

        clock.update(NOW_MS - HOUR_MS);

        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | 1);
        assertThat(generator.clockLeadMs()).isEqualTo(HOUR_MS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhenTheClockStepsBehindTheEpochOfTheLayout(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(new TraceIdLayout(10, 12, NOW_MS), 7, clock);
        assertThat(generator.nextId()).isEqualTo(7 << 12 | 1);

        clock.update(0);
        assertThat(generator.nextId()).isEqualTo(7 << 12 | 2);
        assertThat(generator.clockLeadMs()).isEqualTo(NOW_MS);

        // As far as to where its bits, shifted to those of an ID, look like a late time.
        clock.update(NOW_MS - (1L << 52) + LAST_MS);
        assertThat(generator.nextId()).isEqualTo(7 << 12 | 3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldJumpAheadWithTheClock(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);
        mint(generator, 2);

        clock.update(NOW_MS + HOUR_MS);

        assertThat(generator.clockLeadMs()).isZero();
        assertThat(generator.nextId()).isEqualTo((NOW_MS + HOUR_MS) << 22 | 7 << 12);
        assertThat(generator.clockLeadMs()).isZero();
    }

    @ParameterizedTest
    @MethodSource("borrowingKindsAndLayouts")
    void shouldNotMintNullAtTheBeginOfTime(
        final GeneratorKind kind, final int nodeIdBits, final int sequenceBits, final int nodeId)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);

        final long id = kind.create(layout, nodeId, clock).nextId();

        assertThat(id).isPositive();
        assertThat(layout.nodeId(id)).isEqualTo(nodeId);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAClockThatWasNeverUpdated(final GeneratorKind kind)
    {
        assertThatThrownBy(() -> kind.create(LAYOUT, 7, new CachedEpochClock()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nowMs=0 of the clock must be above 0: update the clock before the generator is made");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepNullForNoId(final GeneratorKind kind)
    {
        assertThat(kind.create(new TraceIdLayout(10, 12, clock.time()), 0, clock).nextId()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kindsAndLayouts")
    void shouldRefuseForGoodOnceTheLastIdIsMinted(
        final GeneratorKind kind, final int nodeIdBits, final int sequenceBits, final int nodeId)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        final TraceIdGenerator generator = kind.create(layout, nodeId, clock);

        clock.update(LAST_MS);
        final long lastId = mint(generator, layout.maxSequence() + 1);

        assertThat(layout.timestampMs(lastId)).isEqualTo(LAST_MS);
        assertThat(layout.nodeId(lastId)).isEqualTo(nodeId);
        assertThat(layout.sequence(lastId)).isEqualTo(layout.maxSequence());
        assertThat(generator.clockLeadMs()).isZero();

        for (final long nowMs : new long[]{LAST_MS, LAST_MS + 1, NOW_MS, 0, -1, Long.MAX_VALUE, LAST_MS})
        {
            clock.update(nowMs);
            assertRefuses(generator, 2 * layout.maxSequence() + 10_000);
        }

        clock.update(NOW_MS);
        assertThat(generator.clockLeadMs()).isEqualTo(LAST_MS - NOW_MS);
    }

    @ParameterizedTest
    @MethodSource("borrowingKindsAndLayouts")
    void shouldBorrowUpToTheLastMillisecondAndNoFurther(
        final GeneratorKind kind, final int nodeIdBits, final int sequenceBits, final int nodeId)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        clock.update(LAST_MS - 1);
        final TraceIdGenerator generator = kind.create(layout, nodeId, clock);

        final long lastId = mint(generator, 2 * (layout.maxSequence() + 1));

        assertThat(layout.timestampMs(lastId)).isEqualTo(LAST_MS);
        assertThat(layout.sequence(lastId)).isEqualTo(layout.maxSequence());
        assertThat(generator.clockLeadMs()).isEqualTo(1);
        assertRefuses(generator, 10_000);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhileTheClockIsPastTheLastMillisecond(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator generator = kind.create(LAYOUT, 7, clock);
        generator.nextId();

        for (final long nowMs : new long[]{
            LAST_MS + 1, LAST_MS << 10, 1L << 52, (1L << 52) + LAST_MS, 1L << 62, Long.MAX_VALUE})
        {
            clock.update(nowMs);
            assertRefuses(generator, 5_000);
        }

        clock.update(NOW_MS);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | 1);
        clock.update(LAST_MS);
        assertThat(generator.nextId()).isEqualTo(LAST_MS << 22 | 7 << 12);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountFromTheEpochOfTheLayout(final GeneratorKind kind)
    {
        clock.update(NOW_MS + 5);
        final TraceIdLayout layout = new TraceIdLayout(10, 12, NOW_MS);
        final TraceIdGenerator generator = kind.create(layout, 7, clock);

        final long id = generator.nextId();
        assertThat(id).isEqualTo(5 << 22 | 7 << 12);
        assertThat(layout.timestampMs(id)).isEqualTo(NOW_MS + 5);
        assertThat(generator.clockLeadMs()).isZero();

        clock.update(NOW_MS + LAST_MS);
        assertThat(layout.timestampMs(generator.nextId())).isEqualTo(NOW_MS + LAST_MS);
        clock.update(NOW_MS + LAST_MS + 1);
        assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAnEpochThatIsStillToCome(final GeneratorKind kind)
    {
        clock.update(NOW_MS);

        assertThatThrownBy(() -> kind.create(new TraceIdLayout(10, 12, NOW_MS + 1), 7, clock))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("epochOffsetMs=1700000000001 must be in 0..1700000000000, not after the clock");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNodeIdsThatFit(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        for (final int nodeId : new int[]{0, 1, 1_023})
        {
            final long id = kind.create(LAYOUT, nodeId, clock).nextId();

            assertThat(LAYOUT.nodeId(id)).isEqualTo(nodeId);
            assertThat(LAYOUT.timestampMs(id)).isEqualTo(NOW_MS);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndNodeIds")
    void shouldRefuseNodeIdsThatDoNotFit(final GeneratorKind kind, final int nodeId)
    {
        assertThatThrownBy(() -> kind.create(nodeId))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nodeId=" + nodeId + " must be in 0..1023 to fit " +
                "TraceIdLayout{nodeIdBits=10, sequenceBits=12, epochOffsetMs=0}");
        assertThatThrownBy(() -> kind.create(new TraceIdLayout(0, 22, 0), 1, clock))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nodeId=1 must be in 0..0 to fit " +
                "TraceIdLayout{nodeIdBits=0, sequenceBits=22, epochOffsetMs=0}");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseToBeWithoutALayoutOrAClock(final GeneratorKind kind)
    {
        assertThatThrownBy(() -> kind.create(null, 7, clock))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("layout");
        assertThatThrownBy(() -> kind.create(LAYOUT, 7, null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("clock");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotAllocate(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final TraceIdGenerator bySystemClock = kind.create(7);
        final TraceIdGenerator byStillClock = kind.create(LAYOUT, 7, clock);
        final CachedEpochClock movingClock = TestClocks.at(1);
        final TraceIdGenerator byMovingClock = kind.create(LAYOUT, 7, movingClock);
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            20_000,
            () ->
            {
                movingClock.advance(1);
                sum[0] += bySystemClock.nextId() + byStillClock.nextId() + byMovingClock.nextId();
                sum[0] += byStillClock.clockLeadMs();
            });

        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }

    /**
     * Mint, and see that the IDs ascend.
     */
    private static long mint(final TraceIdGenerator generator, final int count)
    {
        long lastId = 0;
        for (int i = 0; i < count; i++)
        {
            final long id = generator.nextId();
            if (id <= lastId)
            {
                throw new AssertionError("id=" + id + " lastId=" + lastId + " i=" + i);
            }
            lastId = id;
        }

        return lastId;
    }

    private static void assertRefuses(final TraceIdGenerator generator, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            final long refusal = generator.nextId();
            if (TraceId.EXHAUSTED != refusal)
            {
                throw new AssertionError("refusal=" + refusal + " i=" + i);
            }
        }
    }
}
