package io.tracelink.examples;

import io.tracelink.testing.ProgramProcess;

import java.nio.file.Path;

/**
 * The executable jar of this module in processes of their own.
 */
final class Examples
{
    static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private static final Path JAR = MODULE.resolve("target").resolve("tracelink-examples.jar");

    private Examples()
    {
    }

    static ProgramProcess start(final String... args)
    {
        return ProgramProcess.ofJar(JAR, args);
    }
}
