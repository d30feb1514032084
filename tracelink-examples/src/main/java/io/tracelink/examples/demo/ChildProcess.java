package io.tracelink.examples.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command of this very program in a JVM of its own. What it says on its error stream goes to a log file.
 */
final class ChildProcess
{
    private static final long STOP_TIMEOUT_S = 20;

    private final String name;
    private final Path log;
    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CountDownLatch readyOrGone = new CountDownLatch(1);
    private final Thread outputReader;
    private volatile boolean isReady;

    ChildProcess(final String name, final Path logDirectory, final List<String> args)
    {
        this.name = name;
        log = logDirectory.resolve(name + ".log");

        final List<String> command = new ArrayList<>(javaCommand());
        command.addAll(args);
        try
        {
            process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot start " + command, ex);
        }

        outputReader = startThread(name + "-out", this::readOutput);
        startThread(name + "-log", this::writeLog);
    }

    String name()
    {
        return name;
    }

    Path log()
    {
        return log;
    }

    Process process()
    {
        return process;
    }

    boolean awaitReady(final long timeoutS)
    {
        try
        {
            return readyOrGone.await(timeoutS, TimeUnit.SECONDS) && isReady;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was starting", ex);
        }
    }

    /**
     * Call a task, on a thread of its own, when the process has ended for whatever reason.
     */
    void onExit(final Runnable task)
    {
        startThread(name + "-exit", () ->
        {
            try
            {
                process.waitFor();
                task.run();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Ask it to end, wait for it, and take what it printed. By its handle, since {@link Process#destroy()} also closes
     * the streams, and with them what it has still to say.
     */
    List<String> stop()
    {
        process.toHandle().destroy();
        try
        {
            if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS))
            {
                process.toHandle().destroyForcibly();
            }
            outputReader.join();
        }
        catch (final InterruptedException ex)
        {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }

        return output;
    }

    private void readOutput()
    {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                output.add(line);
            }
        }
        catch (final IOException ex)
        {
            output.add("output lost: " + ex);
        }
    }

    private void writeLog()
    {
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            BufferedWriter writer = Files.newBufferedWriter(log))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                writer.write(line);
                writer.newLine();
                writer.flush();

                if (line.startsWith("ready"))
                {
                    isReady = true;
                    readyOrGone.countDown();
                }
            }
        }
        catch (final IOException ex)
        {
            System.err.println("demo: log of " + name + " ends: " + ex.getMessage());
        }
        finally
        {
            readyOrGone.countDown();
        }
    }

    /**
     * The command that runs this program: from its jar, whose manifest brings the flags, or from a class path, whose
     * flags are those of this JVM.
     */
    private static List<String> javaCommand()
    {
        final String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        final String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator))
        {
            return List.of(java, "-XX:+UseSerialGC", "-Xmx256m", "-jar", classPath);
        }

        final List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx256m"));
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments())
        {
            if (argument.startsWith("--add-opens"))
            {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", classPath, "io.tracelink.examples.ExamplesMain"));

        return command;
    }

    private static Thread startThread(final String name, final Runnable task)
    {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();

        return thread;
    }
}
