package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every generator with a high-water mark.
 */
class MarkedGeneratorTest
{
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;
    private static final long LAST_MS = (1L << 41) - 1;

    private final CachedEpochClock clock = TestClocks.at(1);

    @TempDir
    private Path directory;

    static Stream<Arguments> kindsAndBits()
    {
        return Arrays.stream(GeneratorKind.values()).flatMap((kind) -> Stream.of(
            arguments(kind, 10, 12), arguments(kind, 22, 0), arguments(kind, 0, 22), arguments(kind, 0, 0)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldMintAsWithoutAMarkOnANewFile(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        try (HighWaterMark mark = open(LAYOUT))
        {
            final TraceIdGenerator generator = kind.create(mark, clock);

            assertThat(generator.nodeId()).isEqualTo(7);
            assertThat(generator.layout()).isSameAs(LAYOUT);
            assertThat(generator.toString())
                .endsWith(", clockLeadMs=0, highWaterMark=" + mark.file() + "}");
            for (int i = 0; i < 4_096; i++)
            {
                assertThat(generator.nextId()).isEqualTo(NOW_MS << 22 | 7 << 12 | i);
            }
            clock.advance(1);
            assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 22 | 7 << 12);
            assertThat(generator.clockLeadMs()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReserveAheadOfTheIds(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        try (HighWaterMark mark = open(LAYOUT))
        {
            final TraceIdGenerator generator = kind.create(mark, clock);
            assertThat(mark.timestampMs()).isZero();

            for (long ms = 0; ms < 1_000; ms++)
            {
                assertThat(LAYOUT.timestampMs(generator.nextId())).isEqualTo(NOW_MS + ms);
                assertThat(mark.timestampMs()).as("%d", ms).isEqualTo(NOW_MS + ms / 101 * 101 + 100);
                clock.advance(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndBits")
    void shouldBeginAboveAllThatWasMintedThoughTheClockWasSetBack(
        final GeneratorKind kind, final int nodeIdBits, final int sequenceBits)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        long lastId = 0;

        for (int round = 0; round < 5; round++)
        {
            clock.update(NOW_MS - round * HOUR_MS);
            try (HighWaterMark mark = HighWaterMark.open(file(), layout, 0))
            {
                final long markMs = mark.timestampMs();
                final TraceIdGenerator generator = kind.create(mark, clock);
                if (!kind.isBorrowing() && round > 0)
                {
                    assertThat(generator.nextId()).isEqualTo(TraceId.CLOCK_STUCK);
                    clock.update(markMs);
                    assertThat(generator.nextId()).isEqualTo(TraceId.CLOCK_STUCK);
                    clock.update(markMs + 1);
                }

                if (round > 0)
                {
                    assertThat(generator.clockLeadMs()).isEqualTo(Math.max(0, markMs - clock.time()));
                }

                final long firstMs = Math.max(clock.time(), markMs + 1);
                for (int i = 0; i < 1_000; i++)
                {
                    final long id = generator.nextId();
                    if (id < 0)
                    {
                        assertThat(id).isEqualTo(TraceId.CLOCK_STUCK);
                        clock.advance(1);
                        continue;
                    }

                    assertThat(id).isGreaterThan(lastId);
                    if (0 == i)
                    {
                        assertThat(id).isEqualTo(firstMs << (nodeIdBits + sequenceBits));
                    }
                    lastId = id;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMintOnceClosedWhatIsReservedAndThenRefuse(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final HighWaterMark mark = open(LAYOUT);
        final TraceIdGenerator generator = kind.create(mark, clock);
        assertThat(generator.nextId()).isPositive();

        mark.close();
        assertThat(mark.timestampMs()).isEqualTo(NOW_MS + 100);
        open(LAYOUT).close();

        clock.update(NOW_MS + 100);
        for (int i = 0; i < 4_096; i++)
        {
            assertThat(generator.nextId()).isEqualTo((NOW_MS + 100) << 22 | 7 << 12 | i);
        }

        clock.advance(1);
        for (int i = 0; i < 10_000; i++)
        {
            assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
        }
        clock.update(NOW_MS + HOUR_MS);
        assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
        assertThat(mark.timestampMs()).isEqualTo(NOW_MS + 100);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMintNothingWhenClosedBeforeTheFirstId(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final HighWaterMark mark = open(LAYOUT);
        final TraceIdGenerator generator = kind.create(mark, clock);

        mark.close();

        assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
        assertThat(mark.timestampMs()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE_WRITER", "CONCURRENT"})
    void shouldNotBorrowFromWhatIsNotReserved(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        final HighWaterMark mark = open(LAYOUT);
        final TraceIdGenerator generator = kind.create(mark, clock);
        generator.nextId();
        mark.close();

        long count = 1;
        long lastId = 0;
        for (long id = generator.nextId(); id > 0 && count <= 101 * 4_096; id = generator.nextId(), count++)
        {
            lastId = id;
        }

        assertThat(count).isEqualTo(101 * 4_096);
        assertThat(lastId).isEqualTo((NOW_MS + 100) << 22 | 7 << 12 | 4_095);
        assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
    }

    @ParameterizedTest
    @MethodSource("kindsAndBits")
    void shouldRefuseWhenTheMarkIsAtTheLastMillisecond(
        final GeneratorKind kind, final int nodeIdBits, final int sequenceBits) throws IOException
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        mark(layout, LAST_MS);

        for (final long nowMs : new long[]{NOW_MS, LAST_MS, LAST_MS + 1})
        {
            clock.update(nowMs);
            try (HighWaterMark mark = HighWaterMark.open(file(), layout, 0))
            {
                final TraceIdGenerator generator = kind.create(mark, clock);

                for (int i = 0; i < 10_000; i++)
                {
                    assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndBits")
    void shouldMintUpToTheLastMillisecondWhenTheMarkIsNearIt(
        final GeneratorKind kind, final int nodeIdBits, final int sequenceBits) throws IOException
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        mark(layout, LAST_MS - 1);
        clock.update(LAST_MS);

        try (HighWaterMark mark = HighWaterMark.open(file(), layout, 0))
        {
            final TraceIdGenerator generator = kind.create(mark, clock);
            for (int i = 0; i <= layout.maxSequence(); i++)
            {
                final long id = generator.nextId();
                if (id != (LAST_MS << (nodeIdBits + sequenceBits) | i))
                {
                    throw new AssertionError("id=" + id + " i=" + i);
                }
            }

            assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);
            assertThat(mark.timestampMs()).isEqualTo(LAST_MS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseASecondGenerator(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        try (HighWaterMark mark = open(LAYOUT))
        {
            final TraceIdGenerator first = kind.create(mark, clock);

            for (final GeneratorKind other : GeneratorKind.values())
            {
                assertThatThrownBy(() -> other.create(mark, clock))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("highWaterMark=" + file() +
                        " has a generator already, and two of one node ID mint the same IDs: share the generator");
            }
            assertThat(first.nextId()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAMarkThatIsClosed(final GeneratorKind kind)
    {
        final HighWaterMark mark = open(LAYOUT);
        mark.close();

        assertThatThrownBy(() -> kind.create(mark, clock))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("highWaterMark=" + file() + " is closed: open it for each generator");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveTheMarkFreeWhenTheEpochIsStillToCome(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        try (HighWaterMark mark = open(new TraceIdLayout(10, 12, NOW_MS + 1)))
        {
            assertThatThrownBy(() -> kind.create(mark, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochOffsetMs=1700000000001 must be in 0..1700000000000, not after the clock");

            clock.advance(2);
            assertThat(kind.create(mark, clock).nextId()).isEqualTo(1 << 22 | 7 << 12);
        }
    }

    @Test
    void shouldLeaveTheMarkFreeWhenTheStrictGeneratorIsRefused()
    {
        clock.update(NOW_MS);
        try (HighWaterMark mark = open(LAYOUT))
        {
            assertThatThrownBy(() -> new StrictTraceIdGenerator(mark, clock, System::nanoTime, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxWaitNs=0 must be above 0");

            assertThat(new StrictTraceIdGenerator(mark, clock, System::nanoTime, 1).nextId()).isPositive();
        }
    }

    /**
     * The clock moves on at each ID, so that one in about a hundred reserves.
     */
    @ParameterizedTest
    @EnumSource
    void shouldNotAllocate(final GeneratorKind kind)
    {
        clock.update(NOW_MS);
        try (HighWaterMark mark = open(LAYOUT))
        {
            final TraceIdGenerator generator = kind.create(mark, clock);
            final long[] sum = new long[1];

            final long allocated = AllocationProbe.allocatedBytes(
                20_000,
                () ->
                {
                    clock.advance(1);
                    sum[0] += generator.nextId() + mark.timestampMs();
                });

            assertThat(allocated).isZero();
            assertThat(sum[0]).isNotZero();
            assertThat(mark.timestampMs()).isGreaterThanOrEqualTo(clock.time());
        }
    }

    private Path file()
    {
        return directory.resolve("mark");
    }

    private HighWaterMark open(final TraceIdLayout layout)
    {
        return HighWaterMark.open(file(), layout, 7);
    }

    /**
     * A file of node ID 0 with a mark that no clock of today would set.
     */
    private void mark(final TraceIdLayout layout, final long markMs) throws IOException
    {
        HighWaterMark.open(file(), layout, 0).close();
        final byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(40, HighWaterMark.checked(markMs));
        Files.write(file(), bytes);
    }
}
