package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.aeron.TraceStreams;
import org.agrona.CloseHelper;
import org.agrona.LangUtil;
import org.agrona.concurrent.AgentInvoker;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A media driver, a client and a subscription to the control and to the descriptor stream, on real IPC logs.
 * <p>
 * Driver and client have no threads: the benchmark's thread invokes them between two batches, where it also drains the
 * streams. So a batch is never back-pressured, and nothing but the operation is in its time. Any error of Aeron is
 * thrown and ends the benchmark.
 */
final class TracedStreams implements AutoCloseable
{
    /**
     * Frames in a batch; with 64 parents each they fit the term window of the default channels.
     */
    static final int BATCH = 2048;

    /**
     * Frames in a batch whose TraceLinkSets are fragmented.
     */
    static final int FRAGMENTED_BATCH = 512;

    /**
     * Parents of a TraceLinkSet that is fragmented.
     */
    static final int FRAGMENTED_PARENTS = 256;

    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int FRAGMENT_LIMIT = 1024;
    private static final FragmentHandler NO_OP = (buffer, offset, length, header) -> {};

    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;
    private final Subscription descriptors;
    private final Subscription links;

    TracedStreams()
    {
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER)
            .errorHandler(LangUtil::rethrowUnchecked));
        driverInvoker = driver.sharedAgentInvoker();

        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(driverInvoker)
            .errorHandler(LangUtil::rethrowUnchecked));
        clientInvoker = aeron.conductorAgentInvoker();

        descriptors = aeron.addSubscription(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
        links = aeron.addSubscription(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
    }

    Aeron aeron()
    {
        return aeron;
    }

    Subscription descriptors()
    {
        return descriptors;
    }

    Subscription links()
    {
        return links;
    }

    /**
     * Read away what was published, and let the driver move the publishers' limits.
     */
    void drain()
    {
        drain(descriptors);
        drain(links);
        invoke();
    }

    /**
     * Let driver and client do their work.
     */
    void invoke()
    {
        driverInvoker.invoke();
        clientInvoker.invoke();
    }

    /**
     * Let driver and client work until something has come about.
     *
     * @param condition that is awaited.
     * @throws IllegalStateException if it does not come about in time.
     */
    void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("streams did not connect within timeoutNs=" + TIMEOUT_NS);
            }

            invoke();
            Thread.onSpinWait();
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, driver);
    }

    /**
     * Read everything away. Where a term ends a poll may find nothing but its padding, with messages behind it.
     *
     * @param subscription to be read.
     */
    static void drain(final Subscription subscription)
    {
        int emptyPolls = 0;
        while (emptyPolls < 2)
        {
            emptyPolls = subscription.poll(NO_OP, FRAGMENT_LIMIT) > 0 ? 0 : emptyPolls + 1;
        }
    }
}
