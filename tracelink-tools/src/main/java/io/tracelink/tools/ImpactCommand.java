package io.tracelink.tools;

import io.tracelink.store.AnalysisJson;
import io.tracelink.store.FrameRanges;
import io.tracelink.store.Impact;
import io.tracelink.store.LineageAnalysis;
import io.tracelink.store.LineageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Answers with what a range of frames reached.
 */
@Command(
    name = "impact",
    mixinStandardHelpOptions = true,
    description = "Every frame that a range of frames reached, over any number of links, and whether that is all.",
    footer = {
        "",
        "Exit status 1 when none of the frames is in the store. An answer that lacks something says so, and is no " +
            "failure.",
        "",
        RecordedOption.FOOTER
    })
final class ImpactCommand implements Callable<Integer>
{
    private static final int MAX_RANGES = 8;

    @Mixin
    private QuestionOptions question;

    @Option(
        names = "--stream",
        required = true,
        paramLabel = "STREAM",
        converter = StreamIdConverter.class,
        description = "Stream id of the frames.")
    private long streamId;

    @Mixin
    private FrameRange range;

    @Override
    public Integer call()
    {
        range.check();
        final LineageStore store = question.openStore();
        final Impact impact;
        try (LineageAnalysis analysis = store.analysis(question.awaitRecorded(store)))
        {
            impact = analysis.impact(streamId, range.epoch(), range.fromSeq(), range.toSeq());
        }

        return question.answer(
            impact.found(),
            () -> AnalysisJson.write(impact),
            (out) -> print(impact, out),
            "no frame of stream " + streamId + " epoch " + Long.toUnsignedString(range.epoch()) + " seq " +
            TraceGroup.range(range.fromSeq(), range.toSeq()) + " is in " + store.location() +
            (MissingText.isExpired(impact.missing()) ? "; some have expired" : ""));
    }

    private static void print(final Impact impact, final PrintWriter out)
    {
        if (!impact.found())
        {
            return;
        }

        out.println(
            "stream " + impact.streamId() + "  epoch " + Long.toUnsignedString(impact.epoch()) + "  seq " +
            TraceGroup.range(impact.fromSeq(), impact.toSeq()) + "  " +
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
