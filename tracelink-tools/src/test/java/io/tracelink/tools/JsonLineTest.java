package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonLineTest
{
    @Test
    void shouldWriteEveryKindOfValue()
    {
        final String line = new JsonLine()
            .id("id", -1)
            .number("number", -1)
            .nul("nothing")
            .string("text", "plain")
            .ids("none", 0, (i) -> i)
            .ids("many", 3, (i) -> -i)
            .end();

        assertThat(line).isEqualTo(
            "{\"id\": \"18446744073709551615\", \"number\": -1, \"nothing\": null, \"text\": \"plain\", " +
            "\"none\": [], \"many\": [\"0\", \"18446744073709551615\", \"18446744073709551614\"]}");
    }

    @Test
    void shouldWriteAnEmptyObject()
    {
        assertThat(new JsonLine().end()).isEqualTo("{}");
    }

    @Test
    void shouldEscape()
    {
        assertThat(new JsonLine().string("text", "\"\\\n\t\u0000/é").end())
            .isEqualTo("{\"text\": \"\\\"\\\\\\u000a\\u0009\\u0000/é\"}");
    }

    @Property
    void shouldBeReadBackOnOneLine(@ForAll final String text)
    {
        final String line = new JsonLine().string("text", text).end();
        final JsonNode object = CommandRun.json(line);

        assertThat(line).doesNotContain("\n", "\r");
        assertThat(object.get("text").textValue()).isEqualTo(text);
    }
}
