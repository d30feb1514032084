package io.tracelink.core;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sampler divides by multiplying; here beside one that divides.
 */
class TimeSliceSamplerPropertyTest
{
    private static final long LAST_MS = (1L << 41) - 1;
    private static final int TIMES_PER_TRY = 1_000;

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void shouldDoAsDivisionDoes(
        @ForAll("layouts") final TraceIdLayout layout,
        @ForAll("periods") final long periodMs,
        @ForAll @LongRange(min = 1) final long anySliceMs,
        @ForAll final long seed)
    {
        final long sliceMs = 1 + anySliceMs % periodMs;
        final TimeSliceSampler sampler = new TimeSliceSampler(layout, sliceMs, periodMs);
        final TimeSliceSampler samplerElsewhere = new TimeSliceSampler(
            new TraceIdLayout(layout.nodeIdBits(), layout.sequenceBits(), layout.epochOffsetMs()), sliceMs, periodMs);
        final int shift = layout.nodeIdBits() + layout.sequenceBits();
        final Random random = new Random(seed);

        for (int i = 0; i < TIMES_PER_TRY; i++)
        {
            final long sinceEpochMs = sinceEpochMs(random, i, layout.epochOffsetMs(), sliceMs, periodMs);
            final long id = sinceEpochMs << shift | (random.nextLong() & ((1L << shift) - 1));
            final boolean expected = (sinceEpochMs + layout.epochOffsetMs()) % periodMs < sliceMs;

            if (sampler.isSampled(id) != expected || samplerElsewhere.isSampled(id) != expected)
            {
                assertThat(sampler.isSampled(id)).as("%d of %s by %s", id, layout, sampler).isEqualTo(expected);
                assertThat(samplerElsewhere.isSampled(id)).isEqualTo(expected);
            }
        }
    }

    /**
     * Where a slice begins and ends, just before it and after it; and anywhere.
     */
    private static long sinceEpochMs(
        final Random random, final int i, final long epochOffsetMs, final long sliceMs, final long periodMs)
    {
        final long anyMs = 0 == i % 4 ? LAST_MS - random.nextInt(1_000_000) : random.nextLong() & LAST_MS;
        final long beginMs = anyMs - (anyMs + epochOffsetMs) % periodMs;
        final long wantedMs = switch (i % 3)
        {
            case 0 -> beginMs - random.nextInt(2);
            case 1 -> beginMs + sliceMs - random.nextInt(2);
            default -> anyMs;
        };

        return Math.min(Math.max(0, wantedMs), LAST_MS);
    }

    @Provide
    Arbitrary<TraceIdLayout> layouts()
    {
        final Arbitrary<Integer> bits = Arbitraries.integers().between(0, 22);
        final Arbitrary<Long> epochOffsets =
            Arbitraries.oneOf(Arbitraries.of(0L, LAST_MS), Arbitraries.longs().between(0, LAST_MS));

        return Combinators.combine(bits, bits, epochOffsets).as((nodeIdBits, anySequenceBits, epochOffsetMs) ->
            new TraceIdLayout(nodeIdBits, Math.min(anySequenceBits, 22 - nodeIdBits), epochOffsetMs));
    }

    @Provide
    Arbitrary<Long> periods()
    {
        return Arbitraries.oneOf(
            Arbitraries.longs().between(1, 100),
            Arbitraries.of(1L, 2L, 1_000L, 1_024L, 524_288L, 999_983L, 999_999L, 1_000_000L),
            Arbitraries.longs().between(1, 1_000_000));
    }
}
