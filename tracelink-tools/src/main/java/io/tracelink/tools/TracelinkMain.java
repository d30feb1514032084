package io.tracelink.tools;

/**
 * Runs the {@code tracelink} command.
 */
public final class TracelinkMain
{
    private TracelinkMain()
    {
    }

    /**
     * Run a command and end the process with its exit status.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args)
    {
        JvmFlags.requireAll();
        System.exit(TracelinkCommand.commandLine().execute(args));
    }
}
