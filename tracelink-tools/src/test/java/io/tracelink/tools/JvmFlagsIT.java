package io.tracelink.tools;

import io.tracelink.testing.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class JvmFlagsIT
{
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path directory;

    @Test
    void shouldSayInOneLineWhichFlagIsMissing()
    {
        final String classPath = Programs.jar().toAbsolutePath().toString();
        final String main = TracelinkMain.class.getName();
        try (ProgramProcess without = ProgramProcess.of(
            directory, Map.of(), JAVA, "-cp", classPath, main, "tap");
            ProgramProcess with = ProgramProcess.of(
                directory, Map.of(), JAVA, "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp", classPath, main, "id", "0"))
        {
            assertThat(without.awaitExit()).as(without.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(without.err()).containsExactly("tracelink: the JVM lacks a flag that Agrona needs: " +
                "start the jar with java -jar, or add --add-opens java.base/jdk.internal.misc=ALL-UNNAMED");
            assertThat(without.out()).isEmpty();
            assertThat(with.awaitExit()).as(with.toString()).isZero();
            assertThat(with.err()).isEmpty();
        }
    }
}
