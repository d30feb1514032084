package io.tracelink.driver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A file system of a few MiB that the test mounts; without the right to do so it is skipped.
 */
@Timeout(30)
class FullDiskTest
{
    private static final long STREAM = 10_000;
    private static final String NO_SPACE = "No space left on device";

    @TempDir
    private Path directory;
    private Path disk;
    private DriverFixture fixture;
    private boolean isMounted;

    @BeforeEach
    void before() throws IOException, InterruptedException
    {
        disk = Files.createDirectory(directory.resolve("disk"));
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0;
        assumeTrue(isMounted, "mount -t tmpfs is not permitted to this user");
        fixture = new DriverFixture(disk);
    }

    @AfterEach
    void after() throws IOException, InterruptedException
    {
        if (isMounted)
        {
            fixture.close();
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void shouldAnswerInternalErrorAndGoOnWithWhatFits()
    {
        fixture.launch(fixture.config()
            .profile(new StreamProfile("large", 64, List.of(new PayloadPool(1, 64), new PayloadPool(2, 1 << 17))))
            .stream(new StreamBinding("large", STREAM, "large"))
            .set(DriverKey.DEFAULT_PROFILE, "default")
            .build());
        for (int i = 0; i < 3; i++)
        {
            assertThat(fixture.ask(Raw.attachRequest(i, STREAM, 11, Raw.PRODUCER)))
                .isEqualTo(Raw.attachRefused(i, Raw.INTERNAL_ERROR, "shm creation failed: " + NO_SPACE));
            fixture.advance(SECOND_NS);
        }

        assertThat(fixture.counter(DriverCounters.REGION_FAILURES_TYPE_ID)).isEqualTo(3);
        assertThat(Path.of(fixture.epochDirectory(STREAM, 0)).getParent()).doesNotExist();
        assertThat(Raw.wrap(fixture.ask(Raw.attachRequest(9, STREAM + 1, 11, Raw.PRODUCER))).getInt(16))
            .isEqualTo(Raw.OK);
    }

    @Test
    void shouldSayAtStartThatThereIsNoSpace() throws IOException
    {
        assertThatThrownBy(() -> Files.write(disk.resolve("filler"), new byte[8 << 20]))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fixture.launch())
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("shm.base_dir=" + disk + ": cannot be used: " + NO_SPACE);

        Files.delete(disk.resolve("filler"));
        fixture.launch();
        assertThat(Raw.wrap(fixture.ask(Raw.attachRequest(1, STREAM, 11, Raw.PRODUCER))).getInt(16)).isEqualTo(Raw.OK);
    }

    private static int run(final String... command) throws IOException, InterruptedException
    {
        return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    }
}
