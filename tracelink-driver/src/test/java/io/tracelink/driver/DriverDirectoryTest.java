package io.tracelink.driver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DriverDirectoryTest
{
    @TempDir
    private Path temp;

    @Test
    void shouldGrowEpochsWithTheClockAndWithoutIt() throws IOException
    {
        try (DriverDirectory directory = open("default"))
        {
            assertThat(directory.nextEpoch(1_000)).isEqualTo(1_000_000_000L);
            assertThat(directory.nextEpoch(1_000)).isEqualTo(1_000_000_001L);
            assertThat(directory.nextEpoch(1_001)).isEqualTo(1_001_000_000L);
        }

        try (DriverDirectory directory = open("default"))
        {
            assertThat(directory.nextEpoch(5)).isEqualTo(1_001_000_001L);
        }
    }

    @Test
    void shouldGrowBeyondTheEpochsFoundOnDisk() throws IOException
    {
        final Path namespace = temp.toRealPath().resolve("base/tensorpool-user/default");
        Files.createDirectories(namespace.resolve("10000/77"));
        Files.createDirectories(namespace.resolve("10000/5000000000000000000"));
        Files.createDirectories(namespace.resolve("10001/78"));
        Files.createDirectories(namespace.resolve("10001/notes"));
        Files.createDirectories(namespace.resolve("logs/99"));
        Files.createDirectories(namespace.resolve("10001/99999999999999999999"));

        try (DriverDirectory directory = open("default"))
        {
            assertThat(directory.nextEpoch(1)).isEqualTo(5_000_000_000_000_000_001L);
            assertThat(directory.leftovers()).extracting(DriverDirectory.Leftover::epoch)
                .containsExactly(77L, 78L, 5_000_000_000_000_000_000L);
        }
    }

    @Test
    void shouldRefuseASecondDriver() throws IOException
    {
        try (DriverDirectory first = open("default"))
        {
            assertThatThrownBy(() -> open("default"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("shm.base_dir=" + temp.resolve("base") + ": " + first.path() + " is in use by a driver " +
                    "in this process; choose another shm.namespace or shm.base_dir");

            final DriverDirectory other = open("other");
            other.close();
            other.close();
        }

        open("default").close();
    }

    @Test
    void shouldRefuseADriverBesideAnotherProcessAndTakeOverWhenThatIsKilled() throws Exception
    {
        final Process holder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), LockHolder.class.getName(), temp.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        try
        {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> open("default"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" is in use by driver-01 pid " + holder.pid() + "; choose another");
        }
        finally
        {
            holder.destroyForcibly().waitFor();
        }

        try (DriverDirectory directory = open("default"))
        {
            assertThat(directory.nextEpoch(1)).isEqualTo(9_000_001L);
        }
    }

    @Test
    void shouldSayWhyABaseDirectoryCannotBeUsed() throws IOException
    {
        Files.writeString(temp.resolve("base"), "in the way");
        assertThatThrownBy(() -> open("default"))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("shm.base_dir=" + temp.resolve("base") + ": cannot be used: FileAlreadyExistsException " +
                temp.resolve("base"));
    }

    private DriverDirectory open(final String namespace)
    {
        return open(temp, namespace);
    }

    private static DriverDirectory open(final Path parent, final String namespace)
    {
        return DriverDirectory.open(
            DriverConfig.embeddedBuilder()
                .set(DriverKey.BASE_DIR, parent.resolve("base").toString())
                .set(DriverKey.NAMESPACE, namespace)
                .build(),
            "user");
    }

    /**
     * A driver's directory in a process of its own, held until that is killed.
     */
    static final class LockHolder
    {
        private LockHolder()
        {
        }

        public static void main(final String[] args) throws IOException
        {
            try (DriverDirectory directory = open(Path.of(args[0]), "default"))
            {
                directory.nextEpoch(9);
                System.out.println("locked");
                System.in.read();
            }
        }
    }
}
