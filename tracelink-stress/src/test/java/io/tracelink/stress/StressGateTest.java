package io.tracelink.stress;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class StressGateTest
{
    @Test
    void shouldNotPassWithoutATest() throws Exception
    {
        assertThat(StressGate.run(List.of())).containsExactly("there is no test");
    }
}
