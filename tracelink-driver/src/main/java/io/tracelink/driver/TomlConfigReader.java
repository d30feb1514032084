package io.tracelink.driver;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a {@link DriverConfig} from TOML and the environment. Whatever is refused is told in one line: source, line,
 * key, value and reason.
 */
final class TomlConfigReader
{
    private static final String PROFILES = "profiles";
    private static final String STREAMS = "streams";
    private static final Set<String> PROFILE_WORDS = Set.of("header_nslots", "payload_pools");
    private static final Set<String> POOL_WORDS = Set.of("pool_id", "stride_bytes");
    private static final Set<String> STREAM_WORDS = Set.of("stream_id", "profile");

    private final String source;
    private final DriverConfig.Builder builder = DriverConfig.builder();

    TomlConfigReader(final String source)
    {
        this.source = source;
    }

    DriverConfig read(final String toml, final Map<String, String> environment)
    {
        final TomlParseResult result = Toml.parse(toml);
        if (result.hasErrors())
        {
            final TomlParseError error = result.errors().get(0);
            throw new IllegalArgumentException(
                source + ": line " + error.position().line() + ": no valid TOML: " + oneLine(error.getMessage()));
        }

        readSections(result);
        builder.environment(environment);

        try
        {
            return builder.build();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(source + ": " + ex.getMessage(), ex);
        }
    }

    private void readSections(final TomlParseResult root)
    {
        final Map<String, DriverKey<?>> keyByName = new HashMap<>();
        final Map<String, Boolean> sections = new HashMap<>();
        for (final DriverKey<?> key : DriverKey.keys())
        {
            keyByName.put(key.key(), key);
            sections.put(key.section(), true);
        }

        for (final String section : root.keySet())
        {
            final boolean isKnown =
                sections.containsKey(section) || PROFILES.equals(section) || STREAMS.equals(section);
            if (!isKnown)
            {
                throw refused(root, section, section, root.get(List.of(section)), "unknown key");
            }

            final TomlTable table = table(root, section, section);
            if (PROFILES.equals(section))
            {
                readProfiles(table);
            }
            else if (STREAMS.equals(section))
            {
                readStreams(table);
            }
            else
            {
                readKeys(section, table, keyByName);
            }
        }
    }

    private void readKeys(final String section, final TomlTable table, final Map<String, DriverKey<?>> keyByName)
    {
        for (final String word : table.keySet())
        {
            final String name = section + "." + word;
            final Object value = table.get(List.of(word));
            final DriverKey<?> key = keyByName.get(name);
            if (key == null)
            {
                throw refused(table, word, name, value, "unknown key");
            }

            try
            {
                builder.read(key, value instanceof TomlArray array ? array.toList() : value);
            }
            catch (final IllegalArgumentException ex)
            {
                throw refused(table, word, name, key == DriverKey.SHUTDOWN_TOKEN ? "(hidden)" : value, ex.getMessage());
            }
        }
    }

    private void readProfiles(final TomlTable profiles)
    {
        for (final String name : profiles.keySet())
        {
            final String path = PROFILES + "." + name;
            final TomlTable table = table(profiles, name, path);
            refuseUnknown(table, path, PROFILE_WORDS);

            final int nslots = table.contains("header_nslots") ?
                number(table, "header_nslots", path) : StreamProfile.HEADER_NSLOTS_DEFAULT;
            try
            {
                builder.profile(new StreamProfile(name, nslots, readPools(table, path)));
            }
            catch (final IllegalArgumentException ex)
            {
                throw located(profiles, name, path + "." + ex.getMessage(), ex);
            }
        }
    }

