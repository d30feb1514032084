/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

@SuppressWarnings("all")
public enum PublishMode
{
    REQUIRE_EXISTING((short)1),

    EXISTING_OR_CREATE((short)2),

    /**
     * To be used to represent not present or null.
     */
    NULL_VAL((short)255);

    private final short value;

    PublishMode(final short value)
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
    public static PublishMode get(final short value)
    {
        switch (value)
        {
            case 1: return REQUIRE_EXISTING;
            case 2: return EXISTING_OR_CREATE;
            case 255: return NULL_VAL;
        }

        throw new IllegalArgumentException("Unknown value: " + value);
    }
}
