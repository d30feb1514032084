package io.tracelink.tools;

import picocli.CommandLine.Option;

/**
 * The option of every command that prints data.
 */
final class OutputFormat
{
    enum Format
    {
        text, json
    }

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). " +
            "JSON is one object a line; 64 bit numbers are unsigned decimal strings.")
    private Format format = Format.text;

    boolean isJson()
    {
        return Format.json == format;
    }
}
