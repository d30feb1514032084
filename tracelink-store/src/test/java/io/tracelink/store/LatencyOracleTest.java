package io.tracelink.store;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latencies in random graphs must equal those that a walk over plain maps finds for each output.
 */
@Tag("store")
class LatencyOracleTest
{
    @Property(tries = 30, generation = GenerationMode.RANDOMIZED)
    void shouldEqualPlainWalk(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 200) final int size,
        @ForAll final boolean cyclic,
        @ForAll final boolean clustered)
    {
        try (TestStore test = new TestStore())
        {
            final RandomLineage lineage = new RandomLineage(test, seed, size, cyclic, clustered);
            final Random random = new Random(seed);
            try (LineageAnalysis analysis = test.store.analysis())
            {
                for (int i = 0; i < 6; i++)
                {
                    final long from = random.nextInt(RandomLineage.STREAMS);
                    final long to = (from + 1 + random.nextInt(RandomLineage.STREAMS - 1)) % RandomLineage.STREAMS;
                    for (final InputChoice input : InputChoice.values())
                    {
                        check(analysis.latency(from, to, input), lineage);
                    }
                }

                for (int i = 0; i < 6; i++)
                {
                    final long traceId = lineage.ids[random.nextInt(lineage.ids.length)];
                    checkSlowest(analysis.slowestPath(traceId), traceId, lineage);
                }
            }
        }
    }

    /**
     * A join whose frames were lost, with their link sets or without. What is known of the output stream begins and
     * ends with a frame or a link set, and every output between that is not there is missing.
     */
    @Property(tries = 60, generation = GenerationMode.RANDOMIZED)
    void shouldReportEachLostOutput(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 60) final int size,
        @ForAll @IntRange(min = 1, max = 90) final int lossPercent)
    {
        final Random random = new Random(seed);
        final TreeSet<Long> lost = new TreeSet<>();
        final TreeSet<Long> known = new TreeSet<>();
        try (TestStore test = new TestStore())
        {
            test.write(() ->
            {
                for (long seq = 0; seq < size; seq++)
                {
                    test.frame(1, seq, 10 * seq, TestStore.id(1, seq + 1));
                    final boolean isLost = random.nextInt(100) < lossPercent;
                    if (!isLost)
                    {
                        test.frame(21, seq, 10 * seq + 5, TestStore.id(2, seq + 1));
                    }

                    if (!isLost || random.nextBoolean())
                    {
                        test.set(21, seq, TestStore.id(2, seq + 1), TestStore.id(1, seq + 1));
                        known.add(seq);
                    }

                    if (isLost)
                    {
                        lost.add(seq);
                    }
                }
            });

            try (LineageAnalysis analysis = test.store.analysis())
            {
                final Set<Long> all =
                    known.isEmpty() ? Set.of() : lost.subSet(known.first(), true, known.last(), true);
                assertThat(lostSeqs(analysis.latency(1, 21, InputChoice.NEWEST))).isEqualTo(all);

                final long from = random.nextInt(size);
                final long to = from + random.nextInt(size - (int)from);
                assertThat(lostSeqs(analysis.latency(1, 21, InputChoice.NEWEST, TestStore.EPOCH, from, to)))
                    .isEqualTo(lost.subSet(from, true, to, true));
            }
        }
    }

    private static Set<Long> lostSeqs(final Latency latency)
    {
        final Set<Long> seqs = new TreeSet<>();
        for (final Missing missing : latency.missing())
        {
            assertThat(missing.cause()).isEqualTo(Missing.Cause.NEVER_SEEN);
            assertThat(missing.kind()).isEqualTo(Missing.Kind.FRAMES);
            assertThat(missing.streamId()).isEqualTo(21);
            for (long seq = missing.fromSeq(); seq <= missing.toSeq(); seq++)
            {
                assertThat(seqs.add(seq)).isTrue();
            }
        }

        return seqs;
    }

    private static void check(final Latency latency, final RandomLineage lineage)
    {
        final Histogram expected = new Histogram(3);
        long least = Long.MAX_VALUE;
        long most = 0;
        long outputs = 0;
        long unconnected = 0;
        long negative = 0;
        long untimed = 0;
        for (final StoredFrame output : lineage.frames)
        {
            if (output.streamId() == latency.toStreamId())
            {
                outputs++;
                final StoredFrame source = 0 == output.traceId() ? null :
                    source(lineage, output.traceId(), latency.fromStreamId(), latency.input());
                if (null == source)
                {
                    unconnected++;
                }
                else if (0 != ((source.status() | output.status()) & FrameStatus.TIMESTAMP_ABSENT))
                {
                    untimed++;
                }
                else if (Long.compareUnsigned(output.tNs(), source.tNs()) < 0)
                {
                    negative++;
                }
                else
                {
                    final long difference = output.tNs() - source.tNs();
                    final long ns = difference < 0 ? Long.MAX_VALUE : difference;
                    least = Math.min(least, ns);
                    most = Math.max(most, ns);
                    expected.recordValue(ns);
                }
            }
        }

        assertThat(latency.outputCount()).isEqualTo(outputs);
        assertThat(latency.unconnectedCount()).isEqualTo(unconnected);
        assertThat(latency.endToEnd().negativeCount()).isEqualTo(negative);
        assertThat(latency.endToEnd().untimedCount()).isEqualTo(untimed);
        assertThat(latency.endToEnd().histogram()).isEqualTo(expected);
        assertThat(latency.endToEnd().maxNs()).isEqualTo(most);
        assertThat(latency.endToEnd().minNs()).isEqualTo(0 == expected.getTotalCount() ? 0 : least);
        checkPaths(latency);
        checkRows(latency.slowest(), lineage);
    }

    private static void checkPaths(final Latency latency)
    {
        long onPaths = latency.otherPathCount();
        for (final LatencyPath path : latency.paths())
        {
            onPaths += path.count();
            assertThat(path.streamIds()).hasSize(path.hopCount() + 1).startsWith(latency.fromStreamId());
            assertThat(path.streamIds()).endsWith(latency.toStreamId());
            for (int hop = 0; hop < path.hopCount(); hop++)
            {
                final LatencyPath.HopTimes times = path.hop(hop);
                assertThat(times.histogram().getTotalCount() + times.negativeCount() + times.untimedCount())
                    .isEqualTo(path.count());
            }
        }

        assertThat(onPaths).isEqualTo(latency.outputCount() - latency.unconnectedCount());
    }

    private static void checkSlowest(
        final List<StoredFrame> path, final long traceId, final RandomLineage lineage)
    {
        final List<StoredFrame> own = new ArrayList<>(
            lineage.frames.stream().filter((frame) -> frame.traceId() == traceId).toList());
        if (own.isEmpty())
        {
            assertThat(path).isEmpty();
            return;
        }

        own.sort(FramesById.BY_TIME);
        checkRows(path, lineage);
        assertThat(path.get(path.size() - 1)).isEqualTo(own.get(own.size() - 1));
        final StoredFrame source = source(lineage, traceId, LatencyWalk.ANY_STREAM, InputChoice.OLDEST);
        if (0 == (source.status() & FrameStatus.TIMESTAMP_ABSENT))
        {
            assertThat(path.get(0).tNs()).isEqualTo(source.tNs());
        }
    }

    /**
     * One frame leads to the next: by its trace ID, or by links, over traces without frames too.
     */
    private static void checkRows(final List<StoredFrame> rows, final RandomLineage lineage)
    {
        assertThat(rows).doesNotHaveDuplicates();
        for (int i = 1; i < rows.size(); i++)
        {
            assertThat(lineage.ancestors(rows.get(i).traceId())).contains(rows.get(i - 1).traceId());
        }
    }

    private static StoredFrame source(
        final RandomLineage lineage, final long traceId, final long streamId, final InputChoice input)
    {
        final Set<Long> ancestors = lineage.ancestors(traceId);
        StoredFrame best = null;
        for (final StoredFrame frame : lineage.frames)
        {
            if (ancestors.contains(frame.traceId()) &&
                (LatencyWalk.ANY_STREAM == streamId || frame.streamId() == streamId))
            {
                best = null == best || isBetter(frame, best, input) ? frame : best;
            }
        }

        return best;
    }

    private static boolean isBetter(final StoredFrame frame, final StoredFrame best, final InputChoice input)
    {
        final boolean isTimed = 0 == (frame.status() & FrameStatus.TIMESTAMP_ABSENT);
        final boolean isBestTimed = 0 == (best.status() & FrameStatus.TIMESTAMP_ABSENT);
        final int order = Long.compareUnsigned(frame.tNs(), best.tNs());
        return isTimed && (!isBestTimed || (InputChoice.NEWEST == input ? order > 0 : order < 0));
    }
}
