package io.tracelink.core;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows a message to a reader so that a read outside of it is found: in memory that ends where the message does, where
 * Agrona's bounds checks throw, and between bytes that differ, where the outcome would.
 */
final class GuardedRead
{
    private static final int MARGIN = 64;

    private GuardedRead()
    {
    }

    /**
     * Wrap a message in every surrounding; at last in the tight one.
     *
     * @param reader  to wrap it.
     * @param message whole.
     * @return the result, which was the same in every surrounding.
     */
    static int wrap(final TraceLinkSetReader reader, final byte[] message)
    {
        final int amongZeros = reader.wrap(surrounded(message, (byte)0), MARGIN, message.length);
        final int amongOnes = reader.wrap(surrounded(message, (byte)0xFF), MARGIN, message.length);
        final int tight = reader.wrap(new UnsafeBuffer(message), 0, message.length);

        assertThat(amongZeros).isEqualTo(tight);
        assertThat(amongOnes).isEqualTo(tight);

        return tight;
    }

    private static UnsafeBuffer surrounded(final byte[] message, final byte poison)
    {
        final byte[] bytes = new byte[message.length + 2 * MARGIN];
        Arrays.fill(bytes, poison);
        System.arraycopy(message, 0, bytes, MARGIN, message.length);

        return new UnsafeBuffer(bytes);
    }
}
