package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.tracelink.core.TraceIdLayout;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a {@link DriverClient.Context} can be told, with its defaults; {@link DriverClientConfiguration} checks it.
 */
abstract class DriverClientSettings
{
    private Aeron aeron;
    private String controlChannel = DriverClientConfiguration.controlChannel();
    private int controlStreamId = DriverClientConfiguration.controlStreamId();
    private String announceChannel = DriverClientConfiguration.announceChannel();
    private Integer announceStreamId = DriverClientConfiguration.announceStreamId();
    private long attachTimeoutNs = DriverClientConfiguration.attachTimeoutNs();
    private long keepaliveIntervalNs = DriverClientConfiguration.keepaliveIntervalNs();
    private long backoffMinNs = DriverClientConfiguration.backoffMinNs();
    private long backoffMaxNs = DriverClientConfiguration.backoffMaxNs();
    private long announcePeriodNs = DriverClientConfiguration.announcePeriodNs();
    private List<Path> allowedBaseDirs = DriverClientConfiguration.allowedBaseDirs();
    private TraceIdLayout layout = TraceIdLayout.DEFAULT;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private ErrorHandler errorHandler;
    private long correlationSeed = ThreadLocalRandom.current().nextLong();
    private boolean useAeronCounters = true;

    /**
     * Set the Aeron client to use, which stays the caller's.
     *
     * @param aeron to use; required.
     * @return this for a fluent API.
     */
    public DriverClient.Context aeron(final Aeron aeron)
    {
        this.aeron = aeron;
        return self();
    }

    /** {@return the Aeron client} */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * Set the channel of the control stream; the same URI as everybody else's.
     *
     * @param controlChannel to use.
     * @return this for a fluent API.
     */
    public DriverClient.Context controlChannel(final String controlChannel)
    {
        this.controlChannel = Objects.requireNonNull(controlChannel, "controlChannel");
        return self();
    }

    /** {@return channel of the control stream} */
    public String controlChannel()
    {
        return controlChannel;
    }

    /**
     * Set the stream id of the control stream.
     *
     * @param controlStreamId to use.
     * @return this for a fluent API.
     */
    public DriverClient.Context controlStreamId(final int controlStreamId)
    {
        this.controlStreamId = controlStreamId;
        return self();
    }

    /** {@return stream id of the control stream} */
    public int controlStreamId()
    {
        return controlStreamId;
    }

    /**
     * Set the channel of the driver's announces, where it is not that of the control stream.
     *
     * @param announceChannel to use.
     * @return this for a fluent API.
     */
    public DriverClient.Context announceChannel(final String announceChannel)
    {
        this.announceChannel = Objects.requireNonNull(announceChannel, "announceChannel");
        return self();
    }

    /** {@return channel of the driver's announces, by default that of the control stream} */
    public String announceChannel()
    {
        return null == announceChannel ? controlChannel : announceChannel;
    }

    /**
     * Set the stream id of the driver's announces, where it is not that of the control stream: the driver's
     * {@code announce_stream_id} (Driver Model §4).
     *
     * @param announceStreamId to use.
     * @return this for a fluent API.
     */
    public DriverClient.Context announceStreamId(final int announceStreamId)
    {
        this.announceStreamId = announceStreamId;
        return self();
    }

    /** {@return stream id of the driver's announces, by default that of the control stream} */
    public int announceStreamId()
    {
        return null == announceStreamId ? controlStreamId : announceStreamId;
    }

    /**
     * Set how long to wait for the answer to a request. Longer than the driver needs to create regions.
     *
     * @param attachTimeoutNs in nanoseconds, at least 1.
     * @return this for a fluent API.
     */
    public DriverClient.Context attachTimeoutNs(final long attachTimeoutNs)
    {
        this.attachTimeoutNs = attachTimeoutNs;
        return self();
    }

    /** {@return how long to wait for the answer to a request, in nanoseconds} */
    public long attachTimeoutNs()
    {
        return attachTimeoutNs;
    }

    /**
     * Set the time between keepalives.
     *
     * @param keepaliveIntervalNs in nanoseconds, at least 1.
     * @return this for a fluent API.
     */
    public DriverClient.Context keepaliveIntervalNs(final long keepaliveIntervalNs)
    {
        this.keepaliveIntervalNs = keepaliveIntervalNs;
        return self();
    }

