package io.tracelink.examples;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ExamplesMainTest
{
    @Test
    void shouldRunTheDemoUnlessACommandIsNamed()
    {
        assertThat(ExamplesMain.withDefaultCommand(new String[0])).containsExactly("demo");
        assertThat(ExamplesMain.withDefaultCommand(new String[]{"--seconds", "3"}))
            .containsExactly("demo", "--seconds", "3");
        assertThat(ExamplesMain.withDefaultCommand(new String[]{"id", "1"})).containsExactly("id", "1");
        assertThat(ExamplesMain.withDefaultCommand(new String[]{"--help"})).containsExactly("--help");
        assertThat(ExamplesMain.withDefaultCommand(new String[]{"-V"})).containsExactly("-V");
    }

    @Test
    void shouldRefuseBadUsageInOneLine()
    {
        assertRefused("tracelink demo: --seconds=0 must be at least 1", "demo", "--seconds", "0");
        assertRefused("tracelink demo: Invalid value for option '--seconds'", "demo", "--seconds", "x");
        assertRefused("tracelink demo: Unknown option: '--fast'", "demo", "--fast");
        assertRefused("tracelink demo: database=", "demo", "--db", Path.of("nowhere", "lineage.db").toString());
        assertRefused("tracelink demo-stage: Missing required option", "demo-stage", "cpu");
    }

    @Test
    void shouldExplainTheDemoAndNotItsStages()
    {
        final StringWriter out = new StringWriter();
        final CommandLine commandLine = ExamplesMain.commandLine().setOut(new PrintWriter(out));

        assertThat(commandLine.execute("--help")).isZero();
        assertThat(out.toString()).contains("demo ").doesNotContain("demo-stage");
        assertThat(commandLine.execute("demo", "--help")).isZero();
        assertThat(out.toString()).contains("--seconds=N", "--processes", "--db=DB");
    }

    private static void assertRefused(final String message, final String... args)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int status = ExamplesMain.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith(message);
        assertThat(out.toString()).isEmpty();
        assertThat(Files.exists(Path.of("nowhere"))).isFalse();
    }
}
