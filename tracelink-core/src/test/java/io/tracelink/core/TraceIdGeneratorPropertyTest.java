package io.tracelink.core;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SnowflakeIdGenerator;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every generator under any clock, and beside Agrona's.
 */
class TraceIdGeneratorPropertyTest
{
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long LAST_MS = (1L << 41) - 1;

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void shouldIncreaseWhateverTheClockDoes(
        @ForAll final GeneratorKind kind,
        @ForAll("layouts") final TraceIdLayout layout,
        @ForAll("clockScripts") final List<Long> script,
        @ForAll final int anyNodeId)
    {
        final int nodeId = anyNodeId & layout.maxNodeId();
        final CachedEpochClock clock = TestClocks.at(1);
        clock.update(Math.max(1, layout.epochOffsetMs()));
        final TraceIdGenerator generator = kind.create(layout, nodeId, clock);

        long lastId = 0;
        for (final long sinceEpochMs : script)
        {
            final long nowMs = layout.epochOffsetMs() + sinceEpochMs;
            clock.update(nowMs);
            for (int i = 0; i < 3; i++)
            {
                final long lastMs = layout.timestampMs(lastId);
                final long id = generator.nextId();
                if (TraceId.EXHAUSTED == id)
                {
                    assertThat(Math.max(nowMs, lastMs)).isGreaterThanOrEqualTo(layout.maxTimestampMs());
                }
                else if (TraceId.CLOCK_STUCK == id)
                {
                    assertThat(kind.isBorrowing()).isFalse();
                    assertThat(nowMs).isLessThanOrEqualTo(lastMs);
                    assertThat(layout.sequence(lastId)).isEqualTo(layout.maxSequence());
                }
                else
                {
                    assertThat(id).isGreaterThan(lastId);
                    assertThat(layout.nodeId(id)).isEqualTo(nodeId);
                    assertThat(layout.timestampMs(id))
                        .isBetween(Math.max(nowMs, lastMs), Math.max(nowMs, lastMs + (kind.isBorrowing() ? 1 : 0)));
                    lastId = id;
                    assertThat(generator.clockLeadMs()).isEqualTo(Math.max(0, layout.timestampMs(id) - nowMs));
                }
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldAgreeWithAgronaWhileMillisecondsAreNotUsedUp(
        @ForAll final GeneratorKind kind,
        @ForAll("layouts") final TraceIdLayout layout,
        @ForAll final int anyNodeId,
        @ForAll("smallSteps") final List<Integer> steps,
        @ForAll @IntRange(min = 1, max = 5) final int idsPerStep)
    {
        final int nodeId = anyNodeId & layout.maxNodeId();
        final CachedEpochClock clock = TestClocks.at(1);
        clock.update(layout.epochOffsetMs() + 1);
        final TraceIdGenerator generator = kind.create(layout, nodeId, clock);
        final SnowflakeIdGenerator agrona = new SnowflakeIdGenerator(
            layout.nodeIdBits(), layout.sequenceBits(), nodeId, layout.epochOffsetMs(), clock);

        long lastMs = layout.epochOffsetMs();
        int idsLeft = layout.maxSequence();
        for (final int step : steps)
        {
            clock.advance(step);
            if (clock.time() > lastMs)
            {
                lastMs = clock.time();
                idsLeft = layout.maxSequence() + 1;
            }

            for (int i = Math.min(idsPerStep, idsLeft); i > 0; i--, idsLeft--)
            {
                assertThat(generator.nextId()).isEqualTo(agrona.nextId());
            }
        }
    }

    @Provide
    Arbitrary<TraceIdLayout> layouts()
    {
        final Arbitrary<Integer> bits = Arbitraries.integers().between(0, 22);
        final Arbitrary<Long> epochOffsets = Arbitraries.oneOf(
            Arbitraries.just(0L), Arbitraries.longs().between(0, NOW_MS), Arbitraries.just(LAST_MS));

        return Combinators.combine(bits, bits, epochOffsets).as((nodeIdBits, anySequenceBits, epochOffsetMs) ->
            new TraceIdLayout(nodeIdBits, Math.min(anySequenceBits, 22 - nodeIdBits), epochOffsetMs));
    }

    /**
     * Milliseconds since the epoch of the layout.
     */
    @Provide
    Arbitrary<List<Long>> clockScripts()
    {
        return Arbitraries
            .oneOf(
                Arbitraries.longs().between(0, 10),
                Arbitraries.longs().between(NOW_MS - 10, NOW_MS + 10),
                Arbitraries.longs().between(LAST_MS - 2, LAST_MS + 4),
                Arbitraries.longs().between(-(1L << 62), 1L << 62))
            .list()
            .ofMaxSize(50);
    }

    /**
     * Back as well as forth, since Agrona's generator goes on in its last millisecond while its sequence lasts.
     */
    @Provide
    Arbitrary<List<Integer>> smallSteps()
    {
        return Arbitraries.oneOf(
            Arbitraries.integers().between(-2, 5), Arbitraries.integers().between(-3_600_000, 3_600_000))
            .list().ofMaxSize(100);
    }
}
