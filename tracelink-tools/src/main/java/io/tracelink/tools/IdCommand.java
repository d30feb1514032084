package io.tracelink.tools;

import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

    @Option(
        names = "--node-id-bits",
        paramLabel = "BITS",
        defaultValue = "10",
        description = "Bits of the node ID (default: ${DEFAULT-VALUE}).")
    private int nodeIdBits;

    @Option(
        names = "--sequence-bits",
        paramLabel = "BITS",
        defaultValue = "12",
        description = "Bits of the sequence (default: ${DEFAULT-VALUE}).")
    private int sequenceBits;

    @Option(
        names = "--epoch-offset-ms",
        paramLabel = "MS",
        defaultValue = "0",
        description = "Milliseconds from 1970 to the epoch of the IDs (default: ${DEFAULT-VALUE}).")
    private long epochOffsetMs;

    /**
     * Converted here, since picocli takes the first that is no number for the end of the list, and what follows for
     * arguments that nobody asked for.
     */
    @Parameters(
        paramLabel = "ID",
        arity = "1..*",
        description = "Trace IDs, unsigned decimal, or hexadecimal after 0x.")
    private List<String> ids;

    @Override
    public Integer call()
    {
        final TraceIdLayout layout = layout();
        for (final long id : ids.stream().map(this::toId).toList())
        {
            format.print(() -> toJson(layout, id), (out) -> out.println(toText(layout, id)));
        }

        return ExitStatus.DONE;
    }

    private long toId(final String value)
    {
        try
        {
            return new UnsignedLongConverter().convert(value);
        }
        catch (final TypeConversionException ex)
        {
            throw new ParameterException(
                spec.commandLine(), "Invalid value for positional parameter (ID): " + ex.getMessage(), ex);
        }
    }

    private TraceIdLayout layout()
    {
        try
        {
            return new TraceIdLayout(nodeIdBits, sequenceBits, epochOffsetMs);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandException(ex.getMessage()
                .replace("nodeIdBits", "--node-id-bits")
                .replace("sequenceBits", "--sequence-bits")
                .replace("epochOffsetMs", "--epoch-offset-ms"));
        }
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
