package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.tracelink.store.Expiry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static io.tracelink.tools.TestLineage.EPOCH;
import static io.tracelink.tools.TestLineage.T0_NS;
import static io.tracelink.tools.TestLineage.id;
import static io.tracelink.tools.TestLineage.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands that ask about many frames, over a store that was filled by hand.
 */
class AnalysisCommandsTest
{
    private static final int JOINS = 3;

    @TempDir
    private Path directory;
    private TestLineage lineage;

    @BeforeEach
    void fillStore()
    {
        lineage = new TestLineage(directory).withPipeline(JOINS);
    }

    @Test
    void shouldTellTheImpactForPeople()
    {
        final CommandRun run = impact(1, 1, 2);

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines()).containsExactly(
            "stream 1  epoch 7  seq 1..2  2 frames",
            "reached",
            "  stream 11  epoch 7  seq 1..2  2 frames",
            "  stream 21  epoch 7  seq 1..2  2 frames",
            "  stream 31  epoch 7  seq 0  1 frame",
            "complete: 5 frames, 5 traces, 4 links, nothing is missing");
        assertThat(impact(31, 0, 0).outLines()).contains("reached nothing else");
    }

    @Test
    void shouldTellTheImpactAsOneJsonObject()
    {
        final CommandRun run = impact(1, 0, 3, "--format", "json");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).hasSize(1);
        assertThat(run.json()).isEqualTo(CommandRun.json(
            "{\"streamId\": 1, \"epoch\": \"7\", \"fromSeq\": \"0\", \"toSeq\": \"3\", \"inputs\": 3, \"traces\": 7, " +
            "\"links\": 6, \"complete\": false, \"missing\": [{\"kind\": \"frames\", \"streamId\": 1, " +
            "\"epoch\": \"7\", \"fromSeq\": \"3\", \"toSeq\": \"3\", \"cause\": \"never-seen\"}], \"outputs\": [" +
            ranges(11, 3, 2) + ", " + ranges(21, 3, 2) + ", " + ranges(31, 1, 0) +
            "]}"));
    }

    @Test
    void shouldTellTheLatencyForPeople()
    {
        final CommandRun run = latency(1, 31);

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines().get(0))
            .isEqualTo("stream 1 to stream 31, from the newest input of each of 1 output");
        assertThat(run.outLines().get(1).trim().split(" +"))
            .containsExactly("count", "min", "p50", "p90", "p99", "p99.9", "max");
        assertThat(run.outLines().get(2)).matches("end to end +1 +10\\.0 ms.*");
        assertThat(run.outLines().get(3)).matches("path 1 → 11 → 21 → 31 +1 +10\\.0 ms.*");
        assertThat(run.outLines().get(4)).matches("  1 → 11 +1 +2\\.0 ms.*");
        assertThat(run.outLines().get(5)).matches("  11 → 21 +1 +3\\.0 ms.*");
        assertThat(run.outLines().get(6)).matches("  21 → 31 +1 +5\\.0 ms.*");
        assertThat(run.outLines().subList(7, 9)).containsExactly(
            "slowest: stream 1 seq 2 ─ 2.0 ms → stream 11 seq 2 ─ 3.0 ms → stream 21 seq 2 ─ 5.0 ms → " +
            "stream 31 seq 0  (trace " + text(id(31, JOINS)) + ")",
            "complete: 1 output, 0 without input on stream 1, 9 links, nothing is missing");
    }

    @Test
    void shouldTellTheLatencyAsOneJsonObject()
    {
        final CommandRun run = latency(2, 21, "--format", "json", "--input", "oldest");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).hasSize(1);
        final JsonNode answer = run.json();
        assertThat(answer.fieldNames()).toIterable().containsExactly(
            "fromStreamId", "toStreamId", "input", "outputs", "unconnected", "links", "complete", "missing",
            "endToEnd", "paths", "otherPaths", "slowest");
        assertThat(answer.get("input").textValue()).isEqualTo("oldest");
        assertThat(answer.get("outputs").intValue()).isEqualTo(JOINS);
        assertThat(answer.get("complete").booleanValue()).isTrue();
        assertThat(answer.get("endToEnd").fieldNames()).toIterable().containsExactly(
            "count", "negative", "untimed", "minNs", "meanNs", "p50Ns", "p90Ns", "p99Ns", "p999Ns", "maxNs");
        assertThat(answer.get("endToEnd").get("count").intValue()).isEqualTo(JOINS);
        assertThat(answer.get("endToEnd").get("p50Ns").longValue()).isBetween(3_990_000L, 4_010_000L);
        assertThat(answer.get("paths")).hasSize(1);
        assertThat(answer.get("paths").get(0).get("streamIds").toString()).isEqualTo("[2,21]");
        assertThat(answer.get("paths").get(0).get("hops")).hasSize(1);
        assertThat(answer.get("slowest").get(0)).isEqualTo(CommandRun.json(
            "{\"streamId\": 2, \"epoch\": \"7\", \"seq\": \"0\", \"tNs\": \"" + (T0_NS + 1_000_000) +
            "\", \"traceId\": \"" + text(id(2, 0)) + "\"}"));
    }

    @Test
    void shouldTakeOnlyTheOutputsOfARange()
    {
        final JsonNode answer = latency(
            2, 21, "--format", "json", "--epoch", "" + EPOCH, "--from", "1", "--to", "2").json();

        assertThat(answer.get("outputs").intValue()).isEqualTo(2);
        assertThat(answer.get("complete").booleanValue()).isTrue();
    }

    @Test
    void shouldSayNegativeTimesAndWhatIsMissing()
    {
        lineage.write((writer) -> TestLineage.frame(writer, 21, JOINS + 1, T0_NS, id(21, JOINS + 1)));

        assertThat(latency(21, 2).status()).isEqualTo(ExitStatus.FAILED);
        assertThat(latency(11, 1).outLines().get(2)).matches("end to end +0 +- +- +- +- +- +-  3 negative");
        final List<String> lines = latency(2, 21).outLines();
        assertThat(lines.subList(lines.size() - 3, lines.size())).containsExactly(
            "incomplete: 4 outputs, 1 without input on stream 2, 6 links; missing:",
            "  frames  stream 21  epoch 7  seq 3  never-seen",
            "  links  stream 21  epoch 7  seq 4  trace " + text(id(21, JOINS + 1)) + "  never-seen");
    }

    @Test
    void shouldEndWithStatusOneWhereNothingIsFound()
    {
        assertThat(impact(9, 0, 4)).isEqualTo(new CommandRun(
            ExitStatus.FAILED, "",
            "tracelink impact: no frame of stream 9 epoch 7 seq 0..4 is in " + lineage.file +
            System.lineSeparator()));
        assertThat(latency(9, 31)).isEqualTo(new CommandRun(
            ExitStatus.FAILED, "",
            "tracelink latency: nothing leads from stream 9 to stream 31 in " + lineage.file +
            " (1 frame looked at)" + System.lineSeparator()));
        assertThat(impact(9, 0, 4, "--format", "json").json().get("outputs")).isEmpty();
        assertThat(latency(1, 9, "--format", "json").json().get("endToEnd").get("count").intValue()).isZero();
    }

    @Test
    void shouldSayWhatIsMissingWhereNothingIsFound()
    {
        try (Expiry expiry = lineage.store.expiry())
        {
            expiry.before(Instant.now().toEpochMilli());
        }

        final CommandRun run = latency(1, 21);
        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.outLines()).containsExactly(
            "incomplete: 0 outputs, 0 without input on stream 1, 0 links; missing:",
            "  frames  stream 21  epoch 7  seq 0..2  expired");
        assertThat(run.errLines()).containsExactly(
            "tracelink latency: nothing leads from stream 1 to stream 21 in " + lineage.file +
            " (0 frames looked at)");
        assertThat(latency(1, 21, "--format", "json").json().get("complete").booleanValue()).isFalse();
    }

    private static String ranges(final long streamId, final long frames, final long to)
    {
        return "{\"streamId\": " + streamId + ", \"epoch\": \"7\", \"frames\": " + frames +
            ", \"ranges\": [{\"fromSeq\": \"0\", \"toSeq\": \"" + to + "\"}]}";
    }

    private CommandRun impact(final long streamId, final long from, final long to, final String... args)
    {
        return run(
            List.of("impact", "--stream", "" + streamId, "--epoch", "" + EPOCH, "--from", "" + from, "--to", "" + to),
            args);
    }

    private CommandRun latency(final long from, final long to, final String... args)
    {
        return run(List.of("latency", "--from-stream", "" + from, "--to-stream", "" + to), args);
    }

    private CommandRun run(final List<String> command, final String... args)
    {
        final List<String> all = new ArrayList<>(command);
        all.addAll(List.of(args));
        all.addAll(List.of("--db", lineage.file.toString()));

        return CommandRun.of(all.toArray(new String[0]));
    }
}
