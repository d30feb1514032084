package io.tracelink.store;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers on random graphs must equal those of a walk over plain maps. The graphs have joins, chains, trace IDs that
 * are used by many streams, frames without one, IDs of the whole 64 bit range and cycles.
 */
@Tag("store")
class LineageOracleTest
{
    @Property(tries = 60, generation = GenerationMode.RANDOMIZED)
    void shouldEqualPlainWalk(
        @ForAll final long seed, @ForAll @IntRange(min = 1, max = 120) final int size, @ForAll final boolean cyclic)
    {
        final Random random = new Random(seed);
        final long[] ids = random.longs().filter((id) -> 0 != id).distinct().limit(size).toArray();
        final Map<Long, Set<Long>> parents = new HashMap<>();
        final Map<Long, Set<Long>> children = new HashMap<>();
        final Map<Long, Set<StoredFrame>> frames = new HashMap<>();

        try (TestStore test = new TestStore())
        {
            test.write(() -> fill(test, random, ids, cyclic, parents, children, frames));

            try (Lineage lineage = test.store.lineage())
            {
                for (int i = 0; i < 6; i++)
                {
                    final long start = ids[random.nextInt(ids.length)];
                    final int depth = random.nextBoolean() ? Lineage.UNLIMITED : random.nextInt(5);
                    final Walk up = walk(start, parents, depth);
                    final Walk down = walk(start, children, depth);

                    check(lineage.ofTrace(start, Direction.UP, depth), up.ids, up.edges(true), frames);
                    check(lineage.ofTrace(start, Direction.DOWN, depth), down.ids, down.edges(false), frames);

                    final Set<Long> ids2 = new HashSet<>(up.ids);
                    ids2.addAll(down.ids);
                    final Set<TraceEdge> edges = up.edges(true);
                    edges.addAll(down.edges(false));
                    check(lineage.ofTrace(start, Direction.BOTH, depth), ids2, edges, frames);
                }
            }
        }
    }

