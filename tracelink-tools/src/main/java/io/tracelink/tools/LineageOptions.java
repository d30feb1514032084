package io.tracelink.tools;

import io.tracelink.store.Direction;
import io.tracelink.store.Lineage;
import io.tracelink.store.LineageGraph;
import io.tracelink.store.LineageJson;
import io.tracelink.store.LineageStore;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The options of the commands that answer with a lineage, and how they answer.
 */
final class LineageOptions
{
    enum Way
    {
        up, down, both
    }

    @Mixin
    private StoreOption storeOption;

    @Option(
        names = "--direction",
        paramLabel = "WAY",
        defaultValue = "up",
        description = "To what it was made from (up), to what was made from it (down), or both (default: up).")
    private Way way = Way.up;

    @Option(names = "--depth", paramLabel = "N", description = "How many links to go (default: all the way).")
    private int depth = Lineage.UNLIMITED;

    @Mixin
    private OutputFormat format;

    int depth()
    {
        return depth;
    }

    Direction direction()
    {
        return Direction.valueOf(way.name().toUpperCase(Locale.ROOT));
    }

    /**
     * Ask, print, and say with the exit status whether anything was found.
     */
    int answer(final CommandLine commandLine, final String subject, final Function<Lineage, LineageGraph> question)
    {
        if (depth < 0)
        {
            throw new CommandException("--depth=" + depth + " must be at least 0");
        }

        final LineageStore store = storeOption.openExisting();
        final LineageGraph graph;
        try (Lineage lineage = store.lineage())
        {
            graph = question.apply(lineage);
        }

        final PrintWriter out = commandLine.getOut();
        if (format.isJson())
        {
            out.println(LineageJson.write(graph));
            out.flush();
        }
        else if (graph.found())
        {
            new LineageText(graph, Map.of(), depth).print(out);
        }

        if (!graph.found())
        {
            commandLine.getErr().println(
                commandLine.getCommandSpec().qualifiedName() + ": " + subject +
                (MissingText.isExpired(graph.missing()) ? " has expired from " : " is not in ") + store.location());
            commandLine.getErr().flush();
            return ExitStatus.FAILED;
        }

        return ExitStatus.DONE;
    }
}
