package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static io.tracelink.store.TestStore.linksMissing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A sensor (stream 1), a filter that keeps its IDs (11), a window over ten frames of that (31).
 */
@Tag("store")
class LatencyTest
{
    private static final int WINDOWS = 5;

    private TestStore test;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldTellTheTimesOfEachHopFromTheNewestInput()
    {
        fill(-1);
        final Latency latency = latency(1, 31, InputChoice.NEWEST);

        assertThat(latency.fromStreamId()).isEqualTo(1);
        assertThat(latency.toStreamId()).isEqualTo(31);
        assertThat(latency.outputCount()).isEqualTo(WINDOWS);
        assertThat(latency.unconnectedCount()).isZero();
        assertThat(latency.linkCount()).isEqualTo(10 * WINDOWS);
        assertThat(latency.missing()).isEmpty();
        assertThat(latency.complete()).isTrue();
        assertThat(latency.paths()).hasSize(1);

        final LatencyPath path = latency.paths().get(0);
        assertThat(path.streamIds()).containsExactly(1, 11, 31);
        assertThat(path.count()).isEqualTo(WINDOWS);
        assertTimes(path.hop(0), 20, 20);
        assertTimes(path.hop(1), 30, 30 + WINDOWS - 1);
        assertTimes(path.endToEnd(), 50, 50 + WINDOWS - 1);
        assertTimes(latency.endToEnd(), 50, 50 + WINDOWS - 1);
        assertThat(latency.slowest()).extracting(StoredFrame::seq).containsExactly(49L, 49L, 4L);
    }

    @Test
    void shouldTakeTheOldestInput()
    {
        fill(-1);
        final Latency latency = latency(1, 31, InputChoice.OLDEST);

        assertTimes(latency.endToEnd(), 950, 950 + WINDOWS - 1);
        assertTimes(latency.paths().get(0).hop(0), 20, 20);
        assertThat(latency.slowest()).extracting(StoredFrame::seq).containsExactly(40L, 40L, 4L);
    }

    @Test
    void shouldTellTheExactEndsOfTheTimes()
    {
        test.write(() ->
        {
            test.frames(1, 0, id(1, 1), id(1, 2));
            test.frame(11, 0, 1_000_000 + 22_322_286, id(1, 1));
            test.frame(11, 1, 1_000_001 + 22_322_287, id(1, 2));
        });

        final LatencyPath.HopTimes times = latency(1, 11, InputChoice.NEWEST).endToEnd();
        assertTimes(times, 22_322_286, 22_322_287);
        assertThat(times.histogram().getMaxValue()).as("what the histogram makes of it").isGreaterThan(22_322_287);
        assertThat(times.percentileNs(50)).isEqualTo(22_322_287);

        final LatencyPath.HopTimes none = latency(11, 1, InputChoice.NEWEST).endToEnd();
        assertTimes(none, 0, 0);
        assertThat(none.percentileNs(99)).isZero();
    }

    @Test
    void shouldTellTheTimesOfFramesThatKeepTheirId()
    {
        fill(-1);
        final Latency latency = latency(1, 11, InputChoice.NEWEST);

        assertThat(latency.outputCount()).isEqualTo(10 * WINDOWS);
        assertTimes(latency.endToEnd(), 20, 20);
        assertThat(latency.paths().get(0).streamIds()).containsExactly(1, 11);
        // the other way round all times are negative: they are counted, and the answer is found
        final Latency back = latency(11, 1, InputChoice.NEWEST);
        assertThat(back.found()).isTrue();
        assertThat(back.endToEnd().histogram().getTotalCount()).isZero();
        assertThat(back.endToEnd().negativeCount()).isEqualTo(10 * WINDOWS);
        assertThat(back.slowest()).isEmpty();
    }

