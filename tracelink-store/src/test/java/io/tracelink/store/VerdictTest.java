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

/**
 * One rule of the verdict at a time. Node 1 makes stream 10, which node 2 filters into 11; node 3 makes 12; node 4
 * joins them into 20.
 */
@Tag("store")
class VerdictTest
{
    private static final Missing.Cause NEVER_SEEN = Missing.Cause.NEVER_SEEN;
    private static final Missing.Cause MISMATCH = Missing.Cause.MISMATCH;

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
    void shouldReportALostParentInItsGap()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), 0, a(4));
            test.frames(20, 1, j(5));
            test.set(20, 1, j(5), a(1), a(3));
        });

        assertThat(test.missing(j(5), Direction.UP)).containsExactly(framesMissing(10, 3, 3, a(3)));
    }

    @Test
    void shouldReportLostParentsThatLieTogetherAsOneRange()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, 0, 0, a(5));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(2), a(3), a(4));
        });

        assertThat(test.missing(j(6), Direction.UP)).containsExactly(framesMissing(10, 2, 4, null));
    }

    @Test
    void shouldReportAFrameThatOnlyOneStreamLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), 0, a(4));
            test.frames(11, 1, a(1), a(3), a(4));
            test.frames(20, 1, j(5));
            test.set(20, 1, j(5), a(1), a(3), a(4));
        });

        assertThat(test.missing(j(5), Direction.UP)).containsExactly(framesMissing(10, 3, 3, a(3)));
    }

    @Test
    void shouldReportAFrameThatTheOriginLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(3), a(4));
            test.frames(11, 1, a(2), a(4), a(5));
            test.frames(20, 1, j(6), j(7), j(8));
            test.set(20, 1, j(6), a(2), a(4));
            test.set(20, 2, j(7), a(2), a(3));
            test.set(20, 3, j(8), a(4), a(5));
        });

        // a(4) tells that what stream 11 has came from stream 10
        assertThat(test.missing(j(6), Direction.UP)).containsExactly(framesMissing(10, 2, 2, a(2)));
        assertThat(test.missing(j(8), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, 10L, EPOCH, 5L, null, NEVER_SEEN, a(5)));

        // nothing does so here, but the gap beside a(3) has room for a(2)
        assertThat(test.missing(j(7), Direction.UP)).containsExactly(framesMissing(10, 2, 2, null));
    }

    @Test
    void shouldNotTakeAStreamForTheOriginOfOneWithTheSameTimes()
    {
        test.write(() ->
        {
            test.frame(10, 1, 100, a(1));
            test.frame(11, 1, 100, a(1));
            test.frame(11, 2, 200, a(2));
            test.frames(20, 1, j(3));
            test.set(20, 1, j(3), a(1), a(2));
        });

        assertThat(test.missing(j(3), Direction.UP)).isEmpty();
    }

    @Test
    void shouldLeaveOutAGapThatCannotHoldAnythingOfTheLineage()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), 0, a(4), a(5));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(1), a(5));
        });

        assertThat(test.missing(j(6), Direction.UP)).isEmpty();
    }

    @Test
    void shouldReportThatGapWhereTraceIdsDoNotGrow()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(3), 0, a(2), a(5));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(1), a(5));
        });

        assertThat(test.missing(j(6), Direction.UP)).containsExactly(framesMissing(10, 3, 3, null));
    }

    @Test
    void shouldReportThatGapWhereTraceIdsRepeat()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(1), 0, a(5));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(1), a(5));
        });

        assertThat(test.missing(j(6), Direction.UP)).containsExactly(framesMissing(10, 3, 3, null));
    }

    @Test
    void shouldReportThatGapWhereLinksAreLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), 0, a(4), a(5));
            test.frames(20, 1, j(6), j(7), j(8));
            test.set(20, 1, j(6), a(1), a(5));
            test.set(20, 3, j(8), a(2), a(4));
            test.frames(30, 1, w(9));
            test.set(30, 1, w(9), j(6), j(7));
        });

        assertThat(test.missing(w(9), Direction.UP))
            .containsExactly(framesMissing(10, 3, 3, null), linksMissing(20, 2, NEVER_SEEN, j(7)));
    }

    @Test
    void shouldReportLostLinks()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(20, 1, j(3), j(4));
            test.set(20, 1, j(3), a(1), a(2));
        });

        assertThat(test.missing(j(3), Direction.UP)).isEmpty();
        assertThat(test.missing(j(4), Direction.UP)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(4)));
    }

    @Test
    void shouldNotExpectLinksOfFramesThatPassThroughAJoinedStream()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(20, 1, j(3), a(2));
            test.set(20, 1, j(3), a(1), a(2));
        });

        assertThat(test.missing(a(2), Direction.UP)).isEmpty();
    }

    @Test
    void shouldKnowThePlaceOfALostFrameByItsLinkSet()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(20, 1, j(3), 0, j(5));
            test.set(20, 1, j(3), a(1), a(2));
            test.set(20, 2, j(4), a(1), a(2));
            test.set(20, 3, j(5), a(1), a(2));
            test.frames(30, 1, w(6), w(7));
            test.set(30, 1, w(6), j(3), j(4));
            test.set(30, 2, w(7), j(3), j(5));
        });

        assertThat(test.missing(w(6), Direction.UP)).containsExactly(framesMissing(20, 2, 2, j(4)));
        assertThat(test.missing(w(7), Direction.UP)).isEmpty();
        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(framesMissing(20, 2, 2, j(4)));
    }

    @Test
    void shouldReportALinkSetWhosePlaceHoldsAnotherFrame()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(20, 1, j(3), j(5));
            test.set(20, 1, j(3), a(1), a(2));
            test.set(20, 2, j(4), a(1), a(2));
        });

        assertThat(test.missing(j(4), Direction.UP)).containsExactly(linksMissing(20, 2, MISMATCH, j(4)));
        assertThat(test.missing(j(5), Direction.UP)).containsExactly(linksMissing(20, 2, MISMATCH, j(5)));
        assertThat(test.missing(j(3), Direction.UP)).isEmpty();
    }

    @Test
    void shouldReportLinksThatAreFewerThanTheSetSaid()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(20, 1, j(3));
            test.writer.appendLinkSet(20, EPOCH, 1, j(3), new long[]{a(1), a(1), a(2)}, 0, 3);
        });

        assertThat(test.missing(j(3), Direction.UP)).containsExactly(linksMissing(20, 1, MISMATCH, j(3)));
    }

    @Test
    void shouldReportLinksThatAreMoreThanTheSetSaid()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(3));
            test.frames(20, 1, j(4));
            test.set(20, 1, j(4), a(1), a(2));
            test.set(20, 1, j(4), a(2), a(3));
        });

        assertThat(test.missing(j(4), Direction.UP)).containsExactly(linksMissing(20, 1, MISMATCH, j(4)));
    }

    @Test
    void shouldAcceptTheSameLinksForTwoPlaces()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frame(20, 1, 100, j(4));
            test.frame(21, 1, 101, j(4));
            test.set(20, 1, j(4), a(1), a(2));
            test.set(21, 1, j(4), a(1), a(2));
        });

        assertThat(test.missing(j(4), Direction.UP)).isEmpty();
    }

    @Test
    void shouldReportAFrameWhosePlaceIsClaimedTwice()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frames(10, 1, a(2));
        });

        assertThat(test.missing(a(1), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, 10L, EPOCH, 1L, 1L, MISMATCH, a(1)));
    }

    @Test
    void shouldPreferGapsOfTheSameNode()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(4));
            test.frames(12, 1, id(3, 1), 0, id(3, 4));
            test.frames(20, 1, j(5));
            test.set(20, 1, j(5), a(1), id(3, 2));
        });

        assertThat(test.missing(j(5), Direction.UP)).containsExactly(framesMissing(12, 2, 2, id(3, 2)));
    }

    @Test
    void shouldTakeAGapOfAnotherNodeWhereThereIsNoBetter()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(4));
            test.frames(20, 1, j(5));
            test.set(20, 1, j(5), a(1), id(77, 2));
        });

        assertThat(test.missing(j(5), Direction.UP)).containsExactly(framesMissing(10, 2, 2, id(77, 2)));
    }

    @Test
    void shouldFindTheGapOfALostParentAmongUntracedFrames()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.frames(10, 8, a(9));
            for (final int seq : new int[]{4, 5, 6, 7})
            {
                test.frame(10, seq, seq, 0);
            }

            test.frames(20, 1, j(10));
            test.set(20, 1, j(10), a(3));
        });

        assertThat(test.missing(j(10), Direction.UP)).containsExactly(framesMissing(10, 3, 3, a(3)));
    }

    @Test
    void shouldLeaveARangeOpenBeyondTheFirstAndLastFrame()
    {
        test.write(() ->
        {
            test.frames(10, 5, a(5), a(6));
            test.frames(20, 1, j(10), j(11));
            test.set(20, 1, j(10), a(5), a(9));
            test.set(20, 2, j(11), a(5), a(1));
        });

        assertThat(test.missing(j(10), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, 10L, EPOCH, 7L, null, NEVER_SEEN, a(9)));
        assertThat(test.missing(j(11), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, 10L, EPOCH, null, 4L, NEVER_SEEN, a(1)));
    }

    @Test
    void shouldReportAnIdThatNoStreamHasRoomFor()
    {
        test.write(() ->
        {
            test.frames(10, 0, a(1), a(2), a(4));
            test.frames(20, 1, j(5));
            test.set(20, 1, j(5), a(1), a(3));
        });

        assertThat(test.missing(j(5), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, null, null, null, null, NEVER_SEEN, a(3)));
    }

    @Test
    void shouldCountEveryEpochByItself()
    {
        test.write(() ->
        {
            test.writer.appendFrame(10, 1, 100, 0, 1, a(1), 0);
            test.writer.appendFrame(10, 2, 7, 0, 2, a(2), 0);
            test.frames(20, 1, j(5));
            test.set(20, 1, j(5), a(1), a(2));
        });

        assertThat(test.missing(j(5), Direction.UP)).isEmpty();
    }

    @Test
    void shouldReportOutputsWithoutLinksAmongThoseReached()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(9));
            test.frames(20, 1, j(2), j(3), j(4), j(10));
            test.set(20, 1, j(2), a(1));
            test.set(20, 3, j(4), a(1));
            test.set(20, 4, j(10), a(9));
        });

        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(3)));
        assertThat(test.missing(a(9), Direction.DOWN)).isEmpty();
    }

    @Test
    void shouldReportOutputsWithoutLinksBesideThoseReached()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(9));
            test.frames(20, 1, j(2), j(3), 0, j(10), j(11));
            test.set(20, 1, j(2), a(1));
            test.set(20, 4, j(10), a(9));
        });

        assertThat(test.missing(a(1), Direction.DOWN))
            .containsExactly(framesMissing(20, 3, 3, null), linksMissing(20, 2, NEVER_SEEN, j(3)));
    }

    @Test
    void shouldReportAnOutputWithoutLinksWhereNothingWasReached()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(9));
            test.frames(12, 1, id(3, 1));
            test.frames(20, 1, j(2), j(10));
            test.set(20, 2, j(10), a(9));
        });

        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(linksMissing(20, 1, NEVER_SEEN, j(2)));
        // stream 20 does not take stream 12
        assertThat(test.missing(id(3, 1), Direction.DOWN)).isEmpty();
    }

    /**
     * Stream 11 takes the frames of 10, and 12 those of 11, which has lost that of a(5) beside an untraced one.
     */
    @Test
    void shouldReportAFrameThatWasLostBesideUntracedOnes()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(3), a(5), a(7));
            test.frames(11, 1, a(3));
            test.untraced(11, 2);
            test.untraced(11, 4);
            test.frames(11, 5, a(7));
            test.frames(12, 1, a(3), a(5), a(7));
            test.frames(20, 1, j(6));
            test.set(20, 1, j(6), a(3), a(5));
            test.frames(20, 2, j(8));
            test.set(20, 2, j(8), a(3));
            test.frames(20, 3, j(9));
            test.set(20, 3, j(9), a(7));
        });

        assertThat(test.missing(j(6), Direction.UP)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.missing(j(8), Direction.UP)).isEmpty();
        assertThat(test.missing(j(9), Direction.UP)).isEmpty();
    }

    /**
     * Of what is lost between the frames of a lineage, only that can belong whose neighbours leave room.
     */
    @Test
    void shouldNotReportWhatWasLostAmongUntracedFramesThatTheLineageTouches()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2));
            test.untraced(10, 3);
            test.untraced(10, 5);
            test.frames(10, 6, a(6), a(7));
            test.frames(20, 1, j(8));
            test.set(20, 1, j(8), a(1), a(7));
        });

        assertThat(test.missing(j(8), Direction.UP)).isEmpty();
    }

    /**
     * The frame of a(5), which is lost between untraced ones, led to an output that is lost as well.
     */
    /**
     * Each frame reaches the join only after a hundred outputs that were minted meanwhile, and the sequences go over
     * half of their range.
     */
    /**
     * Only every other output of stream 20 takes a frame of stream 10.
     */
    @Test
    void shouldReportAWindowThatIsNotExpanded()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(3));
            test.frames(30, 1, w(4));
        });
        test.writer.recordWindowBySeq(w(4), 10, EPOCH, 1, 3);

        final Missing expected = linksMissing(30, 1, Missing.Cause.NOT_COMMITTED, w(4));
        assertThat(test.missing(w(4), Direction.UP)).containsExactly(expected);
        assertThat(test.missing(a(2), Direction.DOWN)).containsExactly(expected);

        test.expand();
        assertThat(test.missing(w(4), Direction.UP)).isEmpty();
        assertThat(test.missing(a(2), Direction.DOWN)).isEmpty();
    }

    @Test
    void shouldReportFramesThatAWindowLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(3));
            test.frames(30, 1, w(7));
        });
        test.writer.recordWindowBySeq(w(7), 10, EPOCH, 1, 5);
        test.expand();

        assertThat(test.missing(w(7), Direction.UP))
            .containsExactly(framesMissing(10, 2, 2, null), framesMissing(10, 4, 5, null));
    }

    @Test
    void shouldReportFramesThatAWindowByTimeLost()
    {
        test.write(() ->
        {
            test.frame(10, 1, 100, a(1));
            test.frame(10, 3, 300, a(3));
            test.frame(10, 4, 400, a(4));
            test.frame(10, 6, 600, a(6));
            test.frames(30, 1, w(7), w(8));
        });
        test.writer.recordWindowByTime(w(7), 10, EPOCH, 300, 400);
        test.writer.recordWindowByTime(w(8), 10, EPOCH, 900, 950);
        test.expand();

        // what is lost beside the frames of the window may have been in it
        assertThat(test.missing(w(7), Direction.UP))
            .containsExactly(framesMissing(10, 2, 2, null), framesMissing(10, 5, 5, null));
        assertThat(test.missing(w(8), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, 10L, EPOCH, null, null, NEVER_SEEN, w(8)));
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
