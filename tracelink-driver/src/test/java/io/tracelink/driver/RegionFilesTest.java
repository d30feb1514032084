package io.tracelink.driver;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

import static io.tracelink.driver.DriverFixture.PROFILE;
import static io.tracelink.driver.Raw.NULL_U32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegionFilesTest
{
    private static final long NOW_NS = 0x1122334455667788L;
    private static final int RING = 1;
    private static final int POOL = 2;

    @TempDir
    private Path directory;
    private RegionFiles files;

    @BeforeEach
    void before()
    {
        files = new RegionFiles(directory, DriverConfig.embedded(), () -> NOW_NS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteSuperblocksAndNothingElse(final boolean isPrefaulting) throws IOException
    {
        try (Regions regions = create(4_000_000_000L, 99, isPrefaulting))
        {
            final Path epoch = directory.resolve("4000000000").resolve("99");
            assertRegion(epoch.resolve("header.ring"), 64 + 4 * 256,
                Raw.superblock(99, 4_000_000_000L, RING, 0, 4, 256, NULL_U32, NOW_NS));
            assertRegion(epoch.resolve("1.pool"), 64 + 4 * 64,
                Raw.superblock(99, 4_000_000_000L, POOL, 1, 4, NULL_U32, 64, NOW_NS));
            assertRegion(epoch.resolve("7.pool"), 64 + 4 * 128,
                Raw.superblock(99, 4_000_000_000L, POOL, 7, 4, NULL_U32, 128, NOW_NS));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(epoch))).isEqualTo("rwxrwx---");

            regions.touch(0x55);
            final byte[] ring = Files.readAllBytes(epoch.resolve("header.ring"));
            assertThat(Raw.wrap(ring).getLong(48)).isEqualTo(NOW_NS);
            assertThat(Raw.wrap(ring).getLong(56)).isEqualTo(0x55);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenCreationFails() throws IOException
    {
        final StreamProfile large = new StreamProfile(
            "large", 4, List.of(new PayloadPool(1, RegionCreation.SLICE_LENGTH / 2)));
        final RegionCreation creation = files.begin(5, 6, large, true);
        assertThat(creation.step()).isFalse();
        assertThat(directory.resolve("5").resolve("6")).isDirectoryContaining("glob:**/1.pool");

        files.abandon();
        assertThatThrownBy(creation::step)
            .isInstanceOf(IOException.class)
            .hasMessage("the driver is closing");
        creation.undo();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldCreateInSlicesAsLargeAsOneAtMost() throws IOException
    {
        final StreamProfile large = new StreamProfile(
            "large", 4, List.of(new PayloadPool(1, RegionCreation.SLICE_LENGTH / 2), new PayloadPool(2, 64)));
        final RegionCreation creation = files.begin(5, 6, large, true);
        int slices = 1;
        while (!creation.step())
        {
            slices++;
        }

        assertThat(slices).isEqualTo(3);
        creation.regions().close();
        assertThat(directory.resolve("5/6/1.pool")).hasSize(64 + 2L * RegionCreation.SLICE_LENGTH);
        assertThat(directory.resolve("5/6/2.pool")).hasSize(64 + 4 * 64);
    }

    @Test
    void shouldRemoveWhatADriverWroteOnly(@TempDir final Path elsewhere) throws IOException
    {
        create(5, 6, true).close();
        create(5, 7, true).close();
        final Path sixth = directory.resolve("5").resolve("6");
        final Path seventh = directory.resolve("5").resolve("7");
        final Path treasure = Files.writeString(elsewhere.resolve("treasure"), "gold");
        Files.createSymbolicLink(seventh.resolve("9.pool"), treasure);

        assertThat(files.remove(sixth)).isTrue();
        assertThat(sixth).doesNotExist();
        assertThat(files.remove(seventh)).isFalse();
        assertThat(treasure).hasContent("gold");
        Files.delete(seventh.resolve("9.pool"));
        assertThat(files.remove(seventh)).isTrue();
        assertThat(directory).isEmptyDirectory();
        assertThat(files.remove(seventh)).isTrue();
    }

    private Regions create(final long streamId, final long epoch, final boolean isPrefaulting) throws IOException
    {
        final RegionCreation creation = files.begin(streamId, epoch, PROFILE, isPrefaulting);
        assertThat(creation.step()).isTrue();
        return creation.regions();
    }

    private static void assertRegion(final Path file, final int length, final byte[] superblock) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(length);
        assertThat(Arrays.copyOf(bytes, 64)).isEqualTo(superblock);
        assertThat(Arrays.copyOfRange(bytes, 64, length)).containsOnly(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw----");
    }
}
