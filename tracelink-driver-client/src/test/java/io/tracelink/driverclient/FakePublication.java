package io.tracelink.driverclient;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.Deque;

import static io.aeron.protocol.DataHeaderFlyweight.HEADER_LENGTH;

/**
 * Takes the bytes of requests where a log buffer would, or refuses to, as a test wants it.
 */
final class FakePublication
{
    private final Deque<UnsafeBuffer> claimed = new ArrayDeque<>();
    boolean isBackPressured;

    ControlProxy proxy()
    {
        final ControlProxy proxy = new ControlProxy();
        proxy.connect(this::tryClaim);

        return proxy;
    }

    long tryClaim(final int length, final BufferClaim claim)
    {
        if (isBackPressured)
        {
            return Publication.BACK_PRESSURED;
        }

        final int frameLength = HEADER_LENGTH + length;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[frameLength]);
        claim.wrap(buffer, 0, frameLength);
        claimed.add(buffer);

        return frameLength;
    }

    /**
     * Take the oldest request.
     *
     * @return its bytes, or null if there is none.
     */
    byte[] take()
    {
        final UnsafeBuffer buffer = claimed.poll();
        if (null == buffer)
        {
            return null;
        }

        final byte[] message = new byte[buffer.capacity() - HEADER_LENGTH];
        buffer.getBytes(HEADER_LENGTH, message);

        return message;
    }
}
