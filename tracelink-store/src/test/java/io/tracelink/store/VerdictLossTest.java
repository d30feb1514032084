package io.tracelink.store;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline of two roots, a filter over the first, a join of their latest frames and a window over ten joins, any of
 * which may not trace a frame, and of which any descriptors and link sets are lost: the verdict is held against what
 * was taken away.
 */
@Tag("store")
class VerdictLossTest
{
    private static final int ROOT_A = 10;
    private static final int FILTER = 11;
    private static final int ROOT_B = 12;
    private static final int JOIN = 20;
    private static final int WINDOW = 30;

    private final Map<Place, Long> frames = new HashMap<>();
    private final Map<Place, Long> timesMs = new HashMap<>();
    private final Map<Long, long[]> parents = new HashMap<>();
    private final Map<Long, Place> outputs = new HashMap<>();
    private final Set<Place> lostFrames = new HashSet<>();
    private final Set<Place> lostSets = new HashSet<>();

    /**
     * Lost frames are found exactly while all links are there, up to what cannot be told apart: the frames between two
     * trace IDs.
     */
    @Property(tries = 30, generation = GenerationMode.RANDOMIZED)
    void shouldReportLostFramesExactly(
        @ForAll final long seed,
        @ForAll @DoubleRange(min = 0, max = 0.2) final double loss,
        @ForAll @DoubleRange(min = 0, max = 0.8) final double untraced,
        @ForAll final boolean isFilterDeclared)
    {
        final Random random = new Random(seed);
        makePipeline(random, untraced);
        frames.keySet().stream().sorted().filter((place) -> random.nextDouble() < loss).forEach(lostFrames::add);

        try (TestStore test = filled(isFilterDeclared); Lineage lineage = test.store.lineage())
        {
            for (final long start : outputs(WINDOW))
            {
                final Set<Long> ids = ancestors(start);
                final List<Missing> missing = lineage.ofTrace(start, Direction.UP).missing();
                final Set<Place> reported = places(missing);

                for (final Place lost : lostFrames)
                {
                    if (ids.contains(frames.get(lost)) && !isBeyondTheEndsOfTheFilter(lost) &&
                        (isFilterDeclared || (lost.streamId != FILTER && lost.streamId != ROOT_A) ||
                        isBesideTheLineage(lost, ids)))
                    {
                        assertThat(reported.contains(lost) || isOpen(missing)).as("%s", lost).isTrue();
                    }
                }

                assertThat(lostFrames).containsAll(reported);
                for (final Missing entry : missing)
                {
                    assertThat(entry.kind()).isEqualTo(Missing.Kind.FRAMES);
                    assertThat(null == entry.fromSeq() || null == entry.toSeq() || holdsAny(entry, ids)).as("%s", entry)
                        .isTrue();
                }
            }
        }
    }

    /**
     * Nothing is reported that was not lost, and nothing that was lost on the way is passed over.
     */
    @Property(tries = 30, generation = GenerationMode.RANDOMIZED)
    void shouldNeverSayCompleteWhereLinksAreLost(
        @ForAll final long seed,
        @ForAll @DoubleRange(min = 0, max = 0.1) final double frameLoss,
        @ForAll @DoubleRange(min = 0, max = 0.3) final double setLoss,
        @ForAll @DoubleRange(min = 0, max = 0.8) final double untraced)
    {
        final Random random = new Random(seed);
        makePipeline(random, untraced);
        frames.keySet().stream().sorted().filter((place) -> random.nextDouble() < frameLoss).forEach(lostFrames::add);
        outputs.values().stream().sorted().filter((place) -> random.nextDouble() < setLoss).forEach(lostSets::add);

        try (TestStore test = filled(false); Lineage lineage = test.store.lineage())
        {
            final boolean windowsKnown = outputs(WINDOW).stream().anyMatch((id) -> !lostSets.contains(outputs.get(id)));
            final boolean joinsKnown = outputs(JOIN).stream().anyMatch((id) -> !lostSets.contains(outputs.get(id)));

            for (final long start : outputs(WINDOW))
            {
                final List<Missing> missing = lineage.ofTrace(start, Direction.UP).missing();
                final Set<Place> reportedSets = new HashSet<>();
                for (final Missing entry : missing)
                {
                    if (Missing.Kind.LINKS == entry.kind())
                    {
                        reportedSets.add(new Place(entry.streamId().intValue(), entry.fromSeq()));
                    }
                }

                assertThat(lostFrames).containsAll(places(missing));
                assertThat(lostSets).containsAll(reportedSets);

                if (windowsKnown && joinsKnown)
                {
                    checkReachable(start, missing, reportedSets);
                }
            }

            for (final long start : outputs(JOIN))
            {
                final List<Missing> missing = lineage.ofTrace(start, Direction.DOWN).missing();
                assertThat(lostFrames).containsAll(places(missing));
            }
        }
    }

