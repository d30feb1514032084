package io.tracelink.tools;

import io.tracelink.testing.ProgramProcess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The executable jar of this module in processes of their own.
 */
final class Programs
{
    private static final Path JAR =
        Path.of(System.getProperty("basedir", ""), "target", "tracelink-tools.jar").toAbsolutePath();

    private Programs()
    {
    }

    static Path jar()
    {
        return JAR;
    }

    static ProgramProcess start(final String... args)
    {
        return ProgramProcess.ofJar(JAR, args);
    }

    static ProgramProcess startUnread(final String... args)
    {
        return ProgramProcess.ofJarUnread(JAR, args);
    }

    /**
     * A command line with options at its end.
     */
    static String[] line(final List<String> options, final String... command)
    {
        final List<String> line = new ArrayList<>(List.of(command));
        line.addAll(options);

        return line.toArray(new String[0]);
    }

    /**
     * The command by which another program runs the jar.
     */
    static List<String> command(final List<String> jvmOptions, final String... args)
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(args));

        return command;
    }
}
