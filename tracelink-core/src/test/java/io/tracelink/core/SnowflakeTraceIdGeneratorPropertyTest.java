package io.tracelink.core;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SnowflakeIdGenerator;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SnowflakeTraceIdGeneratorPropertyTest
{
    private static final long NOW_MS = 1_700_000_000_000L;

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldIncreaseWhateverTheClockDoes(
        @ForAll("clockScripts") final List<Long> script,
        @ForAll @IntRange(max = 22) final int nodeIdBits,
        @ForAll @IntRange(max = 22) final int anySequenceBits,
        @ForAll final int anyNodeId)
    {
        final int sequenceBits = Math.min(anySequenceBits, 22 - nodeIdBits);
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        final int nodeId = anyNodeId & layout.maxNodeId();
        final CachedEpochClock clock = new CachedEpochClock();
        final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(layout, nodeId, clock);

        long lastId = 0;
        for (final long nowMs : script)
        {
            clock.update(nowMs);
            for (int i = 0; i < 3; i++)
            {
                final long id = generator.nextId();
                if (TraceId.EXHAUSTED == id)
                {
                    assertThat(Math.max(nowMs, layout.timestampMs(lastId)))
                        .isGreaterThanOrEqualTo(layout.maxTimestampMs());
                }
                else
                {
                    assertThat(id).isGreaterThan(lastId);
                    assertThat(layout.nodeId(id)).isEqualTo(nodeId);
                    assertThat(layout.timestampMs(id)).isGreaterThanOrEqualTo(nowMs);
                    lastId = id;
                }
            }
        }
    }

    @Property
    void shouldAgreeWithAgronaWhileMillisecondsAreNotUsedUp(
        @ForAll @IntRange(max = 1_023) final int nodeId,
        @ForAll("smallSteps") final List<Integer> steps)
    {
        final CachedEpochClock clock = new CachedEpochClock();
        clock.update(NOW_MS);
        final SnowflakeTraceIdGenerator generator =
            new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, nodeId, clock);
        final SnowflakeIdGenerator agrona = new SnowflakeIdGenerator(10, 12, nodeId, 0, clock);

        for (final int step : steps)
        {
            clock.advance(step);
            assertThat(generator.nextId()).isEqualTo(agrona.nextId());
        }
    }

    @Provide
    Arbitrary<List<Long>> clockScripts()
    {
        return Arbitraries
            .oneOf(
                Arbitraries.longs().between(0, 10),
                Arbitraries.longs().between(NOW_MS - 10, NOW_MS + 10),
                Arbitraries.longs().between((1L << 41) - 3, (1L << 41) + 3),
                Arbitraries.longs())
            .list()
            .ofMaxSize(50);
    }

    /**
     * Back as well as forth, since Agrona's generator goes on in its last millisecond while its sequence lasts.
     */
    @Provide
    Arbitrary<List<Integer>> smallSteps()
    {
        return Arbitraries.integers().between(-2, 5).list().ofMaxSize(500);
    }
}
