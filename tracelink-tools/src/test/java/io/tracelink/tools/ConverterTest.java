package io.tracelink.tools;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConverterTest
{
    private final UnsignedLongConverter traceIds = new UnsignedLongConverter();
    private final StreamIdConverter streamIds = new StreamIdConverter();

    @Property
    void shouldReadEveryTraceIdAsItIsPrinted(@ForAll final long id)
    {
        assertThat(traceIds.convert(Long.toUnsignedString(id))).isEqualTo(id);
        assertThat(traceIds.convert("0x" + Long.toHexString(id))).isEqualTo(id);
        assertThat(traceIds.convert("0X" + Long.toHexString(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "18446744073709551616", "0x", "0x10000000000000000", "ff", "1.0", "1 "})
    void shouldRefuseWhatIsNoTraceId(final String value)
    {
        assertThatThrownBy(() -> traceIds.convert(value))
            .isInstanceOf(TypeConversionException.class)
            .hasMessage("'" + value + "' is not an unsigned 64 bit number, decimal or hexadecimal after 0x");
    }

    @Test
    void shouldReadEveryStreamId()
    {
        assertThat(streamIds.convert("0")).isZero();
        assertThat(streamIds.convert("2147483648")).isEqualTo(2147483648L);
        assertThat(streamIds.convert("4294967295")).isEqualTo(4294967295L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "4294967296", "0x1", "one"})
    void shouldRefuseWhatIsNoStreamId(final String value)
    {
        assertThatThrownBy(() -> streamIds.convert(value))
            .isInstanceOf(TypeConversionException.class)
            .hasMessage("'" + value + "' is not a stream id in 0..4294967295");
    }
}
