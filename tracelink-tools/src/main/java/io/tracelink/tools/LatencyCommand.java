package io.tracelink.tools;

import io.tracelink.store.AnalysisJson;
import io.tracelink.store.InputChoice;
import io.tracelink.store.Latency;
import io.tracelink.store.LineageAnalysis;
import io.tracelink.store.LineageStore;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Answers with the times from one stream to another.
 */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = "How long frames took from one stream to another: percentiles end to end and for each hop, by the " +
        "streams that they passed.",
    footer = {
        "",
        "Exit status 1 when nothing leads from the one to the other. An answer that lacks something says so, and is " +
            "no failure.",
        "",
        RecordedOption.FOOTER
    })
final class LatencyCommand implements Callable<Integer>
{
    enum Input
    {
        newest, oldest
    }

    @Mixin
    private QuestionOptions question;

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
        description = "Of several inputs of an output, take the time from the newest or the oldest one (default: " +
            "${DEFAULT-VALUE}).")
    private Input input = Input.newest;

    @ArgGroup(exclusive = false, heading = "Only the outputs of a range (default: all outputs):%n")
    private FrameRange range;

    @Override
    public Integer call()
    {
        if (null != range)
        {
            range.check();
        }

        if (fromStreamId == toStreamId)
        {
            throw new CommandException(
                "--from-stream=" + fromStreamId + " and --to-stream=" + toStreamId + " must be two streams");
        }

        final InputChoice choice = InputChoice.valueOf(input.name().toUpperCase(Locale.ROOT));
        final LineageStore store = question.openStore();
        final Latency latency;
        try (LineageAnalysis analysis = store.analysis(question.awaitRecorded(store)))
        {
            latency = null == range ?
                analysis.latency(fromStreamId, toStreamId, choice) :
                analysis.latency(
                    fromStreamId, toStreamId, choice, range.epoch(), range.fromSeq(), range.toSeq());
        }

        return question.answer(
            latency.found(),
            () -> AnalysisJson.write(latency),
            (out) -> LatencyText.print(latency, out),
            "nothing leads from stream " + fromStreamId + " to stream " + toStreamId + " in " + store.location() +
            " (" + Plural.of(latency.outputCount(), "frame") + " looked at)");
    }
}
