package io.tracelink.tools;

import io.tracelink.store.Direction;
import io.tracelink.store.Lineage;
import io.tracelink.store.LineageGraph;
import io.tracelink.store.LineageJson;
import io.tracelink.store.LineageStore;
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
    private QuestionOptions question;

    @Option(
        names = "--direction",
        paramLabel = "WAY",
        description = "Follow the links to what it was made from (up), to what was made from it (down), or both " +
            "(default: ${DEFAULT-VALUE}).")
    private Way way = Way.up;

    @Option(names = "--depth", paramLabel = "N", description = "How many links to follow (default: all the way).")
    private int depth = Lineage.UNLIMITED;

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
    int answer(final String subject, final Function<Lineage, LineageGraph> ask)
    {
        if (depth < 0)
        {
            throw new CommandException("--depth=" + depth + " must be at least 0");
        }

        final LineageStore store = question.openStore();
        final LineageGraph graph;
        try (Lineage lineage = store.lineage(question.awaitRecorded(store)))
        {
            graph = ask.apply(lineage);
        }

        return question.answer(
            graph.found(),
            () -> LineageJson.write(graph),
            (out) -> print(graph, out),
            subject + (MissingText.isExpired(graph.missing()) ? " has expired from " : " is not in ") +
            store.location());
    }

    private void print(final LineageGraph graph, final PrintWriter out)
    {
        if (graph.found())
        {
            new LineageText(graph, Map.of(), depth).print(out);
        }
    }
}
