package io.tracelink.tools;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class DriverCommandTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldPrintAConfigurationThatItReads() throws IOException
    {
        final CommandRun defaults = CommandRun.of("driver", "--print-config");
        assertThat(defaults.status()).isEqualTo(ExitStatus.DONE);
        final Path config = Files.writeString(directory.resolve("driver.toml"), defaults.out());

        assertThat(CommandRun.of("driver", "--print-config", "--config", config.toString())).isEqualTo(defaults);
    }

    @Test
    void shouldPutOptionsBeforeTheConfiguration() throws IOException
    {
        final Path config = Files.writeString(
            directory.resolve("driver.toml"), CommandRun.of("driver", "--print-config").out());

        final CommandRun run = CommandRun.of(
            "driver", "--print-config", "--config", config.toString(),
            "--control-channel", "aeron:udp?endpoint=localhost:20121", "--control-stream", "1234",
            "--aeron-dir", "/nowhere/aeron");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines()).contains(
            "control_channel = \"aeron:udp?endpoint=localhost:20121\"", "control_stream_id = 1234",
            "aeron_dir = \"/nowhere/aeron\"");
    }
}