    private List<PayloadPool> readPools(final TomlTable profile, final String profilePath)
    {
        final String path = profilePath + ".payload_pools";
        final Object value = profile.get(List.of("payload_pools"));
        final List<PayloadPool> pools = new ArrayList<>();
        if (value instanceof TomlArray array)
        {
            for (int i = 0; i < array.size(); i++)
            {
                if (!(array.get(i) instanceof TomlTable table))
                {
                    throw refused(
                        profile, "payload_pools", path, value, "must be tables with pool_id and stride_bytes");
                }

                pools.add(readPool(profile, table, path + "[" + i + "]"));
            }
        }
        else if (value != null)
        {
            throw refused(profile, "payload_pools", path, value, "must be tables with pool_id and stride_bytes");
        }

        return pools;
    }

    private PayloadPool readPool(final TomlTable profile, final TomlTable pool, final String path)
    {
        refuseUnknown(pool, path, POOL_WORDS);
        final int poolId = number(pool, "pool_id", path);
        final int strideBytes = number(pool, "stride_bytes", path);
        try
        {
            return new PayloadPool(poolId, strideBytes);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new Refused(
                source + line(profile, "payload_pools") + ": " + path + "." + ex.getMessage(), ex);
        }
    }

    private void readStreams(final TomlTable streams)
    {
        for (final String name : streams.keySet())
        {
            final String path = STREAMS + "." + name;
            final TomlTable table = table(streams, name, path);
            refuseUnknown(table, path, STREAM_WORDS);

            final Object streamId = table.get(List.of("stream_id"));
            if (!(streamId instanceof Long id))
            {
                throw refused(table, "stream_id", path + ".stream_id", streamId, "must be a whole number");
            }

            final Object profile = table.get(List.of("profile"));
            if (!(profile instanceof String profileName))
            {
                throw refused(table, "profile", path + ".profile", profile, "must be the name of a profile");
            }

            try
            {
                builder.stream(new StreamBinding(name, id, profileName));
            }
            catch (final IllegalArgumentException ex)
            {
                throw located(table, "stream_id", path + "." + ex.getMessage(), ex);
            }
        }
    }

    private TomlTable table(final TomlTable parent, final String word, final String path)
    {
        final Object value = parent.get(List.of(word));
        if (!(value instanceof TomlTable found))
        {
            throw refused(parent, word, path, value, "must be a table");
        }

        return found;
    }

    private int number(final TomlTable table, final String word, final String path)
    {
        final Object value = table.get(List.of(word));
        if (!(value instanceof Long number) || number < 0 || number > Integer.MAX_VALUE)
        {
            throw refused(table, word, path + "." + word, value, "must be a whole number within 0..2147483647");
        }

        return number.intValue();
    }

    private void refuseUnknown(final TomlTable table, final String path, final Set<String> words)
    {
        for (final String word : table.keySet())
        {
            if (!words.contains(word))
            {
                throw refused(table, word, path + "." + word, table.get(List.of(word)), "unknown key");
            }
        }
    }

    private Refused refused(
        final TomlTable table, final String word, final String path, final Object value, final String reason)
    {
        return new Refused(
            source + line(table, word) + ": " + path + "=" + shown(value) + ": " + reason, null);
    }

    private IllegalArgumentException located(
        final TomlTable table, final String word, final String message, final IllegalArgumentException cause)
    {
        return cause instanceof Refused ? cause : new Refused(source + line(table, word) + ": " + message, cause);
    }

    private static String line(final TomlTable table, final String word)
    {
        final TomlPosition position = table.inputPositionOf(List.of(word));
        return position == null ? "" : ": line " + position.line();
    }

    private static String shown(final Object value)
    {
        if (value == null)
        {
            return "(missing)";
        }

        if (value instanceof TomlTable)
        {
            return "(table)";
        }

        return oneLine(value instanceof TomlArray array ? array.toList().toString() : value.toString());
    }

    private static String oneLine(final String text)
    {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * A refusal that names its place already.
     */
    private static final class Refused extends IllegalArgumentException
    {
        private static final long serialVersionUID = 1L;

        Refused(final String message, final Throwable cause)
        {
            super(message, cause);
        }
    }
}
