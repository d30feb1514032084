package io.tracelink.examples.demo;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StageSummaryTest
{
    @ParameterizedTest
    @EnumSource
    void shouldBeReadAsItWasWritten(final DemoStage stage)
    {
        final StageSummary summary = new StageSummary(stage, 1023, 1, 2, 3, 4, Long.MAX_VALUE);
        final StageSummary without = new StageSummary(stage, -1, 0, 0, 0, 0, 0);

        assertThat(StageSummary.ofLine(summary.toLine())).isEqualTo(summary);
        assertThat(StageSummary.ofLine(without.toLine())).isEqualTo(without);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ready: cpu", "stage=cpu node=1 published=2", "stage=cpu node=x published=1"})
    void shouldPassOverOtherLines(final String line)
    {
        assertThat(StageSummary.ofLine(line)).isNull();
    }
}
