package io.tracelink.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program in a process of its own, as a person runs it; what it prints is kept. Thread-safe. Closing it kills it, if
 * it still runs.
 */
public final class ProgramProcess implements AutoCloseable
{
    private final List<String> command;
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private ProgramProcess(final ProcessBuilder builder, final boolean isOutRead)
    {
        command = builder.command();
        try
        {
            process = builder.start();
            process.getOutputStream().close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot start " + command, ex);
        }

        outReader = isOutRead ? reader(process.getInputStream(), out) : null;
        errReader = reader(process.getErrorStream(), err);
    }

    /**
     * Start an executable jar with the JVM that runs the test.
     *
     * @param jar  to run.
     * @param args of its command line.
     * @return the process.
     */
    public static ProgramProcess ofJar(final Path jar, final String... args)
    {
        return new ProgramProcess(new ProcessBuilder(jarCommand(jar, args)), true);
    }

    /**
     * Start an executable jar whose output nobody reads, like that of a pager that was left.
     *
     * @param jar  to run.
     * @param args of its command line.
     * @return the process.
     */
    public static ProgramProcess ofJarUnread(final Path jar, final String... args)
    {
        return new ProgramProcess(new ProcessBuilder(jarCommand(jar, args)), false);
    }

    /**
     * Start the {@code main} of a class of the test's class path, with the JVM that runs the test and little memory.
     *
     * @param main class to run.
     * @param args of its command line.
     * @return the process.
     */
    public static ProgramProcess ofMain(final Class<?> main, final String... args)
    {
        final List<String> command = javaCommand(
            "-Xmx64m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            main.getName());
        command.addAll(List.of(args));

        return new ProgramProcess(new ProcessBuilder(command), true);
    }

    /**
     * Start any program.
     *
     * @param directory   to start it in.
     * @param environment to add to that of the test.
     * @param command     to run.
     * @return the process.
     */
    public static ProgramProcess of(
        final Path directory, final Map<String, String> environment, final String... command)
    {
        final ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);

        return new ProgramProcess(builder, true);
    }

    /**
     * The handle of the process.
     *
     * @return the handle, for signals and for its children.
     */
    public ProcessHandle handle()
    {
        return process.toHandle();
    }

    /**
     * What it printed on its output up to now.
     *
     * @return the lines.
     */
    public List<String> out()
    {
        return List.copyOf(out);
    }

    /**
     * What it printed on its error stream up to now.
     *
     * @return the lines.
     */
    public List<String> err()
    {
        return List.copyOf(err);
    }

    /**
     * Wait for a line on the output.
     *
     * @param condition that it fulfils.
     * @return the first such line.
     * @throws AssertionError if it does not come, or the process ends without it.
     */
    public String awaitOut(final Predicate<String> condition)
    {
        return awaitLine(out, outReader, condition);
    }

    /**
     * Wait for a line on the error stream.
     *
     * @param condition that it fulfils.
     * @return the first such line.
     * @throws AssertionError if it does not come, or the process ends without it.
     */
    public String awaitErr(final Predicate<String> condition)
    {
        return awaitLine(err, errReader, condition);
    }

    /**
     * Wait until a long-running command says that it is ready.
     *
     * @return this for a fluent API.
     */
    public ProgramProcess awaitReady()
    {
        awaitErr((line) -> line.startsWith("ready"));
        return this;
    }

    /**
     * Send SIGTERM.
     *
     * @return this for a fluent API.
     */
    public ProgramProcess terminate()
    {
        // Process.destroy() would close the streams as well.
        process.toHandle().destroy();
        return this;
    }

    /**
     * Send any signal.
     *
     * @param name of the signal, such as {@code STOP}, {@code CONT} or {@code KILL}.
     * @return this for a fluent API.
     * @throws AssertionError if there is no such process any more.
     */
    public ProgramProcess signal(final String name)
    {
        try (ProgramProcess kill = new ProgramProcess(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())), true))
        {
            if (0 != kill.awaitExit())
            {
                throw new AssertionError("signal=" + name + " was not sent to " + this + ": " + kill);
            }
        }

        return this;
    }

    /**
     * Wait until the process has ended and all that it printed was read.
     *
     * @return its exit status.
     * @throws AssertionError if it does not end.
     */
    public int awaitExit()
    {
        try
        {
            if (!process.waitFor(Await.TIMEOUT_NS, TimeUnit.NANOSECONDS))
            {
                throw new AssertionError("does not end: " + this);
            }

            errReader.join();
            if (null != outReader)
            {
                outReader.join();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + this, ex);
        }

        return process.exitValue();
    }

    @Override
    public void close()
    {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString()
    {
        return command + (process.isAlive() ? " running" : " ended with status " + process.exitValue()) +
            "\n out: " + String.join("\n      ", out) +
            "\n err: " + String.join("\n      ", err);
    }

    private String awaitLine(final List<String> lines, final Thread reader, final Predicate<String> condition)
    {
        final List<String> found = new ArrayList<>(1);
        Await.until(
            () ->
            {
                final boolean isLast = !reader.isAlive();
                lines.stream().filter(condition).findFirst().ifPresent(found::add);
                if (found.isEmpty() && isLast)
                {
                    throw new AssertionError("ended without the line: " + this);
                }

                return !found.isEmpty();
            },
            this::toString);

        return found.get(0);
    }

    private static List<String> jarCommand(final Path jar, final String... args)
    {
        final List<String> command = javaCommand("-jar", jar.toString());
        command.addAll(List.of(args));

        return command;
    }

    private static List<String> javaCommand(final String... args)
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of(args));

        return command;
    }

    private static Thread reader(final InputStream stream, final List<String> lines)
    {
        final Thread thread = new Thread(() ->
        {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)))
            {
                for (String line = reader.readLine(); null != line; line = reader.readLine())
                {
                    lines.add(line);
                }
            }
            catch (final IOException ex)
            {
                lines.add("stream broken: " + ex);
            }
        });
        thread.setDaemon(true);
        thread.start();

        return thread;
    }
}
