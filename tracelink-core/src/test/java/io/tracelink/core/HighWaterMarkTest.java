package io.tracelink.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * The file, and who may open it.
 */
class HighWaterMarkTest
{
    private static final TraceIdLayout LAYOUT = new TraceIdLayout(10, 12, 1_600_000_000_000L);
    private static final long NOW_MS = 1_700_000_000_000L;

    /**
     * Of node ID 7 with {@link #LAYOUT}, of process 4,242, with a mark of 2023-11-14T22:13:20.100Z. A change of it is a
     * change of the format, which files of running deployments have.
     */
    private static final byte[] GOLDEN = HexFormat.of().parseHex(
        "544c48574d303031" + "0a000000" + "0c000000" + "00806e8774010000" + "07000000" + "00000000" +
        "9210000000000000" + "64e8764817101c26" + "00000000000000000000000000000000");

    @TempDir
    private Path directory;

    @Test
    void shouldMakeTheFile()
    {
        final Path file = directory.resolve("mark");

        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            assertThat(mark.nodeId()).isEqualTo(7);
            assertThat(mark.layout()).isSameAs(LAYOUT);
            assertThat(mark.timestampMs()).isEqualTo(LAYOUT.epochOffsetMs());
            assertThat(mark).hasToString("HighWaterMark{file=" + file + ", nodeId=7, layout=" + LAYOUT + "}");
        }

