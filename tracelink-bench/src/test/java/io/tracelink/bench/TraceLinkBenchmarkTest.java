package io.tracelink.bench;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.assertj.core.api.Assertions.assertThat;

class TraceLinkBenchmarkTest
{
    /**
     * The tests run with the flags of the parent pom.
     */
    @Test
    void shouldForkWithTheFlagsOfTheBuild()
    {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).contains(TraceLinkBenchmark.ADD_OPENS);
    }
}
