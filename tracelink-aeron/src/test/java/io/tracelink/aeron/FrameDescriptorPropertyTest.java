package io.tracelink.aeron;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.schema.wire.FrameDescriptorEncoder;
import io.tracelink.schema.wire.MessageHeaderEncoder;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our bytes against those of the generated codec, and our reader against any bytes.
 */
class FrameDescriptorPropertyTest
{
    private final FrameDescriptorReader reader = new FrameDescriptorReader();

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldWriteAsTheGeneratedCodecDoes(
        @ForAll @LongRange(max = 4_294_967_295L) final long streamId,
        @ForAll final long epoch,
        @ForAll final long seq,
        @ForAll final long timestampNs,
        @ForAll @LongRange(max = 4_294_967_295L) final long metaVersion,
        @ForAll final long traceId)
    {
        final byte[] ours = new byte[48];
        final byte[] generated = new byte[48];

        FrameDescriptorFlyweight.encode(
            new UnsafeBuffer(ours), 0, streamId, epoch, seq, timestampNs, metaVersion, traceId);
        new FrameDescriptorEncoder()
            .wrapAndApplyHeader(new UnsafeBuffer(generated), 0, new MessageHeaderEncoder())
            .streamId(streamId)
            .epoch(epoch)
            .seq(seq)
            .timestampNs(timestampNs)
            .metaVersion(metaVersion)
            .traceId(traceId);

        assertThat(ours).isEqualTo(generated);
    }

    @Property
    void shouldTakeAnyBytes(@ForAll @Size(max = 100) final byte[] bytes)
    {
        assertSameInEverySurrounding(bytes);
    }

    @Property
    void shouldTakeAnyBytesBehindAGoodHeader(
        @ForAll @IntRange(max = 60) final int blockLength, @ForAll @Size(max = 100) final byte[] bytes)
    {
        final byte[] message = new byte[8 + bytes.length];
        new UnsafeBuffer(message).putLong(0, MessageHeaderFlyweight.header(blockLength, 4, 900, 1));
        System.arraycopy(bytes, 0, message, 8, bytes.length);

        final int expected = blockLength < 40 ? MessageResult.BAD_BLOCK_LENGTH :
            blockLength > bytes.length ? MessageResult.TRUNCATED : MessageResult.OK;

        assertThat(assertSameInEverySurrounding(message)).isEqualTo(expected);
    }

    private int assertSameInEverySurrounding(final byte[] message)
    {
        final byte[] surrounded = new byte[message.length + 128];
        Arrays.fill(surrounded, (byte)0xFF);
        System.arraycopy(message, 0, surrounded, 64, message.length);

        final int amongOnes = reader.wrap(new UnsafeBuffer(surrounded), 64, message.length);
        final int tight = reader.wrap(new UnsafeBuffer(message), 0, message.length);

        assertThat(amongOnes).isEqualTo(tight);
        if (MessageResult.OK == tight)
        {
            assertThat(reader.streamId()).isBetween(0L, 4_294_967_295L);
            assertThat(reader.metaVersion()).isBetween(0L, 4_294_967_295L);
        }

        return tight;
    }
}
