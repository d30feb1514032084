package io.tracelink.core;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.agrona.IoUtil;
import org.agrona.concurrent.CachedEpochClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No ID comes again, whatever the clock does and however processes end.
 */
class HighWaterMarkPropertyTest
{
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long LAST_MS = (1L << 41) - 1;

    private Path directory;

    @BeforeTry
    void makeDirectory() throws IOException
    {
        directory = Files.createTempDirectory("high-water-mark-");
    }

    @AfterTry
    void deleteDirectory()
    {
        IoUtil.delete(directory.toFile(), false);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldNeverRepeatAnId(
        @ForAll final GeneratorKind kind,
        @ForAll("layouts") final TraceIdLayout layout,
        @ForAll("lives") final List<Life> lives) throws IOException
    {
        final CachedEpochClock clock = TestClocks.at(1);
        Path file = directory.resolve("mark");
        long lastId = 0;

        for (int i = 0; i < lives.size(); i++)
        {
            final Life life = lives.get(i);
            try (HighWaterMark mark = HighWaterMark.open(file, layout, layout.maxNodeId()))
            {
                clock.update(life.clockMs.isEmpty() ? 1 : Math.max(1, life.clockMs.get(0)));
                final TraceIdGenerator generator = kind.create(mark, clock);
                for (final long nowMs : life.clockMs)
                {
                    clock.update(nowMs);
                    for (int j = 0; j < life.idsPerMs; j++)
                    {
                        final long id = generator.nextId();
                        if (id > 0)
                        {
                            assertThat(id).isGreaterThan(lastId);
                            assertThat(layout.timestampMs(id)).isLessThanOrEqualTo(mark.timestampMs());
                            lastId = id;
                        }
                        else
                        {
                            assertThat(id).isIn(TraceId.EXHAUSTED, TraceId.CLOCK_STUCK);
                        }
                    }
                }

                if (life.isKilled)
                {
                    // What another process would find if this one were gone now.
                    file = Files.copy(file, directory.resolve("mark-" + i));
                }
            }
        }
    }

    @Provide
    Arbitrary<TraceIdLayout> layouts()
    {
        return Arbitraries.of(
            TraceIdLayout.DEFAULT,
            new TraceIdLayout(22, 0, 0),
            new TraceIdLayout(0, 2, 0),
            new TraceIdLayout(5, 1, 0));
    }

    @Provide
    Arbitrary<List<Life>> lives()
    {
        final Arbitrary<Long> anyClockMs = Arbitraries.frequencyOf(
            Tuple.of(10, Arbitraries.longs().between(NOW_MS - 300, NOW_MS + 300)),
            Tuple.of(3, Arbitraries.longs().between(0, 300)),
            Tuple.of(1, Arbitraries.longs().between(LAST_MS - 300, LAST_MS + 300)));

        return Combinators
            .combine(
                anyClockMs.list().ofMaxSize(8), Arbitraries.integers().between(1, 250), Arbitraries.of(true, false))
            .as(Life::new)
            .list().ofMinSize(2).ofMaxSize(6);
    }

    /**
     * What a process sees of the clock, how often it mints each time, and how it ends.
     */
    private record Life(List<Long> clockMs, int idsPerMs, boolean isKilled)
    {
    }
}
