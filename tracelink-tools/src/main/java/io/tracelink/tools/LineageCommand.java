package io.tracelink.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/**
 * Answers with the lineage of a trace ID.
 */
@Command(
    name = "lineage",
    mixinStandardHelpOptions = true,
    description = "The lineage of a trace: what it was made from, what was made from it, and whether that is all.",
    footer = {
        "",
        "Exit status 1 when the trace is not in the store. An answer that lacks something says so, and is no failure.",
        "",
        RecordedOption.FOOTER
    })
final class LineageCommand implements Callable<Integer>
{
    @Parameters(
        paramLabel = "ID",
        converter = UnsignedLongConverter.class,
        description = "Trace ID, unsigned decimal, or hexadecimal after 0x.")
    private long traceId;

    @Mixin
    private LineageOptions options;

    @Override
    public Integer call()
    {
        return options.answer(
            "trace " + Long.toUnsignedString(traceId),
            (lineage) -> lineage.ofTrace(traceId, options.direction(), options.depth()));
    }
}
