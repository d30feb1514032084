package io.tracelink.core;

import io.tracelink.schema.tracelink.MessageHeaderDecoder;
import io.tracelink.schema.tracelink.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteOrder;

import static org.assertj.core.api.Assertions.assertThat;

class MessageHeaderFlyweightTest
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[60]);

    @ParameterizedTest
    @CsvSource({"28, 1, 904, 1", "0, 0, 0, 0", "65535, 65535, 65535, 65535", "32768, 1, 32768, 32768"})
    void shouldBeTheHeaderOfTheGeneratedCodec(
        final int blockLength, final int templateId, final int schemaId, final int version)
    {
        new MessageHeaderEncoder().wrap(buffer, 4)
            .blockLength(blockLength).templateId(templateId).schemaId(schemaId).version(version);

        assertThat(MessageHeaderFlyweight.header(blockLength, templateId, schemaId, version))
            .isEqualTo(buffer.getLong(4, ByteOrder.LITTLE_ENDIAN));
        assertThat(MessageHeaderFlyweight.blockLength(buffer, 4)).isEqualTo(blockLength);
        assertThat(MessageHeaderFlyweight.templateId(buffer, 4)).isEqualTo(templateId);
        assertThat(MessageHeaderFlyweight.schemaId(buffer, 4)).isEqualTo(schemaId);
        assertThat(MessageHeaderFlyweight.version(buffer, 4)).isEqualTo(version);
    }

    @Test
    void shouldHaveTheLayoutOfTheGeneratedCodec()
    {
        assertThat(MessageHeaderFlyweight.LENGTH).isEqualTo(MessageHeaderDecoder.ENCODED_LENGTH);
        assertThat(MessageHeaderFlyweight.BLOCK_LENGTH_OFFSET)
            .isEqualTo(MessageHeaderDecoder.blockLengthEncodingOffset());
        assertThat(MessageHeaderFlyweight.TEMPLATE_ID_OFFSET)
            .isEqualTo(MessageHeaderDecoder.templateIdEncodingOffset());
        assertThat(MessageHeaderFlyweight.SCHEMA_ID_OFFSET).isEqualTo(MessageHeaderDecoder.schemaIdEncodingOffset());
        assertThat(MessageHeaderFlyweight.VERSION_OFFSET).isEqualTo(MessageHeaderDecoder.versionEncodingOffset());
    }

    @ParameterizedTest
    @CsvSource({
        // blockLength, templateId, schemaId, version, length, result; wanted are 28, 4, 900 and at most 1
        "28, 4, 900, 1, 36, 0",
        "28, 4, 900, 0, 36, 0",
        "28, 4, 900, 1, 37, 0",
        "29, 4, 900, 1, 37, 0",
        "29, 4, 900, 1, 36, -1",
        "28, 4, 900, 1, 35, -1",
        "28, 4, 900, 1, 8, -1",
        "28, 4, 900, 1, 7, -1",
        "28, 4, 900, 1, 0, -1",
        "28, 4, 900, 1, -1, -1",
        "28, 4, 904, 1, 36, -2",
        "28, 5, 904, 2, 8, -2",
        "28, 1, 900, 1, 36, -3",
        "28, 5, 900, 2, 8, -3",
        "28, 4, 900, 2, 36, -4",
        "27, 4, 900, 65535, 36, -4",
        "27, 4, 900, 1, 36, -5",
        "0, 4, 900, 1, 8, -5",
        "65535, 4, 900, 1, 60, -1",
    })
    void shouldGate(
        final int blockLength,
        final int templateId,
        final int schemaId,
        final int version,
        final int length,
        final int result)
    {
        final long header = MessageHeaderFlyweight.header(blockLength, templateId, schemaId, version);
        buffer.putLong(0, header, ByteOrder.LITTLE_ENDIAN);

        assertThat(MessageHeaderFlyweight.gate(buffer, 0, length, 900, 4, 1, 28)).isEqualTo(result);
    }
}
