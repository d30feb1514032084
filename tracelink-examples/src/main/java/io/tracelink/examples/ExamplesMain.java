package io.tracelink.examples;

import io.tracelink.examples.demo.DemoCommand;
import io.tracelink.examples.demo.StageCommand;
import io.tracelink.tools.JvmFlags;
import io.tracelink.tools.TracelinkCommand;
import picocli.CommandLine;

import java.util.Set;

/**
 * The whole {@code tracelink} command and the demo in it; the demo is what runs when no command is named.
 */
public final class ExamplesMain
{
    private static final Set<String> TOP_LEVEL_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private ExamplesMain()
    {
    }

    /**
     * Run a command and end the process with its exit status.
     *
     * @param args of the command line; without a command they are those of the demo.
     */
    public static void main(final String[] args)
    {
        JvmFlags.requireAll();
        System.exit(commandLine().execute(withDefaultCommand(args)));
    }

    /**
     * {@return the {@code tracelink} command line with the demo}
     */
    public static CommandLine commandLine()
    {
        return TracelinkCommand.commandLine(new DemoCommand(), new StageCommand());
    }

    static String[] withDefaultCommand(final String[] args)
    {
        if (args.length > 0 && (!args[0].startsWith("-") || TOP_LEVEL_OPTIONS.contains(args[0])))
        {
            return args;
        }

        final String[] withDemo = new String[args.length + 1];
        withDemo[0] = "demo";
        System.arraycopy(args, 0, withDemo, 1, args.length);

        return withDemo;
    }
}
