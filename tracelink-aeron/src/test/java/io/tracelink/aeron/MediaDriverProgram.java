package io.tracelink.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.testing.ProgramProcess;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A media driver in a process of its own. It takes over the directory of one that was killed.
 */
public final class MediaDriverProgram
{
    private MediaDriverProgram()
    {
    }

    /**
     * Start it, and wait until it is there.
     *
     * @param aeronDir directory of the media driver.
     * @return the process.
     */
    public static ProgramProcess start(final String aeronDir)
    {
        return ProgramProcess.ofMain(MediaDriverProgram.class, aeronDir).awaitReady();
    }

    /**
     * Runs until SIGTERM.
     *
     * @param args directory of the media driver.
     */
    public static void main(final String[] args)
    {
        final TerminationFlag termination = new TerminationFlag();
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(args[0])
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .termBufferSparseFile(true)
            .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(10))
            .errorHandler(MediaDriverProgram::onError)))
        {
            System.err.println("ready " + driver.aeronDirectoryName());
            while (!termination.isRaised())
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private static void onError(final Throwable error)
    {
        System.err.println(error);
    }
}
