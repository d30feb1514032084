package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.CloseHelper;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A media driver and a client of it, of which every error is kept.
 */
final class TestMediaDriver implements AutoCloseable
{
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextStreamId = new AtomicInteger(1000);
    private final MediaDriver mediaDriver;
    private final Aeron aeron;

    TestMediaDriver()
    {
        mediaDriver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .ipcTermBufferLength(64 * 1024)
            .errorHandler(errors::add));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .errorHandler(errors::add));
    }

    Aeron aeron()
    {
        return aeron;
    }

    MediaDriver mediaDriver()
    {
        return mediaDriver;
    }

    List<Throwable> errors()
    {
        return errors;
    }

    /**
     * A stream id that no other test has.
     */
    int nextStreamId()
    {
        return nextStreamId.getAndIncrement();
    }

    /**
     * Wait until the media driver has surely run a whole duty cycle, and with it moved the limits of publications.
     */
    void awaitDutyCycle()
    {
        for (int i = 0; i < 3; i++)
        {
            aeron.addSubscription("aeron:ipc", 1).close();
        }
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
    }
}
