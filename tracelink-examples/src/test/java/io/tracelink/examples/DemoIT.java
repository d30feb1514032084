package io.tracelink.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as a newcomer runs it, and what is in its database afterwards.
 */
class DemoIT
{
    private static final String FRAMES_OF_MANY = "SELECT count(*) FROM frames WHERE stream_id IN (21, 31)";

    @TempDir
    private Path directory;

    @Test
    void shouldEndWithALineageThatIsInTheDatabase() throws JsonProcessingException
    {
        final Path database = directory.resolve("lineage.db");
        final DemoOutput output;

        try (ProgramProcess demo = Examples.start("--seconds", "3", "--db", database.toString()))
        {
            assertThat(demo.awaitExit()).as(demo.toString()).isZero();
            assertThat(demo.err()).isEmpty();
            assertThat(demo.out()).anyMatch((line) -> line.startsWith("complete: "));
            output = new DemoOutput(demo.out());
        }

        assertThat(output.memory()).doesNotExist();
        assertThat(output.nodeIds()).hasSize(8).doesNotHaveDuplicates().allMatch((id) -> id >= 1 && id <= 1023);

        try (StoredLineage store = new StoredLineage(database))
        {
            assertAllIsStored(store, output.published());
            assertAllIsTraced(store);
            assertThat(store.rows("SELECT node_id FROM nodes")).containsExactlyInAnyOrderElementsOf(
                output.nodeIds().stream().map(String::valueOf).toList());
            assertLineage(store, output);
        }
    }

    private static void assertAllIsStored(final StoredLineage store, final Map<Long, Long> published)
    {
        assertThat(published).containsOnlyKeys(1L, 2L, 3L, 11L, 12L, 13L, 21L, 31L);
        assertThat(store.rows("SELECT stream_id, count(*) FROM frames GROUP BY stream_id")).containsExactlyInAnyOrder(
            published.entrySet().stream()
                .map((entry) -> entry.getKey() + " " + entry.getValue())
                .toArray(String[]::new));
        assertThat(store.number("SELECT count(*) FROM (SELECT count(*) AS n, max(seq) - min(seq) + 1 AS span " +
            "FROM frames GROUP BY stream_id, epoch) WHERE n <> span")).isZero();
    }

    private static void assertAllIsTraced(final StoredLineage store)
    {
        assertThat(store.number("SELECT count(*) FROM frames WHERE trace_id = 0")).isZero();
        assertThat(store.number("SELECT count(*) FROM frames WHERE status <> 0")).isZero();

        assertThat(store.number(FRAMES_OF_MANY)).isPositive();
        assertThat(store.number(FRAMES_OF_MANY + " AND trace_id NOT IN (SELECT trace_id FROM trace_links)")).isZero();
        assertThat(store.number(
            "SELECT count(*) FROM trace_links WHERE trace_id NOT IN (SELECT trace_id FROM frames)")).isZero();
        assertThat(store.number(
            "SELECT count(*) FROM trace_links WHERE parent_trace_id NOT IN (SELECT trace_id FROM frames)")).isZero();

        // the filters reuse the IDs of the roots
        for (final int root : new int[]{1, 2, 3})
        {
            assertThat(store.number("SELECT count(*) FROM frames WHERE stream_id = " + (10 + root) +
                " AND trace_id NOT IN (SELECT trace_id FROM frames WHERE stream_id = " + root + ")")).isZero();
        }
    }

    /**
     * The command that the demo recommends answers with the edges that plain SQL finds.
     */
    private static void assertLineage(final StoredLineage store, final DemoOutput output)
        throws JsonProcessingException
    {
        try (ProgramProcess lineage = Examples.start(output.furtherCommand()))
        {
            assertThat(lineage.awaitExit()).as(lineage.toString()).isZero();
            final JsonNode answer = new ObjectMapper().readTree(String.join("\n", lineage.out()));
            final List<String> edges = new ArrayList<>();
            for (final JsonNode edge : answer.get("edges"))
            {
                edges.add(edge.get("traceId").textValue() + " " + edge.get("parentTraceId").textValue());
            }

            assertThat(answer.get("complete").booleanValue()).isTrue();
            assertThat(edges).isNotEmpty().containsExactlyInAnyOrderElementsOf(store.rows(
                "WITH RECURSIVE up(id) AS (" +
                "SELECT trace_id FROM frames WHERE stream_id = 31 AND seq = " +
                "(SELECT max(seq) FROM frames WHERE stream_id = 31) " +
                "UNION SELECT parent_trace_id FROM up JOIN trace_links ON trace_id = up.id) " +
                "SELECT trace_id, parent_trace_id FROM trace_links WHERE trace_id IN (SELECT id FROM up)"));
        }
    }
}
