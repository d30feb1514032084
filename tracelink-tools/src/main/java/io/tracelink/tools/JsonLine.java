package io.tracelink.tools;

import java.util.Locale;

/**
 * Writes one JSON object on one line. Names and texts are ours or plain ASCII; quotes, backslashes and control
 * characters are escaped.
 */
final class JsonLine
{
    private final StringBuilder builder = new StringBuilder(128).append('{');

    /**
     * A 64 bit number as a string in unsigned decimal.
     */
    JsonLine id(final String name, final long value)
    {
        name(name).append('"').append(Long.toUnsignedString(value)).append('"');
        return this;
    }

    JsonLine number(final String name, final long value)
    {
        name(name).append(value);
        return this;
    }

    /**
     * A finite number with one decimal.
     */
    JsonLine decimal(final String name, final double value)
    {
        name(name).append(String.format(Locale.ROOT, "%.1f", value));
        return this;
    }

    JsonLine nul(final String name)
    {
        name(name).append("null");
        return this;
    }

    JsonLine string(final String name, final String value)
    {
        final StringBuilder builder = name(name).append('"');
        for (int i = 0; i < value.length(); i++)
        {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\')
            {
                builder.append('\\').append(c);
            }
            else if (c < ' ')
            {
                builder.append(String.format("\\u%04x", (int)c));
            }
            else
            {
                builder.append(c);
            }
        }
        builder.append('"');
        return this;
    }

    /**
     * 64 bit numbers as an array of strings; {@code end()} of the array is written with it.
     */
    JsonLine ids(final String name, final int count, final IdAt idAt)
    {
        final StringBuilder builder = name(name).append('[');
        for (int i = 0; i < count; i++)
        {
            builder.append(0 == i ? "\"" : ", \"").append(Long.toUnsignedString(idAt.get(i))).append('"');
        }
        builder.append(']');
        return this;
    }

    String end()
    {
        return builder.append('}').toString();
    }

    private StringBuilder name(final String name)
    {
        if (builder.length() > 1)
        {
            builder.append(", ");
        }

        return builder.append('"').append(name).append("\": ");
    }

    @FunctionalInterface
    interface IdAt
    {
        long get(int index);
    }
}
