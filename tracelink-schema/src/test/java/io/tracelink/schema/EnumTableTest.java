package io.tracelink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachResponseDecoder;
import io.tracelink.testing.EnumLayout;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import io.tracelink.testing.WireType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of the generated enums against the tables of the protocol, and what becomes of a value that no table names.
 */
class EnumTableTest
{
    private static final String UNKNOWN = "SBE_UNKNOWN";
    private static final String NULL = "NULL_VAL";

    @ParameterizedTest
    @MethodSource("enums")
    void shouldHoldExactlyTheValuesOfTable(final EnumLayout table)
    {
        final Map<String, Long> actual = new HashMap<>();
        for (final Object constant : GeneratedCodec.type(table.schemaId(), table.name()).getEnumConstants())
        {
            actual.put(constant.toString(), valueOf(constant));
        }

        assertThat(actual.remove(NULL)).as("null").isEqualTo(nullValue(table.type()));
        assertThat(actual.remove(UNKNOWN)).as("written for unknown").isEqualTo(nullValue(table.type()));
        assertThat(actual).isEqualTo(table.constants());
    }

    @ParameterizedTest
    @MethodSource("enums")
    void shouldDecodeEveryValue(final EnumLayout table)
    {
        final Map<Long, String> names = new HashMap<>();
        table.constants().forEach((name, value) -> names.put(value, name));
        names.put(nullValue(table.type()), NULL);

        final LongStream values = WireType.I32 == table.type() ?
            LongStream.of(Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1, 0, 1, 2, 3, 4, 5, 255, Integer.MAX_VALUE) :
            LongStream.rangeClosed(table.type().minValue(), table.type().maxValue());

        values.forEach((value) -> assertThat(GeneratedCodec.enumOf(table, value)).asString()
            .isEqualTo(names.getOrDefault(value, UNKNOWN)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 128, 254})
    void shouldNotThrowOnUnknownRoleAndPublishMode(final int unknown)
    {
        final ShmAttachRequestDecoder decoder = attachRequest(unknown, unknown);

        assertThat(decoder.role()).isEqualTo(Role.SBE_UNKNOWN);
        assertThat(decoder.roleRaw()).isEqualTo((short)unknown);
        assertThat(decoder.publishMode()).isEqualTo(PublishMode.SBE_UNKNOWN);
        assertThat(decoder.publishModeRaw()).isEqualTo((short)unknown);
    }

    @Test
    void shouldTellAbsentPublishModeFromUnknownOne()
    {
        assertThat(attachRequest(1, 255).publishMode()).isEqualTo(PublishMode.NULL_VAL);
        assertThat(attachRequest(1, 3).publishMode()).isEqualTo(PublishMode.SBE_UNKNOWN);
        assertThat(PublishMode.NULL_VAL.value()).isEqualTo((short)255);
    }

    @Test
    void shouldNotThrowOnUnknownResponseCode()
    {
        final WireBlock response = Protocol.SHM_DETACH_RESPONSE.newBlock().set("code", 5);
        final ShmDetachResponseDecoder decoder = new ShmDetachResponseDecoder()
            .wrap(new UnsafeBuffer(response.encode()), 0, ShmDetachResponseDecoder.BLOCK_LENGTH, 1);

        assertThat(decoder.code()).asString().isEqualTo(UNKNOWN);
        assertThat(decoder.codeRaw()).isEqualTo(5);
    }

    static List<EnumLayout> enums()
    {
        return Protocol.ENUMS;
    }

    private static ShmAttachRequestDecoder attachRequest(final int role, final int publishMode)
    {
        final WireBlock request = Protocol.SHM_ATTACH_REQUEST.newBlock()
            .set("role", role)
            .set("publishMode", publishMode);

        return new ShmAttachRequestDecoder()
            .wrap(new UnsafeBuffer(request.encode()), 0, ShmAttachRequestDecoder.BLOCK_LENGTH, 1);
    }

    private static long nullValue(final WireType type)
    {
        return WireType.U8 == type ? type.maxValue() : type.minValue();
    }

    private static long valueOf(final Object constant)
    {
        return GeneratedCodec.number(GeneratedCodec.call(constant.getClass(), constant, "value"));
    }
}
