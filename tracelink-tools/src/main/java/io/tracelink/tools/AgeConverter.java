package io.tracelink.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an age, such as {@code 7d}, as milliseconds.
 */
final class AgeConverter implements ITypeConverter<Long>
{
    private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

    @Override
    public Long convert(final String value)
    {
        final Matcher matcher = AGE.matcher(value);
        if (!matcher.matches())
        {
            throw new TypeConversionException("'" + value + "' is not an age: a number and ms, s, m, h or d, as in 7d");
        }

        final TimeUnit unit = switch (matcher.group(2))
        {
            case "ms" -> TimeUnit.MILLISECONDS;
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
        };

        return unit.toMillis(Long.parseLong(matcher.group(1)));
    }
}
