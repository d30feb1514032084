package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class IdCommandTest
{
    // 2023-11-14T22:13:20.123Z, node 42, sequence 7
    private static final long ID = 1_700_000_000_123L << 22 | 42 << 12 | 7;

    @Test
    void shouldPrintTimeNodeAndSequence()
    {
        final CommandRun run = CommandRun.of("id", Long.toString(ID));

        assertThat(run).isEqualTo(new CommandRun(
            ExitStatus.DONE, ID + "  2023-11-14T22:13:20.123Z  node 42  sequence 7" + System.lineSeparator(), ""));
    }

    @Test
    void shouldTakeManyIdsInDecimalAndHexadecimal()
    {
        final CommandRun run = CommandRun.of("id", "0", "0x" + Long.toHexString(ID), "18446744073709551615");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).satisfiesExactly(
            (line) -> assertThat(line).isEqualTo("0  null: the frame is not traced"),
            (line) -> assertThat(line).startsWith(ID + "  2023-11-14T22:13:20.123Z"),
            (line) -> assertThat(line).startsWith("18446744073709551615  ")
                .endsWith("  (the unused bit is set: not minted with this layout)"));
    }

    @Test
    void shouldPrintOneJsonObjectALine()
    {
        final CommandRun run = CommandRun.of("id", "--format", "json", Long.toString(ID), "0");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        final List<JsonNode> objects = run.outLines().stream().map(CommandRun::json).toList();
        assertThat(objects).hasSize(2);

        assertThat(objects.get(0)).isEqualTo(CommandRun.json(
            "{\"traceId\": \"" + ID + "\", \"timestampMs\": 1700000000123, \"time\": \"2023-11-14T22:13:20.123Z\", " +
            "\"nodeId\": 42, \"sequence\": 7}"));
        assertThat(objects.get(1)).isEqualTo(CommandRun.json(
            "{\"traceId\": \"0\", \"timestampMs\": null, \"time\": null, \"nodeId\": null, \"sequence\": null}"));
    }

    @Test
    void shouldPrintNothingWhenOneIsNoId()
    {
        final CommandRun run = CommandRun.of("id", "1", "abc", "2");

        assertThat(run).isEqualTo(new CommandRun(
            ExitStatus.USAGE,
            "",
            "tracelink id: Invalid value for positional parameter (ID): 'abc' is not an unsigned 64 bit number, " +
            "decimal or hexadecimal after 0x (see 'tracelink id --help')" + System.lineSeparator()));
    }

    @Test
    void shouldNameTheValuesOfItsOptions()
    {
        assertThat(CommandRun.of("id", "--help").out())
            .contains("--node-id-bits=BITS", "--sequence-bits=BITS", "--epoch-offset-ms=MS");
    }

    @Test
    void shouldDecodeOtherLayouts()
    {
        final long id = 1_000L << 22 | 3 << 18 | 5;

        final CommandRun run = CommandRun.of(
            "id", "--node-id-bits", "4", "--sequence-bits", "18", "--epoch-offset-ms", "1700000000000", "" + id);

        assertThat(run.outLines()).containsExactly(id + "  2023-11-14T22:13:21Z  node 3  sequence 5");
    }
}
