package io.tracelink.tools;

import java.io.Console;

/**
 * Is there somebody who looks, or a pipe?
 */
final class Terminal
{
    /**
     * Clears the screen and goes to its upper left corner, as AeronStat does.
     */
    static final String CLEAR = "\u001b[2J\u001b[H";

    private Terminal()
    {
    }

    /**
     * Until JDK 21 there is a console only if there is a terminal. From JDK 22 on there is one always, which says by
     * itself whether it is a terminal.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isInteractive()
    {
        final Console console = System.console();
        if (null == console)
        {
            return false;
        }

        try
        {
            return (boolean)Console.class.getMethod("isTerminal").invoke(console);
        }
        catch (final NoSuchMethodException ex)
        {
            return true;
        }
        catch (final ReflectiveOperationException ex)
        {
            return false;
        }
    }
}
