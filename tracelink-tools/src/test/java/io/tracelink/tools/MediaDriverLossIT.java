package io.tracelink.tools;

import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that live on a media driver end with it, and say so.
 */
@Execution(ExecutionMode.CONCURRENT)
class MediaDriverLossIT
{
    private final String aeronDir = CommonContext.generateRandomDirName();

    @TempDir
    private Path directory;

    @Test
    void shouldEndWhenTheMediaDriverGoesAway() throws IOException
    {
        final MediaDriver mediaDriver = AeronSession.launchMediaDriver(aeronDir, (ex) -> {});
        try (ProgramProcess collect = Programs.start(
            "collect", "--db", directory.resolve("lineage.db").toString(), "--aeron-dir", aeronDir);
            ProgramProcess tap = Programs.start("tap", "--aeron-dir", aeronDir);
            ProgramProcess relay = Programs.start(
                "relay", "--out", "aeron:udp?control=localhost:0|control-mode=dynamic", "--aeron-dir", aeronDir);
            ProgramProcess driver = Programs.start("driver", "--config", config("served"), "--aeron-dir", aeronDir);
            ProgramProcess stray = Programs.start(
                "driver", "--config", config("stray"), "--aeron-dir", aeronDir + "-none"))
        {
            final List<ProgramProcess> commands = List.of(collect, tap, relay, driver);
            commands.forEach(ProgramProcess::awaitReady);
            mediaDriver.close();

            for (final ProgramProcess command : commands)
            {
                assertThat(command.awaitExit()).as(command.toString()).isEqualTo(ExitStatus.FAILED);
                assertThat(command.err()).as("lines for people").noneMatch((line) ->
                    line.contains("null") || line.contains("Exception") || line.contains("FATAL"));
            }
            assertThat(collect.err()).contains(
                "collect: media driver is gone: collector ends after committing what it has",
                "collect: 0 frames and 0 TraceLinkSets stored, 0 dropped, 0 broken messages skipped");
            assertThat(tap.err()).anyMatch((line) -> line.startsWith("tap: ") && line.contains("MediaDriver"));
            assertThat(relay.err()).contains("relay: media driver is gone: relay ends");
            assertThat(driver.err()).contains("driver: stopped, reason ERROR");

            assertThat(stray.awaitExit()).as(stray.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(stray.err()).containsExactly("tracelink driver: no media driver answers in " + aeronDir +
                "-none: start one there, or use --embedded-media-driver");
        }
        finally
        {
            mediaDriver.close();
        }
    }

    private String config(final String name) throws IOException
    {
        return Files.writeString(directory.resolve(name + ".toml"), """
            [shm]
            base_dir = "%s"
            [profiles.samples]
            payload_pools = [{ pool_id = 1, stride_bytes = 64 }]
            """.formatted(directory.resolve(name))).toString();
    }
}
