package io.tracelink.examples;

import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as processes, of which the collector and then the driver are killed: the stages neither stop nor slow down,
 * and one line says what happened.
 */
class DemoProcessesIT
{
    private static final int SECONDS = 8;
    private static final int PROCESSES = 10;

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnWithoutCollectorAndDriver()
    {
        final Path database = directory.resolve("lineage.db");

        try (ProgramProcess demo = Examples.start(
            "--processes", "--seconds", Integer.toString(SECONDS), "--db", database.toString()))
        {
            demo.awaitOut(DemoOutput::isRunning);
            final List<ProcessHandle> children = demo.handle().descendants().toList();
            assertThat(children).hasSize(PROCESSES);

            try (StoredLineage store = new StoredLineage(database))
            {
                Await.until(
                    () -> store.number("SELECT count(*) FROM frames WHERE stream_id = 31") > 0,
                    () -> "a window, " + demo);
                // One registration of each stage, which is a process of its own.
                assertThat(store.rows("SELECT process_id FROM nodes")).hasSize(8).doesNotHaveDuplicates()
                    .isSubsetOf(children.stream().map((child) -> String.valueOf(child.pid())).toList());
            }

            kill(children, "collect");
            demo.awaitOut((line) -> line.startsWith("collector (pid "));
            kill(children, "driver");
            demo.awaitOut((line) -> line.startsWith("driver (pid "));

            assertThat(demo.awaitExit()).as(demo.toString()).isZero();
            assertThat(demo.err()).isEmpty();
            assertThat(demo.out()).filteredOn((line) -> line.contains("(pid ")).satisfiesExactly(
                (line) -> assertThat(line).endsWith(
                    "the stages go on, what they publish from now on is not stored"),
                (line) -> assertThat(line).endsWith(
                    "the stages go on with the node IDs and the memory that they hold"));

            final DemoOutput output = new DemoOutput(demo.out());
            assertRates(output.published());
            assertThat(output.memory()).doesNotExist();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(Files.exists(database)).isTrue();
        }
    }

    /**
     * At least half of what the stages publish on a machine that is idle.
     */
    private static void assertRates(final Map<Long, Long> published)
    {
        final Map<Long, Integer> hertz =
            Map.of(1L, 100, 2L, 50, 3L, 20, 11L, 50, 12L, 25, 13L, 10, 21L, 50, 31L, 1);

        assertThat(published.keySet()).containsExactlyInAnyOrderElementsOf(hertz.keySet());
        hertz.forEach((streamId, rate) -> assertThat(published.get(streamId)).as("frames of stream " + streamId)
            .isGreaterThanOrEqualTo(rate * SECONDS / 2));
    }

    private static void kill(final List<ProcessHandle> processes, final String command)
    {
        for (final ProcessHandle process : processes)
        {
            if (List.of(process.info().arguments().orElseThrow()).contains(command))
            {
                process.destroyForcibly();
                return;
            }
        }

        throw new AssertionError("no process runs " + command);
    }
}
