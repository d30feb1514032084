package io.tracelink.aeron;

import org.agrona.UnsafeApi;

import java.nio.ByteOrder;

/**
 * Loads of little-endian values from memory whose bounds have been checked as a whole, so that a load is one
 * instruction.
 * <p>
 * Base and address are those of an Agrona buffer. They keep no memory alive but that of an array: whoever loads has to
 * hold the buffer until it is done ({@link java.lang.ref.Reference#reachabilityFence(Object)}).
 */
final class Memory
{
    private static final boolean IS_LITTLE_ENDIAN = ByteOrder.LITTLE_ENDIAN == ByteOrder.nativeOrder();

    private Memory()
    {
    }

    static long getLong(final byte[] base, final long address)
    {
        final long bits = UnsafeApi.getLong(base, address);

        return IS_LITTLE_ENDIAN ? bits : Long.reverseBytes(bits);
    }

    static int getInt(final byte[] base, final long address)
    {
        final int bits = UnsafeApi.getInt(base, address);

        return IS_LITTLE_ENDIAN ? bits : Integer.reverseBytes(bits);
    }
}
