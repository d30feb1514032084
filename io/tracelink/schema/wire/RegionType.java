/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

@SuppressWarnings("all")
public enum RegionType
{
    HEADER_RING((short)1),

    PAYLOAD_POOL((short)2),

    /**
     * To be used to represent not present or null.
     */
    NULL_VAL((short)-32768);

    private final short value;

    RegionType(final short value)
    {
        this.value = value;
    }

    /**
     * The raw encoded value in the Java type representation.
     *
     * @return the raw value encoded.
     */
    public short value()
    {
        return value;
    }

    /**
     * Lookup the enum value representing the value.
     *
     * @param value encoded to be looked up.
     * @return the enum value representing the value.
     */
    public static RegionType get(final short value)
    {
        switch (value)
        {
            case 1: return HEADER_RING;
            case 2: return PAYLOAD_POOL;
            case -32768: return NULL_VAL;
        }

        throw new IllegalArgumentException("Unknown value: " + value);
    }
}
