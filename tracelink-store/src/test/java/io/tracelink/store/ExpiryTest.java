package io.tracelink.store;

import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Node 1 makes stream 10, which node 2 filters into 11; node 4 joins two frames of 11 into one of 20. A trace's ID is
 * its time.
 */
@Tag("store")
class ExpiryTest
{
    private static final Missing.Cause EXPIRED = Missing.Cause.EXPIRED;
    private static final Missing.Cause NEVER_SEEN = Missing.Cause.NEVER_SEEN;
    private static final int TURN_TIMEOUT_MS = 60_000;
    private static final long UNIX_NS = 1_700_000_000_000_000_000L;

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
    void shouldRemoveWholeTracesAndKeepLinksOfYoungerOnes() throws SQLException
    {
        makePipeline(10);

        assertThat(before(6)).isEqualTo(new Expiry.Result(5 + 5 + 3, 5, 3, 0));
        assertThat(rows("SELECT stream_id || ' ' || min(seq) || ' ' || max(seq) FROM frames GROUP BY stream_id " +
            "ORDER BY stream_id"))
            .containsExactly("10 6 10", "11 6 10", "20 4 5");
        assertThat(rows("SELECT (trace_id >> 22) || ' ' || (parent_trace_id >> 22) FROM trace_links WHERE trace_id = " +
            j(7))).containsExactly("7 5", "7 6");
        assertThat(before(6)).as("nothing is left to do").isEqualTo(new Expiry.Result(0, 0, 0, 0));
    }

    @Test
    void shouldSayThatAParentHasExpired()
    {
        makePipeline(10);
        assertThat(test.missing(j(7), Direction.UP)).isEmpty();

        before(6);
        assertThat(test.missing(j(7), Direction.UP)).containsExactly(expiredTrace(a(5)));
        assertThat(test.missing(j(9), Direction.UP)).as("all its parents are there").isEmpty();
        assertThat(test.missing(a(6), Direction.DOWN)).isEmpty();
        assertThat(latency(10, 20).missing()).containsExactly(expired(20, 1, 3), expiredTrace(a(5)));

        before(100);
        assertThat(latency(10, 20).outputCount()).isZero();
        assertThat(latency(10, 20).missing()).as("all outputs").containsExactly(expired(20, 1, 5));
    }

    @Test
    void shouldLeadFromAnExpiredTraceToWhatIsLeftOfItsLineage()
    {
        makePipeline(10);
        before(6);

        final LineageGraph graph = test.trace(a(5), Direction.DOWN);
        assertThat(graph.found()).isTrue();
        assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactly(a(5), j(7));
        assertThat(graph.missing()).containsExactly(expiredTrace(a(5)));

        final LineageGraph nothing = test.trace(a(3), Direction.BOTH);
        assertThat(nothing.found()).isFalse();
        assertThat(nothing.missing()).containsExactly(expiredTrace(a(3)));
        assertThat(test.missing(a(20), Direction.UP)).as("never seen").extracting(Missing::cause)
            .containsExactly(NEVER_SEEN);
    }

