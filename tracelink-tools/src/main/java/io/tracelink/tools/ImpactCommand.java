package io.tracelink.tools;

import io.tracelink.store.AnalysisJson;
import io.tracelink.store.FrameRanges;
import io.tracelink.store.Impact;
import io.tracelink.store.LineageAnalysis;
import io.tracelink.store.LineageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Answers with what a range of frames reached.
 */
@Command(
    name = "impact",
    mixinStandardHelpOptions = true,
    description = "Every frame that a range of frames reached, whatever the number of links, and whether that is all.")
final class ImpactCommand implements Callable<Integer>
{
    private static final int MAX_RANGES = 8;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption storeOption;

    @Option(
        names = "--stream",
        required = true,
        paramLabel = "STREAM",
        converter = StreamIdConverter.class,
        description = "Stream id of the frames.")
    private long streamId;

    @Option(
        names = "--epoch",
        required = true,
        paramLabel = "EPOCH",
        converter = TraceIdConverter.class,
        description = "Epoch of the frames.")
    private long epoch;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "SEQ",
        converter = TraceIdConverter.class,
        description = "First sequence of the range.")
    private long fromSeq;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "SEQ",
        converter = TraceIdConverter.class,
        description = "Last sequence of the range, itself in it.")
    private long toSeq;

    @Mixin
    private OutputFormat format;

    @Override
    public Integer call()
    {
        if (Long.compareUnsigned(fromSeq, toSeq) > 0)
        {
            throw new CommandException(
                "--from=" + Long.toUnsignedString(fromSeq) + " must not be above --to=" +
                Long.toUnsignedString(toSeq));
        }

        final LineageStore store = storeOption.openExisting();
        final Impact impact;
        try (LineageAnalysis analysis = store.analysis())
        {
            impact = analysis.impact(streamId, epoch, fromSeq, toSeq);
        }

        final PrintWriter out = spec.commandLine().getOut();
        if (format.isJson())
        {
            out.println(AnalysisJson.write(impact));
        }
        else if (impact.found())
        {
            print(impact, out);
        }

        out.flush();
        if (!impact.found())
        {
            spec.commandLine().getErr().println(
                spec.qualifiedName() + ": no frame of stream " + streamId + " epoch " + Long.toUnsignedString(epoch) +
                " seq " + TraceGroup.range(fromSeq, toSeq) + " is in " + store.location() +
                (MissingText.isExpired(impact.missing()) ? "; some have expired" : ""));
            spec.commandLine().getErr().flush();
            return ExitStatus.FAILED;
        }

        return ExitStatus.DONE;
    }

    private void print(final Impact impact, final PrintWriter out)
    {
        out.println(
            "stream " + streamId + "  epoch " + Long.toUnsignedString(epoch) + "  seq " +
            TraceGroup.range(fromSeq, toSeq) + "  " +
            Plural.of(impact.inputCount(), "frame"));
        out.println(impact.outputs().isEmpty() ? "reached nothing else" : "reached");
        for (final FrameRanges ranges : impact.outputs())
        {
            out.println(
                "  stream " + ranges.streamId() + "  epoch " + Long.toUnsignedString(ranges.epoch()) + "  seq " +
                seqs(ranges) + "  " + Plural.of(ranges.frameCount(), "frame"));
        }

        final String size = Plural.of(impact.outputCount(), "frame") + ", " +
            Plural.of(impact.traceCount(), "trace") + ", " + Plural.of(impact.linkCount(), "link");
        out.println(impact.complete() ?
            "complete: " + size + ", nothing is missing" : "incomplete: " + size + "; missing:");
        MissingText.print(out, impact.missing(), Map.of());
    }

    private static String seqs(final FrameRanges ranges)
    {
        final StringBuilder builder = new StringBuilder();
        for (int i = 0; i < ranges.rangeCount() && i < MAX_RANGES; i++)
        {
            builder.append(0 == i ? "" : ",").append(TraceGroup.range(ranges.fromSeq(i), ranges.toSeq(i)));
        }

        return ranges.rangeCount() <= MAX_RANGES ? builder.toString() :
            builder.append(",... (").append(ranges.rangeCount()).append(" ranges)").toString();
    }
}
