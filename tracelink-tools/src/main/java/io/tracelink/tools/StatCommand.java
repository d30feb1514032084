package io.tracelink.tools;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.PrintWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Prints the counters of TraceLink in a media driver. Reads its file alone: it is no client, so the media driver does
 * not notice it.
 */
@Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    description = "Print the TraceLink counters of a media driver, once or again and again.",
    footer = {
        "",
        "Exit status 1 when there are no such counters, or the media driver went away while following.",
        "What each counter means is in docs/operations.md."
    })
final class StatCommand implements Callable<Integer>
{
    /**
     * Type ids of the counters of all modules.
     */
    private static final int MIN_TYPE_ID = 1000;
    private static final int MAX_TYPE_ID = 1399;
    private static final long ACTIVE_TIMEOUT_MS = 10_000;
    /**
     * Shorter than any: one that is still being made is none yet.
     */
    private static final long MIN_FILE_LENGTH = 4096;

    @Spec
    private CommandSpec spec;

    @Option(
        names = "--aeron-dir",
        paramLabel = "DIR",
        description = "Directory of the media driver (default: Aeron's own).")
    private String aeronDir = CommonContext.getAeronDirectoryName();

    @Mixin
    private OutputFormat format;

    @Option(names = "--follow", description = "Print again and again, until SIGINT or SIGTERM.")
    private boolean isFollowing;

    @Option(
        names = "--interval-ms",
        paramLabel = "MS",
        defaultValue = "1000",
        description = "Time between two prints with --follow (default: ${DEFAULT-VALUE}).")
    private long intervalMs;

    /**
     * A counter as it was read.
     */
    private record Sample(int typeId, int counterId, String label, long value)
    {
    }

    @Override
    public Integer call()
    {
        if (intervalMs < 1)
        {
            throw new CommandException("--interval-ms=" + intervalMs + " must be at least 1");
        }

        final File cncFile = new File(aeronDir, CncFileDescriptor.CNC_FILE);
        final MappedByteBuffer file = cncFile.length() < MIN_FILE_LENGTH ?
            null : IoUtil.mapExistingFile(cncFile, FileChannel.MapMode.READ_ONLY, CncFileDescriptor.CNC_FILE);
        try
        {
            if (!isActive(file))
            {
                throw new CommandException("no media driver answers in --aeron-dir=" + aeronDir);
            }

            return isFollowing ? follow(file) : print(file);
        }
        finally
        {
            IoUtil.unmap(file);
        }
    }

    private int follow(final MappedByteBuffer file)
    {
        final PrintWriter out = spec.commandLine().getOut();
        final TerminationSignal signal = new TerminationSignal();
        do
        {
            if (!isActive(file))
            {
                spec.commandLine().getErr().println("stat: the media driver in " + aeronDir + " is gone");
                spec.commandLine().getErr().flush();
                return ExitStatus.FAILED;
            }

            print(file);
            if (!format.isJson())
            {
                out.println();
            }
        }
        while (!out.checkError() && !signal.await(intervalMs));

        return ExitStatus.DONE;
    }

    private int print(final MappedByteBuffer file)
    {
        final PrintWriter out = spec.commandLine().getOut();
        final long nowMs = System.currentTimeMillis();
        final List<Sample> samples = samples(file);
        for (final Sample sample : samples)
        {
            out.println(format.isJson() ?
                new JsonLine()
                    .id("timeMs", nowMs)
                    .number("typeId", sample.typeId())
                    .number("counterId", sample.counterId())
                    .string("label", sample.label())
                    .id("value", sample.value())
                    .end() :
                String.format("%d %20s  %s", sample.typeId(), Long.toUnsignedString(sample.value()), sample.label()));
        }

        out.flush();
        if (samples.isEmpty() && !isFollowing)
        {
            spec.commandLine().getErr().println("stat: no TraceLink counters in " + aeronDir);
            spec.commandLine().getErr().flush();
            return ExitStatus.FAILED;
        }

        return ExitStatus.DONE;
    }

    private static List<Sample> samples(final MappedByteBuffer file)
    {
        final DirectBuffer metaData = CncFileDescriptor.createMetaDataBuffer(file);
        final CountersReader counters = new CountersReader(
            CncFileDescriptor.createCountersMetaDataBuffer(file, metaData),
            CncFileDescriptor.createCountersValuesBuffer(file, metaData));
        final List<Sample> samples = new ArrayList<>();
        counters.forEach((counterId, typeId, key, label) ->
        {
            if (typeId >= MIN_TYPE_ID && typeId <= MAX_TYPE_ID)
            {
                samples.add(new Sample(typeId, counterId, label, counters.getCounterValue(counterId)));
            }
        });
        samples.sort(Comparator.comparingInt(Sample::typeId).thenComparingInt(Sample::counterId));
        return samples;
    }

    private static boolean isActive(final MappedByteBuffer file)
    {
        return file != null && CommonContext.isDriverActive(ACTIVE_TIMEOUT_MS, (message) -> {}, file);
    }
}
