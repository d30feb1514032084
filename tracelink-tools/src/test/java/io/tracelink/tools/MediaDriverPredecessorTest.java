package io.tracelink.tools;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The file of a media driver that lives, copied, is that of one that was killed.
 */
class MediaDriverPredecessorTest
{
    private static final long NEVER_MS = 3_600_000;

    private final StringWriter err = new StringWriter();
    private final TerminationSignal signal = new TerminationSignal();

    @TempDir
    private Path directory;

    @Test
    void shouldNotWaitWhereThereIsNone()
    {
        assertThat(predecessor(directory.resolve("none"), NEVER_MS).awaitEnd(signal)).isTrue();
        assertThat(predecessor(directory, NEVER_MS).awaitEnd(signal)).isTrue();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldWaitUntilAKilledOneWasSilentForTheTimeout() throws IOException
    {
        final byte[] file = fileOfAMediaDriver();
        final Path cncFile = directory.resolve(CncFileDescriptor.CNC_FILE);
        final long timeoutMs = 500;
        final long copiedMs = System.currentTimeMillis();
        Files.write(cncFile, file);

        assertThat(predecessor(directory, timeoutMs).awaitEnd(signal)).isTrue();

        // its last sign of life was a second or so before the copy, at most
        assertThat(CommonContext.isDriverActive(directory.toFile(), timeoutMs, (message) -> {})).isFalse();
        assertThat(System.currentTimeMillis() - copiedMs).isLessThan(60_000);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldEndWithASignal() throws IOException
    {
        Files.write(directory.resolve(CncFileDescriptor.CNC_FILE), fileOfAMediaDriver());
        signal.raise();

        assertThat(predecessor(directory, NEVER_MS).awaitEnd(signal)).isFalse();
    }

    @Test
    void shouldRefuseWhereOneLives()
    {
        final String aeronDir = CommonContext.generateRandomDirName();
        try (MediaDriver mediaDriver = AeronSession.launchMediaDriver(aeronDir, (ex) -> {}))
        {
            assertThatThrownBy(() -> predecessor(mediaDriver.context().aeronDirectory().toPath(), NEVER_MS)
                .awaitEnd(signal))
                .isInstanceOf(CommandException.class)
                .hasMessage("cannot start a media driver in --aeron-dir=" + aeronDir + ": one is running there; " +
                    "use it without --embedded-media-driver, or name another directory");
        }
    }

    @Test
    void shouldLeaveFilesThatAreNotMadeYetToAeron() throws IOException
    {
        final byte[] file = fileOfAMediaDriver();
        for (final int length : new int[]{0, 1, CncFileDescriptor.META_DATA_LENGTH, 300, 4096, file.length / 2})
        {
            Files.write(directory.resolve(CncFileDescriptor.CNC_FILE), Arrays.copyOf(file, length));
            assertThat(predecessor(directory, NEVER_MS).awaitEnd(signal)).isTrue();
        }

        Files.write(directory.resolve(CncFileDescriptor.CNC_FILE), new byte[file.length]);
        assertThat(predecessor(directory, NEVER_MS).awaitEnd(signal)).isTrue();
    }

    private MediaDriverPredecessor predecessor(final Path aeronDir, final long driverTimeoutMs)
    {
        return new MediaDriverPredecessor(aeronDir.toString(), driverTimeoutMs, new PrintWriter(err, true));
    }

    private static byte[] fileOfAMediaDriver() throws IOException
    {
        try (MediaDriver mediaDriver =
            AeronSession.launchMediaDriver(CommonContext.generateRandomDirName(), (ex) -> {}))
        {
            return Files.readAllBytes(
                mediaDriver.context().aeronDirectory().toPath().resolve(CncFileDescriptor.CNC_FILE));
        }
    }
}
