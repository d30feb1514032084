package io.tracelink.store;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.agrona.collections.LongHashSet;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ranges of frames reach in random graphs must equal what a walk over plain maps reaches.
 */
@Tag("store")
class ImpactOracleTest
{
    @Property(tries = 40, generation = GenerationMode.RANDOMIZED)
    void shouldEqualPlainWalk(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 300) final int size,
        @ForAll final boolean cyclic,
        @ForAll final boolean clustered)
    {
        try (TestStore test = new TestStore())
        {
            final RandomLineage lineage = new RandomLineage(test, seed, size, cyclic, clustered);
            final Random random = new Random(seed);
            try (LineageAnalysis analysis = test.store.analysis())
            {
                for (int i = 0; i < 8; i++)
                {
                    final int streamId = random.nextInt(RandomLineage.STREAMS);
                    final long from = random.nextInt(size);
                    final long to = from + random.nextInt(size);
                    final Impact impact = analysis.impact(streamId, TestStore.EPOCH, from, to);

                    assertThat(seqs(impact)).isEqualTo(expected(lineage, streamId, from, to));
                    assertThat(impact.inputCount()).isEqualTo(lineage.frames.stream()
                        .filter((frame) -> isInput(frame, streamId, from, to)).count());
                }
            }
        }
    }

    @Property(tries = 40, generation = GenerationMode.RANDOMIZED)
    void shouldReadTheSameGraphAsPlainWalk(
        @ForAll final long seed, @ForAll @IntRange(min = 1, max = 300) final int size, @ForAll final boolean clustered)
    {
        try (TestStore test = new TestStore())
        {
            final RandomLineage lineage = new RandomLineage(test, seed, size, true, clustered);
            final Random random = new Random(seed);
            try (LineageAnalysis analysis = test.store.analysis())
            {
                for (final Direction direction : new Direction[]{Direction.UP, Direction.DOWN, Direction.UP})
                {
                    final long[] starts = random.ints(5, 0, size).mapToLong((i) -> lineage.ids[i]).toArray();
                    final TraceGraph graph = analysis.graph(starts, direction);
                    final Set<Long> reached = new HashSet<>();
                    Arrays.stream(starts).forEach((id) -> reached.addAll(
                        Direction.UP == direction ? lineage.ancestors(id) : lineage.descendants(id)));

                    check(graph, reached, lineage);
                }
            }
        }
    }

    private static void check(final TraceGraph graph, final Set<Long> reached, final RandomLineage lineage)
    {
        final LongHashSet ids = new LongHashSet();
        final Set<TraceEdge> links = new HashSet<>();
        final Set<StoredFrame> frames = new HashSet<>();
        for (int trace = 0; trace < graph.traceCount(); trace++)
        {
            final long traceId = graph.traceId(trace);
            ids.add(traceId);
            assertThat(graph.indexOf(traceId)).isEqualTo(trace);
            for (int link = graph.firstChild(trace); link < graph.endChild(trace); link++)
            {
                links.add(new TraceEdge(graph.traceId(graph.child(link)), traceId));
            }

            for (int frame = graph.firstFrame(trace); frame < graph.endFrame(trace); frame++)
            {
                frames.add(graph.frame(frame));
                assertThat(graph.traceOf(frame)).isEqualTo(trace);
                if (frame > graph.firstFrame(trace))
                {
                    assertThat(FramesById.BY_TIME.compare(graph.frame(frame - 1), graph.frame(frame))).isNegative();
                }
            }
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(reached);
        assertThat(links).hasSize(graph.linkCount());
        assertThat(links).isEqualTo(lineage.linksAmong(reached));
        assertThat(frames).hasSize(graph.frameCount());
        assertThat(frames).isEqualTo(new HashSet<>(
            lineage.frames.stream().filter((frame) -> reached.contains(frame.traceId())).toList()));
    }

    private static Set<String> seqs(final Impact impact)
    {
        final Set<String> seqs = new HashSet<>();
        long count = 0;
        for (final FrameRanges ranges : impact.outputs())
        {
            for (int i = 0; i < ranges.rangeCount(); i++)
            {
                for (long seq = ranges.fromSeq(i); seq <= ranges.toSeq(i); seq++)
                {
                    seqs.add(ranges.streamId() + ":" + seq);
                    count++;
                }
            }
        }

        assertThat(impact.outputCount()).isEqualTo(count).isEqualTo(seqs.size());
        return seqs;
    }

    private static Set<String> expected(
        final RandomLineage lineage, final long streamId, final long from, final long to)
    {
        final Set<String> expected = new HashSet<>();
        for (final StoredFrame input : lineage.frames)
        {
            if (0 != input.traceId() && isInput(input, streamId, from, to))
            {
                // made of it, over at least one link
                final Set<Long> made = new HashSet<>();
                for (final long child : lineage.children.getOrDefault(input.traceId(), Set.of()))
                {
                    if (child != input.traceId())
                    {
                        made.addAll(lineage.descendants(child));
                    }
                }

                for (final StoredFrame frame : lineage.frames)
                {
                    final boolean follows = frame.traceId() == input.traceId() &&
                        Long.compareUnsigned(frame.tNs(), input.tNs()) >= 0;
                    if ((follows || made.contains(frame.traceId())) && !isInput(frame, streamId, from, to))
                    {
                        expected.add(frame.streamId() + ":" + frame.seq());
                    }
                }
            }
        }

        return expected;
    }

    private static boolean isInput(final StoredFrame frame, final long streamId, final long from, final long to)
    {
        return frame.streamId() == streamId && frame.seq() >= from && frame.seq() <= to;
    }
}
