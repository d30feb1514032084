package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static io.tracelink.store.TestStore.linksMissing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Two sensors (streams 1 and 2), a filter on the first (11), a join of both (21) and a window over ten joins (31).
 */
@Tag("store")
class ImpactTest
{
    private static final int JOINS = 20;

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
    void shouldReachEveryOutputOfARange()
    {
        fill(-1, -1);

        final Impact impact = impact(1, 8, 11);

        assertThat(outputs(impact)).containsExactly("11: 8..11", "21: 8..11", "31: 0..1");
        assertThat(impact.inputCount()).isEqualTo(4);
        assertThat(impact.outputCount()).isEqualTo(10);
        assertThat(impact.traceCount()).isEqualTo(10);
        assertThat(impact.linkCount()).isEqualTo(8);
        assertThat(impact.found()).isTrue();
        assertThat(impact.missing()).isEmpty();
        assertThat(impact.complete()).isTrue();
    }

    @Test
    void shouldNotReachWhatCameBefore()
    {
        fill(-1, -1);
        assertThat(outputs(impact(11, 3, 3))).containsExactly("21: 3", "31: 0");
    }

    @Test
    void shouldTellRangesOfTheWholeUnsignedRange()
    {
        test.write(() ->
        {
            for (long i = 0; i < 6; i++)
            {
                test.frame(1, Long.MAX_VALUE - 2 + i, i, id(1, 100 + i));
                if (i != 4)
                {
                    test.frame(2, -6 + i, 10 + i, id(1, 100 + i));
                }
            }
        });

        final Impact impact = impact(1, Long.MAX_VALUE - 2, Long.MIN_VALUE + 2);

        assertThat(impact.inputCount()).isEqualTo(6);
        assertThat(outputs(impact)).containsExactly("2: 18446744073709551610..18446744073709551613," +
            "18446744073709551615");
        assertThat(impact.missing()).containsExactly(framesMissing(2, -2, -2, null));
    }

    @Test
    void shouldSayThatNothingIsKnown()
    {
        fill(-1, -1);
        final Impact impact = impact(1, JOINS, JOINS + 5);

        assertThat(impact.found()).isFalse();
        assertThat(impact.missing()).containsExactly(framesMissing(1, JOINS, JOINS + 5, null));
    }

    @Test
    void shouldReportGapsOfTheInputAndGoOnWhereALinkSetTells()
    {
        test.write(() ->
        {
            fill(12, -1, 1);
            fillWindows();
        });

        final Impact lostSensor = impact(1, 11, 13);
        assertThat(lostSensor.missing()).contains(framesMissing(1, 12, 12, null));

        test.write(() -> test.set(21, JOINS, id(21, JOINS), id(1, 3)));
        test.write(() -> test.frame(31, 2, 40_000_000, id(31, 900)));
        test.write(() -> test.set(31, 2, id(31, 900), id(21, JOINS)));
        final Impact lostJoin = impact(21, JOINS, JOINS);

        assertThat(lostJoin.found()).isTrue();
        assertThat(lostJoin.inputCount()).isZero();
        assertThat(outputs(lostJoin)).containsExactly("31: 2");
        assertThat(lostJoin.missing()).containsExactly(framesMissing(21, JOINS, JOINS, id(21, JOINS)));
    }

    @Test
    void shouldReportUntracedInputsAsRanges()
    {
        test.write(() ->
        {
            for (int i = 0; i < 8; i++)
            {
                test.frame(1, i, i, 3 == i ? id(1, 5) : 0);
            }
        });

        assertThat(impact(1, 1, 6).missing()).containsExactly(sampledOut(1, 2), sampledOut(4, 6));
    }

    @Test
    void shouldReportLostFramesOfOutputs()
    {
        fill(-1, 10);

        assertThat(impact(1, 8, 12).missing()).containsExactly(framesMissing(21, 10, 10, id(21, 10)));
        // the lost one was not made of these
        assertThat(impact(1, 5, 8).missing()).isEmpty();
    }

    @Test
    void shouldReportLostLinksInsideAndBeside()
    {
        test.write(() ->
        {
            for (int i = 0; i < JOINS; i++)
            {
                test.frames(1, i, id(1, i + 1));
                test.frames(21, i, id(21, i + 1));
                if (i != 4 && i != 7)
                {
                    test.set(21, i, id(21, i + 1), id(1, i + 1));
                }
            }
        });

        assertThat(impact(1, 3, 5).missing()).containsExactly(neverSeen(4));
        // whose clock may be behind
        assertThat(impact(1, 5, 6).missing()).containsExactly(neverSeen(4), neverSeen(7));
        assertThat(impact(1, 6, 6).missing()).containsExactly(neverSeen(7));
        assertThat(impact(1, 4, 4).missing()).containsExactly(neverSeen(4));
        assertThat(impact(1, 10, 19).missing()).isEmpty();
    }

