package io.tracelink.schema;

import static io.tracelink.schema.GeneratedCodec.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.tracelink.testing.BlockLayout;
import io.tracelink.testing.FieldLayout;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.Protocol;
import java.lang.reflect.Method;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the generated codecs say of themselves, line by line against the tables of the protocol.
 */
class MessageTableTest
{
    private static final String ENCODING_OFFSET = "EncodingOffset";
    private static final Map<Integer, String> SEMANTIC_VERSIONS = Map.of(904, "1.0", 901, "1.0", 900, "1.1");

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldCarryIdsOfTable(final Class<?> codec, final MessageLayout message) throws ReflectiveOperationException
    {
        assertThat(codec.getField("SCHEMA_ID").get(null)).isEqualTo(message.schemaId());
        assertThat(codec.getField("TEMPLATE_ID").get(null)).isEqualTo(message.templateId());
        assertThat(codec.getField("SCHEMA_VERSION").get(null)).isEqualTo(1);
        assertThat(codec.getField("SEMANTIC_VERSION").get(null)).isEqualTo(SEMANTIC_VERSIONS.get(message.schemaId()));
        assertThat(codec.getField("BLOCK_LENGTH").get(null)).isEqualTo(message.root().length());
        assertThat(codec.getField("BYTE_ORDER").get(null)).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldLayOutMessageAsTable(final Class<?> codec, final MessageLayout message)
    {
        assertBlock(codec, message.root());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldLayOutGroupAsTable(final Class<?> codec, final MessageLayout message)
    {
        for (final BlockLayout group : message.root().groups())
        {
            final Class<?> entry = entryCodec(codec, group.name());

            assertThat(call(entry, null, "sbeHeaderSize")).isEqualTo(4);
            assertThat(call(entry, null, "sbeBlockLength")).isEqualTo(group.length());
            assertThat(call(entry, null, "countMinValue")).isEqualTo(0);
            assertThat(call(entry, null, "countMaxValue")).isEqualTo(65_534);
            assertBlock(entry, group);
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldLayOutMessageHeaderAsTable(final Class<?> header) throws ReflectiveOperationException
    {
        final List<String> fields = List.of("blockLength", "templateId", "schemaId", "version");
        for (int i = 0; i < fields.size(); i++)
        {
            assertThat(call(header, null, fields.get(i) + ENCODING_OFFSET)).isEqualTo(2 * i);
            assertThat(call(header, null, fields.get(i) + "EncodingLength")).isEqualTo(2);
        }
        assertThat(header.getField("ENCODED_LENGTH").get(null)).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("groupHeaders")
    void shouldLayOutGroupDimensionAsTable(final Class<?> header) throws ReflectiveOperationException
    {
        assertThat(call(header, null, "blockLengthEncodingOffset")).isEqualTo(0);
        assertThat(call(header, null, "blockLengthEncodingLength")).isEqualTo(2);
        assertThat(call(header, null, "numInGroupEncodingOffset")).isEqualTo(2);
        assertThat(call(header, null, "numInGroupEncodingLength")).isEqualTo(2);
        assertThat(header.getField("ENCODED_LENGTH").get(null)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "904, TraceLinkSet, streamId, 1",
        "904, TraceLinkSet, epoch, 2",
        "904, TraceLinkSet, seq, 3",
        "904, TraceLinkSet, traceId, 4",
        "904, TraceLinkSet, parents, 5",
        "904, TraceLinkSet$Parents, traceId, 6",
        "901, ShmAttachResponse, headerRegionUri, 11",
        "901, ShmAttachResponse, payloadPools, 20",
        "901, ShmAttachResponse, errorMessage, 30",
        "900, ShmPoolAnnounce, payloadPools, 9"})
    void shouldNumberFieldsAsTable(final int schemaId, final String block, final String field, final int id)
    {
        final String name = block.replace("$", "Encoder$") + "Encoder";
        final Object actual = call(GeneratedCodec.type(schemaId, name), null, field + "Id");

        assertThat(((Number)actual).intValue()).isEqualTo(id);
    }

    @Test
    void shouldKnowMaxDimsWithoutEncodingIt()
    {
        final Class<?> decoder = new GeneratedCodec(Protocol.TENSOR_HEADER).decoder();

        assertThat(call(decoder, null, "maxDimsEncodingLength")).isEqualTo(0);
        assertThat(new io.tracelink.schema.wire.TensorHeaderDecoder().maxDims()).isEqualTo((short)8);
    }

    static Stream<Arguments> codecs()
    {
        return Protocol.MESSAGES.stream().flatMap((message) ->
        {
            final GeneratedCodec codec = new GeneratedCodec(message);
            return Stream.of(Arguments.of(codec.encoder(), message), Arguments.of(codec.decoder(), message));
        });
    }

    static Stream<Class<?>> headers()
    {
        return Stream.of(900, 901, 904).flatMap((schemaId) -> Stream.of(
            GeneratedCodec.type(schemaId, "MessageHeaderEncoder"),
            GeneratedCodec.type(schemaId, "MessageHeaderDecoder")));
    }

    static Stream<Class<?>> groupHeaders()
    {
        return Stream.of(900, 901, 904).flatMap((schemaId) -> Stream.of(
            GeneratedCodec.type(schemaId, "GroupSizeEncodingEncoder"),
            GeneratedCodec.type(schemaId, "GroupSizeEncodingDecoder")));
    }

    private static void assertBlock(final Class<?> codec, final BlockLayout block)
    {
        for (final FieldLayout field : block.fields())
        {
            assertField(codec, field);
        }
        assertThat(encodedFields(codec)).as("fields of " + codec)
            .containsExactlyInAnyOrderElementsOf(block.fields().stream().map(FieldLayout::name).toList());
        for (final String name : block.data())
        {
            assertThat(call(codec, null, name + "HeaderLength")).as(name).isEqualTo(4);
            if (!"headerBytes".equals(name))
            {
                assertThat(call(codec, null, name + "CharacterEncoding")).as(name).isEqualTo("US-ASCII");
            }
        }
    }

    private static void assertField(final Class<?> codec, final FieldLayout field)
    {
        final String name = field.name();
        final Class<?> metaAttribute = GeneratedCodec.sibling(codec, "MetaAttribute");
        final Object presence = call(metaAttribute, null, "valueOf", "PRESENCE");

        assertThat(call(codec, null, name + ENCODING_OFFSET)).as(name).isEqualTo(field.offset());
        assertThat(call(codec, null, name + "EncodingLength")).as(name).isEqualTo(field.length());
        assertThat(call(codec, null, name + "MetaAttribute", presence)).as(name)
            .isEqualTo(field.isOptional() ? "optional" : "required");
        if (field.isOptional() && !field.isEnum())
        {
            assertThat(((Number)call(codec, null, name + "NullValue")).longValue()).as(name + " null")
                .isEqualTo(field.nullValue());
        }
    }

    private static List<String> encodedFields(final Class<?> codec)
    {
        final List<String> names = new ArrayList<>();
        for (final Method method : codec.getMethods())
        {
            final String name = method.getName();
            if (name.endsWith(ENCODING_OFFSET) && !"maxDimsEncodingOffset".equals(name))
            {
                names.add(name.substring(0, name.length() - ENCODING_OFFSET.length()));
            }
        }

        return names;
    }

    private static Class<?> entryCodec(final Class<?> codec, final String group)
    {
        final String name = group.substring(0, 1).toUpperCase(Locale.ROOT) + group.substring(1);

        return Arrays.stream(codec.getDeclaredClasses())
            .filter((nested) -> nested.getSimpleName().matches(name + "(Encoder|Decoder)"))
            .findFirst()
            .orElseThrow();
    }
}
