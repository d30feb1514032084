package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames that are read in the order of their places must be those that the rows say, and a question must have the same
 * answer whether they were read so or by the index.
 */
@Tag("store")
class FrameSlicesTest
{
    private static final StreamKey KEY = new StreamKey(1, TestStore.EPOCH);
    private static final int BY_INDEX = Integer.MAX_VALUE;

    private final Random random = new Random(7);
    private TestStore test;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException
    {
        test = new TestStore();
        connection = test.store.readConnection();
    }

    @AfterEach
    void close() throws SQLException
    {
        connection.close();
        test.close();
    }

    @Test
    void shouldReadWhatTheRowsSay() throws SQLException
    {
        // dense, sparse, over the middle of the unsigned numbers, and at both ends
        final List<Long> seqs = new ArrayList<>(List.of(0L, 1L, 100_000L, Long.MAX_VALUE - 1, -1L));
        for (long i = 0; i < 10_000; i++)
        {
            if (0 != random.nextInt(3))
            {
                seqs.add(Long.MAX_VALUE - 4_000 + i);
            }
        }

        test.write(() -> seqs.forEach((seq) -> test.writer.appendFrame(
            1, TestStore.EPOCH, seq, 0, random.nextLong(), random.nextLong(), status(seq))));

        final FrameRows rows = new FrameRows(connection);
        final FrameSlices slices = new FrameSlices(connection);
        final long[] bounds =
            {0, 1, 2, 4_095, 4_096, 100_000, Long.MAX_VALUE - 4_000, Long.MAX_VALUE, Long.MIN_VALUE, -4_096, -1};
        for (int i = 0; i < 300; i++)
        {
            final long one = bounds[random.nextInt(bounds.length)] + random.nextInt(3_000);
            final long other = bounds[random.nextInt(bounds.length)] + random.nextInt(3_000);
            final long from = Long.compareUnsigned(one, other) < 0 ? one : other;
            final long to = from == one ? other : one;

            final List<StoredFrame> expected = new ArrayList<>();
            rows.range(KEY, from, to, expected::add);
            assertThat(frames(slices.of(KEY, from, to), from, to)).isEqualTo(expected);
            if (0 == i % 10)
            {
                slices.clear();
            }
        }
    }

    @Test
    void shouldStopWhenThereIsEnough() throws SQLException
    {
        test.write(() -> test.frames(1, 0, random.longs(20_000, 1, Long.MAX_VALUE).toArray()));
        final FrameSlices slices = new FrameSlices(connection);

        final FrameSlice first = slices.first(KEY, 0, -1, 5_000);
        assertThat(first.size()).isBetween(5_000, 10_000);
        assertThat(first.to()).isEqualTo(first.size() - 1);
        final FrameSlice rest = slices.first(KEY, first.to() + 1, -1, BY_INDEX);
        assertThat(first.size() + rest.size()).isEqualTo(20_000);
        assertThat(rest.to()).isEqualTo(-1);
    }

    @Test
    void shouldFollowTheIndexOnlyWhereIdsDoNotGrow() throws SQLException
    {
        fill();
        final IdIndex ids = new IdIndex();
        for (int i = 100; i < 2_000; i++)
        {
            ids.add(TestStore.id(1, i));
        }

        assertThat(isInOrderOfPlaces(ids)).isTrue();

        // few IDs of a long time
        final IdIndex farApart = new IdIndex();
        farApart.add(TestStore.id(1, 100));
        farApart.add(TestStore.id(1, 2_000));
        assertThat(isInOrderOfPlaces(farApart)).isFalse();

        // an ID of the slice at a place that halving does not find
        test.write(() -> test.frame(1, 1_000_000, 0, TestStore.id(1, 50)));
        test.write(() -> test.frame(1, 1_000_001, 0, TestStore.id(1, 500)));
        assertThat(isInOrderOfPlaces(ids)).isFalse();
    }