    /** {@return time between keepalives, in nanoseconds} */
    public long keepaliveIntervalNs()
    {
        return keepaliveIntervalNs;
    }

    /**
     * Set the delay after a first failure; it doubles with every further one, up to the longest. Jitter takes up
     * to half of it away.
     *
     * @param backoffMinNs in nanoseconds, at least 1.
     * @return this for a fluent API.
     */
    public DriverClient.Context backoffMinNs(final long backoffMinNs)
    {
        this.backoffMinNs = backoffMinNs;
        return self();
    }

    /** {@return delay after a first failure, in nanoseconds} */
    public long backoffMinNs()
    {
        return backoffMinNs;
    }

    /**
     * Set the longest delay between attempts.
     *
     * @param backoffMaxNs in nanoseconds, at least that of {@link #backoffMinNs()}.
     * @return this for a fluent API.
     */
    public DriverClient.Context backoffMaxNs(final long backoffMaxNs)
    {
        this.backoffMaxNs = backoffMaxNs;
        return self();
    }

    /** {@return the longest delay between attempts, in nanoseconds} */
    public long backoffMaxNs()
    {
        return backoffMaxNs;
    }

    /**
     * Set the period at which the driver announces; four of them without an announce are a silence.
     *
     * @param announcePeriodNs in nanoseconds, at least 1.
     * @return this for a fluent API.
     */
    public DriverClient.Context announcePeriodNs(final long announcePeriodNs)
    {
        this.announcePeriodNs = announcePeriodNs;
        return self();
    }

    /** {@return period at which the driver announces, in nanoseconds} */
    public long announcePeriodNs()
    {
        return announcePeriodNs;
    }

    /**
     * Set the directories in which regions may lie (Wire §5). They need not exist yet.
     *
     * @param allowedBaseDirs absolute, at least one.
     * @return this for a fluent API.
     */
    public DriverClient.Context allowedBaseDirs(final List<Path> allowedBaseDirs)
    {
        this.allowedBaseDirs = new ArrayList<>(allowedBaseDirs);
        return self();
    }

    /** {@return directories in which regions may lie} */
    public List<Path> allowedBaseDirs()
    {
        return List.copyOf(allowedBaseDirs);
    }

    /**
     * Set the layout that proposed node IDs must fit.
     *
     * @param layout of the trace IDs of this process.
     * @return this for a fluent API.
     */
    public DriverClient.Context layout(final TraceIdLayout layout)
    {
        this.layout = Objects.requireNonNull(layout, "layout");
        return self();
    }

    /** {@return the layout that proposed node IDs must fit} */
    public TraceIdLayout layout()
    {
        return layout;
    }

    /**
     * Set the clock of timeouts, intervals and {@code clientTimestampNs}.
     *
     * @param nanoClock monotonic.
     * @return this for a fluent API.
     */
    public DriverClient.Context nanoClock(final NanoClock nanoClock)
    {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        return self();
    }

    /** {@return the clock of timeouts, intervals and {@code clientTimestampNs}} */
    public NanoClock nanoClock()
    {
        return nanoClock;
    }

    /**
     * Set who hears of lost leases, silent drivers, protocol errors and what listeners throw; that of the Aeron
     * client by default.
     *
     * @param errorHandler to be called.
     * @return this for a fluent API.
     */
    public DriverClient.Context errorHandler(final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        return self();
    }

    /** {@return who hears of faults} */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /**
     * Set the seed of correlation ids, client ids, proposed node IDs and jitter. Random by default, as it must be
     * wherever two processes share a control stream; fixed in tests.
     *
     * @param correlationSeed any value.
     * @return this for a fluent API.
     */
    public DriverClient.Context correlationSeed(final long correlationSeed)
    {
        this.correlationSeed = correlationSeed;
        return self();
    }

    /** {@return the seed of correlation ids} */
    public long correlationSeed()
    {
        return correlationSeed;
    }

    /**
     * Set whether {@link ClientCounter}s are shown as Aeron counters; true by default.
     *
     * @param useAeronCounters true to show them.
     * @return this for a fluent API.
     */
    public DriverClient.Context useAeronCounters(final boolean useAeronCounters)
    {
        this.useAeronCounters = useAeronCounters;
        return self();
    }

    /** {@return whether {@link ClientCounter}s are shown as Aeron counters} */
    public boolean useAeronCounters()
    {
        return useAeronCounters;
    }

    abstract DriverClient.Context self();
}
