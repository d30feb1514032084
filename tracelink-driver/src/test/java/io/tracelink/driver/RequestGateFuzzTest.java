package io.tracelink.driver;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachRequestDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveDecoder;
import io.tracelink.schema.driver.ShutdownReason;
import io.tracelink.testing.Surroundings;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes on the control stream: a request is taken, others pass by, the rest is counted, as the protocol says.
 */
class RequestGateFuzzTest
{
    private static final String BAD = "bad";
    private static final String PASSES = "";

    @FuzzTest
    void shouldTakeRequestsAndCountTheRest(final byte[] message)
    {
        final String heard = Surroundings.sameInEvery(message, (bytes, offset, length) ->
        {
            final DriverCounter badMessages = new DriverCounter(
                new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0));
            final Transcript transcript = new Transcript();
            new RequestGate(transcript, badMessages).onMessage(new UnsafeBuffer(bytes), offset, length);
            if (0 == badMessages.value())
            {
                return transcript.text;
            }

            assertThat(badMessages.value()).isEqualTo(1);
            assertThat(transcript.text).isEmpty();

            return BAD;
        });

        assertThat(heard).isEqualTo(plain(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN)));
    }

    private static String plain(final ByteBuffer message)
    {
        if (message.limit() < 8)
        {
            return BAD;
        }

        final int schemaId = u16(message, 4);
        if (901 != schemaId)
        {
            return 900 == schemaId || 904 == schemaId ? PASSES : BAD;
        }

        if (u16(message, 6) > 1)
        {
            return BAD;
        }

        return switch (u16(message, 2))
        {
            case 1 -> isBlock(message, 27) && isOneOf(u8(message, 24), 1, 2) &&
                isOneOf(u8(message, 29), 1, 2, 255) && isOneOf(u8(message, 30), 0, 1, 2) ?
                "attach " + numbers(message, 8, 8, 16, 4, 20, 4, 24, 1, 25, 4, 29, 1, 30, 1, 31, 4) : BAD;
            case 3 -> isBlock(message, 25) && isOneOf(u8(message, 32), 1, 2) ?
                "detach " + numbers(message, 8, 8, 16, 8, 24, 4, 28, 4, 32, 1) : BAD;
            case 5 -> isBlock(message, 25) && isOneOf(u8(message, 24), 1, 2) ?
                "keepalive " + numbers(message, 8, 8, 16, 4, 20, 4, 24, 1, 25, 8) : BAD;
            case 8 -> isBlock(message, 9) && isOneOf(u8(message, 16), 0, 1, 2) ? shutdown(message) : BAD;
            case 2, 4, 6, 7 -> PASSES;
            default -> BAD;
        };
    }

    private static String shutdown(final ByteBuffer message)
    {
        final int token = 8 + 9;
        final int errorMessage = end(message, token);
        if (errorMessage < 0 || end(message, errorMessage) < 0)
        {
            return BAD;
        }

        final byte[] text = new byte[errorMessage - token - 4];
        message.get(token + 4, text);

        return "shutdown " + u8(message, 16) + " " + Arrays.toString(text);
    }

    private static int end(final ByteBuffer message, final int offset)
    {
        if (message.limit() - offset < 4)
        {
            return -1;
        }

        final long end = offset + 4 + (message.getInt(offset) & 0xFFFF_FFFFL);

        return end > message.limit() ? -1 : (int)end;
    }

    private static boolean isBlock(final ByteBuffer message, final int blockLength)
    {
        return u16(message, 0) == blockLength && message.limit() >= 8 + blockLength;
    }

    private static String numbers(final ByteBuffer message, final int... offsetsAndLengths)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < offsetsAndLengths.length; i += 2)
        {
            long number = 0;
            for (int k = offsetsAndLengths[i + 1] - 1; k >= 0; k--)
            {
                number = number << 8 | u8(message, offsetsAndLengths[i] + k);
            }

            text.append(number).append(' ');
        }

        return text.toString();
    }

    private static boolean isOneOf(final int value, final int... known)
    {
        return Arrays.stream(known).anyMatch((one) -> one == value);
    }

    private static int u8(final ByteBuffer message, final int offset)
    {
        return message.get(offset) & 0xFF;
    }

    private static int u16(final ByteBuffer message, final int offset)
    {
        return message.getShort(offset) & 0xFFFF;
    }

    /**
     * Looks at every field.
     */
    private static final class Transcript implements RequestHandler
    {
        private String text = "";

        @Override
        public void onAttach(final ShmAttachRequestDecoder request)
        {
            text += "attach " + words(
                request.correlationId(),
                request.streamId(),
                request.clientId(),
                request.roleRaw(),
                request.expectedLayoutVersion(),
                request.publishModeRaw(),
                request.requireHugepagesRaw(),
                request.desiredNodeId());
        }

        @Override
        public void onDetach(final ShmDetachRequestDecoder request)
        {
            text += "detach " + words(
                request.correlationId(),
                request.leaseId(),
                request.streamId(),
                request.clientId(),
                request.roleRaw());
        }

        @Override
        public void onKeepalive(final ShmLeaseKeepaliveDecoder keepalive)
        {
            text += "keepalive " + words(
                keepalive.leaseId(),
                keepalive.streamId(),
                keepalive.clientId(),
                keepalive.roleRaw(),
                keepalive.clientTimestampNs());
        }

        @Override
        public void onShutdownRequest(
            final ShutdownReason reason, final DirectBuffer buffer, final int tokenOffset, final int tokenLength)
        {
            final byte[] token = new byte[tokenLength];
            buffer.getBytes(tokenOffset, token);
            text += "shutdown " + reason.value() + " " + Arrays.toString(token);
        }

        private static String words(final long... numbers)
        {
            final StringBuilder text = new StringBuilder();
            for (final long number : numbers)
            {
                text.append(number).append(' ');
            }

            return text.toString();
        }
    }
}
