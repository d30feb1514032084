package io.tracelink.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Reads a time with its offset from UTC, as {@code tracelink id} prints it.
 */
final class InstantConverter implements ITypeConverter<Instant>
{
    @Override
    public Instant convert(final String value)
    {
        try
        {
            return OffsetDateTime.parse(value).toInstant();
        }
        catch (final DateTimeParseException ex)
        {
            throw new TypeConversionException(
                "'" + value + "' is not a time with its offset, as in 2026-07-01T00:00:00Z");
        }
    }
}
