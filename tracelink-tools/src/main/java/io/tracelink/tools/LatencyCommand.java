package io.tracelink.tools;

import io.tracelink.store.AnalysisJson;
import io.tracelink.store.InputChoice;
import io.tracelink.store.Latency;
import io.tracelink.store.LineageAnalysis;
import io.tracelink.store.LineageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Answers with the times from one stream to another.
 */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = "How long frames took from one stream to another: percentiles end to end and for each hop, by the " +
        "streams that they passed.")
final class LatencyCommand implements Callable<Integer>
{
    enum Input
    {
        newest, oldest
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption storeOption;

    @Option(
        names = "--from-stream",
        required = true,
        paramLabel = "STREAM",
        converter = StreamIdConverter.class,
        description = "Stream id of the inputs.")
    private long fromStreamId;

    @Option(
        names = "--to-stream",
        required = true,
        paramLabel = "STREAM",
        converter = StreamIdConverter.class,
        description = "Stream id of the outputs.")
    private long toStreamId;

    @Option(
        names = "--input",
        paramLabel = "WHICH",
        defaultValue = "newest",
        description = "Of several inputs of an output, take the time from the newest or the oldest one (default: " +
            "newest).")
    private Input input = Input.newest;

    @Option(
        names = "--epoch",
        paramLabel = "EPOCH",
        converter = TraceIdConverter.class,
        description = "Only outputs of this epoch, with --from and --to (default: all outputs).")
    private Long epoch;

    @Option(
        names = "--from",
        paramLabel = "SEQ",
        converter = TraceIdConverter.class,
        description = "First sequence of the outputs.")
    private Long fromSeq;

    @Option(
        names = "--to",
        paramLabel = "SEQ",
        converter = TraceIdConverter.class,
        description = "Last sequence of the outputs, itself among them.")
    private Long toSeq;

    @Mixin
    private RecordedOption recordedOption;

    @Mixin
    private OutputFormat format;

    @Override
    public Integer call()
    {
        final boolean isRange = null != epoch && null != fromSeq && null != toSeq;
        if (!isRange && (null != epoch || null != fromSeq || null != toSeq))
        {
            throw new CommandException("--epoch, --from and --to must be given together");
        }

        if (isRange && Long.compareUnsigned(fromSeq, toSeq) > 0)
        {
            throw new CommandException(
                "--from=" + Long.toUnsignedString(fromSeq) + " must not be above --to=" +
                Long.toUnsignedString(toSeq));
        }

        if (fromStreamId == toStreamId)
        {
            throw new CommandException(
                "--from-stream=" + fromStreamId + " and --to-stream=" + toStreamId + " must be two streams");
        }

        final LineageStore store = storeOption.openExisting();
        final Latency latency;
        try (LineageAnalysis analysis = store.analysis(recordedOption.await(store, spec)))
        {
            final InputChoice choice = InputChoice.valueOf(input.name().toUpperCase(Locale.ROOT));
            latency = isRange ?
                analysis.latency(fromStreamId, toStreamId, choice, epoch, fromSeq, toSeq) :
                analysis.latency(fromStreamId, toStreamId, choice);
        }

        final PrintWriter out = spec.commandLine().getOut();
        if (format.isJson())
        {
            out.println(AnalysisJson.write(latency));
        }
        else if (latency.found())
        {
            LatencyText.print(latency, out);
        }
        else if (!latency.complete())
        {
            LatencyText.printVerdict(latency, out);
        }

        out.flush();
        if (!latency.found())
        {
            spec.commandLine().getErr().println(
                spec.qualifiedName() + ": nothing leads from stream " + fromStreamId + " to stream " + toStreamId +
                " in " + store.location() + " (" + Plural.of(latency.outputCount(), "frame") + " looked at)");
            spec.commandLine().getErr().flush();
            return ExitStatus.FAILED;
        }

        return ExitStatus.DONE;
    }
}
