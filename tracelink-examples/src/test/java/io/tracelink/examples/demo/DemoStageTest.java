package io.tracelink.examples.demo;

import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.DriverKey;
import io.tracelink.driver.StreamBinding;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemoStageTest
{
    @Test
    void shouldReadOnlyStagesBefore()
    {
        for (final DemoStage stage : DemoStage.values())
        {
            assertThat(stage.inputs()).allSatisfy((input) -> assertThat(input).isLessThan(stage));
        }
    }

    @Test
    void shouldBeFoundByItsLabel()
    {
        for (final DemoStage stage : DemoStage.values())
        {
            assertThat(DemoStage.byLabel(stage.label())).isSameAs(stage);
        }

        assertThatThrownBy(() -> DemoStage.byLabel("gpu"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("stage=gpu must be one of [cpu, memory, io, cpu-rate, memory-rate, io-rate, join, window]");
    }

    @Test
    void shouldHaveAStreamOfItsOwnInTheConfigurationOfTheDriver()
    {
        final Path root = Path.of("/tmp/demo");
        final DemoPaths paths = new DemoPaths(root, root.resolve("aeron"), root.resolve("shm"));

        final DriverConfig config = DriverConfig.parse("demo", DemoDriverConfig.toml(paths), Map.of());

        assertThat(config.value(DriverKey.BASE_DIR)).hasToString("/tmp/demo/shm");
        assertThat(config.value(DriverKey.AERON_DIR)).hasToString("/tmp/demo/aeron");
        assertThat(config.streams()).extracting(StreamBinding::streamId).containsExactlyInAnyOrderElementsOf(
            Arrays.stream(DemoStage.values()).map(DemoStage::streamId).toList());
    }
}
