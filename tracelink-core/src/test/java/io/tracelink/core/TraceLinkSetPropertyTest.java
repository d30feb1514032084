package io.tracelink.core;

import io.tracelink.schema.tracelink.MessageHeaderDecoder;
import io.tracelink.schema.tracelink.MessageHeaderEncoder;
import io.tracelink.schema.tracelink.TraceLinkSetDecoder;
import io.tracelink.schema.tracelink.TraceLinkSetEncoder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our bytes against those of the generated codec, for all sizes, and our reader against any bytes.
 */
class TraceLinkSetPropertyTest
{
    private static final int MAX_LENGTH = TraceLinkSetFlyweight.encodedLength(ParentSet.MAX_CAPACITY);

    private final ParentSet parents = new ParentSet(ParentSet.MAX_CAPACITY);
    private final TraceLinkSetReader reader = new TraceLinkSetReader();
    private final byte[] ours = new byte[MAX_LENGTH];
    private final byte[] generated = new byte[MAX_LENGTH];

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldEncodeAndDecodeAsTheGeneratedCodecDoes(
        @ForAll("parentCounts") final int parentCount,
        @ForAll final long seed,
        @ForAll @LongRange(max = 4_294_967_295L) final long streamId,
        @ForAll final long epoch,
        @ForAll final long seq,
        @ForAll @LongRange(min = 1) final long traceId)
    {
        addRandomParents(parentCount, seed);

        final int length =
            TraceLinkSetFlyweight.encode(new UnsafeBuffer(ours), 0, streamId, epoch, seq, traceId, parents);
        final int generatedLength = encodeGenerated(streamId, epoch, seq, traceId);

        assertThat(length).isEqualTo(TraceLinkSetFlyweight.encodedLength(parentCount)).isEqualTo(generatedLength);
        assertThat(Arrays.mismatch(ours, 0, length, generated, 0, length)).isEqualTo(-1);

        assertThat(reader.wrap(new UnsafeBuffer(generated), 0, length)).isEqualTo(MessageResult.OK);
        assertReadsAsTheGeneratedDecoder(new UnsafeBuffer(ours));
    }

    @Property
    void shouldTakeAnyBytes(@ForAll @Size(max = 200) final byte[] bytes)
    {
        GuardedRead.wrap(reader, bytes);
    }

    @Property
    void shouldTakeAnyBytesBehindAGoodHeader(
        @ForAll @IntRange(max = 40) final int blockLength, @ForAll @Size(max = 200) final byte[] bytes)
    {
        final byte[] message = new byte[8 + bytes.length];
        new UnsafeBuffer(message).putLong(0, MessageHeaderFlyweight.header(blockLength, 1, 904, 1));
        System.arraycopy(bytes, 0, message, 8, bytes.length);

        final int result = GuardedRead.wrap(reader, message);

        assertThat(result).isIn(
            MessageResult.OK,
            MessageResult.TRUNCATED,
            MessageResult.BAD_BLOCK_LENGTH,
            MessageResult.BAD_GROUP_BLOCK_LENGTH,
            MessageResult.NO_PARENTS,
            MessageResult.TOO_MANY_PARENTS,
            MessageResult.NULL_TRACE_ID,
            MessageResult.NULL_PARENT,
            MessageResult.DUPLICATE_PARENT);
        assertThat(reader.parentCount() > 0).isEqualTo(MessageResult.OK == result);
    }

    @Property
    void shouldAcceptOfMutatedMessagesOnlyWhatIsValid(
        @ForAll @IntRange(min = 1, max = 20) final int parentCount,
        @ForAll("mutations") final List<Integer> mutations)
    {
        final RawTraceLinkSet raw = new RawTraceLinkSet();
        raw.parents = new long[parentCount];
        Arrays.setAll(raw.parents, (i) -> i + 1L);
        final byte[] message = raw.bytes();

        for (final int mutation : mutations)
        {
            message[(mutation >>> 8) % message.length] = (byte)mutation;
        }

        if (MessageResult.OK == GuardedRead.wrap(reader, message))
        {
            assertThat(reader.traceId()).isNotZero();

            final Set<Long> distinct = new HashSet<>();
            for (int i = 0; i < reader.parentCount(); i++)
            {
                assertThat(reader.parentTraceId(i)).isNotZero();
                distinct.add(reader.parentTraceId(i));
            }
            assertThat(reader.parentCount()).isPositive();
            assertThat(distinct).hasSize(reader.parentCount());
        }
    }

    /**
     * A place in the upper bits and a byte in the lower ones, most of them where lengths and counts stand.
     */
    @Provide
    Arbitrary<List<Integer>> mutations()
    {
        final Arbitrary<Integer> bytes = Arbitraries.integers().between(0, 255);
        final Arbitrary<Integer> places = Arbitraries.oneOf(
            Arbitraries.of(0, 1, 6, 28, 36, 37, 38, 39, 40, 48), Arbitraries.integers().between(0, 200));

        return Combinators.combine(places, bytes).as((place, value) -> place << 8 | value)
            .list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<Integer> parentCounts()
    {
        return Arbitraries.oneOf(
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(1, 2, 8, 64, 167, 168, 65_533, 65_534),
            Arbitraries.integers().between(1, 65_534));
    }

    private void addRandomParents(final int parentCount, final long seed)
    {
        final Random random = new Random(seed);
        parents.clear();
        while (parents.size() < parentCount)
        {
            parents.add(random.nextLong());
        }
    }

    private int encodeGenerated(final long streamId, final long epoch, final long seq, final long traceId)
    {
        final TraceLinkSetEncoder encoder = new TraceLinkSetEncoder()
            .wrapAndApplyHeader(new UnsafeBuffer(generated), 0, new MessageHeaderEncoder())
            .streamId(streamId)
            .epoch(epoch)
            .seq(seq)
            .traceId(traceId);
        final TraceLinkSetEncoder.ParentsEncoder group = encoder.parentsCount(parents.size());
        for (int i = 0; i < parents.size(); i++)
        {
            group.next().traceId(parents.get(i));
        }

        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    private void assertReadsAsTheGeneratedDecoder(final UnsafeBuffer buffer)
    {
        final TraceLinkSetDecoder decoder =
            new TraceLinkSetDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());

        assertThat(reader.streamId()).isEqualTo(decoder.streamId());
        assertThat(reader.epoch()).isEqualTo(decoder.epoch());
        assertThat(reader.seq()).isEqualTo(decoder.seq());
        assertThat(reader.traceId()).isEqualTo(decoder.traceId());

        final TraceLinkSetDecoder.ParentsDecoder group = decoder.parents();
        assertThat(reader.parentCount()).isEqualTo(group.count());
        for (int i = 0; i < reader.parentCount(); i++)
        {
            final long parentId = group.next().traceId();
            if (reader.parentTraceId(i) != parentId)
            {
                assertThat(reader.parentTraceId(i)).isEqualTo(parentId);
            }
        }
    }
}
