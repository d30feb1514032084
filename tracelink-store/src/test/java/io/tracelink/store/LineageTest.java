package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("store")
class LineageTest
{
    private static final long A = id(1, 1_000);
    private static final long B = id(2, 1_001);
    private static final long J = id(3, 1_002);
    private static final long W = id(4, 1_003);

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
    void shouldGoUp()
    {
        pipeline();
        final LineageGraph graph = test.trace(W, Direction.UP);

        assertThat(graph.found()).isTrue();
        assertThat(graph.missing()).isEmpty();
        assertThat(graph.complete()).isTrue();
        assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactly(W, J, A, B);
        assertThat(graph.edges())
            .containsExactly(new TraceEdge(W, J), new TraceEdge(J, A), new TraceEdge(J, B));
        assertThat(graph.nodes().get(2).frames()).extracting(StoredFrame::streamId).containsExactly(10L, 11L);
    }

    @Test
    void shouldGoDown()
    {
        pipeline();
        final LineageGraph graph = test.trace(A, Direction.DOWN);

        assertThat(graph.missing()).isEmpty();
        assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactly(A, J, W);
        assertThat(graph.edges()).containsExactly(new TraceEdge(J, A), new TraceEdge(W, J));
    }

    @Test
    void shouldGoBothWaysFromTheMiddle()
    {
        pipeline();
        final LineageGraph graph = test.trace(J, Direction.BOTH);

        assertThat(graph.missing()).isEmpty();
        assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactly(J, A, B, W);
        assertThat(graph.edges())
            .containsExactly(new TraceEdge(J, A), new TraceEdge(J, B), new TraceEdge(W, J));
    }

    @Test
    void shouldStopAtTheDepthThatIsAsked()
    {
        pipeline();
        try (Lineage lineage = test.store.lineage())
        {
            final LineageGraph none = lineage.ofTrace(W, Direction.UP, 0);
            assertThat(none.nodes()).extracting(TraceNode::traceId).containsExactly(W);
            assertThat(none.edges()).isEmpty();
            assertThat(none.complete()).isTrue();

            final LineageGraph one = lineage.ofTrace(W, Direction.UP, 1);
            assertThat(one.nodes()).extracting(TraceNode::traceId).containsExactly(W, J);
            assertThat(one.complete()).isTrue();
        }
    }

    @Test
    void shouldStartAtAFrame()
    {
        pipeline();
        try (Lineage lineage = test.store.lineage())
        {
            assertThat(lineage.ofFrame(11, EPOCH, 1, Direction.DOWN)).isEqualTo(lineage.ofTrace(A, Direction.DOWN));
        }
    }

    @Test
    void shouldStartAtALostFrameWhoseLinkSetIsThere()
    {
        test.write(() ->
        {
            test.frames(10, 1, A);
            test.frames(12, 1, B);
            test.set(20, 1, J, A, B);
        });

        try (Lineage lineage = test.store.lineage())
        {
            final LineageGraph graph = lineage.ofFrame(20, EPOCH, 1, Direction.UP);
            assertThat(graph.found()).isTrue();
            assertThat(graph.traceId()).isEqualTo(J);
            assertThat(graph.missing()).containsExactly(framesMissing(20, 1, 1, J));
            assertThat(graph.edges()).containsExactly(new TraceEdge(J, A), new TraceEdge(J, B));
        }
    }

    @Test
    void shouldNotFindWhatIsNotThere()
    {
        pipeline();
        try (Lineage lineage = test.store.lineage())
        {
            final LineageGraph frame = lineage.ofFrame(10, EPOCH, 99, Direction.UP);
            assertThat(frame.found()).isFalse();
            assertThat(frame.complete()).isFalse();
            assertThat(frame.missing()).containsExactly(framesMissing(10, 99, 99, null));

            final LineageGraph trace = lineage.ofTrace(id(900, 5), Direction.UP);
            assertThat(trace.found()).isFalse();
            assertThat(trace.missing()).containsExactly(new Missing(
                Missing.Kind.FRAMES, null, null, null, null, Missing.Cause.NEVER_SEEN, id(900, 5)));
        }
    }