    @Test
    void shouldReportMismatches()
    {
        test.write(() ->
        {
            for (int i = 0; i < 4; i++)
            {
                test.frames(1, i, id(1, i + 1));
                test.frames(21, i, id(21, i + 1));
                test.set(21, i, id(21, i + 1), id(1, i + 1));
            }

            // a set that names the place of another frame, and with that a second one for a trace
            test.set(21, 2, id(21, 2), id(1, 2));
            test.writer.appendFrame(21, EPOCH, 3, 0, 0, id(9, 9), FrameStatus.OK);
        });

        assertThat(impact(1, 0, 3).missing()).containsExactlyInAnyOrder(
            linksMissing(21, 2, Missing.Cause.MISMATCH, id(21, 2)),
            new Missing(Missing.Kind.FRAMES, 21L, EPOCH, 3L, 3L, Missing.Cause.MISMATCH, id(21, 4)));
    }

    @Test
    void shouldReportWindowsThatWereNotExpanded()
    {
        fill(-1, -1);
        test.write(() ->
        {
            test.frame(32, 0, 50_000_000, id(32, 500));
            test.frame(33, 0, 50_000_000, id(33, 500));
            test.writer.appendWindowBySeq(id(32, 500), 21, EPOCH, 5, 9);
            test.writer.appendWindowByTime(id(33, 500), 1, EPOCH, 1_000_005, 1_000_009);
        });

        assertThat(impact(1, 0, 4).missing()).isEmpty();
        assertThat(impact(1, 9, 12).missing()).containsExactlyInAnyOrder(
            linksMissing(32, 0, Missing.Cause.NOT_COMMITTED, id(32, 500)),
            linksMissing(33, 0, Missing.Cause.NOT_COMMITTED, id(33, 500)));

        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            expansion.expand();
        }

        final Impact impact = impact(1, 9, 12);
        assertThat(impact.missing()).isEmpty();
        assertThat(outputs(impact)).contains("32: 0", "33: 0");
    }

    @Test
    void shouldReportTracesOfWhichOnlyLinksTell()
    {
        test.write(() ->
        {
            test.frames(1, 0, id(1, 1), id(1, 2));
            test.set(21, 7, id(21, 3), id(1, 1));
        });

        assertThat(impact(1, 0, 1).missing()).containsExactly(framesMissing(21, 7, 7, id(21, 3)));
    }

    @Test
    @Timeout(60)
    void shouldEndOnCyclesAndDeepChains()
    {
        final int depth = 20_000;
        test.write(() ->
        {
            for (int i = 0; i < depth; i++)
            {
                test.frame(1, i, i, i + 1);
                test.set(1, i, i + 1, 1 + (i + depth - 1) % depth);
            }
        });

        final Impact impact = impact(1, 5, 5);

        assertThat(outputs(impact)).containsExactly("1: 0..4,6.." + (depth - 1));
        assertThat(impact.linkCount()).isEqualTo(depth);
    }

    @Test
    void shouldRefuseWhatIsNoQuestion()
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThatIllegalArgumentException().isThrownBy(() -> analysis.impact(1, EPOCH, -1, 0))
                .withMessage("fromSeq=18446744073709551615 toSeq=0 must be in order");
            assertThatIllegalArgumentException().isThrownBy(() -> analysis.graph(new long[]{0}, Direction.UP))
                .withMessageStartingWith("traceId=0 ");
            assertThatIllegalArgumentException().isThrownBy(() -> analysis.graph(new long[]{1}, Direction.BOTH))
                .withMessageStartingWith("direction=BOTH ");
        }
    }

    private Impact impact(final long streamId, final long from, final long to)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return analysis.impact(streamId, EPOCH, from, to);
        }
    }

    private void fill(final int lostSensor, final int lostJoin)
    {
        test.write(() ->
        {
            fill(lostSensor, lostJoin, 1);
            fillWindows();
        });
    }

    private void fill(final int lostSensor, final int lostJoin, final int first)
    {
        for (int i = 0; i < JOINS; i++)
        {
            test.frames(1, i, i == lostSensor ? 0 : id(1, i + first));
            test.frames(2, i, id(2, i + first));
            test.frames(11, i, id(1, i + first));
            test.frames(21, i, i == lostJoin ? 0 : id(21, i));
            test.set(21, i, id(21, i), id(1, i + first), id(2, i + first));
        }
    }

    private void fillWindows()
    {
        for (int window = 0; window < JOINS / 10; window++)
        {
            final long[] parents = new long[10];
            for (int i = 0; i < 10; i++)
            {
                parents[i] = id(21, window * 10 + i);
            }

            test.frames(31, window, id(31, 100 + window));
            test.set(31, window, id(31, 100 + window), parents);
        }
    }

    private static Missing neverSeen(final long seq)
    {
        return linksMissing(21, seq, Missing.Cause.NEVER_SEEN, id(21, seq + 1));
    }

    private static Missing sampledOut(final long from, final long to)
    {
        return new Missing(Missing.Kind.LINKS, 1L, EPOCH, from, to, Missing.Cause.SAMPLED_OUT, null);
    }

    private static List<String> outputs(final Impact impact)
    {
        return impact.outputs().stream().map((ranges) ->
        {
            final StringBuilder builder = new StringBuilder().append(ranges.streamId()).append(": ");
            for (int i = 0; i < ranges.rangeCount(); i++)
            {
                final String from = Long.toUnsignedString(ranges.fromSeq(i));
                final String to = Long.toUnsignedString(ranges.toSeq(i));
                builder.append(0 == i ? "" : ",").append(from).append(from.equals(to) ? "" : ".." + to);
            }

            return builder.toString();
        }).toList();
    }
}
