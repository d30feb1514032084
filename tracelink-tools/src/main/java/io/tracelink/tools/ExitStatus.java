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
     * Not found, or a check failed.
     */
    public static final int NOT_FOUND = 1;

    /**
     * Usage or configuration error; one line on the standard error stream says which.
     */
    public static final int USAGE = 2;

    private ExitStatus()
    {
    }
}