    @Test
    void shouldTellExpiredSequencesFromOthers()
    {
        makePipeline(10);
        before(6);

        try (Lineage lineage = test.store.lineage())
        {
            assertThat(lineage.ofFrame(10, EPOCH, 5, Direction.UP).missing()).containsExactly(expired(10, 5, 5));
            assertThat(lineage.ofFrame(10, EPOCH, 11, Direction.UP).missing())
                .containsExactly(framesMissing(10, 11, 11, null));
        }

        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.impact(10, EPOCH, 4, 12).missing())
                .containsExactly(framesMissing(10, 11, 12, null), expired(10, 4, 5));
            assertThat(analysis.latency(10, 20, InputChoice.NEWEST, EPOCH, 0, 4).missing()).containsExactly(
                framesMissing(20, 0, 0, null), expired(20, 1, 3), expiredTrace(a(5)));
        }
    }

    @Test
    void shouldTakeWhatWasLostAmongExpiredFramesForExpired() throws SQLException
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(3), 0, a(5));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(2), a(4));
        });
        before(4);

        assertThat(rows("SELECT from_seq || ' ' || to_seq FROM expired")).containsExactly("1 3");
        assertThat(test.missing(j(6), Direction.UP))
            .containsExactly(framesMissing(10, 4, 4, a(4)), expiredTrace(a(2)));
    }

    @Test
    void shouldNotLookForALostFrameAmongExpiredOnes()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(5));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(4));
        });
        before(3);

        assertThat(test.missing(j(6), Direction.UP)).as("there is no room before frame 3").containsExactly(
            new Missing(Missing.Kind.FRAMES, null, null, null, null, NEVER_SEEN, a(4)));
    }

    @Test
    void shouldRememberRangesApartWhileFramesBetweenThemAreLeft() throws SQLException
    {
        final long first = Long.parseLong("9223372036854775805");
        test.write(() -> test.frames(10, first, a(1), a(9), a(2), a(3), a(8), a(4)));
        before(5);
        assertThat(expiredRanges(first)).containsExactly("0 0", "2 3", "5 5");

        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.impact(10, EPOCH, first - 1, first + 6).missing()).containsExactly(
                framesMissing(10, first - 1, first - 1, null),
                framesMissing(10, first + 6, first + 6, null),
                expired(10, first, first),
                expired(10, first + 2, first + 3),
                expired(10, first + 5, first + 5));
        }

        before(9);
        assertThat(expiredRanges(first)).containsExactly("0 0", "2 5");
        before(10);
        assertThat(expiredRanges(first)).containsExactly("0 5");
    }

    @Test
    void shouldJudgeWindowsOverExpiredFrames()
    {
        test.write(() ->
        {
            for (int i = 1; i <= 10; i++)
            {
                test.frame(10, i, 1_000 + i, a(i));
            }

            test.frames(30, 1, w(11), w(12), w(13));
            test.writer.appendWindowBySeq(w(11), 10, EPOCH, 4, 8);
            test.writer.appendWindowByTime(w(12), 10, EPOCH, 1_004, 1_008);
            test.writer.appendWindowByTime(w(13), 10, EPOCH, 1_006, 1_008);
            test.writer.appendWindowByTime(w(14), 10, EPOCH, 1_003, 1_004);
        });
        before(6);
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            expansion.expand();
        }

        final Missing upTo5 = new Missing(Missing.Kind.FRAMES, 10L, EPOCH, null, 5L, EXPIRED, null);
        assertThat(test.missing(w(11), Direction.UP)).containsExactly(expired(10, 4, 5));
        assertThat(test.missing(w(12), Direction.UP)).containsExactly(upTo5);
        assertThat(test.missing(w(13), Direction.UP)).as("it begins after the last expired frame").isEmpty();
        assertThat(test.missing(w(14), Direction.UP)).contains(upTo5);
    }

    @Test
    void shouldRemoveUntracedFramesByTheirTimesFromTheFrontOfEachStream() throws SQLException
    {
        test.write(() ->
        {
            for (int i = 0; i < 4; i++)
            {
                test.frame(10, i, UNIX_NS + i * 1_000_000L, 0);
                test.frame(11, i, 5_000 + i, 0);
                test.frame(12, -2 + i, UNIX_NS + (3 - i) * 1_000_000L, 0);
            }
        });

        final long ms = UNIX_NS / 1_000_000;
        assertThat(before(ms + 1).frames()).as("the first of stream 12 is sequence 0").isEqualTo(1);
        assertThat(rows("SELECT stream_id || ' ' || count(*) FROM frames GROUP BY stream_id " +
            "ORDER BY stream_id")).containsExactly(
            "10 3", "11 4", "12 4");
        assertThat(before(ms + 3).frames()).isEqualTo(2 + 2);
        assertThat(rows("SELECT stream_id || ' ' || from_seq || ' ' || to_seq FROM expired " +
            "ORDER BY stream_id")).containsExactly(
            "10 0 2", "12 0 1");
        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.impact(10, EPOCH, 0, 2).missing()).containsExactly(expired(10, 0, 2));
        }
    }

    @Test
    void shouldRemoveWhatArrivesLate() throws SQLException
    {
        makePipeline(10);
        before(6);
        test.write(() -> test.frames(10, 3, a(3)));

        assertThat(test.missing(j(7), Direction.UP)).as("it may have been in the gap beside")
            .containsExactly(expired(10, 4, 5), expiredTrace(a(5)));
        assertThat(before(0).frames()).isEqualTo(1);
        assertThat(rows("SELECT from_seq || ' ' || to_seq FROM expired WHERE stream_id = 10")).containsExactly("1 5");
    }

    @Test
    void shouldRemoveConflictsWithTheFrameWhosePlaceTheyCameTo()
    {
        test.write(() ->
        {
            test.frame(10, 1, 100, a(1));
            test.frame(10, 1, 101, a(2));
            test.frame(10, 2, 102, a(7));
            test.frame(10, 2, 103, a(3));
        });
        before(5);

        assertThat(test.store.counts().conflicts()).isEqualTo(1);
        assertThat(test.store.counts().frames()).isEqualTo(1);
    }

    @Test
    void shouldKeepIdsBeyondTheSignedRange()
    {
        test.write(() -> test.frames(10, 1, -5, a(1), Long.MAX_VALUE));

        assertThat(before(Long.MAX_VALUE).frames()).isEqualTo(1);
        assertThat(test.trace(-5, Direction.UP).complete()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> before(-1)).withMessage("epochMs=-1 must be 0 or more");
    }

    @Test
    void shouldRemoveTheOldestDownToASize() throws SQLException
    {
        for (int i = 0; i < 20; i++)
        {
            final int from = i * 2_000;
            test.write(() ->
            {
                for (int k = from; k < from + 2_000; k++)
                {
                    test.frame(10, k, UNIX_NS + k * 1_000_000L, id(1, UNIX_NS / 1_000_000 + k));
                    test.frame(15, k, UNIX_NS + k * 1_000_000L, 0);
                    test.frame(20, k, k, id(4, UNIX_NS / 1_000_000 + k));
                    test.set(20, k, id(4, UNIX_NS / 1_000_000 + k), id(1, UNIX_NS / 1_000_000 + k));
                }
            });
        }

        final long used = test.usedBytes();
        downTo(used / 2);
        assertThat(test.store.usedBytes()).isBetween(used / 3, used / 2);

        final List<String> firsts = rows("SELECT min(seq) FROM frames GROUP BY stream_id");
        assertThat(firsts).as("streams lose as much of time").hasSize(3);
        assertThat(firsts.stream().mapToLong(Long::parseLong).max().orElseThrow() -
            firsts.stream().mapToLong(Long::parseLong).min().orElseThrow()).isLessThan(2_000);
        assertThat(rows("SELECT count(*) FROM trace_links")).isEqualTo(rows("SELECT count(*) FROM link_sets"));

        downTo(0);
        assertThat(test.store.counts().frames()).as("untraced ones, too").isZero();
    }

    @Test
    void shouldTakeTurnsWithAnotherRun() throws SQLException
    {
        final int traces = 20_000;
        makePipeline(traces);
        try (Expiry first = LineageStore.open(test.location).expiry(TURN_TIMEOUT_MS, SystemNanoClock.INSTANCE);
            Expiry second = LineageStore.open(test.location).expiry(TURN_TIMEOUT_MS, SystemNanoClock.INSTANCE))
        {
            final CompletableFuture<Set<Expiry.Step>> otherSteps =
                CompletableFuture.supplyAsync(() -> stepsTo(second, traces + 1));
            assertThat(stepsTo(first, traces + 1)).doesNotContain(Expiry.Step.BUSY);
            assertThat(otherSteps.join()).doesNotContain(Expiry.Step.BUSY);
            assertThat(first.frames() + second.frames()).isEqualTo(2 * traces + traces / 2);
        }

        assertThat(rows("SELECT stream_id || ' ' || from_seq || ' ' || to_seq FROM expired ORDER BY 1"))
            .containsExactly("10 1 " + traces, "11 1 " + traces, "20 1 " + traces / 2);
    }

    private static Set<Expiry.Step> stepsTo(final Expiry expiry, final long epochMs)
    {
        final Set<Expiry.Step> steps = EnumSet.noneOf(Expiry.Step.class);
        while (!steps.contains(Expiry.Step.NOTHING))
        {
            steps.add(expiry.step(epochMs, Long.MAX_VALUE));
        }

        return steps;
    }

    private void makePipeline(final int count)
    {
        test.write(() ->
        {
            for (int i = 1; i <= count; i++)
            {
                test.frame(10, i, 100L * i, a(i));
                test.frame(11, i, 100L * i + 1, a(i));
                if (0 != i % 2)
                {
                    test.frame(20, (i + 1) / 2, 100 * i + 2, j(i));
                    test.set(20, (i + 1) / 2, j(i), 1 == i ? new long[] {a(i)} : new long[] {a(i - 2), a(i - 1)});
                }
            }
        });
    }

    private Expiry.Result before(final long epochMs)
    {
        try (Expiry expiry = test.store.expiry())
        {
            return expiry.before(epochMs);
        }
    }

    private void downTo(final long maxBytes)
    {
        try (Expiry expiry = test.store.expiry())
        {
            expiry.downTo(maxBytes);
        }
    }

    private Latency latency(final long fromStreamId, final long toStreamId)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return analysis.latency(fromStreamId, toStreamId, InputChoice.NEWEST);
        }
    }

    private List<String> expiredRanges(final long first) throws SQLException
    {
        return rows("SELECT from_seq || ' ' || to_seq FROM expired").stream()
            .map((range) -> range.split(" "))
            .map((range) -> (Long.parseLong(range[0]) - first) + " " + (Long.parseLong(range[1]) - first))
            .sorted()
            .toList();
    }

    private List<String> rows(final String sql) throws SQLException
    {
        return test.query(sql);
    }

    private static Missing expired(final long streamId, final long from, final long to)
    {
        return new Missing(Missing.Kind.FRAMES, streamId, EPOCH, from, to, EXPIRED, null);
    }

    private static Missing expiredTrace(final long traceId)
    {
        return new Missing(Missing.Kind.FRAMES, null, null, null, null, EXPIRED, traceId);
    }

    private static long a(final long ms)
    {
        return id(1, ms);
    }

    private static long j(final long ms)
    {
        return id(4, ms);
    }

    private static long w(final long ms)
    {
        return id(5, ms);
    }
}
