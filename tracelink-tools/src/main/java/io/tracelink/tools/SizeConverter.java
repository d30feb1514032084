package io.tracelink.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a size, such as {@code 10g}, as bytes.
 */
final class SizeConverter implements ITypeConverter<Long>
{
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})([kmg]?)");

    @Override
    public Long convert(final String value)
    {
        final Matcher matcher = SIZE.matcher(value);
        if (!matcher.matches())
        {
            throw new TypeConversionException(
                "'" + value + "' is not a size: bytes, or a number and k, m or g, as in 10g");
        }

        return Long.parseLong(matcher.group(1)) << switch (matcher.group(2))
        {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
    }
}
