package io.tracelink.aeron;

/**
 * Raised by SIGTERM, which then waits for the thread that constructed this to end.
 */
final class TerminationFlag
{
    private volatile boolean isRaised;

    TerminationFlag()
    {
        final Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
        {
            isRaised = true;
            try
            {
                main.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }));
    }

    boolean isRaised()
    {
        return isRaised;
    }
}
