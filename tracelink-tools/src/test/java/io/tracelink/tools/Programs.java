package io.tracelink.tools;

import io.tracelink.testing.ProgramProcess;

import java.nio.file.Path;

/**
 * The executable jar of this module in processes of their own.
 */
final class Programs
{
    private static final Path JAR = Path.of(System.getProperty("basedir", ""), "target", "tracelink-tools.jar");

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
}
