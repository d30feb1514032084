package io.tracelink.driver;

import io.aeron.ChannelUri;
import io.tracelink.aeron.TraceStreams;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A configuration key of the driver: its canonical name, its type, its default, and what a value of it may be (Driver
 * Model §4). The constants are the one place that knows this; files, environment, builder and printing all read it.
 *
 * @param <T> type of the value: {@link String}, {@link Long}, {@link Boolean}, {@link IdRange} or a list of strings.
 */
public final class DriverKey<T>
{
    /**
     * Highest node ID of any trace ID layout.
     */
    static final long MAX_NODE_ID = (1L << 22) - 1;

    private static final List<DriverKey<?>> KEYS = new ArrayList<>();
    private static final long MAX_MS = 3_600_000;
    private static final long MAX_STREAM_ID = Integer.MAX_VALUE;

    /**
     * Name of this driver in logs, counters and the lock file.
     */
    public static final DriverKey<String> INSTANCE_ID =
        text("driver.instance_id", "driver-01", DriverKey::printable);

    /**
     * Directory of the media driver; empty for Aeron's own default.
     */
    public static final DriverKey<String> AERON_DIR = text("driver.aeron_dir", "", UnaryOperator.identity());

    /**
     * Channel of the control stream.
     */
    public static final DriverKey<String> CONTROL_CHANNEL =
        text("driver.control_channel", TraceStreams.CONTROL_CHANNEL, DriverKey::channel);

    /**
     * Stream id of the control stream.
     */
    public static final DriverKey<Long> CONTROL_STREAM_ID =
        number("driver.control_stream_id", (long)TraceStreams.CONTROL_STREAM_ID, 1, MAX_STREAM_ID);

    /**
     * Channel of announces. Default: {@link #CONTROL_CHANNEL}.
     */
    public static final DriverKey<String> ANNOUNCE_CHANNEL =
        text("driver.announce_channel", null, DriverKey::channel);

    /**
     * Stream id of announces. Default: {@link #CONTROL_STREAM_ID}, so that everybody who hears the answers of a driver
     * hears its announces as well.
     */
    public static final DriverKey<Long> ANNOUNCE_STREAM_ID =
        number("driver.announce_stream_id", null, 1, MAX_STREAM_ID);

    /**
     * Channel of QoS messages. Producers and consumers use it; the driver itself sends none.
     */
    public static final DriverKey<String> QOS_CHANNEL =
        text("driver.qos_channel", TraceStreams.CONTROL_CHANNEL, DriverKey::channel);

    /**
     * Stream id of QoS messages. Producers and consumers use it; the driver itself sends none.
     */
    public static final DriverKey<Long> QOS_STREAM_ID = number("driver.qos_stream_id", 1200L, 1, MAX_STREAM_ID);

    /**
     * Stream ids that may be created dynamically. Default: none is set, then any stream id that a client names may be.
     */
    public static final DriverKey<IdRange> STREAM_ID_RANGE =
        range("driver.stream_id_range", null, 1, IdRange.MAX_U32);

    /**
     * Node IDs that are handed out. An addition to the canonical keys: the default fits the 10 bits of the default
     * trace ID layout.
     */
    public static final DriverKey<IdRange> NODE_ID_RANGE =
        range("driver.node_id_range", new IdRange(1, 1023), 0, MAX_NODE_ID);

    /**
     * Directory below which the regions are created; absolute.
     */
    public static final DriverKey<String> BASE_DIR =
        text("shm.base_dir", "/dev/shm/tensorpool", DriverKey::absolutePath);

    /**
     * Sub-directory of this driver; two drivers may share a base directory when their namespaces differ.
     */
    public static final DriverKey<String> NAMESPACE = text("shm.namespace", "default", DriverKey::pathSegment);

    /**
     * Are huge pages asked for where a client leaves it open? This driver has none: only {@code false} is accepted.
     */
    public static final DriverKey<Boolean> REQUIRE_HUGEPAGES = new DriverKey<>(
        "shm.require_hugepages", false, (value) ->
        {
            require(Boolean.FALSE.equals(value), "must be false: this driver has no hugepage regions");
            return false;
        });

    /**
     * Size of the pages that back the regions.
     */
    public static final DriverKey<Long> PAGE_SIZE_BYTES = new DriverKey<>(
        "shm.page_size_bytes", 4096L, (value) ->
        {
            final long size = whole(value, 4096, 1L << 16);
            require(Long.bitCount(size) == 1, "must be a power of two within 4096..65536: hugepages are not supported");
            return size;
        });

    /**
     * Octal POSIX mode of region files.
     */
    public static final DriverKey<String> PERMISSIONS_MODE =
        text("shm.permissions_mode", "660", DriverKey::fileMode);

