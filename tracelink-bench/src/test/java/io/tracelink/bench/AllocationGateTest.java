package io.tracelink.bench;

import io.tracelink.bench.AllocationGate.Figure;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AllocationGateTest
{
    private static final Figure CANARY = new Figure("AllocationCanaryBenchmark.allocate", 16.05);

    @Test
    void shouldPassOperationsUpToTheLimit()
    {
        assertThat(AllocationGate.faults(List.of(CANARY, new Figure("A.a", 0.05), new Figure("A.b", 0.5)))).isEmpty();
    }

    @Test
    void shouldNameOperationAndFigureAboveTheLimit()
    {
        assertThat(AllocationGate.faults(List.of(
            CANARY, new Figure("A.a parentCount=2", 0.501), new Figure("A.b", 0.5), new Figure("A.c", 24))))
            .containsExactly(
                "allocation gate: A.a parentCount=2 allocates 0.501 B/op, more than 0.5",
                "allocation gate: A.c allocates 24.000 B/op, more than 0.5");
    }

    @Test
    void shouldFailAnOperationWithoutFigure()
    {
        assertThat(AllocationGate.faults(List.of(CANARY, new Figure("A.a", Double.NaN))))
            .containsExactly("allocation gate: A.a allocates NaN B/op, more than 0.5");
    }

    @Test
    void shouldFailWhenNoAllocationIsSeen()
    {
        final String fault =
            "allocation gate: the allocation of AllocationCanaryBenchmark was not seen, so nothing was";
        final Figure passing = new Figure("A.a", 0);

        assertThat(AllocationGate.faults(List.of(passing))).containsExactly(fault);
        assertThat(AllocationGate.faults(List.of(passing, new Figure(CANARY.operation(), 0.05))))
            .containsExactly(fault);
        assertThat(AllocationGate.faults(List.of(passing, new Figure(CANARY.operation(), Double.NaN))))
            .containsExactly(fault);
    }
}
