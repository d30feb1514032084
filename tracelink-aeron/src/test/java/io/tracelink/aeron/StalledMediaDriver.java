package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A media driver that answers only when it is told to, and a client that waits for it meanwhile.
 */
public final class StalledMediaDriver implements AutoCloseable
{
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long DRIVER_TIMEOUT_MS = 120_000;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final MediaDriver mediaDriver;
    private final AgentInvoker invoker;
    private final Aeron aeron;
    private volatile boolean isAwaited;

    /**
     * Launch and connect.
     */
    public StalledMediaDriver()
    {
        mediaDriver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER)
            .clientLivenessTimeoutNs(TimeUnit.MILLISECONDS.toNanos(DRIVER_TIMEOUT_MS))
            .publicationUnblockTimeoutNs(2 * TimeUnit.MILLISECONDS.toNanos(DRIVER_TIMEOUT_MS))
            .timerIntervalNs(PAUSE_NS)
            .publicationLingerTimeoutNs(PAUSE_NS)
            .termBufferSparseFile(true)
            .errorHandler(errors::add));
        invoker = mediaDriver.sharedAgentInvoker();
        answer();
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .awaitingIdleStrategy(new Awaiting())
            .errorHandler(errors::add));
    }

    /**
     * The client that waits.
     */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * Is the client waiting, or has it waited, for an answer?
     */
    public boolean isAwaited()
    {
        return isAwaited;
    }

    /**
     * Answer what was asked.
     */
    public void answer()
    {
        invoker.invoke();
    }

    /**
     * How many counters of ours, and of publications and subscriptions, there are.
     */
    public int openCount()
    {
        final int[] count = new int[1];
        aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) ->
            count[0] += typeId >= 1_000 ||
                AeronCounters.DRIVER_PUBLISHER_LIMIT_TYPE_ID == typeId ||
                AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID == typeId ? 1 : 0);

        return count[0];
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
        assertThat(errors).isEmpty();
    }

    private final class Awaiting implements IdleStrategy
    {
        @Override
        public void idle(final int workCount)
        {
            idle();
        }

        @Override
        public void idle()
        {
            isAwaited = true;
            LockSupport.parkNanos(PAUSE_NS);
        }

        @Override
        public void reset()
        {
        }
    }
}