    @Test
    void shouldAnswerTheSameEitherWay() throws SQLException
    {
        fill();
        try (LineageAnalysis byPlaces = new LineageAnalysis(test.store.readConnection(), RecordedPositions.NONE, 1);
            LineageAnalysis byIndex = new LineageAnalysis(
                test.store.readConnection(), RecordedPositions.NONE, BY_INDEX))
        {
            for (int i = 0; i < 20; i++)
            {
                final long from = random.nextInt(2_500);
                final long to = from + random.nextInt(1_000);
                final Impact impact = byPlaces.impact(1, TestStore.EPOCH, from, to);
                final Impact expected = byIndex.impact(1, TestStore.EPOCH, from, to);
                assertThat(impact.missing()).isEqualTo(expected.missing()).isNotEmpty();
                assertThat(impact.outputCount()).isEqualTo(expected.outputCount());

                final Latency latency =
                    byPlaces.latency(1, 21, InputChoice.NEWEST, TestStore.EPOCH, from, to);
                final Latency expectedLatency =
                    byIndex.latency(1, 21, InputChoice.NEWEST, TestStore.EPOCH, from, to);
                assertThat(latency.missing()).isEqualTo(expectedLatency.missing());
                assertThat(latency.outputCount()).isEqualTo(expectedLatency.outputCount());
                assertThat(latency.linkCount()).isEqualTo(expectedLatency.linkCount());

                final long[] starts = {TestStore.id(1, from), TestStore.id(1, to)};
                assertThat(framesByTrace(byPlaces.graph(starts, Direction.DOWN)))
                    .isEqualTo(framesByTrace(byIndex.graph(starts, Direction.DOWN)));
            }
        }
    }

    /**
     * A sensor (1), a filter (11) and a join of two frames in a row (21), with losses of all kinds.
     */
    private void fill()
    {
        test.write(() ->
        {
            for (int i = 0; i < 3_000; i++)
            {
                final long traceId = TestStore.id(1, i);
                final long joinedId = TestStore.id(2, i);
                lossy(1, i, i * 1_000L, traceId);
                lossy(11, i, i * 1_000L + 10, traceId);
                lossy(21, i, i * 1_000L + 20, joinedId);
                if (0 != random.nextInt(40))
                {
                    test.set(21, i, joinedId, traceId, TestStore.id(1, i + 1));
                }
            }
        });
    }

    /**
     * Of the frames before the middle some have another status, behind it all have the same.
     */
    private int status(final long seq)
    {
        return seq < 0 ? 2 : 0 == random.nextInt(50) ? 1 : 0;
    }

    private void lossy(final long streamId, final long seq, final long tNs, final long traceId)
    {
        if (0 != random.nextInt(40))
        {
            test.frame(streamId, seq, tNs, traceId);
        }
    }

    private boolean isInOrderOfPlaces(final IdIndex ids) throws SQLException
    {
        final FrameColumns columns =
            new TraceFrames(connection, new FrameRows(connection), new FrameSlices(connection), 1).read(ids);
        for (int i = 1; i < columns.size(); i++)
        {
            if (columns.streamIds[i - 1] > columns.streamIds[i])
            {
                return false;
            }
        }

        return columns.size() > ids.size();
    }

    private static List<StoredFrame> frames(final FrameSlice slice, final long from, final long to)
    {
        final List<StoredFrame> frames = new ArrayList<>();
        for (int i = slice.firstFrom(from), end = slice.endTo(to); i < end; i++)
        {
            frames.add(slice.frame(i));
        }

        return frames;
    }

    private static Map<Long, List<StoredFrame>> framesByTrace(final TraceGraph graph)
    {
        final Map<Long, List<StoredFrame>> byTrace = new HashMap<>();
        for (int trace = 0; trace < graph.traceCount(); trace++)
        {
            final List<StoredFrame> frames = new ArrayList<>();
            for (int frame = graph.firstFrame(trace), end = graph.endFrame(trace); frame < end; frame++)
            {
                frames.add(graph.frame(frame));
            }

            byTrace.put(graph.traceId(trace), frames);
        }

        return byTrace;
    }
}
