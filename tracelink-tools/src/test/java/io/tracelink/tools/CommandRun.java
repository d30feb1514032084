package io.tracelink.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A command that was run in this process.
 *
 * @param status it ended with.
 * @param out    what it printed on its output.
 * @param err    what it printed on its error stream.
 */
record CommandRun(int status, String out, String err)
{
    static CommandRun of(final String... args)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine commandLine = TracelinkCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
        final int status = commandLine.execute(args);
        commandLine.getErr().flush();

        return new CommandRun(status, out.toString(), err.toString());
    }

    List<String> outLines()
    {
        return out.lines().toList();
    }

    List<String> errLines()
    {
        return err.lines().toList();
    }

    JsonNode json()
    {
        return json(out);
    }

    static JsonNode json(final String text)
    {
        try
        {
            return new ObjectMapper().readTree(text);
        }
        catch (final JsonProcessingException ex)
        {
            throw new AssertionError("no JSON: " + text, ex);
        }
    }
}
