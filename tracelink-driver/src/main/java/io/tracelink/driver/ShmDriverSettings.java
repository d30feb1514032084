package io.tracelink.driver;

import io.aeron.Aeron;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * What a {@link ShmDriver.Context} can be told, which fills in what is left out.
 */
abstract class ShmDriverSettings
{
    private DriverConfig config;
    private Aeron aeron;
    private String aeronDirectoryName;
    private boolean ownsAeronClient;
    private boolean useAgentInvoker;
    private EpochClock epochClock;
    private NanoClock nanoClock;
    private ErrorHandler errorHandler;
    private IdleStrategy idleStrategy;
    private ThreadFactory threadFactory;
    private Runnable terminationHook;
    private ExecutorService regionExecutor;
    private String userName;

    /**
     * What the driver is told. Default: {@link DriverConfig#embedded()}.
     *
     * @param newConfig of the driver.
     * @return this.
     */
    public ShmDriver.Context config(final DriverConfig newConfig)
    {
        config = newConfig;
        return self();
    }

    /**
     * What the driver is told.
     *
     * @return the configuration.
     */
    public DriverConfig config()
    {
        return config;
    }

    /**
     * Client to use. Default: the driver connects one of its own and closes it. Where the client has an invoker in
     * place of a conductor thread, the driver's duty cycle invokes it, and no other thread may.
     *
     * @param newAeron to use.
     * @return this.
     */
    public ShmDriver.Context aeron(final Aeron newAeron)
    {
        aeron = newAeron;
        return self();
    }

    /**
     * The client in use.
     *
     * @return the client.
     */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * Directory of the media driver for a client of its own. Default: {@link DriverKey#AERON_DIR}, else Aeron's.
     *
     * @param newAeronDirectoryName to connect to.
     * @return this.
     */
    public ShmDriver.Context aeronDirectoryName(final String newAeronDirectoryName)
    {
        aeronDirectoryName = newAeronDirectoryName;
        return self();
    }

    /**
     * Directory of the media driver.
     *
     * @return the directory, or null for Aeron's own default.
     */
    public String aeronDirectoryName()
    {
        return aeronDirectoryName;
    }

    /**
     * Is the client given to the driver to close? One that it connected itself always is.
     *
     * @param newOwnsAeronClient true when it is.
     * @return this.
     */
    public ShmDriver.Context ownsAeronClient(final boolean newOwnsAeronClient)
    {
        ownsAeronClient = newOwnsAeronClient;
        return self();
    }

    /**
     * Does the driver close the client?
     *
     * @return true when it does.
     */
    public boolean ownsAeronClient()
    {
        return ownsAeronClient;
    }

    /**
     * Does the caller run the duty cycle with {@link ShmDriver#agentInvoker()}? Default: no, the driver has a
     * thread.
     *
     * @param newUseAgentInvoker true when it does.
     * @return this.
     */
    public ShmDriver.Context useAgentInvoker(final boolean newUseAgentInvoker)
    {
        useAgentInvoker = newUseAgentInvoker;
        return self();
    }

    /**
     * Does the caller run the duty cycle?
     *
     * @return true when it does.
     */
    public boolean useAgentInvoker()
    {
        return useAgentInvoker;
    }

    /**
     * Wall clock, from which epochs grow. Default: the system's.
     *
     * @param newEpochClock to use.
     * @return this.
     */
    public ShmDriver.Context epochClock(final EpochClock newEpochClock)
    {
        epochClock = newEpochClock;
        return self();
    }

    /**
     * Wall clock.
     *
     * @return the clock.
     */
    public EpochClock epochClock()
    {
        return epochClock;
    }

    /**
     * Monotonic clock, of leases and timestamps. Default: the system's.
     *
     * @param newNanoClock to use.
     * @return this.
     */
    public ShmDriver.Context nanoClock(final NanoClock newNanoClock)
    {
        nanoClock = newNanoClock;
        return self();
    }

    /**
     * Monotonic clock.
     *
     * @return the clock.
     */
    public NanoClock nanoClock()
    {
        return nanoClock;
    }

    /**
     * Where faults go at run time. Default: the log.
     *
     * @param newErrorHandler to tell.
     * @return this.
     */
    public ShmDriver.Context errorHandler(final ErrorHandler newErrorHandler)
    {
        errorHandler = newErrorHandler;
        return self();
    }

    /**
     * Where faults go.
     *
     * @return the handler.
     */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /**
     * What the driver's thread does when there is no work. Default: back off up to 1 ms.
     *
     * @param newIdleStrategy to use.
     * @return this.
     */
    public ShmDriver.Context idleStrategy(final IdleStrategy newIdleStrategy)
    {
        idleStrategy = newIdleStrategy;
        return self();
    }

    /**
     * What the driver's thread does when there is no work.
     *
     * @return the strategy.
     */
    public IdleStrategy idleStrategy()
    {
        return idleStrategy;
    }

    /**
     * Makes the driver's thread and the one that writes regions. Default: daemon threads.
     *
     * @param newThreadFactory to use.
     * @return this.
     */
    public ShmDriver.Context threadFactory(final ThreadFactory newThreadFactory)
    {
        threadFactory = newThreadFactory;
        return self();
    }

    /**
     * Makes the threads.
     *
     * @return the factory.
     */
    public ThreadFactory threadFactory()
    {
        return threadFactory;
    }

    /**
     * Is run once when the driver has stopped, on its duty cycle: it must not wait for {@link ShmDriver#close()}.
     * Default: nothing.
     *
     * @param newTerminationHook to run.
     * @return this.
     */
    public ShmDriver.Context terminationHook(final Runnable newTerminationHook)
    {
        terminationHook = newTerminationHook;
        return self();
    }

    /**
     * Is run when the driver has stopped.
     *
     * @return the hook, or null.
     */
    public Runnable terminationHook()
    {
        return terminationHook;
    }

    ShmDriver.Context regionExecutor(final ExecutorService newRegionExecutor)
    {
        regionExecutor = newRegionExecutor;
        return self();
    }

    ExecutorService regionExecutor()
    {
        return regionExecutor;
    }

    ShmDriver.Context userName(final String newUserName)
    {
        userName = newUserName;
        return self();
    }

    String userName()
    {
        return userName;
    }

    abstract ShmDriver.Context self();
}
