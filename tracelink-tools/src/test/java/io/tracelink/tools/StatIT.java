package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.DriverCounters;
import io.tracelink.driver.DriverKey;
import io.tracelink.driver.ShmDriver;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class StatIT
{
    private static final String STREAMS_LINE = DriverCounters.STREAMS_TYPE_ID + " +0  shm-driver streams - driver-01";
    private static final String FOLLOWED_GAUGE =
        DriverCounters.STREAMS_TYPE_ID + " +0 +-  shm-driver streams - driver-01";
    private static final String FOLLOWED_RATE =
        DriverCounters.ATTACHES_TYPE_ID + " +0 +0\\.0/s  shm-driver attaches - driver-01";
    private static final String HEADING =
        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  media driver process \\d+, heartbeat age -?\\d+ ms";

    private final String aeronDir = CommonContext.generateRandomDirName();

    @TempDir
    private Path directory;

    @Test
    void shouldPrintCountersOnceAndFollowThemUntilTheMediaDriverIsGone()
    {
        final MediaDriver mediaDriver = AeronSession.launchMediaDriver(aeronDir, (ex) -> {});
        try (mediaDriver)
        {
            final CommandRun none = CommandRun.of("stat", "--aeron-dir", aeronDir);
            assertThat(none.status()).as(none.toString()).isEqualTo(ExitStatus.FAILED);
            assertThat(none.out()).isEmpty();
            assertThat(none.err()).isEqualTo("tracelink stat: no TraceLink counters in --aeron-dir=" + aeronDir + "\n");

            try (ShmDriver driver = launchDriver())
            {
                final CommandRun text = CommandRun.of("stat", "--aeron-dir", aeronDir);
                assertThat(text.status()).isEqualTo(ExitStatus.DONE);
                assertThat(text.err()).isEmpty();
                assertThat(text.outLines()).hasSize(13).anyMatch((line) -> line.matches(STREAMS_LINE));

                final List<JsonNode> json = CommandRun.of("stat", "--aeron-dir", aeronDir, "--format", "json")
                    .outLines().stream().map(CommandRun::json).toList();
                assertThat(json).hasSize(13).anySatisfy((counter) ->
                {
                    assertThat(counter.get("typeId").intValue()).isEqualTo(DriverCounters.LEASES_TYPE_ID);
                    assertThat(counter.get("label").textValue()).isEqualTo("shm-driver leases - driver-01");
                    assertThat(counter.get("value").textValue()).isEqualTo("0");
                    assertThat(counter.get("timeMs").isIntegralNumber()).isTrue();
                    assertThat(counter.get("timeMs").longValue()).isPositive();
                    assertThat(counter.get("ratePerS").isNull()).isTrue();
                });

                try (ProgramProcess follower = Programs.start(
                    "stat", "--aeron-dir", aeronDir, "--follow", "--interval-ms", "10"))
                {
                    Await.until(
                        () -> follower.out().stream().filter((line) -> line.matches(FOLLOWED_GAUGE)).count() > 2 &&
                            follower.out().stream().anyMatch((line) -> line.matches(FOLLOWED_RATE)),
                        follower::toString);
                    assertThat(follower.out().get(0)).matches(HEADING);
                    assertThat(follower.terminate().awaitExit()).as(follower.toString()).isEqualTo(ExitStatus.DONE);
                    assertThat(follower.err()).isEmpty();
                }

                assertThat(driver.isStopped()).isFalse();
            }
        }

        final CommandRun gone = CommandRun.of("stat", "--aeron-dir", aeronDir);
        assertThat(gone.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(gone.errLines())
            .containsExactly("tracelink stat: no media driver answers in --aeron-dir=" + aeronDir);
    }

    private ShmDriver launchDriver()
    {
        return ShmDriver.launch(new ShmDriver.Context()
            .aeronDirectoryName(aeronDir)
            .config(DriverConfig.embeddedBuilder().set(DriverKey.BASE_DIR, directory.toString()).build()));
    }
}
