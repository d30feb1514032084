package io.tracelink.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An enum of the protocol.
 *
 * @param schemaId  of the schema that the enum belongs to.
 * @param name      of the enum.
 * @param type      of a value on the wire.
 * @param constants value by name, in the order of the table.
 */
public record EnumLayout(int schemaId, String name, WireType type, Map<String, Long> constants)
{
    static EnumLayout parse(final int schemaId, final String name, final WireType type, final String constants)
    {
        final Map<String, Long> values = new LinkedHashMap<>();
        for (final String constant : constants.split(",", -1))
        {
            final String[] nameAndValue = constant.strip().split(" ", 2);
            values.put(nameAndValue[0], Long.valueOf(nameAndValue[1]));
        }

        return new EnumLayout(schemaId, name, type, values);
    }

    @Override
    public String toString()
    {
        return name;
    }
}