    /**
     * Directories in which clients may look for regions. Default: {@link #BASE_DIR}, which must lie in one of them.
     */
    public static final DriverKey<List<String>> ALLOWED_BASE_DIRS =
        new DriverKey<>("shm.allowed_base_dirs", null, DriverKey::directories);

    /**
     * May a client create a stream by attaching to it?
     */
    public static final DriverKey<Boolean> ALLOW_DYNAMIC_STREAMS = flag("policies.allow_dynamic_streams", false);

    /**
     * Profile of dynamic streams. Default: the first one that is defined.
     */
    public static final DriverKey<String> DEFAULT_PROFILE =
        text("policies.default_profile", null, UnaryOperator.identity());

    /**
     * Time between two announces of a stream.
     */
    public static final DriverKey<Long> ANNOUNCE_PERIOD_MS = number("policies.announce_period_ms", 1000L, 1, MAX_MS);

    /**
     * Time between two keepalives of a client.
     */
    public static final DriverKey<Long> LEASE_KEEPALIVE_INTERVAL_MS =
        number("policies.lease_keepalive_interval_ms", 1000L, 1, MAX_MS);

    /**
     * Keepalives that may be missed before a lease expires.
     */
    public static final DriverKey<Long> LEASE_EXPIRY_GRACE_INTERVALS =
        number("policies.lease_expiry_grace_intervals", 3L, 1, 1000);

    /**
     * How long a node ID rests after its lease has ended. An addition to the canonical keys.
     */
    public static final DriverKey<Long> NODE_ID_COOLDOWN_MS =
        number("policies.node_id_cooldown_ms", 1000L, 0, MAX_MS);

    /**
     * How long a dynamic stream without leases lives on, at least until a lease would have expired. An addition to the
     * canonical keys.
     */
    public static final DriverKey<Long> DYNAMIC_STREAM_LINGER_MS =
        number("policies.dynamic_stream_linger_ms", 60_000L, 0, MAX_MS);

    /**
     * Are the regions of a producer written once when they are created, so that their memory is known to exist?
     */
    public static final DriverKey<Boolean> PREFAULT_SHM = flag("policies.prefault_shm", true);

    /**
     * Are the directories of old epochs removed?
     */
    public static final DriverKey<Boolean> EPOCH_GC_ENABLED = flag("policies.epoch_gc_enabled", true);

    /**
     * Epochs of a stream that are kept: the current one and those just before it.
     */
    public static final DriverKey<Long> EPOCH_GC_KEEP = number("policies.epoch_gc_keep", 2L, 1, 1000);

    /**
     * How long an epoch must have been over before it is removed. Default: three announce periods.
     */
    public static final DriverKey<Long> EPOCH_GC_MIN_AGE_NS =
        number("policies.epoch_gc_min_age_ns", null, 0, MAX_MS * 24 * 1_000_000);

    /**
     * Are the regions removed when the driver closes? An addition to the canonical keys.
     */
    public static final DriverKey<Boolean> CLEANUP_SHM_ON_EXIT = flag("policies.cleanup_shm_on_exit", true);

    /**
     * Time between an accepted shutdown request and the end of the leases.
     */
    public static final DriverKey<Long> SHUTDOWN_TIMEOUT_MS = number("policies.shutdown_timeout_ms", 2000L, 0, MAX_MS);

    /**
     * Token that a shutdown request must carry; empty refuses them all.
     */
    public static final DriverKey<String> SHUTDOWN_TOKEN = text("policies.shutdown_token", "", DriverKey::token);

    private final String name;
    private final T defaultValue;
    private final Function<Object, T> reader;

    private DriverKey(final String name, final T defaultValue, final Function<Object, T> reader)
    {
        this.name = name;
        this.defaultValue = defaultValue;
        this.reader = reader;
        KEYS.add(this);
    }

    /**
     * Every key, in the order in which they are printed.
     *
     * @return an unmodifiable list.
     */
    public static List<DriverKey<?>> keys()
    {
        return List.copyOf(KEYS);
    }

    /**
     * Canonical name in a file.
     *
     * @return for example {@code driver.control_stream_id}.
     */
    public String key()
    {
        return name;
    }

