/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

@SuppressWarnings("all")
public enum ResponseCode
{
    OK(0),

    UNSUPPORTED(1),

    INVALID_PARAMS(2),

    REJECTED(3),

    INTERNAL_ERROR(4),

    /**
     * To be used to represent not present or null.
     */
    NULL_VAL(-2147483648);

    private final int value;

    ResponseCode(final int value)
    {
        this.value = value;
    }

    /**
     * The raw encoded value in the Java type representation.
     *
     * @return the raw value encoded.
     */
    public int value()
    {
        return value;
    }

    /**
     * Lookup the enum value representing the value.
     *
     * @param value encoded to be looked up.
     * @return the enum value representing the value.
     */
    public static ResponseCode get(final int value)
    {
        switch (value)
        {
            case 0: return OK;
            case 1: return UNSUPPORTED;
            case 2: return INVALID_PARAMS;
            case 3: return REJECTED;
            case 4: return INTERNAL_ERROR;
            case -2147483648: return NULL_VAL;
        }

        throw new IllegalArgumentException("Unknown value: " + value);
    }
}
