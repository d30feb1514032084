package io.tracelink.driverclient;

import io.tracelink.aeron.TraceStreams;
import org.agrona.SystemUtil;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * System properties of {@link DriverClient.Context} and their defaults. Durations may have a suffix: {@code ns},
 * {@code us}, {@code ms}, {@code s}.
 */
public final class DriverClientConfiguration
{
    /**
     * Channel of the control stream, {@link TraceStreams#CONTROL_CHANNEL} by default.
     */
    public static final String CONTROL_CHANNEL_PROP_NAME = "tracelink.driverclient.control.channel";

    /**
     * Stream id of the control stream, {@link TraceStreams#CONTROL_STREAM_ID} by default.
     */
    public static final String CONTROL_STREAM_ID_PROP_NAME = "tracelink.driverclient.control.stream.id";

    /**
     * Channel of the driver's announces, that of the control stream by default.
     */
    public static final String ANNOUNCE_CHANNEL_PROP_NAME = "tracelink.driverclient.announce.channel";

    /**
     * Stream id of the driver's announces, that of the control stream by default. Peers may announce on 1001.
     */
    public static final String ANNOUNCE_STREAM_ID_PROP_NAME = "tracelink.driverclient.announce.stream.id";

    /**
     * How long to wait for the answer to an attach or detach request.
     */
    public static final String ATTACH_TIMEOUT_PROP_NAME = "tracelink.driverclient.attach.timeout";

    /**
     * Time between keepalives.
     */
    public static final String KEEPALIVE_INTERVAL_PROP_NAME = "tracelink.driverclient.keepalive.interval";

    /**
     * Delay before the next attach request after the first failure.
     */
    public static final String BACKOFF_MIN_PROP_NAME = "tracelink.driverclient.backoff.min";

    /**
     * The longest delay before the next attach request.
     */
    public static final String BACKOFF_MAX_PROP_NAME = "tracelink.driverclient.backoff.max";

    /**
     * Period at which a driver announces its streams.
     */
    public static final String ANNOUNCE_PERIOD_PROP_NAME = "tracelink.driverclient.announce.period";

    /**
     * Directories in which regions may lie, parted by commas, {@link #ALLOWED_BASE_DIR_DEFAULT} by default.
     */
    public static final String ALLOWED_BASE_DIRS_PROP_NAME = "tracelink.driverclient.allowed.base.dirs";

    /**
     * Default of {@link #ATTACH_TIMEOUT_PROP_NAME}: a driver may take 200 ms to create the regions of a producer.
     */
    public static final long ATTACH_TIMEOUT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(2);

    /**
     * Default of {@link #KEEPALIVE_INTERVAL_PROP_NAME} (Driver Model §4).
     */
    public static final long KEEPALIVE_INTERVAL_DEFAULT_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Default of {@link #BACKOFF_MIN_PROP_NAME}.
     */
    public static final long BACKOFF_MIN_DEFAULT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * Default of {@link #BACKOFF_MAX_PROP_NAME}.
     */
    public static final long BACKOFF_MAX_DEFAULT_NS = TimeUnit.SECONDS.toNanos(2);

    /**
     * Default of {@link #ANNOUNCE_PERIOD_PROP_NAME} (Driver Model §4).
     */
    public static final long ANNOUNCE_PERIOD_DEFAULT_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Where the drivers of the protocol family keep their regions by default.
     */
    public static final String ALLOWED_BASE_DIR_DEFAULT = "/dev/shm/tensorpool";

    private DriverClientConfiguration()
    {
    }

    static String controlChannel()
    {
        return System.getProperty(CONTROL_CHANNEL_PROP_NAME, TraceStreams.CONTROL_CHANNEL);
    }

    static int controlStreamId()
    {
        return Integer.getInteger(CONTROL_STREAM_ID_PROP_NAME, TraceStreams.CONTROL_STREAM_ID);
    }

    static String announceChannel()
    {
        return System.getProperty(ANNOUNCE_CHANNEL_PROP_NAME);
    }

    static Integer announceStreamId()
    {
        return Integer.getInteger(ANNOUNCE_STREAM_ID_PROP_NAME);
    }

    static long attachTimeoutNs()
    {
        return SystemUtil.getDurationInNanos(ATTACH_TIMEOUT_PROP_NAME, ATTACH_TIMEOUT_DEFAULT_NS);
    }

    static long keepaliveIntervalNs()
    {
        return SystemUtil.getDurationInNanos(KEEPALIVE_INTERVAL_PROP_NAME, KEEPALIVE_INTERVAL_DEFAULT_NS);
    }

    static long backoffMinNs()
    {
        return SystemUtil.getDurationInNanos(BACKOFF_MIN_PROP_NAME, BACKOFF_MIN_DEFAULT_NS);
    }

    static long backoffMaxNs()
    {
        return SystemUtil.getDurationInNanos(BACKOFF_MAX_PROP_NAME, BACKOFF_MAX_DEFAULT_NS);
    }

    static long announcePeriodNs()
    {
        return SystemUtil.getDurationInNanos(ANNOUNCE_PERIOD_PROP_NAME, ANNOUNCE_PERIOD_DEFAULT_NS);
    }

    static List<Path> allowedBaseDirs()
    {
        final List<Path> dirs = new ArrayList<>();
        final String value = System.getProperty(ALLOWED_BASE_DIRS_PROP_NAME, ALLOWED_BASE_DIR_DEFAULT);
        for (final String dir : value.split(",", -1))
        {
            dirs.add(Path.of(dir.trim()));
        }

        return dirs;
    }

    /**
     * Check the settings of a client.
     *
     * @param ctx to be concluded.
     * @throws IllegalArgumentException if a setting is missing or out of range.
     */
    static void validate(final DriverClient.Context ctx)
    {
        require(null != ctx.aeron(), "aeron=null: set the Aeron client to use");
        require(!ctx.controlChannel().isBlank(), "controlChannel is blank: set an Aeron channel");
        require(!ctx.announceChannel().isBlank(), "announceChannel is blank: set an Aeron channel");
        requirePositive("attachTimeoutNs", ctx.attachTimeoutNs());
        requirePositive("keepaliveIntervalNs", ctx.keepaliveIntervalNs());
        requirePositive("backoffMinNs", ctx.backoffMinNs());
        requirePositive("announcePeriodNs", ctx.announcePeriodNs());
        require(ctx.backoffMaxNs() >= ctx.backoffMinNs(),
            "backoffMaxNs=" + ctx.backoffMaxNs() + " must be at least backoffMinNs=" + ctx.backoffMinNs());
        require(!ctx.allowedBaseDirs().isEmpty(), "allowedBaseDirs=[]: name the directories of the driver's regions");
        for (final Path dir : ctx.allowedBaseDirs())
        {
            require(dir.isAbsolute(), "allowedBaseDirs=" + ctx.allowedBaseDirs() + " must be absolute: '" + dir + "'");
        }
    }

    private static void requirePositive(final String name, final long value)
    {
        require(value > 0, name + "=" + value + " must be at least 1");
    }

    private static void require(final boolean condition, final String fault)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(fault);
        }
    }
}
