package io.tracelink.driver;

import io.aeron.Aeron;
import io.tracelink.schema.driver.ShutdownReason;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The SHM driver: grants leases and node IDs, owns the shared memory of streams and announces it (Driver Model §4,
 * Wire §5).
 * <p>
 * Inside an application:
 * <pre>{@code
 * try (ShmDriver driver = ShmDriver.launch(new ShmDriver.Context().aeronDirectoryName(dir)))
 * {
 *     // clients attach
 * }
 * }</pre>
 * On its own:
 * <pre>{@code
 * try (ShmDriver driver = ShmDriver.launch(new ShmDriver.Context().config(DriverConfig.load(path))))
 * {
 *     driver.awaitShutdown();
 * }
 * }</pre>
 * {@link #close()} may be called by any thread, as may all other methods.
 */
public final class ShmDriver implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ShmDriver.class);

    private final Context context;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<ShutdownReason> reason = new AtomicReference<>();
    private final AgentRunner runner;
    private final AgentInvoker invoker;
    private final DriverConductor conductor;

    private ShmDriver(final Context context)
    {
        context.conclude();
        this.context = context;
        conductor = newConductor();
        final ErrorHandler errorHandler = context.errorHandler();
        if (context.useAgentInvoker())
        {
            runner = null;
            invoker = new AgentInvoker(errorHandler, null, conductor);
        }
        else
        {
            runner = new AgentRunner(context.idleStrategy(), errorHandler, null, conductor);
            invoker = null;
        }
    }

    /**
     * Starts a driver: takes its directory, opens its streams and, unless an invoker is asked for, runs it on a thread
     * of its own. When it returns, clients can attach.
     *
     * @param context of the driver; it cannot be used for a second one.
     * @return the driver.
     * @throws IllegalArgumentException       when the context does not fit together.
     * @throws IllegalStateException          when another driver has the directory, or it holds no epochs of a driver.
     * @throws java.io.UncheckedIOException   when the directory cannot be created or written.
     * @throws io.aeron.exceptions.AeronException when there is no media driver, or it refuses a stream.
     */
    public static ShmDriver launch(final Context context)
    {
        final ShmDriver driver = new ShmDriver(context);
        if (driver.runner != null)
        {
            AgentRunner.startOnThread(driver.runner, context.threadFactory());
        }
        else
        {
            driver.invoker.start();
        }

        LOGGER.info("driver {} is ready", context.config().value(DriverKey.INSTANCE_ID));
        return driver;
    }

    /**
     * The context that the driver was started with, concluded.
     *
     * @return the context.
     */
    public Context context()
    {
        return context;
    }

    /**
     * Runs the duty cycle on the caller's thread, where the context asked for it.
     *
     * @return the invoker, or null when the driver has a thread of its own.
     */
    public AgentInvoker agentInvoker()
    {
        return invoker;
    }

    /**
     * Has the driver stopped: after an accepted shutdown request and its drain period, on {@link #close()}, or because
     * the media driver is gone? Its leases are void then; {@link #close()} is still to be called.
     *
     * @return true when it has.
     */
    public boolean isStopped()
    {
        return stopped.getCount() == 0;
    }

    /**
     * Why the driver stopped.
     *
     * @return NORMAL after {@link #close()}, ERROR when the media driver is gone, else what the shutdown request said;
     * null while the driver runs.
     */
    public ShutdownReason shutdownReason()
    {
        return reason.get();
    }

    /**
     * Waits until the driver has stopped.
     *
     * @return why, as {@link #shutdownReason()} says.
     * @throws InterruptedException when the thread is interrupted meanwhile.
     */
    public ShutdownReason awaitShutdown() throws InterruptedException
    {
        stopped.await();
        return reason.get();
    }

    /**
     * Takes the lease of a client away: it is told so, its node ID rests, and where it was the producer the epoch of
     * its stream grows. The client may attach again. Done by the next duty cycle; nothing happens when the client holds
     * no lease then.
     *
     * @param clientId of the client, 1..4294967295.
     */
    public void revoke(final long clientId)
    {
        conductor.revoke(clientId);
    }

    /**
     * Stops the driver: clients are told that their leases are void, the regions are unmapped and, unless configured
     * otherwise, removed, and another driver may have the directory. Calling it again does nothing.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(runner, invoker);
    }

    private DriverConductor newConductor()
    {
        DriverDirectory directory = null;
        DriverTransport transport = null;
        try
        {
            directory = DriverDirectory.open(context.config(), context.userName());
            context.connect();
            transport = DriverTransport.open(context.aeron(), context.config());
            return new DriverConductor(context, directory, transport, this::onStopped);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(transport, directory);
            context.regionExecutor().shutdown();
            if (context.ownsAeronClient())
            {
                CloseHelper.quietClose(context.aeron());
            }

            throw ex;
        }
    }

    private void onStopped(final ShutdownReason why)
    {
        reason.set(why);
        stopped.countDown();
        final Runnable hook = context.terminationHook();
        if (hook != null)
        {
            hook.run();
        }
    }

    /**
     * What a driver runs with. Set before {@link ShmDriver#launch(Context)}, which concludes it.
     */
    public static final class Context extends ShmDriverSettings
    {
        private boolean isConcluded;

        private void conclude()
        {
            if (isConcluded)
            {
                throw new IllegalStateException("context=concluded: make a new one for each driver");
            }

            if (aeron() != null && aeronDirectoryName() != null)
            {
                throw new IllegalArgumentException(
                    "aeronDirectoryName=" + aeronDirectoryName() + ": leave it out when an Aeron client is given");
            }

            isConcluded = true;
            config(Objects.requireNonNullElseGet(config(), DriverConfig::embedded));
            epochClock(Objects.requireNonNullElse(epochClock(), SystemEpochClock.INSTANCE));
            nanoClock(Objects.requireNonNullElse(nanoClock(), SystemNanoClock.INSTANCE));
            errorHandler(Objects.requireNonNullElse(
                errorHandler(), (final Throwable throwable) -> LOGGER.error("driver fault", throwable)));
            idleStrategy(Objects.requireNonNullElseGet(
                idleStrategy(), () -> new BackoffIdleStrategy(10, 20, 1_000, 1_000_000)));
            threadFactory(Objects.requireNonNullElse(threadFactory(), Context::daemon));
            userName(Objects.requireNonNullElseGet(userName(), () -> System.getProperty("user.name")));
            regionExecutor(Objects.requireNonNullElseGet(
                regionExecutor(), () -> Executors.newSingleThreadExecutor(this::newRegionThread)));

            final String configuredDirectory = config().value(DriverKey.AERON_DIR);
            if (aeronDirectoryName() == null && !configuredDirectory.isEmpty())
            {
                aeronDirectoryName(configuredDirectory);
            }
        }

        private void connect()
        {
            if (aeron() == null)
            {
                final Aeron.Context aeronContext = new Aeron.Context().errorHandler(errorHandler());
                if (aeronDirectoryName() != null)
                {
                    aeronContext.aeronDirectoryName(aeronDirectoryName());
                }

                aeron(Aeron.connect(aeronContext));
                ownsAeronClient(true);
            }
        }

        private Thread newRegionThread(final Runnable task)
        {
            final Thread thread = threadFactory().newThread(task);
            thread.setName("shm-driver-regions");
            return thread;
        }

        private static Thread daemon(final Runnable task)
        {
            final Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }

        @Override
        Context self()
        {
            return this;
        }
    }
}
