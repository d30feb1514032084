/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

@SuppressWarnings("all")
public enum LeaseRevokeReason
{
    DETACHED((short)1),

    EXPIRED((short)2),

    REVOKED((short)3),

    /**
     * To be used to represent not present or null.
     */
    NULL_VAL((short)255);

    private final short value;

    LeaseRevokeReason(final short value)
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
    public static LeaseRevokeReason get(final short value)
    {
        switch (value)
        {
            case 1: return DETACHED;
            case 2: return EXPIRED;
            case 3: return REVOKED;
            case 255: return NULL_VAL;
        }

        throw new IllegalArgumentException("Unknown value: " + value);
    }
}
