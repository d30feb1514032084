package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static io.tracelink.store.TestStore.linksMissing;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outputs of stream 20 whose links were lost, or which were lost themselves, going down from what they took. Node 1
 * makes stream 10 and node 3 stream 12; node 4 joins them.
 */
@Tag("store")
class DownRulesTest
{
    private static final Missing.Cause NEVER_SEEN = Missing.Cause.NEVER_SEEN;

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
    void shouldReportAnOutputWithoutLinksBeforeUntracedOnes()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(2), j(6));
            test.set(20, 1, j(2), a(1));
            for (int seq = 3; seq < 8; seq++)
            {
                test.frame(20, seq, seq, 0);
            }

            test.frames(20, 8, j(10));
            test.set(20, 8, j(10), a(9));
        });

        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(6)));
        assertThat(test.impactMissing(10, 2)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(6)));
    }

    /**
     * The first and the last output lead elsewhere than those between.
     */
    @Test
    void shouldReportOutputsWithoutLinksBehindUntracedOnes()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(2), j(6), 0, j(7), 0, j(8), j(10));
            test.set(20, 1, j(2), a(1));
            test.untraced(20, 3);
            test.set(20, 4, j(7), a(5));
            test.untraced(20, 5);
            test.set(20, 7, j(10), a(9));
        });

        final Missing before = linksMissing(20, 2, NEVER_SEEN, j(6));
        final Missing after = linksMissing(20, 6, NEVER_SEEN, j(8));
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(before, after);
        assertThat(test.impactMissing(10, 2)).containsExactly(before, after);
    }

    @Test
    void shouldReportOutputsThatWereLostAmongUntracedOnes()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5));
            test.untraced(20, 1);
            test.untraced(20, 3);
            test.frames(20, 4, j(6));
            test.set(20, 4, j(6), a(5));
            test.untraced(20, 5);
            test.untraced(20, 8);
        });

        assertThat(test.missing(a(5), Direction.DOWN))
            .containsExactly(framesMissing(20, 2, 2, null), framesMissing(20, 6, 7, null));
        assertThat(test.impactMissing(10, 2))
            .containsExactly(framesMissing(20, 2, 2, null), framesMissing(20, 6, 7, null));
    }

    @Test
    void shouldReportALostOutputOfAnInputThatWasLostAmongUntracedOnes()
    {
        test.write(() ->
        {
            test.untraced(10, 1);
            test.frames(10, 2, a(2));
            test.untraced(10, 3);
            test.untraced(10, 5);
            test.frames(10, 6, a(8));
            test.untraced(10, 7);
            test.frames(20, 1, j(3));
            test.set(20, 1, j(3), a(2));
            test.set(20, 2, j(6), a(5));
            test.frames(20, 3, j(9));
            test.set(20, 3, j(9), a(2));
        });

        assertThat(test.impactMissing(10, 2, 5)).contains(framesMissing(20, 2, 2, j(6)));
    }

    @Test
    void shouldReportAnOutputWithoutLinksBehindThoseThatTookOlderInputs()
    {
        final int lag = 100;
        final long first = Math.subtractExact(Long.MAX_VALUE, lag);
        test.write(() ->
        {
            for (int i = 0; i < 3 * lag; i++)
            {
                test.frame(10, first + i, i, a(2 * i + 1));
                test.frame(20, first + i, i, j(2 * i + 2));
                if (i >= lag && 2 * lag != i)
                {
                    test.set(20, first + i, j(2 * i + 2), a(2 * (i - lag) + 1));
                }
            }
        });

        final Missing lacking = linksMissing(20, first + 2 * lag, NEVER_SEEN, j(4 * lag + 2));
        assertThat(test.missing(a(2 * lag + 1), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, first + lag)).containsExactly(lacking);
        assertThat(test.missing(a(2 * lag - 3), Direction.DOWN)).isEmpty();
        assertThat(test.impactMissing(10, first + lag + 2)).isEmpty();
    }

    @Test
    void shouldReportAnOutputWithoutLinksBesideThoseThatTookOtherInputs()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(12, 1, b(1), b(3), b(5), b(7), b(9));
            test.frames(20, 1, j(2), j(4), j(6), j(8), j(10));
            test.set(20, 1, j(2), a(1), b(1));
            test.set(20, 2, j(4), b(3));
            test.set(20, 4, j(8), b(7));
            test.set(20, 5, j(10), a(9), b(9));
        });

        final Missing lacking = linksMissing(20, 3, NEVER_SEEN, j(6));
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, 2)).containsExactly(lacking);
        assertThat(test.missing(b(5), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.missing(b(7), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.missing(b(9), Direction.DOWN)).isEmpty();
    }

    /**
     * The clock of the join is 7 ms behind that of its inputs.
     */
    @Test
    void shouldReportAnOutputWithoutLinksWhoseClockIsBehind()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(10), a(15), a(20), a(25));
            test.frames(20, 1, j(3), j(8), j(13), j(18));
            test.set(20, 1, j(3), a(10));
            test.set(20, 3, j(13), a(20));
            test.set(20, 4, j(18), a(25));
        });

        final Missing lacking = linksMissing(20, 2, NEVER_SEEN, j(8));
        assertThat(test.missing(a(15), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, 2)).containsExactly(lacking);
        assertThat(test.missing(a(25), Direction.DOWN)).isEmpty();
        assertThat(test.impactMissing(10, 4)).isEmpty();
    }

    @Test
    void shouldNotReportOutputsOfLongBefore()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(5), a(1_000), a(2_000));
            test.frames(20, 1, j(6), j(999), j(1_001), j(2_001));
            test.set(20, 4, j(2_001), a(2_000));
        });

        assertThat(test.missing(a(2_000), Direction.DOWN)).containsExactly(linksMissing(20, 3, NEVER_SEEN, j(1_001)));
        assertThat(test.impactMissing(10, 3)).containsExactly(linksMissing(20, 3, NEVER_SEEN, j(1_001)));
    }

    @Test
    void shouldNotReportOutputsOfAJoinThatTakesFromOtherStreams()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5));
            test.frames(12, 1, b(1), b(3), b(5));
            test.frames(20, 1, j(2), j(4), j(6));
            test.set(20, 1, j(2), b(1));
            test.set(20, 3, j(6), b(5));
        });

        assertThat(test.missing(a(1), Direction.DOWN)).isEmpty();
        assertThat(test.impactMissing(10, 1, 2)).isEmpty();
        assertThat(test.missing(b(3), Direction.DOWN)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(4)));
    }

    /**
     * Other frames of the root than those that are asked for passed the filter, and the join takes them from the root.
     */
    @Test
    void shouldReportWhatTookTheTracesOfARangeFromAnotherStream()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(11, 1, a(5));
            test.frames(20, 1, j(2), j(6), j(10));
            test.set(20, 1, j(2), a(1));
            test.set(20, 3, j(10), a(9));
        });

        assertThat(test.impactMissing(11, 1)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(6)));
    }

    /**
     * Stream 30 takes stream 10 at once, and what stream 20 makes of it long after.
     */
    /**
     * Stream 13 has the frames of 10 and 12, not in the order of their trace IDs.
     */
    @Test
    void shouldFollowTheOrderInWhichAStreamWasTaken()
    {
        test.store.declare(Map.of(13L, StreamRole.DERIVED));
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(4));
            test.frames(12, 1, b(5), b(9));
            test.frames(13, 1, a(1), b(5), a(4), b(9));
            test.frames(20, 1, j(10), j(11), j(12), j(13));
            test.set(20, 1, j(10), a(1));
            test.set(20, 2, j(11), b(5));
            test.set(20, 4, j(13), b(9));
        });

        assertThat(test.missing(a(4), Direction.DOWN)).contains(linksMissing(20, 3, NEVER_SEEN, j(12)));
    }

    @Test
    void shouldKnowOutputsByTheirWindows()
    {
        test.store.declare(Map.of(30L, StreamRole.JOINED));
        final int lost = 2_900;
        test.write(() ->
        {
            for (int i = 1; i <= 3_000; i++)
            {
                test.frame(10, i, i, a(2L * i));
                if (i != lost)
                {
                    test.frame(30, i, 30_000_000 + i, w(2L * i + 1));
                    test.writer.appendWindowBySeq(w(2L * i + 1), 10, EPOCH, i, i);
                }
            }
        });
        test.expand();

        assertThat(test.missing(a(4), Direction.DOWN)).isEmpty();
        assertThat(test.missing(a(2L * lost), Direction.DOWN)).containsExactly(framesMissing(30, lost, lost, null));
        assertThat(test.impactMissing(10, lost)).containsExactly(framesMissing(30, lost, lost, null));
    }

    /**
     * Eight windows in a millisecond, of one of which nothing is known.
     */
    @Test
    void shouldReportAnOutputWithoutAWindow()
    {
        test.store.declare(Map.of(30L, StreamRole.JOINED));
        final int lost = 10_000;
        test.write(() ->
        {
            for (int i = 8; i <= 12_000; i++)
            {
                test.frame(10, i, i, a(i / 8) + i % 8);
                test.frame(30, i, 30_000_000 + i, w(i / 8) + i % 8);
                if (i != lost)
                {
                    test.writer.appendWindowByTime(w(i / 8) + i % 8, 10, EPOCH, i, i);
                }
            }
        });
        test.expand();

        final Missing lacking = linksMissing(30, lost, NEVER_SEEN, w(lost / 8));
        assertThat(test.missing(a(lost / 8), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, lost)).containsExactly(lacking);
        assertThat(test.missing(a(lost / 8 - 2), Direction.DOWN)).isEmpty();
    }

    /**
     * Frames that only pass through a joined stream have no links, and hide none.
     */
    @Test
    void shouldLookBehindManyFramesThatPassThroughAJoinedStream()
    {
        final int count = 5_000;
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(20, 1, j(3));
            test.set(20, 1, j(3), a(1));
            for (int i = 0; i < count; i++)
            {
                test.frame(12, i + 1, i + 1, b(4 + i / 4096) + i % 4096);
                test.frame(20, i + 2, 20_000_000 + i, b(4 + i / 4096) + i % 4096);
            }

            test.frames(20, count + 2, j(20));
        });

        assertThat(test.missing(a(2), Direction.DOWN))
            .containsExactly(linksMissing(20, count + 2, NEVER_SEEN, j(20)));
    }

    /**
     * Frame a(5) came to the join only after thousands of outputs that took the frame before.
     */
    private static long a(final long ms)
    {
        return id(1, ms);
    }

    private static long b(final long ms)
    {
        return id(3, ms);
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
