package io.tracelink.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a driver is told: a value for every {@link DriverKey}, the profiles that shape regions and the streams that are
 * provisioned from the start (Driver Model §4). Immutable and complete: defaults are filled in and everything is
 * checked when it is built.
 */
public final class DriverConfig
{
    /**
     * Name of the profile that {@link #embeddedBuilder()} defines.
     */
    public static final String DEFAULT_PROFILE_NAME = "default";

    private static final StreamProfile EMBEDDED_PROFILE = new StreamProfile(
        DEFAULT_PROFILE_NAME, 256, List.of(new PayloadPool(1, 1024), new PayloadPool(2, 8192)));

    private final Map<DriverKey<?>, Object> values;
    private final Map<String, StreamProfile> profiles;
    private final List<StreamBinding> streams;

    private DriverConfig(final Builder builder)
    {
        this.values = Map.copyOf(builder.concluded());
        this.profiles = Collections.unmodifiableMap(new LinkedHashMap<>(builder.profiles));
        this.streams = List.copyOf(builder.streams.values());
    }

    /**
     * Starts from the canonical defaults: no profile, no stream, and no dynamic streams.
     *
     * @return a new builder.
     */
    public static Builder builder()
    {
        return new Builder();
    }

    /**
     * Starts from what a driver inside an application wants: dynamic streams are allowed, of a profile
     * {@value #DEFAULT_PROFILE_NAME} with 256 slots and pools of 1 KiB and 8 KiB a slot (2.3 MiB an epoch).
     *
     * @return a new builder.
     */
    public static Builder embeddedBuilder()
    {
        return new Builder().set(DriverKey.ALLOW_DYNAMIC_STREAMS, true).profile(EMBEDDED_PROFILE);
    }

    /**
     * What {@link #embeddedBuilder()} builds without a change.
     *
     * @return the configuration.
     */
    public static DriverConfig embedded()
    {
        return embeddedBuilder().build();
    }

    /**
     * Reads a TOML file; variables of the environment override it ({@link DriverKey#environmentVariable()}).
     *
     * @param file to read.
     * @return the configuration.
     * @throws IllegalArgumentException with file, key, value and reason in one line when something is refused.
     * @throws UncheckedIOException     when the file cannot be read.
     */
    public static DriverConfig load(final Path file)
    {
        return load(file, System.getenv());
    }

    /**
     * Reads a TOML file; the given variables override it.
     *
     * @param file        to read.
     * @param environment variables by name; those that are no key of the driver are left alone.
     * @return the configuration.
     * @throws IllegalArgumentException with file, key, value and reason in one line when something is refused.
     * @throws UncheckedIOException     when the file cannot be read.
     */
    public static DriverConfig load(final Path file, final Map<String, String> environment)
    {
        try
        {
            return parse(file.toString(), Files.readString(file), environment);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("config=" + file + ": cannot be read: " + reason(ex), ex);
        }
    }

    private static String reason(final IOException ex)
    {
        if (ex instanceof NoSuchFileException)
        {
            return "no such file";
        }

        if (ex instanceof AccessDeniedException)
        {
            return "permission denied";
        }

        return ex instanceof CharacterCodingException ? "is no UTF-8 text" : ex.getMessage();
    }

    /**
     * Reads TOML text; the given variables override it.
     *
     * @param source      name of the text in messages.
     * @param toml        the text.
     * @param environment variables by name; those that are no key of the driver are left alone.
     * @return the configuration.
     * @throws IllegalArgumentException with source, key, value and reason in one line when something is refused.
     */
    public static DriverConfig parse(final String source, final String toml, final Map<String, String> environment)
    {
        return new TomlConfigReader(source).read(toml, environment);
    }

    /**
     * Value of a key.
     *
     * @param key to look up.
     * @param <T> type of the value.
     * @return the value; null only for {@link DriverKey#STREAM_ID_RANGE} where none is set.
     */
    @SuppressWarnings("unchecked")
    public <T> T value(final DriverKey<T> key)
    {
        return (T)values.get(key);
    }

    /**
     * The profiles by name, in the order of their definition.
     *
     * @return an unmodifiable map.
     */
    public Map<String, StreamProfile> profiles()
    {
        return profiles;
    }

    /**
     * The streams that are provisioned from the start.
     *
     * @return an unmodifiable list in the order of their definition.
     */
    public List<StreamBinding> streams()
    {
        return streams;
    }

    /**
     * The whole configuration, defaults and overrides included, as a file that {@link #load(Path)} reads back to an
     * equal one. It contains the shutdown token.
     *
     * @return TOML text.
     */
    public String toToml()
    {
        return TomlConfigWriter.write(this, profiles.values());
    }

    /**
     * How long a lease lives without a keepalive.
     *
     * @return nanoseconds.
     */
    long leaseDurationNs()
    {
        return value(DriverKey.LEASE_KEEPALIVE_INTERVAL_MS) * 1_000_000 *
            value(DriverKey.LEASE_EXPIRY_GRACE_INTERVALS);
    }

    /**
     * Are all values, profiles and streams the same?
     *
     * @param other to compare with.
     * @return true when they are.
     */
    @Override
    public boolean equals(final Object other)
    {
        return other instanceof DriverConfig that &&
            values.equals(that.values) && profiles.equals(that.profiles) && streams.equals(that.streams);
    }

    /**
     * Hash of the values.
     *
     * @return the hash.
     */
    @Override
    public int hashCode()
    {
        return values.hashCode();
    }

    /**
     * Names the driver; {@link #toToml()} says the rest.
     *
     * @return a short text without secrets.
     */
    @Override
    public String toString()
    {
        return "DriverConfig{instance_id=" + value(DriverKey.INSTANCE_ID) + "}";
    }

