/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

@SuppressWarnings("all")
public enum HugepagesPolicy
{
    UNSPECIFIED((short)0),

    STANDARD((short)1),

    HUGEPAGES((short)2),

    /**
     * To be used to represent not present or null.
     */
    NULL_VAL((short)255);

    private final short value;

    HugepagesPolicy(final short value)
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
    public static HugepagesPolicy get(final short value)
    {
        switch (value)
        {
            case 0: return UNSPECIFIED;
            case 1: return STANDARD;
            case 2: return HUGEPAGES;
            case 255: return NULL_VAL;
        }

        throw new IllegalArgumentException("Unknown value: " + value);
    }
}