    @Test
    void shouldSayThatAnUntracedFrameHasNoLineage()
    {
        test.write(() -> test.frame(10, 1, 5, 0));
        try (Lineage lineage = test.store.lineage())
        {
            final LineageGraph graph = lineage.ofFrame(10, EPOCH, 1, Direction.UP);
            assertThat(graph.found()).isTrue();
            assertThat(graph.missing())
                .containsExactly(TestStore.linksMissing(10, 1, Missing.Cause.SAMPLED_OUT, null));
        }
    }

    @Test
    void shouldOrderFramesByUnsignedTime()
    {
        test.write(() ->
        {
            test.frame(3, 1, -1, A);
            test.frame(2, 1, Long.MAX_VALUE, A);
            test.frame(1, 1, Long.MIN_VALUE, A);
            test.frame(4, 1, 0, A);
        });

        try (Lineage lineage = test.store.lineage())
        {
            assertThat(lineage.frames(A)).extracting(StoredFrame::streamId).containsExactly(4L, 2L, 1L, 3L);
        }
    }

    @Test
    void shouldFindTheLastFrameOfAStream()
    {
        test.write(() ->
        {
            test.writer.appendFrame(10, 3, 900, 0, 1, A, FrameStatus.OK);
            test.writer.appendFrame(10, 4, 7, 0, 2, B, FrameStatus.OK);
            test.writer.appendFrame(10, 4, 8, 0, 3, J, FrameStatus.OK);
            test.writer.appendFrame(11, -1, 5, 0, 4, A, FrameStatus.OK);
            test.writer.appendFrame(11, -1, -5, 0, 5, W, FrameStatus.OK);
            test.writer.appendFrame(11, 9, 6, 0, 6, B, FrameStatus.OK);
        });

        try (Lineage lineage = test.store.lineage())
        {
            assertThat(lineage.lastFrame(10).traceId()).isEqualTo(J);
            assertThat(lineage.lastFrame(11).traceId()).isEqualTo(W);
            assertThat(lineage.lastFrame(12)).isNull();
        }
    }

    @Test
    void shouldEndInACycle()
    {
        test.write(() ->
        {
            test.set(1, 1, A, B, J);
            test.set(1, 2, B, J, A);
            test.set(1, 3, J, A, B);
            test.frames(1, 1, A, B, J);
        });

        for (final Direction direction : Direction.values())
        {
            final LineageGraph graph = test.trace(A, direction);
            assertThat(graph.nodes()).extracting(TraceNode::traceId).containsExactlyInAnyOrder(A, B, J);
            assertThat(graph.edges()).hasSize(6);
            assertThat(graph.complete()).isTrue();
        }
    }

    @Test
    void shouldWalkMoreHopsThanAStackHolds()
    {
        // the same walk, of which each hop is asked of the server
        final int hops = TestStore.IS_POSTGRES ? 20_000 : 100_000;
        test.write(() ->
        {
            for (int i = 0; i <= hops; i++)
            {
                test.frame(1, i, i, id(1, i + 1));
                if (i > 0)
                {
                    test.set(1, i, id(1, i + 1), id(1, i));
                }
            }
        });

        final LineageGraph up = test.trace(id(1, hops + 1), Direction.UP);
        assertThat(up.edges()).hasSize(hops);
        // the first one is in a joined stream and has no links of its own
        assertThat(up.missing())
            .containsExactly(TestStore.linksMissing(1, 0, Missing.Cause.NEVER_SEEN, id(1, 1)));
        assertThat(test.trace(id(1, 1), Direction.DOWN).edges()).hasSize(hops);
    }