    /**
     * Collects values and checks them. Not for use by several threads.
     */
    public static final class Builder
    {
        private final Map<DriverKey<?>, Object> values = new HashMap<>();
        private final Map<String, StreamProfile> profiles = new LinkedHashMap<>();
        private final Map<String, StreamBinding> streams = new LinkedHashMap<>();

        private Builder()
        {
        }

        /**
         * Sets the value of a key.
         *
         * @param key   to set.
         * @param value of the key.
         * @param <T>   type of the value.
         * @return this.
         * @throws IllegalArgumentException with {@code key=value} and the reason when the value is refused.
         */
        public <T> Builder set(final DriverKey<T> key, final T value)
        {
            try
            {
                values.put(key, key.read(value));
            }
            catch (final IllegalArgumentException ex)
            {
                throw new IllegalArgumentException(key.key() + "=" + value + ": " + ex.getMessage(), ex);
            }

            return this;
        }

        /**
         * Defines a profile; it replaces one of the same name.
         *
         * @param profile to define.
         * @return this.
         */
        public Builder profile(final StreamProfile profile)
        {
            profiles.put(profile.name(), profile);
            return this;
        }

        /**
         * Provisions a stream; it replaces one of the same name.
         *
         * @param stream to provision.
         * @return this.
         */
        public Builder stream(final StreamBinding stream)
        {
            streams.put(stream.name(), stream);
            return this;
        }

        /**
         * Takes the values that variables of the environment give ({@link DriverKey#environmentVariable()}).
         *
         * @param environment variables by name; those that are no key of the driver are left alone.
         * @return this.
         * @throws IllegalArgumentException with variable, value and reason in one line when a value is refused.
         */
        public Builder environment(final Map<String, String> environment)
        {
            for (final DriverKey<?> key : DriverKey.keys())
            {
                final String text = environment.get(key.environmentVariable());
                if (text != null)
                {
                    try
                    {
                        values.put(key, key.readText(text));
                    }
                    catch (final IllegalArgumentException ex)
                    {
                        throw new IllegalArgumentException("environment: " + key.environmentVariable() + "=" +
                            (key == DriverKey.SHUTDOWN_TOKEN ? "(hidden)" : text) + ": " + ex.getMessage(), ex);
                    }
                }
            }

            return this;
        }

        /**
         * Fills in the defaults and checks that everything fits together.
         *
         * @return the configuration.
         * @throws IllegalArgumentException with {@code key=value} and the reason when it does not.
         */
        public DriverConfig build()
        {
            return new DriverConfig(this);
        }

        <T> void read(final DriverKey<T> key, final Object value)
        {
            values.put(key, key.read(value));
        }

        private Map<DriverKey<?>, Object> concluded()
        {
            if (profiles.isEmpty())
            {
                throw new IllegalArgumentException("profiles=(none): define at least one, for example " +
                    "[profiles.default] with payload_pools = [{ pool_id = 1, stride_bytes = 4096 }]");
            }

            final Map<DriverKey<?>, Object> all = new HashMap<>();
            for (final DriverKey<?> key : DriverKey.keys())
            {
                if (key.defaultValue() != null)
                {
                    all.put(key, key.defaultValue());
                }
            }

            all.putAll(values);
            all.putIfAbsent(DriverKey.ANNOUNCE_CHANNEL, all.get(DriverKey.CONTROL_CHANNEL));
            all.putIfAbsent(DriverKey.ANNOUNCE_STREAM_ID, all.get(DriverKey.CONTROL_STREAM_ID));
            all.putIfAbsent(DriverKey.ALLOWED_BASE_DIRS, List.of(all.get(DriverKey.BASE_DIR)));
            all.putIfAbsent(DriverKey.DEFAULT_PROFILE, profiles.keySet().iterator().next());
            all.putIfAbsent(
                DriverKey.EPOCH_GC_MIN_AGE_NS, 3_000_000L * (Long)all.get(DriverKey.ANNOUNCE_PERIOD_MS));

            checkBaseDirectory(all);
            checkProfiles((String)all.get(DriverKey.DEFAULT_PROFILE));
            return all;
        }

        private static void checkBaseDirectory(final Map<DriverKey<?>, Object> all)
        {
            final Path baseDirectory = Path.of((String)all.get(DriverKey.BASE_DIR)).normalize();
            for (final Object allowed : (List<?>)all.get(DriverKey.ALLOWED_BASE_DIRS))
            {
                if (baseDirectory.startsWith(Path.of((String)allowed).normalize()))
                {
                    return;
                }
            }

            throw new IllegalArgumentException(DriverKey.BASE_DIR + "=" + baseDirectory + ": must lie in one of " +
                DriverKey.ALLOWED_BASE_DIRS + "=" + all.get(DriverKey.ALLOWED_BASE_DIRS));
        }

        private void checkProfiles(final String defaultProfile)
        {
            final Set<String> names = new TreeSet<>(profiles.keySet());
            if (!names.contains(defaultProfile))
            {
                throw new IllegalArgumentException(DriverKey.DEFAULT_PROFILE + "=" + defaultProfile +
                    ": must be one of the profiles " + names);
            }

            final Map<Long, String> nameByStreamId = new HashMap<>();
            for (final StreamBinding stream : streams.values())
            {
                if (!names.contains(stream.profile()))
                {
                    throw new IllegalArgumentException("streams." + stream.name() + ".profile=" + stream.profile() +
                        ": must be one of the profiles " + names);
                }

                final String other = nameByStreamId.putIfAbsent(stream.streamId(), stream.name());
                if (other != null)
                {
                    throw new IllegalArgumentException("streams." + stream.name() + ".stream_id=" +
                        stream.streamId() + ": is that of streams." + other + " already");
                }
            }
        }
    }
}
