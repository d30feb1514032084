package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.aeron.driver.MediaDriver;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class DriverIT
{
    private final String aeronDir = CommonContext.generateRandomDirName();

    @TempDir
    private Path directory;

    @Test
    void shouldServeOneAtATimeAndEndCleanly() throws IOException
    {
        final Path regions = directory.resolve("regions");
        final Path config = directory.resolve("driver.toml");
        Files.writeString(config, """
            [shm]
            base_dir = "%s"
            [profiles.samples]
            header_nslots = 16
            payload_pools = [{ pool_id = 1, stride_bytes = 64 }]
            [streams.camera]
            stream_id = 10000
            profile = "samples"
            """.formatted(regions));

        try (ProgramProcess driver = Programs.start(
            "driver", "--config", config.toString(), "--embedded-media-driver", "--aeron-dir", aeronDir).awaitReady();
            ProgramProcess second = Programs.start(
                "driver", "--config", config.toString(), "--aeron-dir", aeronDir))
        {
            assertThat(driver.err()).anySatisfy((line) -> assertThat(line)
                .startsWith("ready: driver ").contains(regions.toString(), aeronDir));

            attach(regions);

            assertThat(second.awaitExit()).as(second.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(second.err()).filteredOn((line) -> line.startsWith("tracelink driver: ")).hasSize(1)
                .allSatisfy((line) -> assertThat(line).contains(regions.toString()));
            assertThat(second.err()).noneMatch((line) -> line.contains("\tat "));

            assertThat(driver.terminate().awaitExit()).as(driver.toString()).isZero();
            assertThat(driver.out()).isEmpty();
            assertThat(driver.err()).noneMatch((line) -> line.contains("ERROR") || line.contains("Exception"));
        }
    }

    @Test
    void shouldStartBesideSharedPublicationsWithAnotherTermLength() throws IOException
    {
        final Path config = Files.writeString(directory.resolve("driver.toml"), """
            [shm]
            base_dir = "%s"
            [profiles.samples]
            payload_pools = [{ pool_id = 1, stride_bytes = 64 }]
            """.formatted(directory.resolve("regions")));
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        try (MediaDriver mediaDriver = AeronSession.launchMediaDriver(aeronDir, errors::add);
            Aeron peer = Aeron.connect(new Aeron.Context().aeronDirectoryName(mediaDriver.aeronDirectoryName()));
            Publication publication = peer.addPublication("aeron:ipc?term-length=1m", 1000);
            ProgramProcess driver = Programs.start("driver", "--config", config.toString(), "--aeron-dir", aeronDir))
        {
            driver.awaitReady();

            assertThat(publication.isClosed()).isFalse();
            assertThat(driver.terminate().awaitExit()).as(driver.toString()).isZero();
        }

        assertThat(errors).isEmpty();
    }

    private void attach(final Path regions)
    {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
            DriverClient client = new DriverClient(new DriverClient.Context()
                .aeron(aeron)
                .allowedBaseDirs(List.of(regions))
                .errorHandler(errors::add)))
        {
            final Lease lease = client.attach(AttachOptions.producer(10000));
            Await.until(
                () ->
                {
                    client.doWork();
                    return null != lease.grant();
                },
                () -> "a lease, " + errors);
            assertThat(lease.nodeId()).isBetween(1L, 1023L);
        }

        assertThat(errors).isEmpty();
    }
}
