package io.tracelink.aeron;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tracelink.core.MessageResult;
import io.tracelink.testing.Surroundings;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes against the plain reading of the protocol: the same verdict, the same values.
 */
class FrameDescriptorFuzzTest
{
    @FuzzTest
    void shouldReadWhatIsValidAndNothingElse(final byte[] message)
    {
        final List<Long> read = Surroundings.sameInEvery(message, FrameDescriptorFuzzTest::read);

        assertThat(read).isEqualTo(plain(message));
    }

    private static List<Long> read(final byte[] bytes, final int offset, final int length)
    {
        final FrameDescriptorReader reader = new FrameDescriptorReader();
        final long result = reader.wrap(new UnsafeBuffer(bytes), offset, length);

        return List.of(
            result,
            reader.streamId(),
            reader.epoch(),
            reader.seq(),
            reader.timestampNs(),
            reader.metaVersion(),
            reader.traceId());
    }

    private static List<Long> plain(final byte[] message)
    {
        final ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        final long verdict = verdict(buffer);
        if (MessageResult.OK != verdict)
        {
            return List.of(verdict, 0L, 0L, 0L, 0L, 0L, 0L);
        }

        return List.of(
            verdict,
            buffer.getInt(8) & 0xFFFF_FFFFL,
            buffer.getLong(12),
            buffer.getLong(20),
            buffer.getLong(28),
            buffer.getInt(36) & 0xFFFF_FFFFL,
            buffer.getLong(40));
    }

    private static long verdict(final ByteBuffer message)
    {
        if (message.limit() < 8)
        {
            return MessageResult.TRUNCATED;
        }

        if (900 != message.getShort(4))
        {
            return MessageResult.OTHER_SCHEMA;
        }

        if (4 != message.getShort(2))
        {
            return MessageResult.OTHER_TEMPLATE;
        }

        if (message.getShort(6) < 0 || message.getShort(6) > 1)
        {
            return MessageResult.NEWER_VERSION;
        }

        final int blockLength = message.getShort(0) & 0xFFFF;
        if (blockLength < 40)
        {
            return MessageResult.BAD_BLOCK_LENGTH;
        }

        return message.limit() < 8 + blockLength ? MessageResult.TRUNCATED : MessageResult.OK;
    }
}
