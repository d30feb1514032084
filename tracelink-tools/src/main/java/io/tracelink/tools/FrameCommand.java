package io.tracelink.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/**
 * Answers with the lineage of a frame.
 */
@Command(
    name = "frame",
    mixinStandardHelpOptions = true,
    description = "The lineage of a frame, by its stream, epoch and sequence.",
    footer = {
        "",
        "Exit status 1 when no traced frame is there. An answer that lacks something says so, and is no failure.",
        "",
        RecordedOption.FOOTER
    })
final class FrameCommand implements Callable<Integer>
{
    @Parameters(
        index = "0",
        paramLabel = "STREAM",
        converter = StreamIdConverter.class,
        description = "Stream id of the frame.")
    private long streamId;

    @Parameters(
        index = "1",
        paramLabel = "EPOCH",
        converter = UnsignedLongConverter.class,
        description = "Epoch of the frame.")
    private long epoch;

    @Parameters(
        index = "2",
        paramLabel = "SEQ",
        converter = UnsignedLongConverter.class,
        description = "Sequence of the frame.")
    private long seq;

    @Mixin
    private LineageOptions options;

    @Override
    public Integer call()
    {
        return options.answer(
            "a traced frame of stream " + streamId + " epoch " + Long.toUnsignedString(epoch) + " seq " +
            Long.toUnsignedString(seq),
            (lineage) -> lineage.ofFrame(streamId, epoch, seq, options.direction(), options.depth()));
    }
}
