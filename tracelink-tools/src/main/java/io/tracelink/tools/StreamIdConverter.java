package io.tracelink.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the stream id of frames, an unsigned 32 bit number.
 */
final class StreamIdConverter implements ITypeConverter<Long>
{
    @Override
    public Long convert(final String value)
    {
        try
        {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(value));
        }
        catch (final NumberFormatException ex)
        {
            throw new TypeConversionException("'" + value + "' is not a stream id in 0..4294967295");
        }
    }
}
