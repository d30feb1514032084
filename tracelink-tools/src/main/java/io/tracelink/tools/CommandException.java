package io.tracelink.tools;

/**
 * A command cannot go on; its message is the one line that the person sees. Ends with {@link ExitStatus#USAGE}.
 */
public final class CommandException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Construct.
     *
     * @param message what is wrong and what to do about it, in one line.
     */
    public CommandException(final String message)
    {
        super(message);
    }

    /**
     * Construct.
     *
     * @param message what is wrong and what to do about it, in one line.
     * @param cause   of it.
     */
    public CommandException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
