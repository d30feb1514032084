package io.tracelink.driver;

import org.tomlj.Toml;

import java.util.Collection;
import java.util.List;

/**
 * Prints a {@link DriverConfig} as the file that would give it.
 */
final class TomlConfigWriter
{
    private TomlConfigWriter()
    {
    }

    static String write(final DriverConfig config, final Collection<StreamProfile> profiles)
    {
        final StringBuilder toml = new StringBuilder(2048);
        String section = "";
        for (final DriverKey<?> key : DriverKey.keys())
        {
            if (!section.equals(key.section()))
            {
                section = key.section();
                toml.append(toml.length() == 0 ? "" : "\n").append('[').append(section).append("]\n");
            }

            final Object value = config.value(key);
            if (value != null)
            {
                toml.append(key.word()).append(" = ").append(literal(value)).append('\n');
            }
        }

        for (final StreamProfile profile : profiles)
        {
            toml.append("\n[profiles.").append(quoted(profile.name())).append("]\n");
            toml.append("header_nslots = ").append(profile.headerNslots()).append('\n');
            toml.append("payload_pools = [\n");
            for (final PayloadPool pool : profile.payloadPools())
            {
                toml.append("  { pool_id = ").append(pool.poolId());
                toml.append(", stride_bytes = ").append(pool.strideBytes()).append(" },\n");
            }

            toml.append("]\n");
        }

        for (final StreamBinding stream : config.streams())
        {
            toml.append("\n[streams.").append(quoted(stream.name())).append("]\n");
            toml.append("stream_id = ").append(stream.streamId()).append('\n');
            toml.append("profile = ").append(quoted(stream.profile())).append('\n');
        }

        return toml.toString();
    }

    private static String literal(final Object value)
    {
        if (value instanceof List<?> list)
        {
            final StringBuilder array = new StringBuilder("[");
            for (final Object element : list)
            {
                array.append(array.length() == 1 ? "" : ", ").append(literal(element));
            }

            return array.append(']').toString();
        }

        return value instanceof Long || value instanceof Boolean ? value.toString() : quoted(value.toString());
    }

    private static String quoted(final String text)
    {
        return '"' + Toml.tomlEscape(text).toString() + '"';
    }
}