    /**
     * Streams 11 and 13, which take some of the frames of 10 and 12, have lost some, and any may carry no trace ID. A
     * lineage lacks what lies between stored frames whose trace IDs enclose one of its own from there, and nothing
     * else; on a stream that has no trace ID at all, it may lack everything that is lost. Sequences may go over half of
     * their range.
     */
    @Property(tries = 120, generation = GenerationMode.RANDOMIZED)
    void shouldReportLossesOnDerivedStreams(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 60) final int size,
        @ForAll @IntRange(max = 3) final int untracedOfFour,
        @ForAll final boolean goesOverHalf)
    {
        final Random random = new Random(seed);
        final long first = goesOverHalf ? Long.MAX_VALUE - random.nextInt(size) : 0;
        final long[] ofA = new long[size];
        final long[] ofB = new long[size];
        final List<Integer> joined = new ArrayList<>();
        for (int i = 0; i < size; i++)
        {
            ofA[i] = random.nextInt(4) < untracedOfFour ? 0 : TestStore.id(1, i + 1);
            ofB[i] = random.nextInt(4) < untracedOfFour ? 0 : TestStore.id(3, i + 1);
            if (0 != ofA[i] || 0 != ofB[i])
            {
                joined.add(i);
            }
        }

        final Map<Long, List<StoredFrame>> derived = new HashMap<>();
        try (TestStore test = new TestStore())
        {
            test.store.declare(Map.of(11L, StreamRole.DERIVED, 13L, StreamRole.DERIVED));
            test.write(() ->
            {
                for (int i = 0; i < size; i++)
                {
                    test.frame(10, first + i, 10L * i, ofA[i]);
                    test.frame(12, first + i, 10L * i, ofB[i]);
                }

                for (int seq = 0; seq < joined.size(); seq++)
                {
                    final int i = joined.get(seq);
                    test.frame(20, first + seq, 10L * i + 5, TestStore.id(4, i + 1));
                    test.set(20, first + seq, TestStore.id(4, i + 1),
                        Arrays.stream(new long[]{ofA[i], ofB[i]}).filter((id) -> 0 != id).toArray());
                }

                derived.put(11L, fillDerived(test, random, 11, first, ofA, untracedOfFour));
                derived.put(13L, fillDerived(test, random, 13, first, ofB, untracedOfFour));
            });

            try (Lineage lineage = test.store.lineage(); LineageAnalysis analysis = test.store.analysis())
            {
                for (int k = 0; k < 6 && !joined.isEmpty(); k++)
                {
                    final int seq = random.nextInt(joined.size());
                    final int i = joined.get(seq);
                    final Set<Missing> lostOfBoth = lost(derived.get(11L), ofA[i]);
                    lostOfBoth.addAll(lost(derived.get(13L), ofB[i]));

                    assertThat(lineage.ofTrace(TestStore.id(4, i + 1), Direction.UP).missing())
                        .containsExactlyInAnyOrderElementsOf(lostOfBoth);
                    assertThat(lostOfLatency(analysis, first + seq))
                        .containsExactlyInAnyOrderElementsOf(lostOfBoth);
                    if (0 != ofA[i])
                    {
                        final Set<Missing> lostOfA = lost(derived.get(11L), ofA[i]);
                        lostOfA.addAll(lost(derived.get(13L), 0));

                        assertThat(lineage.ofTrace(ofA[i], Direction.DOWN).missing())
                            .containsExactlyInAnyOrderElementsOf(lostOfA);
                        assertThat(analysis.impact(10, TestStore.EPOCH, first + i, first + i).missing())
                            .containsExactlyInAnyOrderElementsOf(lostOfA);
                    }
                }
            }
        }
    }

    private static List<Missing> lostOfLatency(final LineageAnalysis analysis, final long seq)
    {
        return analysis.latency(10, 20, InputChoice.NEWEST, TestStore.EPOCH, seq, seq).missing();
    }

    /**
     * What is stored of a stream that takes half of the frames of a root, without the trace IDs of some, and loses a
     * third.
     */
    private static List<StoredFrame> fillDerived(
        final TestStore test,
        final Random random,
        final long streamId,
        final long first,
        final long[] ids,
        final int untracedOfFour)
    {
        final List<StoredFrame> stored = new ArrayList<>();
        long next = first;
        for (int i = 0; i < ids.length; i++)
        {
            if (random.nextBoolean())
            {
                final long seq = next++;
                final long traceId = random.nextInt(4) < untracedOfFour ? 0 : ids[i];
                if (0 != random.nextInt(3))
                {
                    test.frame(streamId, seq, 10L * i + 2, traceId);
                    stored.add(new StoredFrame(
                        streamId, TestStore.EPOCH, seq, 0, 10L * i + 2, traceId, FrameStatus.OK));
                }
            }
        }

        return stored;
    }

    /**
     * What a stream lost that may have been of a trace of its root, or of any trace for an ID of 0.
     */
    private static Set<Missing> lost(final List<StoredFrame> stored, final long traceId)
    {
        final Set<Missing> missing = new HashSet<>();
        final boolean isUntraced = stored.stream().allMatch((frame) -> 0 == frame.traceId());
        for (int i = 1; i < stored.size(); i++)
        {
            final long from = stored.get(i - 1).seq() + 1;
            final long next = stored.get(i).seq();
            final boolean isEnclosed = 0 != traceId &&
                stored.subList(0, i).stream().allMatch((frame) -> frame.traceId() < traceId) &&
                stored.subList(i, stored.size()).stream()
                    .allMatch((frame) -> 0 == frame.traceId() || traceId < frame.traceId());
            if (from != next && (isUntraced || isEnclosed))
            {
                missing.add(TestStore.framesMissing(stored.get(0).streamId(), from, next - 1, null));
            }
        }

        return missing;
    }

    private static void fill(
        final TestStore test,
        final Random random,
        final long[] ids,
        final boolean cyclic,
        final Map<Long, Set<Long>> parents,
        final Map<Long, Set<Long>> children,
        final Map<Long, Set<StoredFrame>> frames)
    {
        final long[] nextSeq = new long[8];
        for (int i = 0; i < ids.length; i++)
        {
            final long traceId = ids[i];
            for (int uses = random.nextInt(4); uses > 0; uses--)
            {
                final int streamId = random.nextInt(nextSeq.length);
                final long seq = nextSeq[streamId]++;
                final long tNs = random.nextLong();
                if (random.nextInt(5) == 0)
                {
                    test.frame(streamId, seq, tNs, 0);
                    continue;
                }

                test.frame(streamId, seq, tNs, traceId);
                frames.computeIfAbsent(traceId, (ignore) -> new HashSet<>())
                    .add(new StoredFrame(streamId, TestStore.EPOCH, seq, 0, tNs, traceId, FrameStatus.OK));
            }

            final int range = cyclic ? ids.length : i;
            final int fanIn = 0 == range ? 0 : random.nextInt(random.nextInt(10) == 0 ? 90 : 4);
            final Set<Long> set = new HashSet<>();
            for (int k = 0; k < fanIn; k++)
            {
                set.add(ids[random.nextInt(range)]);
            }

            if (!set.isEmpty())
            {
                test.set(100, i, traceId, set.stream().mapToLong(Long::longValue).toArray());
                parents.computeIfAbsent(traceId, (ignore) -> new HashSet<>()).addAll(set);
                set.forEach((id) -> children.computeIfAbsent(id, (ignore) -> new HashSet<>()).add(traceId));
            }
        }
    }

    private static void check(
        final LineageGraph graph,
        final Set<Long> ids,
        final Set<TraceEdge> edges,
        final Map<Long, Set<StoredFrame>> frames)
    {
        assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(graph.edges()).containsExactlyInAnyOrderElementsOf(edges);
        for (final TraceNode node : graph.nodes())
        {
            assertThat(node.frames())
                .containsExactlyInAnyOrderElementsOf(frames.getOrDefault(node.traceId(), Set.of()));
            final List<Long> times = new ArrayList<>();
            node.frames().forEach((frame) -> times.add(frame.tNs()));
            assertThat(times).isSortedAccordingTo(Long::compareUnsigned);
        }
    }

    private static Walk walk(final long start, final Map<Long, Set<Long>> links, final int maxDepth)
    {
        final Walk walk = new Walk();
        final Queue<long[]> queue = new ArrayDeque<>();
        queue.add(new long[]{start, 0});
        walk.ids.add(start);

        while (!queue.isEmpty())
        {
            final long[] next = queue.remove();
            if (next[1] < maxDepth)
            {
                for (final long to : links.getOrDefault(next[0], Set.of()))
                {
                    walk.pairs.add(new long[]{next[0], to});
                    if (walk.ids.add(to))
                    {
                        queue.add(new long[]{to, next[1] + 1});
                    }
                }
            }
        }

        return walk;
    }

    private static final class Walk
    {
        private final Set<Long> ids = new HashSet<>();
        private final List<long[]> pairs = new ArrayList<>();

        Set<TraceEdge> edges(final boolean up)
        {
            final Set<TraceEdge> edges = new HashSet<>();
            for (final long[] pair : pairs)
            {
                edges.add(up ? new TraceEdge(pair[0], pair[1]) : new TraceEdge(pair[1], pair[0]));
            }

            return edges;
        }

        @Override
        public String toString()
        {
            return Arrays.toString(ids.toArray());
        }
    }
}
