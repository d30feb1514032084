package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.tracelink.tools.TestLineage.EPOCH;
import static io.tracelink.tools.TestLineage.T0_NS;
import static io.tracelink.tools.TestLineage.id;
import static io.tracelink.tools.TestLineage.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands that ask a store, over a store that was filled by hand.
 */
class QueryCommandsTest
{
    private static final int JOINS = 3;
    private static final long WINDOW_ID = id(31, JOINS);

    @TempDir
    private Path directory;
    private TestLineage lineage;

    @BeforeEach
    void fillStore()
    {
        lineage = new TestLineage(directory).withPipeline(JOINS);
    }

    @Test
    void shouldAnswerAsOneJsonObjectOfTheAgreedForm()
    {
        final CommandRun run = run("lineage", text(WINDOW_ID), "--format", "json");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).hasSize(1);
        final JsonNode answer = run.json();
        assertThat(answer.fieldNames()).toIterable()
            .containsExactly("traceId", "direction", "complete", "missing", "nodes", "edges");
        assertThat(answer.get("traceId").textValue()).isEqualTo(text(WINDOW_ID));
        assertThat(answer.get("direction").textValue()).isEqualTo("up");
        assertThat(answer.get("complete").isBoolean()).isTrue();
        assertThat(answer.get("complete").booleanValue()).isTrue();
        assertThat(answer.get("missing")).isEmpty();

        final List<String> edges = new ArrayList<>();
        for (int i = 0; i < JOINS; i++)
        {
            edges.add(edge(WINDOW_ID, id(21, i)));
            edges.add(edge(id(21, i), id(1, i)));
            edges.add(edge(id(21, i), id(2, i)));
        }
        assertThat(edges(answer)).containsExactlyInAnyOrderElementsOf(edges);

