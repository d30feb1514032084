package io.tracelink.testing;

import java.util.Arrays;
import java.util.Objects;

/**
 * Shows a message to a reader so that a read outside of it is found: between bytes that differ, where the outcome
 * would, and in an array that ends where the message does, where bounds checks throw.
 */
public final class Surroundings
{
    private static final int MARGIN = 64;

    private Surroundings()
    {
    }

    /**
     * Reads a message that lies in an array.
     *
     * @param <T> type of what was read, with a meaningful {@code equals}.
     */
    @FunctionalInterface
    public interface Reading<T>
    {
        /**
         * Read the message.
         *
         * @param bytes  that hold the message.
         * @param offset of the message.
         * @param length of the message.
         * @return what was read.
         */
        T read(byte[] bytes, int offset, int length);
    }

    /**
     * Read a message in every surrounding; at last in the tight one.
     *
     * @param message whole.
     * @param reading that reads it.
     * @param <T>     type of what was read.
     * @return what was read, which was the same in every surrounding.
     * @throws AssertionError if it was not.
     */
    public static <T> T sameInEvery(final byte[] message, final Reading<T> reading)
    {
        final T amongZeros = reading.read(surrounded(message, (byte)0), MARGIN, message.length);
        final T amongOnes = reading.read(surrounded(message, (byte)0xFF), MARGIN, message.length);
        final T tight = reading.read(message, 0, message.length);
        if (!Objects.equals(amongZeros, tight) || !Objects.equals(amongOnes, tight))
        {
            throw new AssertionError("a read outside of the message: tight=" + tight +
                " amongZeros=" + amongZeros + " amongOnes=" + amongOnes + " message=" + Arrays.toString(message));
        }

        return tight;
    }

    private static byte[] surrounded(final byte[] message, final byte poison)
    {
        final byte[] bytes = new byte[message.length + 2 * MARGIN];
        Arrays.fill(bytes, poison);
        System.arraycopy(message, 0, bytes, MARGIN, message.length);

        return bytes;
    }
}
