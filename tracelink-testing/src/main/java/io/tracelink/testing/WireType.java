package io.tracelink.testing;

import java.nio.ByteBuffer;

/**
 * Integer types of the wire, little-endian. A value travels as a {@code long}; of an unsigned 64-bit value it holds the
 * bits.
 */
public enum WireType
{
    /**
     * Unsigned 8 bit.
     */
    U8(1, 0, 0xFFL),

    /**
     * Unsigned 16 bit.
     */
    U16(2, 0, 0xFFFFL),

    /**
     * Unsigned 32 bit.
     */
    U32(4, 0, 0xFFFF_FFFFL),

    /**
     * Unsigned 64 bit.
     */
    U64(8, Long.MIN_VALUE, Long.MAX_VALUE),

    /**
     * Signed 16 bit.
     */
    I16(2, Short.MIN_VALUE, Short.MAX_VALUE),

    /**
     * Signed 32 bit.
     */
    I32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),

    /**
     * Signed 64 bit.
     */
    I64(8, Long.MIN_VALUE, Long.MAX_VALUE);

    private final int size;
    private final long minValue;
    private final long maxValue;

    WireType(final int size, final long minValue, final long maxValue)
    {
        this.size = size;
        this.minValue = minValue;
        this.maxValue = maxValue;
    }

    /**
     * Bytes that a value takes.
     *
     * @return 1, 2, 4 or 8.
     */
    public int size()
    {
        return size;
    }

    /**
     * Least value as a {@code long}. For {@link #U64} the least bit pattern read as signed.
     *
     * @return the least value.
     */
    public long minValue()
    {
        return minValue;
    }

    /**
     * Greatest value as a {@code long}. For {@link #U64} the greatest bit pattern read as signed.
     *
     * @return the greatest value.
     */
    public long maxValue()
    {
        return maxValue;
    }

    /**
     * The value with all bits set, which an unsigned type uses for null unless a table says otherwise.
     *
     * @return all bits of the type.
     */
    public long allOnes()
    {
        return -1L >>> (Long.SIZE - size * Byte.SIZE);
    }

    /**
     * Write a value.
     *
     * @param bytes  to write to, in little-endian order.
     * @param offset of the value.
     * @param value  to write.
     */
    public void put(final ByteBuffer bytes, final int offset, final long value)
    {
        for (int i = 0; i < size; i++)
        {
            bytes.put(offset + i, (byte)(value >>> (i * Byte.SIZE)));
        }
    }
}
