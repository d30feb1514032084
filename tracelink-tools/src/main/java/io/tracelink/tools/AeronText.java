package io.tracelink.tools;

import org.agrona.ErrorHandler;
import picocli.CommandLine.Model.CommandSpec;

import java.util.regex.Pattern;

/**
 * What Aeron says, without what it says to programs: the level, the names of exceptions and where they were thrown,
 * the error code, ids of requests, and its objects.
 */
final class AeronText
{
    private static final Pattern LEVEL = Pattern.compile("\\b(?:ERROR|WARN|FATAL) - ");
    private static final Pattern EXCEPTION = Pattern.compile("\\b(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error) ?: ");
    private static final Pattern ORIGIN = Pattern.compile(" \\(at [^()]*\\([^()]*\\)\\)");
    private static final Pattern CODE = Pattern.compile(", errorCodeValue=-?\\d+");
    private static final Pattern CORRELATION = Pattern.compile("response for correlationId=-?\\d+, error: ");
    private static final Pattern OBJECT = Pattern.compile(" ?\\b(?:publication|subscription)=\\w+\\{[^{}]*}");

    private AeronText()
    {
    }

    /**
     * {@return what prints faults at run time: a line each on the error stream, behind the name of the command}
     *
     * @param spec of the command.
     */
    static ErrorHandler printer(final CommandSpec spec)
    {
        return (ex) -> spec.commandLine().getErr().println(spec.name() + ": " + of(ex));
    }

    /**
     * {@return a line for people about what an error handler was told}
     *
     * @param error of Aeron's or ours.
     */
    static String of(final Throwable error)
    {
        return plain(null == error.getMessage() ? error.toString() : error.getMessage());
    }

    /**
     * {@return the message for people}
     *
     * @param message of an exception of Aeron's, or one that quotes it.
     */
    static String plain(final String message)
    {
        String plain = message;
        for (final Pattern pattern : new Pattern[]{LEVEL, EXCEPTION, ORIGIN, CODE, CORRELATION, OBJECT})
        {
            plain = pattern.matcher(plain).replaceAll("");
        }

        return plain;
    }
}