    @Test
    void shouldCountNegativeHopsAndReceiveTimes()
    {
        test.write(() ->
        {
            test.frame(1, 0, 100, id(1, 1));
            test.frame(21, 0, 90, id(2, 2));
            test.frame(31, 0, 200, id(3, 3));
            test.set(21, 0, id(2, 2), id(1, 1));
            test.set(31, 0, id(3, 3), id(2, 2));
            test.frame(1, 1, 300, id(1, 4));
            test.writer.appendFrame(21, EPOCH, 1, 0, 310, id(2, 5), FrameStatus.TIMESTAMP_ABSENT);
            test.frame(31, 1, 350, id(3, 6));
            test.set(21, 1, id(2, 5), id(1, 4));
            test.set(31, 1, id(3, 6), id(2, 5));
        });

        final LatencyPath path = latency(1, 31, InputChoice.NEWEST).paths().get(0);

        assertTimes(path.endToEnd(), 50, 100);
        assertThat(path.hop(0).histogram().getTotalCount()).isZero();
        assertThat(path.hop(0).negativeCount()).isEqualTo(1);
        assertThat(path.hop(0).untimedCount()).isEqualTo(1);
        assertTimes(path.hop(1), 110, 110);
        assertThat(path.hop(1).untimedCount()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatOfARangeOfOutputsIsMissing()
    {
        fill(2);
        test.write(() -> test.frame(31, WINDOWS, 7_000, 0));

        final Latency latency = range(1, WINDOWS + 2);

        assertThat(latency.outputCount()).isEqualTo(WINDOWS);
        assertThat(latency.unconnectedCount()).isEqualTo(2);
        assertThat(latency.endToEnd().histogram().getTotalCount()).isEqualTo(WINDOWS - 2);
        assertThat(latency.missing()).containsExactlyInAnyOrder(
            linksMissing(31, 2, Missing.Cause.NEVER_SEEN, id(31, 1002)),
            new Missing(
                Missing.Kind.LINKS, 31L, EPOCH, (long)WINDOWS, (long)WINDOWS, Missing.Cause.SAMPLED_OUT, null),
            framesMissing(31, WINDOWS + 1, WINDOWS + 2, null));
        assertThat(range(20, 30).missing()).containsExactly(framesMissing(31, 20, 30, null));
        assertThat(range(20, 30).found()).isFalse();
    }

    @Test
    void shouldReportOutputsThatOnlyTheirLinksTellOf()
    {
        test.write(() ->
        {
            test.frames(1, 0, id(1, 1), id(1, 2), id(1, 3), id(1, 4));
            test.frames(31, 0, id(3, 10), 0, id(3, 30));
            for (int i = 0; i < 3; i++)
            {
                test.set(31, i, id(3, 10L * (i + 1)), id(1, i + 1));
            }
        });

        assertThat(latency(1, 31, InputChoice.NEWEST).missing()).containsExactly(framesMissing(31, 1, 1, id(3, 20)));
        assertThat(range(0, 2).missing()).containsExactly(framesMissing(31, 1, 1, id(3, 20)));

        // beyond the last frame: what came between it and one that is known came, too
        test.write(() -> test.set(31, 4, id(3, 50), id(1, 4)));
        assertThat(latency(1, 31, InputChoice.NEWEST).missing()).containsExactly(
            framesMissing(31, 1, 1, id(3, 20)), framesMissing(31, 3, 4, null));
        assertThat(range(0, 3).missing()).containsExactly(
            framesMissing(31, 1, 1, id(3, 20)), framesMissing(31, 3, 3, null));

        // in an epoch without frames
        test.write(() -> test.writer.appendLinkSet(31, EPOCH + 1, 7, id(3, 60), new long[]{id(1, 4)}, 0, 1));
        assertThat(latency(1, 31, InputChoice.NEWEST).missing()).hasSize(3).last().isEqualTo(new Missing(
            Missing.Kind.FRAMES, 31L, EPOCH + 1, 7L, 7L, Missing.Cause.NEVER_SEEN, null));
    }

    @Test
    void shouldReportGapsBesideUntracedOutputs()
    {
        test.write(() ->
        {
            test.frames(1, 0, id(1, 1));
            test.frame(31, 0, 1, 0);
            test.frame(31, 2, 3, id(3, 30));
            test.set(31, 2, id(3, 30), id(1, 1));
        });

        assertThat(latency(1, 31, InputChoice.NEWEST).missing()).containsExactly(
            framesMissing(31, 1, 1, null),
            new Missing(Missing.Kind.LINKS, 31L, EPOCH, 0L, 0L, Missing.Cause.SAMPLED_OUT, null));
    }

    @Test
    void shouldReportWindowsThatWereNotExpandedAndGapsOfTheirInput()
    {
        test.write(() ->
        {
            for (int i = 0; i < 10; i++)
            {
                test.frames(1, i, 6 == i ? 0 : id(1, i + 1));
            }

            test.frames(31, 0, id(31, 100));
            test.writer.appendWindowBySeq(id(31, 100), 1, EPOCH, 5, 9);
        });

        assertThat(latency(1, 31, InputChoice.NEWEST).missing()).containsExactlyInAnyOrder(
            framesMissing(1, 6, 6, null), linksMissing(31, 0, Missing.Cause.NOT_COMMITTED, id(31, 100)));
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            expansion.expand();
        }

        final Latency latency = latency(1, 31, InputChoice.NEWEST);
        assertThat(latency.found()).isTrue();
        assertThat(latency.missing()).containsExactly(framesMissing(1, 6, 6, null));
    }

    @Test
    void shouldCountPathsThatAreTooLongToTell()
    {
        final int length = LineageAnalysis.MAX_PATH_FRAMES;
        test.write(() ->
        {
            for (int i = 0; i <= length; i++)
            {
                test.frame(0 == i ? 1 : i < length - 1 ? 2 : 3, i, i, 1 + i);
                if (i > 0)
                {
                    test.set(3, i, 1 + i, i);
                }
            }
        });

        final Latency latency = latency(1, 3, InputChoice.NEWEST);

        assertThat(latency.outputCount()).isEqualTo(2);
        assertTimes(latency.endToEnd(), length - 1, length);
        assertThat(latency.otherPathCount()).isEqualTo(1);
        assertThat(latency.paths()).hasSize(1);
        assertThat(latency.paths().get(0).hopCount()).isEqualTo(length - 1);
        assertThat(latency.slowest()).extracting(StoredFrame::seq).containsExactly(0L, (long)length);
    }

    @Test
    void shouldTellTheSlowestPathOfOneLineage()
    {
        fill(-1);
        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.slowestPath(id(31, 1001)))
                .extracting(StoredFrame::streamId).containsExactly(1L, 11L, 31L);
            assertThat(analysis.slowestPath(id(31, 1001)))
                .extracting(StoredFrame::seq).containsExactly(10L, 10L, 1L);
            assertThat(analysis.slowestPath(id(1, 1))).extracting(StoredFrame::streamId).containsExactly(1L, 11L);
            assertThat(analysis.slowestPath(4711)).isEmpty();
        }
    }

    @Test
    void shouldRefuseOneStream()
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThatIllegalArgumentException().isThrownBy(() -> analysis.latency(7, 7, InputChoice.NEWEST))
                .withMessage("fromStreamId=7 toStreamId=7 must be two streams");
        }
    }

    private Latency latency(final long from, final long to, final InputChoice input)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return analysis.latency(from, to, input);
        }
    }

    private Latency range(final long from, final long to)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return analysis.latency(1, 31, InputChoice.NEWEST, EPOCH, from, to);
        }
    }

    /**
     * Frames every 100 ns; the filter takes 20 ns, and the window 30 ns after its last frame and 1 ns more each time.
     */
    private void fill(final int windowWithoutLinks)
    {
        test.write(() ->
        {
            for (int window = 0; window < WINDOWS; window++)
            {
                final long[] parents = new long[10];
                for (int i = 0; i < 10; i++)
                {
                    final int seq = window * 10 + i;
                    parents[i] = id(1, seq + 1);
                    test.frame(1, seq, seq * 100L, parents[i]);
                    test.frame(11, seq, seq * 100L + 20, parents[i]);
                }

                final long windowId = id(31, 1000 + window);
                test.frame(31, window, (window * 10 + 9) * 100L + 50 + window, windowId);
                if (window != windowWithoutLinks)
                {
                    test.set(31, window, windowId, parents);
                }
            }
        });
    }

    private static void assertTimes(final LatencyPath.HopTimes times, final long min, final long max)
    {
        assertThat(times.minNs()).isEqualTo(min);
        assertThat(times.maxNs()).isEqualTo(max);
    }
}