    /**
     * An answer that says it is complete is: where the kinds of all streams are declared, whatever was lost but for the
     * ends of streams, as long as anything tells what the join takes.
     */
    @Property(tries = 30, generation = GenerationMode.RANDOMIZED)
    void shouldSayCompleteOfTheTruthOnly(
        @ForAll final long seed,
        @ForAll @DoubleRange(min = 0, max = 0.1) final double frameLoss,
        @ForAll @DoubleRange(min = 0, max = 0.3) final double setLoss,
        @ForAll @DoubleRange(min = 0, max = 0.8) final double untraced)
    {
        final Random random = new Random(seed);
        makePipeline(random, untraced);
        final Set<Place> ends = Set.of(
            new Place(FILTER, 0), new Place(FILTER, 49), new Place(JOIN, 0), new Place(JOIN, 49), new Place(WINDOW, 0),
            new Place(WINDOW, 4));
        frames.keySet().stream().sorted().filter((place) -> random.nextDouble() < frameLoss).forEach(lostFrames::add);
        outputs.values().stream().sorted().filter((place) -> random.nextDouble() < setLoss).forEach(lostSets::add);
        lostFrames.removeAll(ends);
        lostSets.removeAll(ends);

        try (TestStore test = filled(true))
        {
            test.store.declare(Map.of(
                (long)ROOT_A, StreamRole.ROOT, (long)ROOT_B, StreamRole.ROOT,
                (long)JOIN, StreamRole.JOINED, (long)WINDOW, StreamRole.JOINED));
            try (Lineage lineage = test.store.lineage(); LineageAnalysis analysis = test.store.analysis())
            {
                for (final Place place : frames.keySet())
                {
                    final long id = frames.get(place);
                    if (0 != id)
                    {
                        check(lineage.ofTrace(id, Direction.UP), ancestors(id));
                        if (place.streamId >= JOIN || isKnownToBeTaken(place.streamId))
                        {
                            check(lineage.ofTrace(id, Direction.DOWN), descendants(id));
                            check(analysis, place, descendants(id));
                        }
                    }
                }
            }
        }
    }

    /**
     * Is there an output of the join whose links are known and lead to a frame of a stream?
     */
    private boolean isKnownToBeTaken(final int streamId)
    {
        final Set<Long> stored = new HashSet<>();
        frames.forEach((place, id) ->
        {
            if (place.streamId == streamId && !lostFrames.contains(place))
            {
                stored.add(id);
            }
        });

        return outputs.entrySet().stream()
            .filter((output) -> JOIN == output.getValue().streamId && !lostSets.contains(output.getValue()))
            .anyMatch((output) -> LongStream.of(parents.get(output.getKey())).anyMatch(stored::contains));
    }

    private void check(final LineageGraph graph, final Set<Long> truth)
    {
        if (graph.missing().isEmpty())
        {
            assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactlyInAnyOrderElementsOf(truth);
            final Set<Place> places = new HashSet<>();
            graph.nodes().forEach((node) -> node.frames().forEach((frame) -> places.add(Place.of(frame))));
            assertThat(places).isEqualTo(places(truth));
        }
    }

    private void check(final LineageAnalysis analysis, final Place place, final Set<Long> truth)
    {
        final Impact impact = analysis.impact(place.streamId, TestStore.EPOCH, place.seq, place.seq);
        if (impact.missing().isEmpty())
        {
            final Set<Place> places = new HashSet<>();
            for (final FrameRanges ranges : impact.outputs())
            {
                for (int i = 0; i < ranges.rangeCount(); i++)
                {
                    for (long seq = ranges.fromSeq(i); seq <= ranges.toSeq(i); seq++)
                    {
                        places.add(new Place((int)ranges.streamId(), seq));
                    }
                }
            }

            final Set<Place> expected = places(truth);
            expected.removeIf((other) -> timesMs.get(other) <= timesMs.get(place) && other.streamId <= place.streamId);
            assertThat(places).as("%s", place).isEqualTo(expected);
        }
    }