    @Test
    void shouldWalkWideLevels()
    {
        final int width = 65_534;
        final long[] parents = new long[width];
        for (int i = 0; i < width; i++)
        {
            parents[i] = id(1, i + 1);
        }

        final long output = id(2, width + 10);
        test.write(() ->
        {
            test.frames(1, 0, parents);
            test.frames(2, 0, output);
            test.set(2, 0, output, parents);
        });

        final LineageGraph graph = test.trace(output, Direction.UP);
        assertThat(graph.nodes()).hasSize(width + 1);
        assertThat(graph.edges()).hasSize(width);
        assertThat(graph.complete()).isTrue();
    }

    @Test
    void shouldTakeIdsBeyondTheSignedRange()
    {
        final long[] ids = {Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};
        test.write(() ->
        {
            for (int i = 0; i < ids.length; i++)
            {
                // sequences cross over the signed range, too
                test.writer.appendFrame(1, -7, Long.MAX_VALUE - 1 + i, 0, i, ids[i], FrameStatus.OK);
                test.writer.appendFrame(2, -7, i, 0, 10, id(3, 1 + i), FrameStatus.OK);
            }

            test.writer.appendLinkSet(2, -7, 3, id(3, 4), ids, 0, ids.length);
            test.writer.appendLinkSet(2, -7, 2, id(3, 3), ids, 0, ids.length);
            test.writer.appendLinkSet(2, -7, 1, id(3, 2), ids, 0, ids.length);
            test.writer.appendLinkSet(2, -7, 0, id(3, 1), ids, 0, ids.length);
        });

        final LineageGraph graph = test.trace(id(3, 4), Direction.UP);
        assertThat(graph.missing()).isEmpty();
        assertThat(graph.nodes()).extracting(TraceNode::traceId)
            .containsExactlyInAnyOrder(id(3, 4), ids[0], ids[1], ids[2], ids[3]);
        assertThat(test.trace(-1, Direction.DOWN).missing()).isEmpty();
    }

    @Test
    void shouldFindGapsThatCrossTheSignedRange()
    {
        final long[] parents = {Long.MAX_VALUE - 5, -5};
        test.write(() ->
        {
            test.writer.appendFrame(1, EPOCH, Long.MAX_VALUE - 1, 0, 1, parents[0], FrameStatus.OK);
            test.writer.appendFrame(1, EPOCH, Long.MIN_VALUE + 3, 0, 2, parents[1], FrameStatus.OK);
            test.frames(2, 0, -1);
            test.set(2, 0, -1, parents[0], Long.MIN_VALUE, parents[1]);
        });

        assertThat(test.missing(-1, Direction.UP))
            .containsExactly(framesMissing(1, Long.MAX_VALUE, Long.MIN_VALUE + 2, Long.MIN_VALUE));
    }

    @Test
    void shouldRefuseWhatCannotBeAsked()
    {
        try (Lineage lineage = test.store.lineage())
        {
            assertThatIllegalArgumentException().isThrownBy(() -> lineage.ofTrace(0, Direction.UP))
                .withMessage("traceId=0 is the null trace ID; give that of a frame");
            assertThatIllegalArgumentException().isThrownBy(() -> lineage.frames(0))
                .withMessage("traceId=0 is the null trace ID; give that of a frame");
            assertThatIllegalArgumentException().isThrownBy(() -> lineage.ofTrace(1, Direction.UP, -1))
                .withMessage("maxDepth=-1 must be 0 or more");
        }
    }

    @Test
    void shouldAnswerWithUnmodifiableLists()
    {
        pipeline();
        final LineageGraph graph = test.trace(W, Direction.UP);
        assertThat(graph.nodes()).isUnmodifiable();
        assertThat(graph.edges()).isUnmodifiable();
        assertThat(graph.nodes().get(0).frames()).isUnmodifiable();
        assertThat(List.copyOf(graph.missing())).isSameAs(graph.missing());
    }

    /**
     * Two roots, a filter over the first one, a join and a window.
     */
    private void pipeline()
    {
        test.write(() ->
        {
            test.frames(10, 1, A);
            test.frames(11, 1, A);
            test.frames(12, 1, B);
            test.frames(20, 1, J);
            test.frames(30, 1, W);
            test.set(20, 1, J, A, B);
            test.set(30, 1, W, J);
        });
    }
}
