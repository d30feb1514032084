package io.tracelink.driverclient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegionUriTest
{
    @TempDir
    private Path dir;
    private Path baseDir;
    private Path outside;
    private Path file;

    @BeforeEach
    void setUp() throws IOException
    {
        baseDir = Files.createDirectory(dir.resolve("base"));
        outside = Files.createFile(dir.resolve("outside"));
        file = Files.createFile(baseDir.resolve("1.pool"));
    }

    @Test
    void shouldParse()
    {
        final RegionUri uri = RegionUri.parse("shm:file?path=/a/b.pool");
        assertThat(uri.path()).isEqualTo(Path.of("/a/b.pool"));
        assertThat(uri.requireHugepages()).isFalse();
        assertThat(uri).hasToString("shm:file?path=/a/b.pool").isEqualTo(RegionUri.parse("shm:file?path=/a/b.pool"));
        assertThat(RegionUri.parse("shm:file?path=/a|require_hugepages=true").requireHugepages()).isTrue();
        assertThat(RegionUri.parse("shm:file?require_hugepages=false|path=/a").requireHugepages()).isFalse();
        assertThat(RegionUri.parse("shm:file?path=/a=b").path()).isEqualTo(Path.of("/a=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "/a", "file:/a", "shm:file", "shm:file?", "shm:mem?path=/a", "SHM:file?path=/a", "shm:file?path=",
        "shm:file?path=a", "shm:file?path=../a", "shm:file?path=/a|", "shm:file?path=/a|mode=rw",
        "shm:file?path=/a|path=/b", "shm:file?path=/a|require_hugepages=yes", "shm:file?path=/a|require_hugepages=",
        "shm:file?path=/a|require_hugepages=true|require_hugepages=true", "shm:file?require_hugepages=true",
        "shm:file?path=/a\u0000b", "shm:file?path=/a\nb", "shm:file?path=/\u00e4", " shm:file?path=/a"})
    void shouldRefuse(final String uri)
    {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> RegionUri.parse(uri))
            .withMessageStartingWith("regionUri=");
    }

    @Test
    void shouldRefuseWhatIsTooLong()
    {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> RegionUri.parse("shm:file?path=/" + "a".repeat(RegionUri.MAX_LENGTH)))
            .withMessageEndingWith("is longer than 4096");
    }

    @Test
    void shouldResolveAFileInAnAllowedDirectory() throws IOException
    {
        final Path link = Files.createSymbolicLink(dir.resolve("link"), baseDir);

        assertThat(uri(file).resolve(List.of(dir.resolve("missing"), baseDir))).isEqualTo(file.toRealPath());
        assertThat(uri(file).resolve(List.of(link))).isEqualTo(file.toRealPath());
        assertThat(uri(link.resolve("1.pool")).resolve(List.of(baseDir))).isEqualTo(file.toRealPath());
    }

    @Test
    void shouldRefuseAFileOutsideOfTheAllowedDirectories() throws IOException
    {
        final Path way = Files.createSymbolicLink(baseDir.resolve("way"), dir);
        final Path sibling = Files.createFile(Files.createDirectory(dir.resolve("base2")).resolve("1.pool"));

        for (final Path path : List.of(
            outside, sibling, baseDir.resolve("..").resolve("outside"), way.resolve("outside")))
        {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> uri(path).resolve(List.of(baseDir)))
                .withMessageContaining("is outside of allowedBaseDirs=");
        }
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() throws IOException
    {
        final Path link = Files.createSymbolicLink(baseDir.resolve("2.pool"), file);

        for (final Path path : List.of(baseDir, link))
        {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> uri(path).open(List.of(baseDir), false))
                .withMessageEndingWith("is not a regular file");
        }

        assertThatIllegalArgumentException()
            .isThrownBy(() -> uri(baseDir.resolve("3.pool")).resolve(List.of(baseDir)))
            .withMessageContaining("cannot be resolved");
    }

    @Test
    void shouldOpenForReadingOrWriting() throws IOException
    {
        try (FileChannel channel = uri(file).open(List.of(baseDir), true))
        {
            assertThat(channel.write(ByteBuffer.allocate(3))).isEqualTo(3);
        }

        try (FileChannel channel = uri(file).open(List.of(baseDir), false))
        {
            assertThat(channel.size()).isEqualTo(3);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(3)))
                .isInstanceOf(NonWritableChannelException.class);
        }
    }

    private static RegionUri uri(final Path path)
    {
        return RegionUri.parse("shm:file?path=" + path);
    }
}
