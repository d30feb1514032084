package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Instant;

import static io.tracelink.tools.TestLineage.id;
import static io.tracelink.tools.TestLineage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Three joins of two roots and a filter, below one window; expired up to the second join.
 */
class ExpireCommandTest
{
    private static final String BEFORE = Instant.ofEpochMilli(id(0, 2) >>> 22).toString();

    @TempDir
    private Path directory;
    private String database;

    @BeforeEach
    void fillStore()
    {
        database = new TestLineage(directory).withPipeline(3).file.toString();
    }

    @Test
    void shouldRemoveWhatIsOlderAndSaySoInEveryAnswer()
    {
        assertThat(CommandRun.of("expire", "--db", database, "--before", BEFORE).outLines())
            .containsExactly("8 frames, 4 links, 2 TraceLinkSets and 0 windows removed");

        final JsonNode window = CommandRun.of("lineage", text(id(31, 3)), "--db", database, "--format", "json").json();
        assertThat(window.get("complete").booleanValue()).isFalse();
        assertThat(window.get("missing")).hasSize(2).allSatisfy((entry) ->
        {
            assertThat(entry.get("kind").textValue()).isEqualTo("frames");
            assertThat(entry.get("cause").textValue()).isEqualTo("expired");
            assertThat(entry.get("traceId").textValue()).isIn(text(id(21, 0)), text(id(21, 1)));
        });

        final CommandRun gone = CommandRun.of("lineage", text(id(1, 0)), "--db", database);
        assertThat(gone.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(gone.errLines()).singleElement().asString().endsWith(" has expired from " + database);

        final CommandRun impact = CommandRun.of(
            "impact", "--db", database, "--stream", "1", "--epoch", text(TestLineage.EPOCH), "--from", "0", "--to",
            "1");
        assertThat(impact.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(impact.errLines()).singleElement().asString().endsWith(" is in " + database + "; some have expired");
    }

    @Test
    void shouldRemoveEverythingThatIsOlderThanNothingAsJson()
    {
        final CommandRun run = CommandRun.of(
            "expire", "--db", database, "--older-than", "1ms", "--format", "json");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).containsExactly("{\"frames\": 13, \"links\": 9, \"linkSets\": 4, \"windows\": 0}");
        assertThat(CommandRun.of("expire", "--db", database, "--max-bytes", "1").outLines())
            .containsExactly("0 frames, 0 links, 0 TraceLinkSets and 0 windows removed");
    }

    @Test
    void shouldRefuseADatabaseThatIsNotThere()
    {
        final CommandRun run = CommandRun.of("expire", "--db", database + "x", "--older-than", "7d");

        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.errLines()).containsExactly(
            "tracelink expire: database=" + database + "x does not exist; give the path of a store");
    }

    @ParameterizedTest
    @CsvSource({"1ms,1", "15s,15000", "2m,120000", "3h,10800000", "7d,604800000", "999999999d,86399999913600000"})
    void shouldReadAges(final String text, final long ms)
    {
        assertThat(new AgeConverter().convert(text)).isEqualTo(ms);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1k,1024", "3m,3145728", "10g,10737418240", "999999999g,1073741822926258176"})
    void shouldReadSizes(final String text, final long bytes)
    {
        assertThat(new SizeConverter().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "7", "-1d", "1.5h", "1w", "10000000000d", "7 d"})
    void shouldRefuseWhatIsNoAge(final String text)
    {
        assertThatThrownBy(() -> new AgeConverter().convert(text))
            .isInstanceOf(TypeConversionException.class)
            .hasMessage("'" + text + "' is not an age: a number and ms, s, m, h or d, as in 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1t", "1.5g", "k"})
    void shouldRefuseWhatIsNoSize(final String text)
    {
        assertThatThrownBy(() -> new SizeConverter().convert(text))
            .isInstanceOf(TypeConversionException.class)
            .hasMessage("'" + text + "' is not a size: bytes, or a number and k, m or g, as in 10g");
    }

    @Test
    void shouldReadTimesAsTheyArePrinted()
    {
        assertThat(new InstantConverter().convert("2026-07-01T02:00:00.125+02:00"))
            .isEqualTo(Instant.parse("2026-07-01T00:00:00.125Z"));
        assertThatThrownBy(() -> new InstantConverter().convert("2026-07-01"))
            .isInstanceOf(TypeConversionException.class)
            .hasMessage("'2026-07-01' is not a time with its offset, as in 2026-07-01T00:00:00Z");
    }
}