    private void checkReachable(final long start, final List<Missing> missing, final Set<Place> reportedSets)
    {
        final List<Long> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty())
        {
            final long id = open.remove(open.size() - 1);
            final Place place = outputs.get(id);
            if (null != place && lostSets.contains(place))
            {
                // with the frame gone as well there is nothing to tell that it was an output
                assertThat(lostFrames.contains(place) ? !missing.isEmpty() : reportedSets.contains(place))
                    .as("%s", place).isTrue();
            }
            else
            {
                for (final long parent : parents.getOrDefault(id, new long[0]))
                {
                    open.add(parent);
                }
            }
        }
    }

    private void makePipeline(final Random random, final double untraced)
    {
        frames.clear();
        timesMs.clear();
        parents.clear();
        outputs.clear();
        lostFrames.clear();
        lostSets.clear();

        // frames take so many cycles from the roots to the join, which takes those of the second root now and then
        final int lag = random.nextInt(4);
        final double optional = random.nextInt(2) * random.nextDouble();
        final List<Long> joins = new ArrayList<>();
        for (int i = 0; i < 100; i++)
        {
            final long ms = 100 + i * 10L;
            final long a = random.nextDouble() < untraced ? 0 : id(1, ms);
            frame(ROOT_A, i, ms, a);
            if (0 == i % 2)
            {
                frame(FILTER, i / 2, ms, a);
                frame(ROOT_B, i / 2, ms + 1, random.nextDouble() < untraced ? 0 : id(3, ms + 1));
                final int cycle = i / 2 - lag;
                final long fromA = cycle < 0 ? 0 : frames.get(new Place(FILTER, cycle));
                final long fromB =
                    cycle < 0 || random.nextDouble() < optional ? 0 : frames.get(new Place(ROOT_B, cycle));
                final boolean isTraced = (0 != fromA || 0 != fromB) && random.nextDouble() >= untraced / 4;
                joins.add(output(JOIN, i / 2, ms + 5, isTraced ? id(4, ms + 5) : 0, fromA, fromB));
            }

            if (10 == joins.size())
            {
                output(
                    WINDOW, i / 20, ms + 7, joins.stream().allMatch((id) -> 0 == id) ? 0 : id(5, ms + 7),
                    joins.stream().mapToLong(Long::longValue).toArray());
                joins.clear();
            }
        }
    }

    private long output(final int streamId, final long seq, final long ms, final long id, final long... from)
    {
        frame(streamId, seq, ms, id);
        if (0 != id)
        {
            parents.put(id, LongStream.of(from).filter((parent) -> 0 != parent).toArray());
            outputs.put(id, new Place(streamId, seq));
        }

        return id;
    }

    private void frame(final int streamId, final long seq, final long ms, final long id)
    {
        frames.put(new Place(streamId, seq), id);
        timesMs.put(new Place(streamId, seq), ms);
    }

    private TestStore filled(final boolean isFilterDeclared)
    {
        final TestStore test = new TestStore();
        if (isFilterDeclared)
        {
            test.store.declare(Map.of((long)FILTER, StreamRole.DERIVED));
        }

        test.write(() ->
        {
            frames.forEach((place, id) ->
            {
                if (!lostFrames.contains(place))
                {
                    test.frame(place.streamId, place.seq, timesMs.get(place) * 1_000_000 + place.streamId, id);
                }
            });
            outputs.forEach((id, place) ->
            {
                if (!lostSets.contains(place))
                {
                    test.set(place.streamId, place.seq, id, parents.get(id));
                }
            });
        });

        return test;
    }

    private List<Long> outputs(final int streamId)
    {
        return outputs.keySet().stream().filter((id) -> outputs.get(id).streamId == streamId).sorted().toList();
    }

    private Set<Long> ancestors(final long start)
    {
        final Set<Long> ids = new HashSet<>();
        final List<Long> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty())
        {
            final long id = open.remove(open.size() - 1);
            if (ids.add(id))
            {
                for (final long parent : parents.getOrDefault(id, new long[0]))
                {
                    open.add(parent);
                }
            }
        }

        return ids;
    }

    private Set<Long> descendants(final long start)
    {
        final Set<Long> ids = new HashSet<>(Set.of(start));
        // an output is younger than its inputs
        parents.keySet().stream().sorted().forEach((id) ->
        {
            if (LongStream.of(parents.get(id)).anyMatch(ids::contains))
            {
                ids.add(id);
            }
        });

        return ids;
    }

    private Set<Place> places(final Set<Long> ids)
    {
        final Set<Place> places = new HashSet<>(frames.keySet());
        places.removeIf((place) -> !ids.contains(frames.get(place)));
        return places;
    }

    private static Set<Place> places(final List<Missing> missing)
    {
        final Set<Place> places = new HashSet<>();
        for (final Missing entry : missing)
        {
            if (Missing.Kind.FRAMES == entry.kind() && null != entry.fromSeq() && null != entry.toSeq())
            {
                for (long seq = entry.fromSeq(); seq <= entry.toSeq(); seq++)
                {
                    places.add(new Place(entry.streamId().intValue(), seq));
                }
            }
        }

        return places;
    }

    /**
     * At both ends of a stream, the range of what is lost is open.
     */
    private static boolean isOpen(final List<Missing> missing)
    {
        return missing.stream().anyMatch((entry) -> null == entry.fromSeq() || null == entry.toSeq());
    }

    /**
     * Nothing tells that the filter let a frame pass before its first stored one or after its last.
     */
    private boolean isBeyondTheEndsOfTheFilter(final Place lost)
    {
        final LongSummaryStatistics stored = seqs(FILTER, (place) -> true);
        return FILTER == lost.streamId && (lost.seq < stored.getMin() || lost.seq > stored.getMax());
    }

    /**
     * A trace that the root and the filter share is whole without one of its frames, unless that is known to be a
     * derived one: then what was lost is looked for between the frames that the lineage has on the stream and beside.
     */
    private boolean isBesideTheLineage(final Place lost, final Set<Long> ids)
    {
        final LongSummaryStatistics touched = seqs(lost.streamId, (place) -> ids.contains(frames.get(place)));
        final LongSummaryStatistics before =
            seqs(lost.streamId, (place) -> 0 != frames.get(place) && place.seq < touched.getMin());
        final LongSummaryStatistics after =
            seqs(lost.streamId, (place) -> 0 != frames.get(place) && place.seq > touched.getMax());
        return 0 != touched.getCount() && before.getMax() < lost.seq && lost.seq < after.getMin();
    }

    /**
     * Sequences of what is stored of a stream.
     */
    private LongSummaryStatistics seqs(final int streamId, final Predicate<Place> isOfThem)
    {
        return frames.keySet().stream()
            .filter((place) -> streamId == place.streamId && !lostFrames.contains(place) && isOfThem.test(place))
            .mapToLong(Place::seq).summaryStatistics();
    }

    /**
     * Was a frame of the lineage lost where it is said? Between the nearest trace IDs that are left, none can tell.
     */
    private boolean holdsAny(final Missing entry, final Set<Long> ids)
    {
        final int streamId = entry.streamId().intValue();
        long from = entry.fromSeq();
        while (frames.containsKey(new Place(streamId, from - 1)) && !isStoredAndTraced(new Place(streamId, from - 1)))
        {
            from--;
        }

        Place place = new Place(streamId, from);
        while (frames.containsKey(place) && !isStoredAndTraced(place))
        {
            if (lostFrames.contains(place) && ids.contains(frames.get(place)))
            {
                return true;
            }

            place = new Place(streamId, place.seq + 1);
        }

        return false;
    }

    private boolean isStoredAndTraced(final Place place)
    {
        return !lostFrames.contains(place) && 0 != frames.get(place);
    }

    private record Place(int streamId, long seq) implements Comparable<Place>
    {
        static Place of(final StoredFrame frame)
        {
            return new Place((int)frame.streamId(), frame.seq());
        }

        @Override
        public int compareTo(final Place other)
        {
            return streamId == other.streamId ?
                Long.compare(seq, other.seq) : Integer.compare(streamId, other.streamId);
        }
    }
}
