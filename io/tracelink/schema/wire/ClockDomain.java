/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

@SuppressWarnings("all")
public enum ClockDomain
{
    MONOTONIC((short)1),

    REALTIME_SYNCED((short)2),

    /**
     * To be used to represent not present or null.
     */
    NULL_VAL((short)255);

    private final short value;

    ClockDomain(final short value)
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
    public static ClockDomain get(final short value)
    {
        switch (value)
        {
            case 1: return MONOTONIC;
            case 2: return REALTIME_SYNCED;
            case 255: return NULL_VAL;
        }

        throw new IllegalArgumentException("Unknown value: " + value);
    }
}
