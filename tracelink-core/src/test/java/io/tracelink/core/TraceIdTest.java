package io.tracelink.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TraceIdTest
{
    @ParameterizedTest
    @CsvSource({
        // value, isTraceId, isRefusal
        "0, false, false",
        "1, true, false",
        "9223372036854775807, true, false",
        "-1, false, true",
        "-11, false, true",
        "-12, false, true",
        "-13, false, true",
        "-32, false, true",
        "-33, true, false",
        "-9223372036854775808, true, false",
    })
    void shouldTellIdsFromRefusals(final long value, final boolean isTraceId, final boolean isRefusal)
    {
        assertThat(TraceId.isTraceId(value)).isEqualTo(isTraceId);
        assertThat(TraceId.isRefusal(value)).isEqualTo(isRefusal);
    }

    @Test
    void shouldKeepRefusalsApart()
    {
        assertThat(List.of(
            TraceId.EXHAUSTED,
            TraceId.NOT_A_TRACE_ID,
            TraceId.NO_PARENTS,
            TraceId.NO_NODE_ID,
            TraceId.CLOCK_STUCK,
            TraceId.INTERRUPTED,
            TraceId.MARK_CLOSED))
            .doesNotHaveDuplicates()
            .allMatch(TraceId::isRefusal);
        assertThat(TraceId.NULL).isZero();
    }
}
