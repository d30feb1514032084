package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.DriverTimeoutException;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;

import java.io.PrintWriter;

/**
 * A connected Aeron client, and the media driver where it is embedded.
 */
public final class AeronSession implements AutoCloseable
{
    /**
     * A plain {@code aeron:ipc} publication and the control stream's URI then ask for the same, in whatever order.
     */
    private static final int IPC_TERM_LENGTH = 4 * 1024 * 1024;
    private static final long DRIVER_TIMEOUT_MS = 5_000;

    private final MediaDriver mediaDriver;
    private final Aeron aeron;

    /**
     * Start the media driver if the options say so, and connect.
     *
     * @param options      of the command line.
     * @param errorHandler of faults at run time.
     * @throws CommandException if there is no media driver, or another one is in the directory.
     */
    public AeronSession(final AeronOptions options, final ErrorHandler errorHandler)
    {
        mediaDriver = options.isMediaDriverEmbedded() ? launchMediaDriver(options.aeronDir(), errorHandler) : null;

        try
        {
            aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(options.aeronDir())
                .driverTimeoutMs(DRIVER_TIMEOUT_MS)
                .errorHandler((ex) -> onClientError(errorHandler, ex)));
        }
        catch (final DriverTimeoutException ex)
        {
            CloseHelper.quietClose(mediaDriver);
            throw new CommandException(
                "no media driver answers in --aeron-dir=" + options.aeronDir() +
                ": start one there, or use --embedded-media-driver", ex);
        }
    }

    /**
     * Where the options say that a media driver is to be started, wait until one that was killed makes room for it.
     *
     * @param options of the command line.
     * @param err     that hears what is waited for.
     * @param signal  that ends the wait.
     * @return false if the signal was raised meanwhile, and there is nothing to be started any more.
     * @throws CommandException if there is one in the directory that lives.
     */
    public static boolean awaitPredecessor(
        final AeronOptions options, final PrintWriter err, final TerminationSignal signal)
    {
        return !options.isMediaDriverEmbedded() ||
            MediaDriverPredecessor.awaitEnd(options.aeronDir(), err, signal);
    }

    /**
     * Start a media driver with one thread, whose directory goes away with it.
     *
     * @param aeronDir     its directory.
     * @param errorHandler of faults at run time.
     * @return the media driver.
     * @throws CommandException if another one is in the directory.
     */
    public static MediaDriver launchMediaDriver(final String aeronDir, final ErrorHandler errorHandler)
    {
        try
        {
            return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(aeronDir)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(100, 10, 1_000, 1_000_000))
                .ipcTermBufferLength(IPC_TERM_LENGTH)
                .dirDeleteOnShutdown(true)
                .errorHandler(errorHandler));
        }
        catch (final RuntimeException ex)
        {
            throw new CommandException(
                "cannot start a media driver in --aeron-dir=" + aeronDir + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * A client that loses its media driver says so, and then that its own agent ends: that is no news.
     *
     * @param error that an Aeron client reports.
     * @return false if it follows from one before.
     */
    static boolean isNews(final Throwable error)
    {
        return !(error instanceof AgentTerminationException) || null != error.getMessage();
    }

    private static void onClientError(final ErrorHandler errorHandler, final Throwable error)
    {
        if (isNews(error))
        {
            errorHandler.onError(error);
        }
    }

    /**
     * {@return the connected client}
     */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
    }
}
