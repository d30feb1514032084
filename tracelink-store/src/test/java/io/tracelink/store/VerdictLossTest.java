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

import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline of two roots, a filter over the first, a join of their latest frames and a window over ten joins, of which
 * any descriptors and link sets are lost: the verdict is held against what was taken away.
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
    private final Map<Long, long[]> parents = new HashMap<>();
    private final Map<Long, Place> outputs = new HashMap<>();
    private final Set<Place> lostFrames = new HashSet<>();
    private final Set<Place> lostSets = new HashSet<>();

    /**
     * Lost frames are found exactly while all links are there, up to what cannot be told apart: the frames of one gap.
     */
    @Property(tries = 40, generation = GenerationMode.RANDOMIZED)
    void shouldReportLostFramesExactly(
        @ForAll final long seed, @ForAll @DoubleRange(min = 0, max = 0.2) final double loss)
    {
        final Random random = new Random(seed);
        makePipeline();
        frames.keySet().stream().sorted().filter((place) -> random.nextDouble() < loss).forEach(lostFrames::add);

        try (TestStore test = filled(); Lineage lineage = test.store.lineage())
        {
            for (final long start : outputs(WINDOW))
            {
                final Set<Long> ids = ancestors(start);
                final List<Missing> missing = lineage.ofTrace(start, Direction.UP).missing();
                final Set<Place> reported = places(missing);

                for (final Place lost : lostFrames)
                {
                    if (ids.contains(frames.get(lost)) && !isBeyondTheEndsOfTheFilter(lost))
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
    @Property(tries = 40, generation = GenerationMode.RANDOMIZED)
    void shouldNeverSayCompleteWhereLinksAreLost(
        @ForAll final long seed,
        @ForAll @DoubleRange(min = 0, max = 0.1) final double frameLoss,
        @ForAll @DoubleRange(min = 0, max = 0.3) final double setLoss)
    {
        final Random random = new Random(seed);
        makePipeline();
        frames.keySet().stream().sorted().filter((place) -> random.nextDouble() < frameLoss).forEach(lostFrames::add);
        outputs.values().stream().sorted().filter((place) -> random.nextDouble() < setLoss).forEach(lostSets::add);

        try (TestStore test = filled(); Lineage lineage = test.store.lineage())
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

    private void makePipeline()
    {
        frames.clear();
        parents.clear();
        outputs.clear();
        lostFrames.clear();
        lostSets.clear();

        final List<Long> joins = new ArrayList<>();
        for (int i = 0; i < 100; i++)
        {
            final long a = id(1, 100 + i * 10L);
            frames.put(new Place(ROOT_A, i), a);
            if (0 == i % 2)
            {
                frames.put(new Place(FILTER, i / 2), a);
                final long b = id(3, 101 + i * 10L);
                frames.put(new Place(ROOT_B, i / 2), b);
                joins.add(output(JOIN, i / 2, id(4, 105 + i * 10L), a, b));
            }

            if (10 == joins.size())
            {
                output(
                    WINDOW, i / 20, id(5, 107 + i * 10L), joins.stream().mapToLong(Long::longValue).toArray());
                joins.clear();
            }
        }
    }

    private long output(final int streamId, final long seq, final long id, final long... from)
    {
        final Place place = new Place(streamId, seq);
        frames.put(place, id);
        parents.put(id, from);
        outputs.put(id, place);
        return id;
    }

    private TestStore filled()
    {
        final TestStore test = new TestStore();
        test.write(() ->
        {
            frames.forEach((place, id) ->
            {
                if (!lostFrames.contains(place))
                {
                    test.frame(place.streamId, place.seq, (id >>> 22) * 1_000_000 + place.streamId, id);
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
        final LongSummaryStatistics stored = frames.keySet().stream()
            .filter((place) -> FILTER == place.streamId && !lostFrames.contains(place))
            .mapToLong(Place::seq).summaryStatistics();
        return FILTER == lost.streamId && (lost.seq < stored.getMin() || lost.seq > stored.getMax());
    }

    private boolean holdsAny(final Missing entry, final Set<Long> ids)
    {
        for (long seq = entry.fromSeq(); seq <= entry.toSeq(); seq++)
        {
            final Place place = new Place(entry.streamId().intValue(), seq);
            if (lostFrames.contains(place) && ids.contains(frames.get(place)))
            {
                return true;
            }
        }

        return false;
    }

    private record Place(int streamId, long seq) implements Comparable<Place>
    {
        @Override
        public int compareTo(final Place other)
        {
            return streamId == other.streamId ?
                Long.compare(seq, other.seq) : Integer.compare(streamId, other.streamId);
        }
    }
}
