package io.tracelink.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageResultTest
{
    @ParameterizedTest
    @CsvSource({
        "0, ok",
        "-1, truncated",
        "-2, other-schema",
        "-3, other-template",
        "-4, newer-version",
        "-5, bad-block-length",
        "-6, bad-group-block-length",
        "-7, no-parents",
        "-8, too-many-parents",
        "-9, null-trace-id",
        "-10, null-parent",
        "-11, duplicate-parent",
    })
    void shouldNameResults(final int result, final String name)
    {
        assertThat(MessageResult.name(result)).isEqualTo(name);
    }

    @Test
    void shouldNameEveryResultAfterItsConstant() throws IllegalAccessException
    {
        int count = 0;
        for (final Field field : MessageResult.class.getFields())
        {
            if (Modifier.isStatic(field.getModifiers()) && !"COUNT".equals(field.getName()))
            {
                final String name = field.getName().toLowerCase(Locale.ROOT).replace('_', '-');
                assertThat(MessageResult.name(field.getInt(null))).isEqualTo(name);
                count++;
            }
        }

        assertThat(count).isEqualTo(MessageResult.COUNT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -12, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldNotNameWhatIsNoResult(final int result)
    {
        assertThatThrownBy(() -> MessageResult.name(result))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("result=" + result + " must be in -11..0");
    }
}
