package io.tracelink.bench;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarkReportTest
{
    @Test
    void shouldInterpolateQuantiles()
    {
        final List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);

        assertThat(BenchmarkReport.quantile(values, 0)).isEqualTo(1.0);
        assertThat(BenchmarkReport.quantile(values, 0.25)).isEqualTo(1.75);
        assertThat(BenchmarkReport.quantile(values, 0.5)).isEqualTo(2.5);
        assertThat(BenchmarkReport.quantile(values, 1)).isEqualTo(4.0);
        assertThat(BenchmarkReport.quantile(List.of(7.0), 0.5)).isEqualTo(7.0);
    }
}