    /**
     * Name of the environment variable that overrides the file.
     *
     * @return for example {@code DRIVER_CONTROL_STREAM_ID}.
     */
    public String environmentVariable()
    {
        return name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * The canonical name.
     *
     * @return {@link #key()}.
     */
    @Override
    public String toString()
    {
        return name;
    }

    String section()
    {
        return name.substring(0, name.indexOf('.'));
    }

    String word()
    {
        return name.substring(name.indexOf('.') + 1);
    }

    T defaultValue()
    {
        return defaultValue;
    }

    /**
     * Takes a value as a TOML parser, the environment or a builder gives it.
     *
     * @param value String, Long, Boolean, IdRange or List.
     * @return the value of this key.
     * @throws IllegalArgumentException with the reason alone when it is refused.
     */
    T read(final Object value)
    {
        return reader.apply(value);
    }

    /**
     * Takes a value as an environment variable has it: numbers and booleans as text, lists with commas.
     *
     * @param text of the variable.
     * @return the value of this key.
     * @throws IllegalArgumentException with the reason alone when it is refused.
     */
    T readText(final String text)
    {
        try
        {
            return read(text);
        }
        catch (final IllegalArgumentException refusedAsText)
        {
            if ("true".equalsIgnoreCase(text) || "false".equalsIgnoreCase(text))
            {
                return read(Boolean.valueOf(text));
            }

            if (text.matches("-?[0-9]{1,18}"))
            {
                return read(Long.valueOf(text));
            }

            throw refusedAsText;
        }
    }

    private static DriverKey<String> text(final String name, final String value, final UnaryOperator<String> check)
    {
        return new DriverKey<>(name, value, (given) ->
        {
            require(given instanceof String, "must be a string");
            return check.apply((String)given);
        });
    }

    private static DriverKey<Long> number(final String name, final Long value, final long min, final long max)
    {
        return new DriverKey<>(name, value, (given) -> whole(given, min, max));
    }

    private static DriverKey<Boolean> flag(final String name, final boolean value)
    {
        return new DriverKey<>(name, value, (given) ->
        {
            require(given instanceof Boolean, "must be true or false");
            return (Boolean)given;
        });
    }

    private static DriverKey<IdRange> range(final String name, final IdRange value, final long min, final long max)
    {
        return new DriverKey<>(name, value, (given) ->
        {
            final IdRange range = toRange(given);
            require(min <= range.first() && range.last() <= max, "must be within " + min + ".." + max);
            return range;
        });
    }

    private static IdRange toRange(final Object value)
    {
        if (value instanceof IdRange range)
        {
            return range;
        }

        if (value instanceof List<?> list && list.size() == 2 &&
            list.get(0) instanceof Long first && list.get(1) instanceof Long last)
        {
            return new IdRange(first, last);
        }

        if (value instanceof String text && text.matches("[0-9]{1,10}-[0-9]{1,10}"))
        {
            final int dash = text.indexOf('-');
            return new IdRange(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
        }

        throw new IllegalArgumentException("must be a range such as \"1-1023\" or [1, 1023]");
    }

    private static long whole(final Object value, final long min, final long max)
    {
        final String reason = "must be a whole number within " + min + ".." + max;
        require(value instanceof Long, reason);
        final long number = (Long)value;
        require(min <= number && number <= max, reason);
        return number;
    }

    private static String printable(final String text)
    {
        require(text.matches("[\\x21-\\x7E][\\x20-\\x7E]{0,63}"), "must be 1..64 printable ASCII characters");
        return text;
    }

    private static String channel(final String text)
    {
        final String reason = "must be an Aeron channel such as " + TraceStreams.CONTROL_CHANNEL;
        require(text.startsWith("aeron:"), reason);
        try
        {
            ChannelUri.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(reason + ": " + ex.getMessage(), ex);
        }

        return text;
    }

    private static String absolutePath(final String text)
    {
        require(
            text.startsWith("/") && text.length() <= 1024 && text.matches("[\\x21-\\x7B\\x7D\\x7E]+"),
            "must be an absolute path of at most 1024 ASCII characters without blanks and vertical bars");
        return text;
    }

    private static String pathSegment(final String text)
    {
        require(text.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}"),
            "must be 1..64 of the characters A-Z a-z 0-9 . _ - and not start with a dot");
        return text;
    }

    private static String fileMode(final String text)
    {
        require(text.matches("0?[67][0-7][0-7]"), "must be an octal mode with rw for the owner, such as 660");
        return text;
    }

    private static String token(final String text)
    {
        require(text.matches("[\\x20-\\x7E]{0,1024}"), "must be at most 1024 printable ASCII characters");
        return text;
    }

    private static List<String> directories(final Object value)
    {
        final List<?> given = value instanceof String text ? List.of(text.split(",")) : asList(value);
        final List<String> directories = new ArrayList<>();
        for (final Object directory : given)
        {
            require(directory instanceof String, "must be a list of directories");
            directories.add(absolutePath((String)directory));
        }

        require(!directories.isEmpty(), "must name at least one directory");
        return List.copyOf(directories);
    }

    private static List<?> asList(final Object value)
    {
        require(value instanceof List, "must be a list of directories");
        return (List<?>)value;
    }

    private static void require(final boolean condition, final String reason)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(reason);
        }
    }
}
