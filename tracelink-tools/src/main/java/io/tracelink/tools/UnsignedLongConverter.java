package io.tracelink.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an unsigned 64 bit number: decimal, or hexadecimal after {@code 0x}.
 */
final class UnsignedLongConverter implements ITypeConverter<Long>
{
    @Override
    public Long convert(final String value)
    {
        try
        {
            return value.startsWith("0x") || value.startsWith("0X") ?
                Long.parseUnsignedLong(value.substring(2), 16) : Long.parseUnsignedLong(value);
        }
        catch (final NumberFormatException ex)
        {
            throw new TypeConversionException(
                "'" + value + "' is not an unsigned 64 bit number, decimal or hexadecimal after 0x");
        }
    }
}