        assertThat(answer.get("nodes")).hasSize(1 + 3 * JOINS);
        assertThat(node(answer, WINDOW_ID)).isEqualTo(CommandRun.json(
            "{\"traceId\": \"" + text(WINDOW_ID) + "\", \"frames\": [" +
            "{\"streamId\": 31, \"epoch\": \"" + EPOCH + "\", \"seq\": \"0\", \"tNs\": \"" +
            (T0_NS + 30_000_000) + "\", \"stageId\": 0}]}"));
        assertThat(node(answer, id(1, 2)).get("frames")).extracting((frame) -> frame.get("streamId").intValue())
            .containsExactly(1, 11);
    }

    @Test
    void shouldGoDownAndBothWaysAndNotDeeperThanAsked()
    {
        final JsonNode down = run("lineage", text(id(2, 1)), "--direction", "down", "--format", "json").json();
        assertThat(down.get("direction").textValue()).isEqualTo("down");
        assertThat(edges(down)).containsExactlyInAnyOrder(edge(id(21, 1), id(2, 1)), edge(WINDOW_ID, id(21, 1)));

        final JsonNode both = run("lineage", text(id(21, 1)), "--direction", "both", "--format", "json").json();
        assertThat(both.get("direction").textValue()).isEqualTo("both");
        assertThat(edges(both)).containsExactlyInAnyOrder(
            edge(WINDOW_ID, id(21, 1)), edge(id(21, 1), id(1, 1)), edge(id(21, 1), id(2, 1)));

        final JsonNode flat = run("lineage", text(WINDOW_ID), "--depth", "1", "--format", "json").json();
        assertThat(edges(flat)).containsExactlyInAnyOrder(
            edge(WINDOW_ID, id(21, 0)), edge(WINDOW_ID, id(21, 1)), edge(WINDOW_ID, id(21, 2)));
        assertThat(run("lineage", text(WINDOW_ID), "--depth", "0", "--format", "json").json().get("edges")).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissing()
    {
        lineage.write((writer) -> TestLineage.frame(writer, 21, JOINS, T0_NS + 35_000_000, id(21, JOINS)));

        final JsonNode answer = run("lineage", text(id(21, JOINS)), "--format", "json").json();

        assertThat(answer.get("complete").booleanValue()).isFalse();
        assertThat(answer.get("missing")).hasSize(1);
        final JsonNode missing = answer.get("missing").get(0);
        assertThat(missing.get("kind").textValue()).isEqualTo("links");
        assertThat(missing.get("streamId").intValue()).isEqualTo(21);
        assertThat(missing.get("epoch").textValue()).isEqualTo("" + EPOCH);
        assertThat(missing.get("fromSeq").textValue()).isEqualTo("" + JOINS);
        assertThat(missing.get("toSeq").textValue()).isEqualTo("" + JOINS);
        assertThat(missing.get("cause").textValue()).isEqualTo("never-seen");
    }

    @Test
    void shouldAnswerForAFrame()
    {
        final CommandRun json = run("frame", "31", "" + EPOCH, "0", "--format", "json");
        assertThat(json).isEqualTo(run("lineage", text(WINDOW_ID), "--format", "json"));

        final CommandRun text = run("frame", "31", "" + EPOCH, "0");
        assertThat(text).isEqualTo(run("lineage", text(WINDOW_ID)));
        assertThat(text.outLines()).startsWith(
            "trace " + text(WINDOW_ID) + "  minted 2023-11-14T22:13:20.030Z by node 31", "stream 31 seq 0");
        assertThat(text.outLines().get(text.outLines().size() - 1)).startsWith("complete: ");
    }

    @Test
    void shouldEndWithStatusOneWhereNothingIsFound()
    {
        final CommandRun trace = run("lineage", "12345");
        assertThat(trace).isEqualTo(new CommandRun(
            ExitStatus.FAILED, "",
            "tracelink lineage: trace 12345 is not in " + lineage.file + System.lineSeparator()));

        final CommandRun frame = run("frame", "31", "8", "0");
        assertThat(frame).isEqualTo(new CommandRun(
            ExitStatus.FAILED, "",
            "tracelink frame: a traced frame of stream 31 epoch 8 seq 0 is not in " + lineage.file +
            System.lineSeparator()));

        final CommandRun json = run("lineage", "12345", "--format", "json");
        assertThat(json.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(json.json().get("nodes").findValues("streamId")).isEmpty();
        assertThat(json.json().get("edges")).isEmpty();
    }

    @Test
    void shouldSayThatAFrameIsNotTraced()
    {
        lineage.write((writer) -> TestLineage.frame(writer, 1, JOINS, T0_NS, 0));

        final CommandRun run = run("frame", "1", "" + EPOCH, "" + JOINS);

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).containsExactly(
            "not traced",
            "stream 1 seq 3",
            "made from nothing else",
            "incomplete: 1 frame of 1 trace, 0 links; missing:",
            "  links  stream 1  epoch 7  seq 3  sampled-out");
    }

    @Test
    void shouldExpandWindows()
    {
        final long windowId = id(32, 9);
        lineage.write((writer) ->
        {
            TestLineage.frame(writer, 32, 0, T0_NS + 90_000_000, windowId);
            writer.appendWindowBySeq(windowId, 21, EPOCH, 0, 1);
        });

        final JsonNode before = run("lineage", text(windowId), "--format", "json").json();
        assertThat(before.get("missing").get(0).get("cause").textValue()).isEqualTo("not-committed");

        assertThat(run("expand", "--format", "json").json())
            .isEqualTo(CommandRun.json("{\"windows\": 1, \"open\": 0, \"linksAdded\": 2}"));
        assertThat(run("expand")).isEqualTo(new CommandRun(
            ExitStatus.DONE, "0 windows read, 0 still open, 0 links added" + System.lineSeparator(), ""));
        assertThat(run("expand", "--again")).isEqualTo(new CommandRun(
            ExitStatus.DONE, "1 window read, 0 still open, 0 links added" + System.lineSeparator(), ""));

        final JsonNode after = run("lineage", text(windowId), "--depth", "1", "--format", "json").json();
        assertThat(after.get("complete").booleanValue()).isTrue();
        assertThat(edges(after)).containsExactlyInAnyOrder(edge(windowId, id(21, 0)), edge(windowId, id(21, 1)));
    }

    private CommandRun run(final String command, final String... args)
    {
        final List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(args));
        all.addAll(List.of("--db", lineage.file.toString()));

        return CommandRun.of(all.toArray(new String[0]));
    }

    private static String edge(final long traceId, final long parentTraceId)
    {
        return text(traceId) + " <- " + text(parentTraceId);
    }

    private static List<String> edges(final JsonNode answer)
    {
        final List<String> edges = new ArrayList<>();
        for (final JsonNode edge : answer.get("edges"))
        {
            assertThat(edge.fieldNames()).toIterable().containsExactly("traceId", "parentTraceId");
            edges.add(edge.get("traceId").textValue() + " <- " + edge.get("parentTraceId").textValue());
        }

        return edges;
    }

    private static JsonNode node(final JsonNode answer, final long traceId)
    {
        for (final JsonNode node : answer.get("nodes"))
        {
            if (node.get("traceId").textValue().equals(text(traceId)))
            {
                return node;
            }
        }

        throw new AssertionError(text(traceId) + " is not in " + answer);
    }
}