        assertThat(file).hasSize(64);
    }

    @Test
    void shouldKeepTheFormatOfTheFile() throws IOException
    {
        final Path file = directory.resolve("mark");
        Files.write(file, GOLDEN);

        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            assertThat(mark.timestampMs()).isEqualTo(NOW_MS + 100);
        }

        final byte[] expected = GOLDEN.clone();
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putLong(32, ProcessHandle.current().pid());
        assertThat(withoutOwner(file)).isEqualTo(expected);

        Files.delete(file);
        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            assertThat(new SnowflakeTraceIdGenerator(mark, () -> NOW_MS).nextId()).isPositive();
        }
        assertThat(withoutOwner(file)).isEqualTo(expected);
    }

    /**
     * A lock goes when the process that holds it closes any other channel of the file, and a backup of it may do that.
     */
    @Test
    void shouldMintNoMoreThanWasReservedOnceAnotherHasOpenedTheFile() throws IOException
    {
        final Path file = directory.resolve("mark");
        final long[] nowMs = {NOW_MS};

        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(mark, () -> nowMs[0]);
            assertThat(generator.nextId()).isPositive();

            try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw"))
            {
                other.seek(48);
                other.writeLong(42);
            }

            nowMs[0] += HighWaterMark.RESERVED_MS;
            assertThat(generator.nextId()).isPositive();
            nowMs[0]++;
            assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
            assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
        }
    }

    private static byte[] withoutOwner(final Path file) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        assertThat(ByteBuffer.wrap(bytes).getLong(48)).isNotZero();
        Arrays.fill(bytes, 48, 56, (byte)0);

        return bytes;
    }

    @Test
    void shouldTakeAnEmptyFileAsNew() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("mark"));

        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            assertThat(mark.timestampMs()).isEqualTo(LAYOUT.epochOffsetMs());
        }
        assertThat(file).hasSize(64);
    }

    @Test
    void shouldOpenAgainOnceItIsClosed()
    {
        final Path file = directory.resolve("mark");

        for (int i = 0; i < 3; i++)
        {
            final HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7);
            mark.close();
            mark.close();
        }
    }

    @Test
    void shouldNotLeaveTheFileToOthersWhenAMarkIsClosedThatWasClosedBefore()
    {
        final Path file = directory.resolve("mark");
        final HighWaterMark closed = HighWaterMark.open(file, LAYOUT, 7);
        closed.close();

        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            closed.close();

            assertThat(mark.timestampMs()).isEqualTo(LAYOUT.epochOffsetMs());
            assertInUse(file, "this process");
        }
    }

    @Test
    void shouldRefuseAFileThatIsOpenInThisProcess() throws IOException
    {
        final Path file = directory.resolve("mark");
        final Path link = directory.resolve("link");

        try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
        {
            Files.createSymbolicLink(link, file);

            assertInUse(file, "this process");
            assertInUse(link, "this process");
            assertInUse(directory.resolve(".").resolve("mark"), "this process");
            assertThat(mark.timestampMs()).isEqualTo(LAYOUT.epochOffsetMs());
        }

        HighWaterMark.open(link, LAYOUT, 7).close();
    }

    /**
     * By another class loader, say.
     */
    @Test
    void shouldRefuseAFileThatIsLockedByOthersInThisProcess() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("mark"));

        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.lock())
        {
            assertThat(lock.isValid()).isTrue();
            assertInUse(file, "this process");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void shouldKeepNodeIdsApartByTheirFiles()
    {
        try (HighWaterMark seven = HighWaterMark.open(directory.resolve("7"), LAYOUT, 7);
            HighWaterMark eight = HighWaterMark.open(directory.resolve("8"), LAYOUT, 8))
        {
            assertThat(seven.nodeId()).isEqualTo(7);
            assertThat(eight.nodeId()).isEqualTo(8);
        }
    }

    /**
     * Every bit of the file, one after the other. Those of the process and those that are not used (offsets 28 to 39
     * and from 48 on) do not matter; all others are found out.
     */
    @Test
    void shouldRefuseAFileWithAWrongBitAndLeaveItAsItIs() throws IOException
    {
        final Path file = directory.resolve("mark");

        for (int bit = 0; bit < GOLDEN.length * Byte.SIZE; bit++)
        {
            final int offset = bit / Byte.SIZE;
            final byte[] bytes = GOLDEN.clone();
            bytes[offset] ^= (byte)(1 << bit % Byte.SIZE);
            Files.write(file, bytes);

            if ((offset >= 28 && offset < 40) || offset >= 48)
            {
                try (HighWaterMark mark = HighWaterMark.open(file, LAYOUT, 7))
                {
                    assertThat(mark.timestampMs()).isEqualTo(NOW_MS + 100);
                }
            }
            else
            {
                assertThatThrownBy(() -> HighWaterMark.open(file, LAYOUT, 7))
                    .as("bit %d", bit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("highWaterMark=" + file + messageForOffset(offset));
                assertThat(file).as("bit %d", bit).hasBinaryContent(bytes);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 40, 48, 63, 65, 128, 5_000})
    void shouldRefuseAFileOfAnotherLengthAndLeaveItAsItIs(final int length) throws IOException
    {
        final Path file = directory.resolve("mark");
        final byte[] bytes = Arrays.copyOf(GOLDEN, length);
        Files.write(file, bytes);

        assertIsNoMark(file);
        assertThat(file).hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "What else may stand in a file of sixty-four bytes, such as this one"})
    void shouldRefuseAForeignFileAndLeaveItAsItIs(final String content) throws IOException
    {
        final Path file = directory.resolve("mark");
        final byte[] bytes = Arrays.copyOf(content.getBytes(StandardCharsets.US_ASCII), 64);
        Files.write(file, bytes);

        assertIsNoMark(file);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void shouldRefuseAFileOfZeros() throws IOException
    {
        final Path file = directory.resolve("mark");
        Files.write(file, new byte[64]);

        assertIsNoMark(file);
    }

    @Test
    void shouldRefuseADamagedMark() throws IOException
    {
        final Path file = directory.resolve("mark");
        final byte[] bytes = GOLDEN.clone();
        Arrays.fill(bytes, 40, 48, (byte)0);
        Files.write(file, bytes);

        assertThatThrownBy(() -> HighWaterMark.open(file, LAYOUT, 7))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("highWaterMark=" + file + " is damaged and was left as it is: " +
                "if the clock is right, move it away, and IDs go on from the clock");
        assertThat(file).hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        // nodeIdBits, sequenceBits, epochOffsetMs, nodeId
        "10, 12, 1600000000000, 8",
        "10, 11, 1600000000000, 7",
        "9, 12, 1600000000000, 7",
        "10, 12, 1600000000001, 7",
        "10, 12, 0, 7",
    })
    void shouldRefuseTheFileOfAnotherNodeIdOrLayoutAndLeaveItAsItIs(
        final int nodeIdBits, final int sequenceBits, final long epochOffsetMs, final int nodeId) throws IOException
    {
        final Path file = directory.resolve("mark");
        Files.write(file, GOLDEN);

        assertThatThrownBy(
            () -> HighWaterMark.open(file, new TraceIdLayout(nodeIdBits, sequenceBits, epochOffsetMs), nodeId))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("highWaterMark=" + file +
                " is of nodeId=7 nodeIdBits=10 sequenceBits=12 epochOffsetMs=1600000000000, not of nodeId=" + nodeId +
                " nodeIdBits=" + nodeIdBits + " sequenceBits=" + sequenceBits + " epochOffsetMs=" + epochOffsetMs +
                ": use one file for each node ID and layout");
        assertThat(file).hasBinaryContent(GOLDEN);

        HighWaterMark.open(file, LAYOUT, 7).close();
    }

    @Test
    void shouldRefuseANodeIdThatDoesNotFitAndMakeNoFile()
    {
        final Path file = directory.resolve("mark");

        assertThatThrownBy(() -> HighWaterMark.open(file, LAYOUT, 1_024))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nodeId=1024 must be in 0..1023 to fit " + LAYOUT);
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldSayWhyAFileCannotBeOpened()
    {
        assertThatThrownBy(() -> HighWaterMark.open(directory, LAYOUT, 7))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("highWaterMark=" + directory + " cannot be opened, locked, written and mapped: " +
                "java.nio.file.FileSystemException: " + directory + ": Is a directory");

        final Path orphan = directory.resolve("missing").resolve("mark");
        assertThatThrownBy(() -> HighWaterMark.open(orphan, LAYOUT, 7))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("highWaterMark=" + orphan + " cannot be made: its directory must be there");
        assertThat(orphan.getParent()).doesNotExist();
    }

    @Test
    void shouldSayThatAFileCannotBeWritten() throws IOException
    {
        final Path file = directory.resolve("mark");
        Files.write(file, GOLDEN);
        assertThat(file.toFile().setWritable(false)).isTrue();
        assumeFalse(Files.isWritable(file), "the user of this test, as root, may write what nobody may write");

        assertThatThrownBy(() -> HighWaterMark.open(file, LAYOUT, 7))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("highWaterMark=" + file + " cannot be opened, locked, written and mapped: " +
                "java.nio.file.AccessDeniedException: " + file);
    }

    private static String messageForOffset(final int offset)
    {
        if (offset < 8)
        {
            return " is no high-water mark of trace IDs and was left as it is: name another file";
        }

        return offset < 28 ? " is of nodeId=" : " is damaged and was left as it is: ";
    }

    private static void assertIsNoMark(final Path file)
    {
        assertThatThrownBy(() -> HighWaterMark.open(file, LAYOUT, 7))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("highWaterMark=" + file +
                " is no high-water mark of trace IDs and was left as it is: name another file");
    }

    private static void assertInUse(final Path file, final String user)
    {
        assertThatThrownBy(() -> HighWaterMark.open(file, LAYOUT, 7))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("highWaterMark=" + file + " is in use by " + user +
                ", and two with one node ID mint the same IDs: give each process a node ID and file of its own");
    }
}
