package io.tracelink.tools;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.tracelink.tools.CounterSamples.Sample;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.PrintWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Prints the counters of TraceLink in a media driver. Reads its file alone: it is no client, so the media driver does
 * not notice it.
 */
@Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    description = "Print the TraceLink counters of a media driver, once or, with their rates, again and again.",
    footer = {
        "",
        "Exit status 1 when there are no such counters, or the media driver went away while following.",
        "What each counter means is in docs/operations.md."
    })
final class StatCommand implements Callable<Integer>
{
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
        description = "Directory of the media driver (default: ${DEFAULT-VALUE}).")
    private String aeronDir = CommonContext.getAeronDirectoryName();

    @Mixin
    private OutputFormat format;

    @Option(
        names = "--follow",
        description = "Print again and again, with rates per second, until SIGINT or SIGTERM. On a terminal each " +
            "print takes the place of the one before.")
    private boolean isFollowing;

    @Option(
        names = "--interval-ms",
        paramLabel = "MS",
        defaultValue = "1000",
        description = "Time between two prints with --follow, in ms (default: ${DEFAULT-VALUE}).")
    private long intervalMs;

    @Override
    public Integer call()
    {
        if (intervalMs < 1)
        {
            throw new CommandException("--interval-ms=" + intervalMs + " must be at least 1");
        }

        final File cncFile = new File(aeronDir, CncFileDescriptor.CNC_FILE);
        final MappedByteBuffer file = map(cncFile);
        try
        {
            if (!isActive(file))
            {
                throw new CommandException("no media driver answers in --aeron-dir=" + aeronDir);
            }

            final CounterSamples counters = new CounterSamples(file, SystemNanoClock.INSTANCE);
            return isFollowing ? follow(file, counters) : printOnce(counters);
        }
        finally
        {
            IoUtil.unmap(file);
        }
    }

    private int printOnce(final CounterSamples counters)
    {
        final List<Sample> samples = counters.read();
        print(samples);

        if (samples.isEmpty())
        {
            TracelinkCommand.printError(spec.commandLine(), "no TraceLink counters in --aeron-dir=" + aeronDir);
            return ExitStatus.FAILED;
        }

        return ExitStatus.DONE;
    }

    private int follow(final MappedByteBuffer file, final CounterSamples counters)
    {
        final PrintWriter out = spec.commandLine().getOut();
        final TerminationSignal signal = new TerminationSignal();
        final String begin = Terminal.isInteractive() ? Terminal.CLEAR : "";
        do
        {
            if (!isActive(file))
            {
                TracelinkCommand.printError(
                    spec.commandLine(), "the media driver in --aeron-dir=" + aeronDir + " is gone");
                return ExitStatus.FAILED;
            }

            final List<Sample> samples = counters.read();
            if (format.isJson())
            {
                print(samples);
            }
            else
            {
                out.println(begin + heading(file));
                print(samples);
                out.println();
            }
        }
        while (!out.checkError() && !signal.await(intervalMs));

        return ExitStatus.DONE;
    }

    private void print(final List<Sample> samples)
    {
        final PrintWriter out = spec.commandLine().getOut();
        final long nowMs = System.currentTimeMillis();
        for (final Sample sample : samples)
        {
            out.println(format.isJson() ? json(nowMs, sample) : text(sample));
        }
    }

    private String text(final Sample sample)
    {
        final String value = Long.toString(sample.value());
        if (!isFollowing)
        {
            return String.format(Locale.ROOT, "%d %20s  %s", sample.typeId(), value, sample.label());
        }

        final String rate = Double.isNaN(sample.ratePerS()) ?
            "-" : String.format(Locale.ROOT, "%.1f/s", sample.ratePerS());

        return String.format(Locale.ROOT, "%d %20s %14s  %s", sample.typeId(), value, rate, sample.label());
    }

    private static String json(final long nowMs, final Sample sample)
    {
        final JsonLine line = new JsonLine()
            .number("timeMs", nowMs)
            .number("typeId", sample.typeId())
            .number("counterId", sample.counterId())
            .string("label", sample.label())
            .string("value", Long.toString(sample.value()));

        return (Double.isNaN(sample.ratePerS()) ?
            line.nul("ratePerS") : line.decimal("ratePerS", sample.ratePerS())).end();
    }

    /**
     * What AeronStat says above its counters.
     */
    private static String heading(final MappedByteBuffer file)
    {
        final DirectBuffer metaData = CncFileDescriptor.createMetaDataBuffer(file);
        final long heartbeatMs = new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(file, metaData))
            .consumerHeartbeatTime();
        final Instant now = Instant.now();

        return now.truncatedTo(ChronoUnit.SECONDS) + "  media driver process " + CncFileDescriptor.pid(metaData) +
            ", heartbeat age " + (now.toEpochMilli() - heartbeatMs) + " ms";
    }

    /**
     * The file of a media driver, which the caller unmaps; null if there is none.
     */
    static MappedByteBuffer map(final File cncFile)
    {
        return cncFile.length() < MIN_FILE_LENGTH ?
            null : IoUtil.mapExistingFile(cncFile, FileChannel.MapMode.READ_ONLY, CncFileDescriptor.CNC_FILE);
    }

    static boolean isActive(final MappedByteBuffer file)
    {
        return file != null && CommonContext.isDriverActive(ACTIVE_TIMEOUT_MS, (message) -> {}, file);
    }
}
