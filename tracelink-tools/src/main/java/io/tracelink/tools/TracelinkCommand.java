package io.tracelink.tools;

import io.aeron.exceptions.AeronException;
import io.tracelink.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code tracelink} command itself: knows its subcommands and how errors look.
 */
@Command(
    name = "tracelink",
    mixinStandardHelpOptions = true,
    version = "tracelink 0.1.0",
    description = "Which inputs made a frame: traces through Aeron pipelines.",
    footer = {
        "",
        "'tracelink COMMAND --help' explains a command. Results go to the output, everything else to the error stream.",
        "Exit status 0: done; 1: not found, a check failed, or the media driver went away; 2: a usage or " +
            "configuration error, of which one line tells."
    },
    subcommands = {
        DriverCommand.class,
        CollectCommand.class,
        RelayCommand.class,
        TapCommand.class,
        IdCommand.class,
        LineageCommand.class,
        FrameCommand.class,
        ImpactCommand.class,
        LatencyCommand.class,
        ExpandCommand.class,
        ExpireCommand.class,
        VerifyCommand.class,
        RebuildCommand.class,
        StatCommand.class,
    })
public final class TracelinkCommand implements Runnable
{
    private static final Pattern SETTING = Pattern.compile("^([a-z]\\w*)=");

    @Spec
    private CommandSpec spec;

    private TracelinkCommand()
    {
    }

    /**
     * The command line with the subcommands of this module and others.
     * <p>
     * Errors are one line on the standard error stream, and {@link ExitStatus#USAGE}.
     *
     * @param others subcommands of other modules.
     * @return a new command line.
     */
    public static CommandLine commandLine(final Object... others)
    {
        final CommandLine commandLine = new CommandLine(new TracelinkCommand());
        for (final Object other : others)
        {
            commandLine.addSubcommand(other);
        }

        return commandLine
            .setOut(writer(System.out))
            .setErr(writer(System.err))
            .setParameterExceptionHandler(TracelinkCommand::onParameterException)
            .setExecutionExceptionHandler((exception, failed, result) -> onExecutionException(exception, failed));
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }

    /**
     * JSON is UTF-8 whatever the locale, and so is everything else. Each line is out when it is printed: nobody has to
     * flush.
     */
    private static PrintWriter writer(final PrintStream stream)
    {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int onParameterException(final ParameterException exception, final String[] args)
    {
        final CommandLine commandLine = exception.getCommandLine();
        final String name = commandLine.getCommandSpec().qualifiedName();
        printError(commandLine, usageError(exception) + " (see '" + name + " --help')");

        return ExitStatus.USAGE;
    }

    private static String usageError(final ParameterException exception)
    {
        if (null == exception.getCommandLine().getParent() && exception instanceof UnmatchedArgumentException unmatched)
        {
            final String word = unmatched.getUnmatched().get(0);
            if (!word.startsWith("-"))
            {
                return "there is no command '" + word + "'";
            }
        }

        return exception.getMessage().replaceFirst("^Error: ", "");
    }

    private static int onExecutionException(final Exception exception, final CommandLine commandLine)
    {
        final boolean isForPeople =
            exception instanceof CommandException ||
            exception instanceof StoreException ||
            exception instanceof AeronException ||
            exception instanceof UncheckedIOException ||
            (exception instanceof IllegalArgumentException && null != exception.getMessage());
        printError(
            commandLine,
            isForPeople ? withOption(commandLine, AeronText.plain(exception.getMessage())) : exception.toString());

        return ExitStatus.USAGE;
    }

    /**
     * What the modules call by the name of a setting is an option here.
     */
    private static String withOption(final CommandLine commandLine, final String message)
    {
        final Matcher setting = SETTING.matcher(message);
        if (setting.find())
        {
            final String option =
                "--" + setting.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            for (final String name : new String[]{option, option.replaceFirst("-id$", "")})
            {
                if (null != commandLine.getCommandSpec().findOption(name))
                {
                    return name + message.substring(setting.end(1));
                }
            }
        }

        return message;
    }

    /**
     * One line on the error stream, behind the whole name of the command: why it ends, or what its answer lacks.
     */
    static void printError(final CommandLine commandLine, final String message)
    {
        final String line = message.replaceAll("\\s*\\R\\s*", " ");
        commandLine.getErr().println(commandLine.getCommandSpec().qualifiedName() + ": " + line);
    }
}
