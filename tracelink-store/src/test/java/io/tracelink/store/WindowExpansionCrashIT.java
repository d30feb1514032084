package io.tracelink.store;

import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills window expansions (SIGKILL) again and again. After each, every window that is marked has all its links; the
 * last one finishes what is left, and nothing is made twice.
 */
class WindowExpansionCrashIT
{
    private static final int WINDOWS = 20_000;
    private static final int FRAMES_PER_WINDOW = 50;
    private static final int KILLS = 4;
    private static final String INCOMPLETE =
        "SELECT count(*) FROM expanded_windows WHERE NOT EXISTS (SELECT 1 FROM trace_links l WHERE l.trace_id = " +
        "expanded_windows.trace_id GROUP BY l.trace_id HAVING count(*) = " + FRAMES_PER_WINDOW + ")";

    private TestStore test;

    @BeforeEach
    void fillStore()
    {
        test = new TestStore();
        for (int window = 0; window < WINDOWS; window++)
        {
            if (0 == window % 1_000)
            {
                if (window > 0)
                {
                    test.writer.commit();
                }

                test.writer.begin();
            }

            final long first = (long)window * FRAMES_PER_WINDOW;
            for (int i = 0; i < FRAMES_PER_WINDOW; i++)
            {
                test.frame(10, first + i, first + i, 1 + first + i);
            }

            test.writer.appendWindowBySeq(-1 - window, 10, TestStore.EPOCH, first, first + FRAMES_PER_WINDOW - 1);
        }

        test.writer.commit();
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldFinishWhatWasBrokenOffAndMakeNothingTwice() throws SQLException
    {
        for (final String sql : List.of(
            "CREATE TABLE attempts (count INTEGER NOT NULL)",
            "INSERT INTO attempts VALUES (0)",
            "CREATE TRIGGER marks BEFORE INSERT ON expanded_windows " +
                "BEGIN UPDATE attempts SET count = count + 1; END"))
        {
            test.execute(sql);
        }

        final List<Long> marked = new ArrayList<>(List.of(0L));
        for (int kill = 0; kill < KILLS; kill++)
        {
            try (ProgramProcess expansion = start())
            {
                final long before = marked.get(kill);
                Await.until(() -> count("expanded_windows") > before, () -> "some windows are done, " + expansion);
                expansion.handle().destroyForcibly();
                assertThat(expansion.awaitExit()).as(expansion.toString()).isEqualTo(128 + 9);
                assertThat(expansion.err()).isEmpty();
            }

            marked.add(count("expanded_windows"));
            assertThat(query(INCOMPLETE)).as("marked without all links").isEqualTo("0");
        }

        assertThat(marked).doesNotHaveDuplicates();
        assertThat(marked.get(KILLS)).isLessThan(WINDOWS);
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            assertThat(expansion.expand().windows()).as("only what is left").isEqualTo(WINDOWS - marked.get(KILLS));
            assertThat(expansion.expand()).isEqualTo(new WindowExpansion.Result(0, 0, 0));
        }

        assertThat(count("trace_links")).isEqualTo((long)WINDOWS * FRAMES_PER_WINDOW);
        assertThat(query(INCOMPLETE)).isEqualTo("0");
        assertThat(query("SELECT count FROM attempts")).as("each was marked once").isEqualTo("" + WINDOWS);
    }

    private ProgramProcess start()
    {
        return ProgramProcess.of(
            test.directory,
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            Expansion.class.getName(),
            test.store.location());
    }

    private long count(final String table)
    {
        return Long.parseLong(query("SELECT count(*) FROM " + table));
    }

    private String query(final String sql)
    {
        try
        {
            return test.query(sql).get(0);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * The program that is killed.
     */
    static final class Expansion
    {
        private Expansion()
        {
        }

        /**
         * Run.
         *
         * @param args location of the store.
         */
        public static void main(final String[] args)
        {
            try (WindowExpansion expansion = LineageStore.openExisting(args[0]).windowExpansion())
            {
                expansion.expand();
            }
        }
    }
}
