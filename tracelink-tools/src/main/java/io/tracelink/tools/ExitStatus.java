package io.tracelink.tools;

/**
 * Exit status of every command.
 */
public final class ExitStatus
{
    /**
     * Done.
     */
    public static final int DONE = 0;

    /**
     * Not found, a check failed, or the media driver that the command ran on went away.
     */
    public static final int FAILED = 1;

    /**
     * Usage or configuration error; one line on the standard error stream says which.
     */
    public static final int USAGE = 2;

    private ExitStatus()
    {
    }
}
