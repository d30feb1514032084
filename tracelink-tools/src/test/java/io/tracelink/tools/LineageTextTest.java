package io.tracelink.tools;

import io.tracelink.store.Direction;
import io.tracelink.store.FrameStatus;
import io.tracelink.store.LineageGraph;
import io.tracelink.store.Missing;
import io.tracelink.store.StoredFrame;
import io.tracelink.store.TraceEdge;
import io.tracelink.store.TraceNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LineageTextTest
{
    private static final long MS = 1_000_000;

    private final List<TraceNode> nodes = new ArrayList<>();
    private final List<TraceEdge> edges = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    @Test
    void shouldPrintATreeWithNamesAndTheTimesOfEveryHop()
    {
        node(30, frame(31, 1, 100 * MS, 30));
        node(20, frame(21, 4, 90 * MS, 20));
        node(10, frame(1, 8, 80 * MS, 10), frame(11, 9, 80 * MS + 400_000, 10));
        node(11, frame(2, 5, 89 * MS, 11));
        link(30, 20);
        link(20, 10, 11);

        assertThat(print(30, Direction.UP, Map.of(31L, "window", 21L, "join", 1L, "cpu", 11L, "cpu-rate")))
            .containsExactly(
                "trace 30  minted 1970-01-01T00:00:00Z by node 0",
                "window seq 1",
                "made from (hop: the time from there to here)",
                "└─ join seq 4   hop 10.0 ms",
                "   ├─ cpu seq 8 ─ 400 µs → cpu-rate seq 9   hop 9.6 ms",
                "   └─ stream 2 seq 5   hop 1.0 ms",
                "complete: 5 frames of 4 traces, 3 links, nothing is missing");
    }

    @Test
    void shouldFoldTracesThatPassedTheSameStreams()
    {
        node(1000, frame(31, 0, 2_000 * MS, 1000));
        for (int i = 0; i < 50; i++)
        {
            node(i + 1, frame(21, 51 + i, (1_000 + i * 20) * MS, i + 1));
            node(i + 101, frame(1, 101 + i, (999 + i * 20) * MS, i + 101));
            link(1000, i + 1);
            link(i + 1, i + 101);
        }
        node(200, frame(5, 0, 900 * MS, 200));
        link(50, 200);

        assertThat(print(1000, Direction.UP, Map.of())).containsExactly(
            "trace 1000  minted 1970-01-01T00:00:00Z by node 0",
            "stream 31 seq 0",
            "made from (hop: the time from there to here)",
            "└─ 50 × stream 21 seq 51..100   hop 20.0 ms to 1.00 s",
            "   ├─ 50 × stream 1 seq 101..150   hop 1.0 ms",
            "   └─ stream 5 seq 0   hop 1.08 s",
            "complete: 102 frames of 102 traces, 101 links, nothing is missing");
    }

    @Test
    void shouldPrintBothDirections()
    {
        node(20, frame(21, 4, 90 * MS, 20));
        node(10, frame(1, 8, 80 * MS, 10));
        node(30, frame(31, 1, 100 * MS, 30));
        link(20, 10);
        link(30, 20);

        assertThat(print(20, Direction.BOTH, Map.of())).containsExactly(
            "trace 20  minted 1970-01-01T00:00:00Z by node 0",
            "stream 21 seq 4",
            "made from (hop: the time from there to here)",
            "└─ stream 1 seq 8   hop 10.0 ms",
            "became (hop: the time from here to there)",
            "└─ stream 31 seq 1   hop 10.0 ms",
            "complete: 3 frames of 3 traces, 2 links, nothing is missing");
        assertThat(print(10, Direction.UP, Map.of())).contains("made from nothing else");
        assertThat(print(30, Direction.DOWN, Map.of())).contains("became nothing else");
    }

    @Test
    void shouldCompareOnlyTimesOfProducersAndOnlyThoseBeforeTheHop()
    {
        node(20, frame(21, 4, 90 * MS, 20));
        // the trace went on in stream 12 after the join was made from stream 11
        node(10, frame(1, 0, 50 * MS, 10), frame(11, 0, 60 * MS, 10), frame(12, 0, 95 * MS, 10));
        node(11, new StoredFrame(2, 7, 0, 0, 80 * MS, 11, FrameStatus.TIMESTAMP_ABSENT));
        link(20, 10, 11);

        assertThat(print(20, Direction.UP, Map.of())).contains(
            "├─ stream 1 seq 0 ─ 10.0 ms → stream 11 seq 0 ─ 35.0 ms → stream 12 seq 0   hop 30.0 ms",
            "└─ stream 2 seq 0");
    }

    @Test
    void shouldNameTracesWithoutFrames()
    {
        node(20, frame(21, 4, 90 * MS, 20));
        link(20, 10);
        assertThat(print(20, Direction.UP, Map.of())).contains("└─ trace 10 without a stored frame");

        link(20, 11, -1);
        assertThat(print(20, Direction.UP, Map.of())).contains("└─ 3 × traces without a stored frame");
    }

    @Test
    void shouldListWhatIsMissing()
    {
        node(-2, frame(21, 4, 90 * MS, -2));
        missing.add(new Missing(Missing.Kind.FRAMES, 1L, -1L, 5L, 9L, Missing.Cause.NEVER_SEEN, null));
        missing.add(new Missing(Missing.Kind.FRAMES, 1L, 7L, 5L, 5L, Missing.Cause.EXPIRED, null));
        missing.add(new Missing(Missing.Kind.FRAMES, 9L, 7L, 12L, null, Missing.Cause.NEVER_SEEN, 77L));
        missing.add(new Missing(Missing.Kind.FRAMES, 9L, 7L, null, 3L, Missing.Cause.NEVER_SEEN, -1L));
        missing.add(new Missing(Missing.Kind.LINKS, null, null, null, null, Missing.Cause.NOT_COMMITTED, 5L));

        final List<String> lines = print(-2, Direction.UP, Map.of(1L, "cpu"));

        assertThat(lines.subList(lines.size() - 6, lines.size())).containsExactly(
            "incomplete: 1 frame of 1 trace, 0 links; missing:",
            "  frames  cpu  epoch 18446744073709551615  seq 5..9  never-seen",
            "  frames  cpu  epoch 7  seq 5  expired",
            "  frames  stream 9  epoch 7  seq 12..  trace 77  never-seen",
            "  frames  stream 9  epoch 7  seq ..3  trace 18446744073709551615  never-seen",
            "  links  trace 5  not-committed");
    }

    @Test
    void shouldNotListMoreThanAScreen()
    {
        node(1, frame(1, 0, 0, 1));
        for (long i = 0; i < 30; i++)
        {
            missing.add(new Missing(Missing.Kind.FRAMES, 1L, 7L, i, i, Missing.Cause.NEVER_SEEN, null));
        }

        final List<String> lines = print(1, Direction.UP, Map.of());

        assertThat(lines).filteredOn((line) -> line.startsWith("  frames")).hasSize(20);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("  and 10 more: see --format json");
    }

    @Test
    @Timeout(30)
    void shouldEndOnCycles()
    {
        node(1, frame(1, 0, 0, 1));
        node(2, frame(2, 0, MS, 2));
        link(1, 2);
        link(2, 1);
        link(2, 2);

        assertThat(print(1, Direction.BOTH, Map.of())).containsExactly(
            "trace 1  minted 1970-01-01T00:00:00Z by node 0",
            "stream 1 seq 0",
            "made from (hop: the time from there to here)",
            "└─ stream 2 seq 0   hop 1.0 ms",
            "became (hop: the time from here to there)",
            "└─ stream 2 seq 0   hop 1.0 ms",
            "complete: 2 frames of 2 traces, 3 links, nothing is missing");
    }

    @Test
    @Timeout(30)
    void shouldEndOnDeepChains()
    {
        final int depth = 100_000;
        for (int i = 1; i <= depth; i++)
        {
            node(i, frame(1, i, -i * MS, i));
            link(i, i + 1);
        }

        final List<String> lines = print(1, Direction.UP, Map.of());

        assertThat(lines).filteredOn((line) -> line.contains("└─ ")).hasSize(40);
        assertThat(lines).endsWith(
            "... the tree goes on: see --depth, or --format json for all of it",
            "complete: 100000 frames of 100000 traces, 100000 links, nothing is missing");
    }

    @Test
    @Timeout(30)
    void shouldEndOnManyWideLevels()
    {
        final int width = 5_000;
        final int levels = 20;
        node(0, frame(0, 0, 0, 0));
        for (int level = 0; level < levels; level++)
        {
            for (int i = 0; i < width; i++)
            {
                final long id = 1L + (long)level * width + i;
                node(id, frame(level + 1, i, 0, id));
                link(0 == level ? 0 : id - width, id);
                link(0 == level ? 0 : 1L + (level - 1L) * width + (i + 1) % width, id);
            }
        }

        assertThat(print(0, Direction.UP, Map.of()))
            .filteredOn((line) -> line.contains("└─ "))
            .hasSize(levels)
            .allSatisfy((line) -> assertThat(line).contains("└─ " + width + " × stream"));
    }

    @Test
    @Timeout(30)
    void shouldEndOnTreesWithTooManyPaths()
    {
        // two streams on every level, each made of both of the level before: 2^30 paths
        final int levels = 30;
        for (int level = 0; level < levels; level++)
        {
            for (int i = 0; i < 2; i++)
            {
                final long id = 1L + level * 2L + i;
                node(id, frame(id, 0, 0, id));
                if (level + 1 < levels)
                {
                    link(id, 1L + (level + 1L) * 2, 2L + (level + 1L) * 2);
                }
            }
        }

        final List<String> lines = print(1, Direction.UP, Map.of());

        assertThat(lines).filteredOn((line) -> line.contains("─ stream")).hasSize(400);
        assertThat(lines).contains("... the tree goes on: see --depth, or --format json for all of it");
    }

    private static StoredFrame frame(final long streamId, final long seq, final long tNs, final long traceId)
    {
        return new StoredFrame(streamId, 7, seq, 0, tNs, traceId, FrameStatus.OK);
    }

    private void node(final long traceId, final StoredFrame... frames)
    {
        nodes.add(new TraceNode(traceId, List.of(frames)));
    }

    private void link(final long traceId, final long... parents)
    {
        for (final long parent : parents)
        {
            edges.add(new TraceEdge(traceId, parent));
        }
    }

    private List<String> print(final long traceId, final Direction direction, final Map<Long, String> names)
    {
        final StringWriter writer = new StringWriter();
        new LineageText(new LineageGraph(traceId, direction, missing, nodes, edges), names)
            .print(new PrintWriter(writer));

        return writer.toString().lines().toList();
    }
}
