package io.tracelink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tracelink.testing.BlockLayout;
import io.tracelink.testing.EnumLayout;
import io.tracelink.testing.FieldLayout;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of docs/wire.md hold what the codecs are tested against.
 */
class WireReferenceTest
{
    private static final Path WIRE_REFERENCE = Path.of(System.getProperty("basedir", ""), "..", "docs", "wire.md");

    private final List<String> lines = Files.readAllLines(WIRE_REFERENCE);

    WireReferenceTest() throws IOException
    {
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldTellLayoutOfMessage(final MessageLayout message)
    {
        final List<String> expected = rows(message.root());
        message.root().groups().forEach((group) -> expected.addAll(rows(group)));

        assertThat(rowsBelow("### %s · schema %d · template %d · block %d".formatted(
            message.name(), message.schemaId(), message.templateId(), message.root().length()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldTellLengthOfEntriesAndNamesOfData(final MessageLayout message)
    {
        final String text = String.join("\n", section("### " + message.name() + " "));

        for (final BlockLayout group : message.root().groups())
        {
            assertThat(text).contains("Group `" + group.name() + "`", "entry of " + group.length() + " bytes");
            group.data().forEach((name) -> assertThat(text).contains("data `" + name + "`"));
        }
        message.root().data().forEach((name) -> assertThat(text).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void shouldTellValuesOfEnum(final EnumLayout layout)
    {
        final String values = layout.constants().entrySet().stream()
            .map((constant) -> constant.getKey() + " " + constant.getValue())
            .collect(Collectors.joining(", "));

        assertThat(lines).contains("| %s | %s | %s |".formatted(
            layout.name(), layout.type().name().toLowerCase(Locale.ROOT), values));
    }

    @Test
    void shouldTellNoMessageThatIsNotThere()
    {
        assertThat(lines.stream().filter((line) -> line.matches("### .* · .*"))).hasSameSizeAs(Protocol.MESSAGES);
    }

    static List<MessageLayout> messages()
    {
        return Protocol.MESSAGES;
    }

    static List<EnumLayout> enums()
    {
        return Protocol.ENUMS;
    }

    private static List<String> rows(final BlockLayout block)
    {
        final List<String> rows = new ArrayList<>();
        for (final FieldLayout field : block.fields())
        {
            final String type = field.type().name().toLowerCase(Locale.ROOT);
            final String count = 1 == field.count() ? "" : "[" + field.count() + "]";
            rows.add("| " + field.offset() + " | " + type + count + " | " + field.name());
        }

        return rows;
    }

    private List<String> rowsBelow(final String heading)
    {
        assertThat(lines).contains(heading);
        final List<String> rows = new ArrayList<>();
        for (final String line : section(heading))
        {
            if (line.matches("\\| \\d+ \\| [ui]\\d+.*"))
            {
                rows.add(line.substring(0, line.indexOf(" |", line.indexOf(" | ", line.indexOf(" | ") + 1) + 3)));
            }
        }

        return rows;
    }

    private List<String> section(final String headingStart)
    {
        return lines.stream()
            .dropWhile((line) -> !line.startsWith(headingStart))
            .skip(1)
            .takeWhile((line) -> !line.startsWith("#"))
            .toList();
    }
}
