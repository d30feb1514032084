package io.tracelink.tools;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The option of every command that prints data.
 */
final class OutputFormat
{
    enum Format
    {
        text, json
    }

    @Spec
    private CommandSpec spec;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). " +
            "JSON is one object a line; 64 bit numbers are unsigned decimal strings.")
    private Format format = Format.text;

    boolean isJson()
    {
        return Format.json == format;
    }

    /**
     * Print in the format that was asked for.
     *
     * @param json line that is the answer.
     * @param text prints the answer for people.
     */
    void print(final Supplier<String> json, final Consumer<PrintWriter> text)
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson())
        {
            out.println(json.get());
        }
        else
        {
            text.accept(out);
        }
    }
}
