package io.tracelink.core;

import io.tracelink.testing.Surroundings;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shows a message to a reader so that a read outside of it is found.
 */
final class GuardedRead
{
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
        return Surroundings.sameInEvery(
            message, (bytes, offset, length) -> reader.wrap(new UnsafeBuffer(bytes), offset, length));
    }
}
