package io.tracelink.tools;

import io.aeron.CommonContext;
import io.tracelink.tools.CounterSamples.Sample;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Prints the counters of TraceLink in a media driver.
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

        try (MediaDriverFile file = new MediaDriverFile(aeronDir))
        {
            final CounterSamples counters = new CounterSamples(file.counters(), SystemNanoClock.INSTANCE);
            return isFollowing ? follow(file, counters) : printOnce(counters);
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

    private int follow(final MediaDriverFile file, final CounterSamples counters)
    {
        final PrintWriter out = spec.commandLine().getOut();
        final TerminationSignal signal = new TerminationSignal();
        final String begin = Terminal.isInteractive() ? Terminal.CLEAR : "";
        do
        {
            if (!file.isActive())
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
    private static String heading(final MediaDriverFile file)
    {
        final Instant now = Instant.now();

        return now.truncatedTo(ChronoUnit.SECONDS) + "  media driver process " + file.pid() +
            ", heartbeat age " + (now.toEpochMilli() - file.heartbeatMs()) + " ms";
    }
}
