package io.tracelink.stress;

import io.tracelink.driverclient.ClientCountersStress;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.runners.TestList;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class StressGateTest
{
    private static final String CANARY = LostUpdateCanaryStress.class.getName();
    private static final String NO_CANARY = "the lost update of " + CANARY + " was not seen, so nothing was";

    @Test
    void shouldNotPassWithoutATest() throws Exception
    {
        assertThat(StressGate.run(List.of())).containsExactly(NO_CANARY, "there is no test");
        assertThat(StressGate.run(List.of(CANARY))).containsExactly("there is no test");
    }

    @Test
    void shouldPassWhatPassesOnlyWhenTheLostUpdateIsSeen() throws Exception
    {
        final String good = ClientCountersStress.class.getName();

        assertThat(StressGate.run(List.of(CANARY, good))).isEmpty();
        assertThat(StressGate.run(List.of(good))).containsExactly(NO_CANARY);
    }

    @Test
    void shouldKnowTheLostUpdate()
    {
        assertThat(TestList.tests()).contains(CANARY);
    }
}
