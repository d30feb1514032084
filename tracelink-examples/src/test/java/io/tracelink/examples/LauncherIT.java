package io.tracelink.examples;

import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code bin/tracelink} from a checkout and as a package. Maven is replaced by a script that tells of its use.
 */
class LauncherIT
{
    private static final Path PROJECT = Examples.MODULE.getParent();
    private static final Path LAUNCHER = PROJECT.resolve("bin").resolve("tracelink");
    private static final Path TOOLS_JAR =
        PROJECT.resolve("tracelink-tools").resolve("target").resolve("tracelink-tools.jar");
    private static final String ANSWER = "0  null: the frame is not traced";

    @TempDir
    private Path directory;

    @Test
    void shouldRunTheJarOfTheCheckoutFromAnywhere() throws IOException
    {
        assertAnswers(run(LAUNCHER, "id", "0"));

        final Path link = directory.resolve("absolute");
        final Path linkToLink = Files.createDirectory(directory.resolve("bin")).resolve("relative");
        Files.createSymbolicLink(link, LAUNCHER);
        Files.createSymbolicLink(linkToLink, Path.of("..", "absolute"));
        assertAnswers(run(link, "id", "0"));
        assertAnswers(run(linkToLink, "id", "0"));
        Files.delete(linkToLink);
        Files.delete(link);

        assertThat(builds()).isZero();
    }

    @Test
    void shouldExplainItselfWithoutArguments()
    {
        try (ProgramProcess launcher = run(LAUNCHER))
        {
            assertThat(launcher.awaitExit()).as(launcher.toString()).isEqualTo(2);
            assertThat(launcher.out()).isEmpty();
            assertThat(launcher.err().get(0)).startsWith("Usage: tracelink ");
        }
    }

    @Test
    void shouldBuildWhenTheJarIsMissingOrOlderThanASource() throws IOException
    {
        final Path home = Files.createDirectories(directory.resolve("check out"));
        final Path launcher = copyOfLauncher(home);
        Files.createDirectories(home.resolve("tracelink-examples").resolve("src").resolve("main"));
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("tracelink-examples").resolve("pom.xml"), "");

        assertAnswers(run(launcher, "id", "0"), "tracelink: building");
        assertThat(builds()).isEqualTo(1);
        assertAnswers(run(launcher, "id", "0"));
        assertThat(builds()).isEqualTo(1);

        final Path jar = home.resolve("tracelink-examples").resolve("target").resolve("tracelink-examples.jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        assertAnswers(run(launcher, "id", "0"), "tracelink: building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void shouldRunTheJarOfAPackage() throws IOException
    {
        final Path home = Files.createDirectories(directory.resolve("tracelink 1.0"));
        final Path launcher = copyOfLauncher(home);

        try (ProgramProcess without = run(launcher, "id", "0"))
        {
            assertThat(without.awaitExit()).isEqualTo(2);
            assertThat(without.err()).containsExactly(
                "tracelink: no tracelink-examples.jar or tracelink-tools.jar in " + home.toRealPath() + "/lib or " +
                home.toRealPath() + "/bin");
        }

        final Path lib = Files.createDirectory(home.resolve("lib"));
        Files.copy(TOOLS_JAR, lib.resolve("tracelink-tools.jar"));
        assertAnswers(run(launcher, "id", "0"));
        assertThat(builds()).isZero();
    }

    private static Path copyOfLauncher(final Path home) throws IOException
    {
        return Files.copy(LAUNCHER, Files.createDirectory(home.resolve("bin")).resolve("tracelink"));
    }

    private ProgramProcess run(final Path launcher, final String... args)
    {
        final List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));

        return ProgramProcess.of(
            directory,
            Map.of(
                "PATH", mavenDirectory() + File.pathSeparator + System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home")),
            command.toArray(new String[0]));
    }

    /**
     * A Maven that builds by copying, and only what the test made.
     */
    private Path mavenDirectory()
    {
        final Path maven = directory.resolve("maven").resolve("mvn");
        try
        {
            if (!Files.exists(maven))
            {
                Files.createDirectories(maven.getParent());
                Files.writeString(maven, """
                    #!/bin/sh
                    echo "$@" >> '%1$s'
                    case $PWD in '%2$s'/*) ;; *) echo "not to be built" >&2; exit 1 ;; esac
                    mkdir -p tracelink-examples/target
                    cp '%3$s' tracelink-examples/target/tracelink-examples.jar
                    """.formatted(buildLog(), directory.toRealPath(), TOOLS_JAR));
                assertThat(maven.toFile().setExecutable(true)).isTrue();
            }
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }

        return maven.getParent();
    }

    private Path buildLog()
    {
        return directory.resolve("builds.log");
    }

    private int builds() throws IOException
    {
        return Files.exists(buildLog()) ? Files.readAllLines(buildLog()).size() : 0;
    }

    private static void assertAnswers(final ProgramProcess launcher, final String... errors)
    {
        try (launcher)
        {
            assertThat(launcher.awaitExit()).as(launcher.toString()).isZero();
            assertThat(launcher.out()).containsExactly(ANSWER);
            assertThat(launcher.err()).hasSameSizeAs(errors);
            for (int i = 0; i < errors.length; i++)
            {
                assertThat(launcher.err().get(i)).startsWith(errors[i]);
            }
        }
    }
}
