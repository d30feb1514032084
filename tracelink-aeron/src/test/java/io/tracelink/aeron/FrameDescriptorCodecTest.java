package io.tracelink.aeron;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.schema.wire.FrameDescriptorDecoder;
import io.tracelink.schema.wire.FrameDescriptorEncoder;
import io.tracelink.testing.AllocationProbe;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class FrameDescriptorCodecTest
{
    private final FrameDescriptorReader reader = new FrameDescriptorReader();

    @Test
    void shouldHaveTheNumbersOfTheSchema()
    {
        assertThat(FrameDescriptorFlyweight.SCHEMA_ID).isEqualTo(FrameDescriptorEncoder.SCHEMA_ID);
        assertThat(FrameDescriptorFlyweight.TEMPLATE_ID).isEqualTo(FrameDescriptorEncoder.TEMPLATE_ID);
        assertThat(FrameDescriptorFlyweight.SCHEMA_VERSION).isEqualTo(FrameDescriptorEncoder.SCHEMA_VERSION);
        assertThat(FrameDescriptorFlyweight.BLOCK_LENGTH).isEqualTo(FrameDescriptorEncoder.BLOCK_LENGTH);
        assertThat(FrameDescriptorFlyweight.NULL_TIMESTAMP).isEqualTo(FrameDescriptorDecoder.timestampNsNullValue());
        assertThat(FrameDescriptorFlyweight.NULL_META_VERSION).isEqualTo(FrameDescriptorDecoder.metaVersionNullValue());
        assertThat(FrameDescriptorDecoder.traceIdNullValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // streamId, epoch, seq, timestampNs, metaVersion, traceId
        "7, 9, 11, 13, 15, 42",
        "0, 0, 0, 0, 0, 0",
        "4294967295, -1, -1, -1, 4294967295, -1",
        "10000, 9223372036854775807, -9223372036854775808, 1, 2147483648, 9223372036854775807",
    })
    void shouldWriteTheBytesOfTheProtocolAndReadThem(
        final long streamId,
        final long epoch,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long traceId)
    {
        final byte[] bytes = new byte[48];
        final int length = FrameDescriptorFlyweight.encode(
            new UnsafeBuffer(bytes), 0, streamId, epoch, seq, timestampNs, metaVersion, traceId);

        assertThat(length).isEqualTo(48);
        assertThat(bytes).isEqualTo(byProtocol(streamId, epoch, seq, timestampNs, metaVersion, traceId));

        assertThat(reader.wrap(new UnsafeBuffer(bytes), 0, length)).isEqualTo(MessageResult.OK);
        assertThat(reader.streamId()).isEqualTo(streamId);
        assertThat(reader.epoch()).isEqualTo(epoch);
        assertThat(reader.seq()).isEqualTo(seq);
        assertThat(reader.timestampNs()).isEqualTo(timestampNs);
        assertThat(reader.metaVersion()).isEqualTo(metaVersion);
        assertThat(reader.traceId()).isEqualTo(traceId);
    }

    @Test
    void shouldWriteItsOwnBytesOnly()
    {
        final byte[] bytes = new byte[80];
        Arrays.fill(bytes, (byte)0x55);

        FrameDescriptorFlyweight.encode(new UnsafeBuffer(bytes), 16, 7, 9, 11, 13, 15, 42);

        assertThat(Arrays.copyOf(bytes, 16)).containsOnly(0x55);
        assertThat(Arrays.copyOfRange(bytes, 16, 64)).isEqualTo(byProtocol(7, 9, 11, 13, 15, 42));
        assertThat(Arrays.copyOfRange(bytes, 64, 80)).containsOnly(0x55);
    }

    @Test
    void shouldReadZerosBeforeTheFirstMessage()
    {
        assertThat(reader.streamId()).isZero();
        assertThat(reader.epoch()).isZero();
        assertThat(reader.seq()).isZero();
        assertThat(reader.timestampNs()).isZero();
        assertThat(reader.metaVersion()).isZero();
        assertThat(reader.traceId()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // blockLength, templateId, schemaId, version, length, result
        "40, 4, 900, 1, 48, 0",
        "40, 4, 900, 0, 48, 0",
        "40, 4, 900, 1, 64, 0",
        "56, 4, 900, 1, 64, 0",
        "57, 4, 900, 1, 64, -1",
        "40, 4, 900, 1, 47, -1",
        "40, 4, 900, 1, 7, -1",
        "40, 4, 900, 1, 0, -1",
        "40, 4, 900, 1, -1, -1",
        "40, 4, 904, 1, 48, -2",
        "40, 1, 900, 1, 48, -3",
        "40, 4, 900, 2, 48, -4",
        "32, 4, 900, 1, 48, -5",
        "39, 4, 900, 0, 48, -5",
    })
    void shouldTellWhatIsWrong(
        final int blockLength,
        final int templateId,
        final int schemaId,
        final int version,
        final int length,
        final int result)
    {
        final UnsafeBuffer good = new UnsafeBuffer(byProtocol(7, 9, 11, 13, 15, 42));
        assertThat(reader.wrap(good, 0, 48)).isEqualTo(MessageResult.OK);

        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        FrameDescriptorFlyweight.encode(buffer, 0, 8, 9, 11, 13, 15, 43);
        buffer.putLong(0, MessageHeaderFlyweight.header(blockLength, templateId, schemaId, version));

        assertThat(reader.wrap(buffer, 0, length)).isEqualTo(result);
        assertThat(reader.traceId()).isEqualTo(MessageResult.OK == result ? 43 : 42);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 20, 40, 47})
    void shouldNotReadWhereAMessageIsCut(final int length)
    {
        final byte[] cut = Arrays.copyOf(byProtocol(7, 9, 11, 13, 15, 42), length);

        assertThat(reader.wrap(new UnsafeBuffer(cut), 0, length)).isEqualTo(MessageResult.TRUNCATED);
    }

    @Test
    void shouldNotAllocate()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[48]);
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            50_000,
            () ->
            {
                FrameDescriptorFlyweight.encode(buffer, 0, 7, 9, sum[0], 13, 15, 42);
                sum[0] += reader.wrap(buffer, 0, 48);
                sum[0] += reader.streamId() + reader.epoch() + reader.timestampNs() + reader.metaVersion();
                sum[0] += reader.seq() + reader.traceId() + reader.wrap(buffer, 0, 47);
            });

        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }

    private static byte[] byProtocol(
        final long streamId,
        final long epoch,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long traceId)
    {
        final WireBlock block = Protocol.FRAME_DESCRIPTOR.newBlock()
            .set("streamId", streamId)
            .set("epoch", epoch)
            .set("seq", seq)
            .set("timestampNs", timestampNs)
            .set("metaVersion", metaVersion)
            .set("traceId", traceId);

        return Protocol.FRAME_DESCRIPTOR.encode(block);
    }
}
