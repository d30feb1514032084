package io.tracelink.tools;

import io.aeron.CommonContext;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A media driver in the process of a command follows one that was killed, and leaves alone one that lives.
 */
@Execution(ExecutionMode.CONCURRENT)
class MediaDriverPredecessorIT
{
    private final String aeronDir = CommonContext.generateRandomDirName();

    @TempDir
    private Path directory;

    @Test
    void shouldWaitForTheEndOfAKilledOneOnly() throws IOException
    {
        final String database = directory.resolve("lineage.db").toString();
        final String running = "cannot start a media driver in --aeron-dir=" + aeronDir +
            ": one is running there; use it without --embedded-media-driver, or name another directory";
        final String waiting = "waiting up to 60 s for the end of the media driver in " + aeronDir +
            ", which shows no sign of life: was it killed?";

        try (ProgramProcess killed = driver("regions").awaitReady();
            ProgramProcess refusedDriver = driver("other-regions");
            ProgramProcess refusedCollector = collector(database);
            ProgramProcess refusedRelay = Programs.start(
                "relay", "--out", "aeron:udp?endpoint=localhost:40500",
                "--embedded-media-driver", "--aeron-dir", aeronDir))
        {
            assertThat(refusedDriver.awaitExit()).as(refusedDriver.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(refusedDriver.err()).containsExactly("tracelink driver: " + running);
            assertThat(refusedCollector.awaitExit()).as(refusedCollector.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(refusedCollector.err()).containsExactly("tracelink collect: " + running);
            assertThat(refusedRelay.awaitExit()).as(refusedRelay.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(refusedRelay.err()).containsExactly("tracelink relay: " + running);

            assertThat(killed.handle().destroyForcibly()).isTrue();
            assertThat(killed.awaitExit()).as(killed.toString()).isEqualTo(128 + 9);
        }

        // with so long a timeout it has to wait, however slow the machine is
        try (ProgramProcess interrupted = ProgramProcess.of(
                directory, Map.of(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Daeron.driver.timeout=60000", "-jar", Programs.jar().toAbsolutePath().toString(),
                "collect", "--db", database, "--embedded-media-driver", "--aeron-dir", aeronDir))
        {
            interrupted.awaitErr(waiting::equals);
            assertThat(interrupted.terminate().awaitExit()).as(interrupted.toString()).isZero();
            assertThat(interrupted.err()).containsExactly(waiting);
        }

        try (ProgramProcess successor = driver("regions"))
        {
            successor.awaitReady();
            assertThat(successor.terminate().awaitExit()).as(successor.toString()).isZero();
        }
    }

    private ProgramProcess driver(final String regions) throws IOException
    {
        final Path config = Files.writeString(directory.resolve(regions + ".toml"), """
            [shm]
            base_dir = "%s"
            [profiles.samples]
            payload_pools = [{ pool_id = 1, stride_bytes = 64 }]
            """.formatted(directory.resolve(regions)));

        return Programs.start(
            "driver", "--config", config.toString(), "--embedded-media-driver", "--aeron-dir", aeronDir);
    }

    private ProgramProcess collector(final String database)
    {
        return Programs.start("collect", "--db", database, "--embedded-media-driver", "--aeron-dir", aeronDir);
    }
}
