package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static io.tracelink.store.TestStore.linksMissing;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where outputs whose links were lost are looked for, going down: joins that take one stream at once and another later,
 * long stretches, and several epochs. Stream 20 takes stream 10, and 30 takes both.
 */
@Tag("store")
@Timeout(60)
class OutputRunTest
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
    void shouldReportAnOutputWithoutLinksFarBehindTheLastKnownOne()
    {
        final int last = 10_000;
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5));
            test.frames(20, 1, j(2));
            test.set(20, 1, j(2), a(1));
            for (int seq = 2; seq < last; seq++)
            {
                test.untraced(20, seq);
            }

            test.frames(20, last, j(6));
        });

        final Missing lacking = linksMissing(20, last, NEVER_SEEN, j(6));
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, 2)).containsExactly(lacking);
    }

    @Test
    void shouldGoOnToWhatTookALaterStreamOfTheLineage()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(9), a(80));
            test.frames(20, 1, j(50), j(65), j(85));
            test.set(20, 1, j(50), a(1));
            test.set(20, 2, j(65), a(9));
            test.set(20, 3, j(85), a(80));
            test.frames(30, 1, k(3), k(10), k(60), k(70), k(90));
            test.set(30, 1, k(3), a(1));
            test.set(30, 2, k(10), a(9));
            test.set(30, 4, k(70), j(65));
            test.set(30, 5, k(90), j(85));
        });

        final Missing lacking = linksMissing(30, 3, NEVER_SEEN, k(60));
        assertThat(test.missing(j(50), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(20, 1)).containsExactly(lacking);
        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, 1)).containsExactly(lacking);
    }

    @Test
    void shouldGoBackToWhatTookAnEarlierStreamOfTheLineage()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(20), j(25), j(40));
            test.set(20, 1, j(20), a(1));
            test.set(20, 2, j(25), a(5));
            test.set(20, 3, j(40), a(9));
            test.frames(30, 1, k(2), k(6), k(30), k(35), k(45));
            test.set(30, 1, k(2), a(1));
            test.set(30, 3, k(30), j(20));
            test.set(30, 4, k(35), j(25));
            test.set(30, 5, k(45), j(40));
        });

        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 2, NEVER_SEEN, k(6)));
        assertThat(test.impactMissing(10, 2)).containsExactly(linksMissing(30, 2, NEVER_SEEN, k(6)));
    }

    @Test
    void shouldEndAtTheLastSequence()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(5_000));
            test.frames(20, -3, j(2), j(6), j(8));
            test.set(20, -3, j(2), a(1));
            test.set(20, -1, j(8), a(5));
        });

        assertThat(test.missing(a(5_000), Direction.DOWN)).isEmpty();
        assertThat(test.impactMissing(10, 3)).isEmpty();
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(20, -2, NEVER_SEEN, j(6)));
    }

    @Test
    void shouldLeapOverOutputsThatTookOlderInputs()
    {
        final int count = 3_000;
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(6));
            for (int i = 1; i <= count; i++)
            {
                test.frame(20, 3L * i, i, j(6 + i));
                test.set(20, 3L * i, j(6 + i), a(1));
            }

            test.frames(20, 3L * count + 1, j(count + 7), j(count + 8));
            test.set(20, 3L * count + 2, j(count + 8), a(6));
        });

        final Missing lacking = linksMissing(20, 3L * count + 1, NEVER_SEEN, j(count + 7));
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(lacking);
        assertThat(test.impactMissing(10, 2)).containsExactly(lacking);
    }

    @Test
    void shouldLearnFromTheOutputsThatWereReachedWhatComesBefore()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(5));
            test.frames(30, 1, k(2), k(7), k(8), k(9), k(12));
            test.set(30, 1, k(2), a(1));
            test.set(30, 3, k(8), a(1));
            test.set(30, 4, k(9), a(5), j(6));
            test.set(30, 5, k(12), a(9));
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 2, NEVER_SEEN, k(7)));
        assertThat(test.impactMissing(10, 2)).containsExactly(linksMissing(30, 2, NEVER_SEEN, k(7)));
    }

    @Test
    void shouldLearnFromTheOutputsThatWereReachedWhatComesBehind()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(5), a(9));
            test.frames(20, 1, j(6), j(20));
            test.set(20, 1, j(6), a(5));
            test.set(20, 2, j(20), a(9));
            test.frames(30, 1, k(7), k(21), k(22));
            test.set(30, 1, k(7), a(5));
            test.set(30, 2, k(21), j(20));
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 3, NEVER_SEEN, k(22)));
        assertThat(test.impactMissing(10, 1)).containsExactly(linksMissing(30, 3, NEVER_SEEN, k(22)));
    }

    @Test
    void shouldLearnFromWhatComesBehindWhatComesBefore()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(6), j(20));
            test.set(20, 1, j(6), a(5));
            test.set(20, 2, j(20), a(9));
            test.frames(30, 1, k(2), k(7), k(8), k(9), k(21));
            test.set(30, 1, k(2), a(1));
            test.set(30, 3, k(8), a(1));
            test.set(30, 4, k(9), a(5));
            test.set(30, 5, k(21), a(9), j(20));
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 2, NEVER_SEEN, k(7)));
        assertThat(test.impactMissing(10, 2)).containsExactly(linksMissing(30, 2, NEVER_SEEN, k(7)));
    }

    @Test
    void shouldLeapOverOutputsThatTookOlderInputsBehindTheLast()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(2), j(6), j(10));
            test.set(20, 1, j(2), a(1));
            test.set(20, 2, j(6), a(5));
            test.set(20, 3, j(10), a(9));
            test.frames(30, 1, k(7));
            test.set(30, 1, k(7), a(5));
            for (int i = 2; i <= 301; i++)
            {
                test.frames(30, i, k(6 + i));
                test.set(30, i, k(6 + i), j(2));
            }
            test.frames(30, 302, k(400), k(401), k(402));
            test.set(30, 303, k(401), j(10), a(9));
        });
        assertThat(test.missing(a(5), Direction.DOWN))
            .containsExactly(linksMissing(30, 302, NEVER_SEEN, k(400)));
        assertThat(test.impactMissing(10, 2)).containsExactly(linksMissing(30, 302, NEVER_SEEN, k(400)));
    }

    @Test
    void shouldReportAHugeGapBetweenOutputs()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(6));
            test.frames(20, -2, j(7));
            test.set(20, 1, j(6), a(5));
            test.set(20, -2, j(7), a(5));
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(framesMissing(20, 2, -3, null));
    }

    @Test
    void shouldLookBehindAHugeGap()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(2));
            test.frames(20, 100_000_000, j(6));
            test.set(20, 1, j(2), a(1));
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(
            framesMissing(20, 2, 99_999_999, null), linksMissing(20, 100_000_000, NEVER_SEEN, j(6)));
    }

    @Test
    void shouldEndWhereLinkSetsGoOnWithoutFrames()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, -2000, j(6));
            test.set(20, -2000, j(6), a(1));
            for (int i = -1900; i < 0; i++)
            {
                test.set(20, i, j(3000 + i), a(1));
            }
        });
        assertThat(test.missing(a(5), Direction.DOWN)).isEmpty();
    }

    @Test
    void shouldKnowTheEpochsOfInputs()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(5), a(9));
            test.frames(25, 1, w(7));
            test.set(25, 1, w(7), a(5));
            test.frames(20, 1, j(6), j(10));
            test.set(20, 1, j(6), a(5));
            test.set(20, 2, j(10), a(9));
            test.writer.appendFrame(20, 6, 1, 0, 20_000_012, j(12), FrameStatus.OK);
            test.writer.appendFrame(20, 6, 2, 0, 20_000_013, j(13), FrameStatus.OK);
            test.writer.appendLinkSet(20, 6, 1, j(12), new long[]{w(7)}, 0, 1);
            test.writer.appendLinkSet(20, 6, 2, j(13), new long[]{a(9)}, 0, 1);
            test.frames(30, 1, k(7), k(11), k(14), k(15));
            test.set(30, 1, k(7), j(6));
            test.set(30, 2, k(11), j(10));
            test.set(30, 4, k(15), j(13));
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 3, NEVER_SEEN, k(14)));
        assertThat(test.impactMissing(10, 1)).containsExactly(linksMissing(30, 3, NEVER_SEEN, k(14)));
    }

    @Test
    void shouldKnowWindowsOfAnEarlierEpoch()
    {
        test.store.declare(Map.of(30L, StreamRole.JOINED));
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.writer.appendFrame(10, 6, 1, 0, 10_000_005, a(5), FrameStatus.OK);
            test.frames(30, 1, w(2), w(3), w(6));
            test.writer.appendWindowBySeq(w(2), 10, EPOCH, 1, 1);
            test.writer.appendWindowBySeq(w(3), 10, EPOCH, 2, 2);
        });
        test.expand();
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 3, NEVER_SEEN, w(6)));
    }

    @Test
    void shouldNotLeapOverTheEndOfAStream()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(5), a(9));
            test.frames(20, 1, j(2), j(6), j(10));
            test.set(20, 1, j(2), a(1));
            test.set(20, 2, j(6), a(5));
            test.set(20, 3, j(10), a(9));
            for (int i = 0; i <= 2001; i++)
            {
                test.frames(30, i, k(20 + i));
                if (600 != i && 1001 != i)
                {
                    test.set(30, i, k(20 + i), 2001 == i ? a(9) : 1 == i % 2 ? a(1) : i <= 1000 ? j(2) : j(10));
                }
            }
        });
        assertThat(test.missing(a(5), Direction.DOWN)).containsExactly(linksMissing(30, 1001, NEVER_SEEN, k(1021)));
    }

    private static long a(final long ms)
    {
        return id(1, ms);
    }

    private static long j(final long ms)
    {
        return id(4, ms);
    }

    private static long k(final long ms)
    {
        return id(6, ms);
    }

    private static long w(final long ms)
    {
        return id(5, ms);
    }
}
