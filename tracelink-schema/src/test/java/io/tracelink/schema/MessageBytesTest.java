package io.tracelink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tracelink.schema.tracelink.MessageHeaderDecoder;
import io.tracelink.schema.tracelink.MessageHeaderEncoder;
import io.tracelink.schema.tracelink.TraceLinkSetDecoder;
import io.tracelink.schema.tracelink.TraceLinkSetEncoder;
import io.tracelink.schema.wire.FrameDescriptorDecoder;
import io.tracelink.schema.wire.FrameDescriptorEncoder;
import io.tracelink.testing.BlockLayout;
import io.tracelink.testing.FieldLayout;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes of the generated encoders against bytes that are computed from the protocol's tables alone.
 */
class MessageBytesTest
{
    private static final int OFFSET = 24;
    private static final byte DIRT = (byte)0xA5;
    private static final byte[] GOLDEN = HexFormat.of().parseHex((
        "1c00 0100 8803 0100 07000000 0900000000000000 0b00000000000000 2a00000000000000 0800 0200 " +
        "0a00000000000000 1400000000000000").replace(" ", ""));

    private final byte[] bytes = new byte[4096];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    /**
     * Values of a block in the order of its layout.
     */
    record Values(List<List<Long>> fields, List<Values> entries, List<String> data)
    {
        WireBlock fill(final WireBlock block)
        {
            final BlockLayout layout = block.layout();
            for (int i = 0; i < fields.size(); i++)
            {
                block.set(layout.fields().get(i).name(), fields.get(i));
            }
            entries.forEach((entry) -> entry.fill(block.addEntry()));
            for (int i = 0; i < data.size(); i++)
            {
                block.data(layout.data().get(i), data.get(i));
            }

            return block;
        }
    }

    /**
     * A message and its values.
     */
    record Sample(MessageLayout message, Values values)
    {
        WireBlock block()
        {
            return values.fill(message.newBlock());
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void shouldEncodeAndDecodeBytesOfTable(@ForAll("samples") final Sample sample)
    {
        final GeneratedCodec codec = new GeneratedCodec(sample.message());
        final WireBlock block = sample.block();
        final byte[] expected = sample.message().encode(block);

        Arrays.fill(bytes, DIRT);
        final int length = codec.encode(block, buffer, OFFSET);

        assertThat(length).isEqualTo(expected.length);
        assertThat(Arrays.copyOfRange(bytes, OFFSET, OFFSET + length)).isEqualTo(expected);
        assertThat(Arrays.copyOf(bytes, OFFSET)).containsOnly(DIRT);
        assertThat(Arrays.copyOfRange(bytes, OFFSET + length, bytes.length)).containsOnly(DIRT);
        assertThat(sample.message().encode(codec.decode(buffer, OFFSET))).isEqualTo(expected);
    }

    @Example
    void shouldEncodeGoldenTraceLinkSet()
    {
        final TraceLinkSetEncoder encoder = new TraceLinkSetEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .streamId(7)
            .epoch(9)
            .seq(11)
            .traceId(42);
        encoder.parentsCount(2).next().traceId(10).next().traceId(20);

        assertThat(GOLDEN).hasSize(56);
        assertThat(Arrays.copyOf(bytes, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength()))
            .isEqualTo(GOLDEN);
    }

    @Example
    void shouldDecodeGoldenTraceLinkSet()
    {
        final TraceLinkSetDecoder decoder = new TraceLinkSetDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(GOLDEN), 0, new MessageHeaderDecoder());
        final List<Long> parents = new ArrayList<>();

        assertThat(decoder.streamId()).isEqualTo(7);
        assertThat(decoder.epoch()).isEqualTo(9);
        assertThat(decoder.seq()).isEqualTo(11);
        assertThat(decoder.traceId()).isEqualTo(42);
        decoder.parents().forEach((parent) -> parents.add(parent.traceId()));
        assertThat(parents).containsExactly(10L, 20L);
        assertThat(MessageHeaderDecoder.ENCODED_LENGTH + decoder.encodedLength()).isEqualTo(GOLDEN.length);
    }

    @Example
    void shouldComputeGoldenTraceLinkSetFromTable()
    {
        final WireBlock block = Protocol.TRACE_LINK_SET.newBlock()
            .set("streamId", 7)
            .set("epoch", 9)
            .set("seq", 11)
            .set("traceId", 42);
        block.addEntry().set("traceId", 10);
        block.addEntry().set("traceId", 20);

        assertThat(Protocol.TRACE_LINK_SET.encode(block)).isEqualTo(GOLDEN);
    }

    @Example
    void shouldEncodeAbsentTraceIdAsZero()
    {
        Arrays.fill(bytes, DIRT);
        new FrameDescriptorEncoder().wrap(buffer, 0).traceId(FrameDescriptorEncoder.traceIdNullValue());

        assertThat(FrameDescriptorEncoder.traceIdNullValue()).isZero();
        assertThat(FrameDescriptorDecoder.traceIdNullValue()).isZero();
        assertThat(Arrays.copyOfRange(bytes, 32, 40)).containsOnly(0);
        assertThat(Arrays.copyOf(bytes, 32)).containsOnly(DIRT);
    }

    @Example
    void shouldFillSlotOfHeaderRingExactly()
    {
        final byte[] tensorHeader = Protocol.TENSOR_HEADER.encode(Protocol.TENSOR_HEADER.newBlock());
        final byte[] slot = Protocol.SLOT_HEADER.newBlock().data("headerBytes", tensorHeader).encode();

        assertThat(tensorHeader).hasSize(192);
        assertThat(slot).hasSize(256);
        assertThat(new UnsafeBuffer(slot).getInt(60)).isEqualTo(192);
    }

    @Provide
    Arbitrary<Sample> samples()
    {
        return Arbitraries.of(Protocol.MESSAGES).flatMap((message) ->
            values(message.schemaId(), message.root()).map((values) -> new Sample(message, values)));
    }

    private static Arbitrary<Values> values(final int schemaId, final BlockLayout layout)
    {
        final List<Arbitrary<List<Long>>> fields = new ArrayList<>();
        layout.fields().forEach((field) -> fields.add(values(schemaId, field)));

        Arbitrary<List<Values>> entries = Arbitraries.just(List.of());
        for (final BlockLayout group : layout.groups())
        {
            entries = values(schemaId, group).list().ofMaxSize(5);
        }

        return Combinators.combine(
            Combinators.combine(fields).as((values) -> values),
            entries,
            Arbitraries.strings().ascii().ofMaxLength(60).list().ofSize(layout.data().size())).as(Values::new);
    }

    private static Arbitrary<List<Long>> values(final int schemaId, final FieldLayout field)
    {
        if (field.isEnum())
        {
            return Arbitraries.of(constants(schemaId, field)).list().ofSize(1);
        }
        final long minValue = field.type().minValue();
        final long maxValue = field.type().maxValue();

        return Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of(minValue, maxValue, 0L, 1L)),
            Tuple.of(3, Arbitraries.longs().between(minValue, maxValue))).list().ofSize(field.count());
    }

    private static Collection<Long> constants(final int schemaId, final FieldLayout field)
    {
        final Collection<Long> constants = new ArrayList<>();
        Protocol.ENUMS.stream()
            .filter((layout) -> layout.schemaId() == schemaId && layout.name().equals(field.enumName()))
            .forEach((layout) -> constants.addAll(layout.constants().values()));
        if (field.isOptional())
        {
            constants.add(field.nullValue());
        }

        return constants;
    }
}
