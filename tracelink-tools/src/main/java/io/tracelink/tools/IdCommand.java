package io.tracelink.tools;

import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Decodes trace IDs.
 */
@Command(
    name = "id",
    mixinStandardHelpOptions = true,
    description = "Decode trace IDs: when, by which node, and the sequence within the millisecond.")
final class IdCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat format;

    @Option(names = "--node-id-bits", defaultValue = "10", description = "Bits of the node ID (default: 10).")
    private int nodeIdBits;

    @Option(names = "--sequence-bits", defaultValue = "12", description = "Bits of the sequence (default: 12).")
    private int sequenceBits;

    @Option(
        names = "--epoch-offset-ms",
        defaultValue = "0",
        description = "Milliseconds from 1970 to the epoch of the IDs (default: 0).")
    private long epochOffsetMs;

    @Parameters(
        paramLabel = "ID",
        arity = "1..*",
        converter = TraceIdConverter.class,
        description = "Trace IDs, unsigned decimal, or hexadecimal after 0x.")
    private List<Long> ids;

    @Override
    public Integer call()
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, epochOffsetMs);
        final PrintWriter out = spec.commandLine().getOut();

        for (final long id : ids)
        {
            if (format.isJson())
            {
                out.println(toJson(layout, id));
            }
            else
            {
                out.println(toText(layout, id));
            }
        }

        out.flush();

        return ExitStatus.DONE;
    }

    private static String toText(final TraceIdLayout layout, final long id)
    {
        if (TraceId.NULL == id)
        {
            return "0  null: the frame is not traced";
        }

        return Long.toUnsignedString(id) + "  " + Instant.ofEpochMilli(layout.timestampMs(id)) +
            "  node " + layout.nodeId(id) + "  sequence " + layout.sequence(id) +
            (id < 0 ? "  (the unused bit is set: not minted with this layout)" : "");
    }

    private static String toJson(final TraceIdLayout layout, final long id)
    {
        if (TraceId.NULL == id)
        {
            return new JsonLine().id("traceId", id).nul("timestampMs").nul("time").nul("nodeId").nul("sequence").end();
        }

        return new JsonLine()
            .id("traceId", id)
            .number("timestampMs", layout.timestampMs(id))
            .string("time", Instant.ofEpochMilli(layout.timestampMs(id)).toString())
            .number("nodeId", layout.nodeId(id))
            .number("sequence", layout.sequence(id))
            .end();
    }
}
