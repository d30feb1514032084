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
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

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

    /**
     * What the set held before, however it was filled, does not show.
     */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldEncodeASetThatIsUsedAgain(@ForAll("fillings") final List<List<Long>> fillings)
    {
        final RawTraceLinkSet raw = new RawTraceLinkSet();

        for (final List<Long> filling : fillings)
        {
            parents.clear();
            filling.forEach(parents::add);
            raw.parents = filling.stream().mapToLong(Long::longValue).distinct().toArray();
            raw.streamId++;
            raw.epoch--;
            raw.seq++;
            raw.traceId++;

            Arrays.fill(ours, 0, 1_000, (byte)0x55);
            final int length = TraceLinkSetFlyweight.encode(
                new UnsafeBuffer(ours), 3, raw.streamId, raw.epoch, raw.seq, raw.traceId, parents);

            assertThat(Arrays.copyOfRange(ours, 3, 3 + length)).isEqualTo(raw.bytes());
            assertThat(ours[2]).isEqualTo((byte)0x55);
            assertThat(ours[3 + length]).isEqualTo((byte)0x55);
        }
    }

    /**
     * A header that is exactly ours takes a shorter way than others; what is found is the same.
     */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldFindTheSameBehindEveryHeaderThatItReads(
        @ForAll("anyParents") final List<Long> anyParents,
        @ForAll @IntRange(max = 50) final int moreInBlock,
        @ForAll @IntRange(max = 20) final int moreInEntry,
        @ForAll final long traceId,
        @ForAll("missingBytes") final int missing)
    {
        final RawTraceLinkSet raw = new RawTraceLinkSet();
        raw.parents = anyParents.stream().mapToLong(Long::longValue).toArray();
        raw.traceId = traceId;
        raw.streamId = traceId & 0xFFFF_FFFFL;
        raw.epoch = ~traceId;
        final int result = wrapWithout(missing, reader, raw);

        final TraceLinkSetReader other = new TraceLinkSetReader();
        for (int way = 0; way < 3; way++)
        {
            raw.version = 2 == way ? 1 : 0;
            raw.blockLength = 28 + (0 == way ? 0 : moreInBlock);
            raw.entryLength = 8 + (0 == way ? 0 : moreInEntry);

            assertThat(wrapWithout(missing, other, raw)).isEqualTo(result);
            assertThat(parentsOf(other)).isEqualTo(parentsOf(reader));
            if (MessageResult.OK == result)
            {
                assertThat(other.streamId()).isEqualTo(reader.streamId()).isEqualTo(raw.streamId);
                assertThat(other.epoch()).isEqualTo(reader.epoch()).isEqualTo(raw.epoch);
                assertThat(other.seq()).isEqualTo(reader.seq()).isEqualTo(raw.seq);
                assertThat(other.traceId()).isEqualTo(reader.traceId()).isEqualTo(raw.traceId);
                assertThat(parentsOf(other)).isEqualTo(anyParents);
            }
        }
    }

    private static int wrapWithout(final int missing, final TraceLinkSetReader reader, final RawTraceLinkSet raw)
    {
        final byte[] bytes = raw.bytes();

        return GuardedRead.wrap(reader, Arrays.copyOf(bytes, bytes.length - missing));
    }

    private static List<Long> parentsOf(final TraceLinkSetReader reader)
    {
        return IntStream.range(0, reader.parentCount()).mapToObj(reader::parentTraceId).toList();
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

    /**
     * Of the range where no value is a refusal, so that the set leaves out duplicates and nothing else.
     */
    @Provide
    Arbitrary<List<List<Long>>> fillings()
    {
        return Arbitraries.oneOf(Arbitraries.longs().between(1, 60), Arbitraries.longs().greaterOrEqual(1))
            .list().ofMinSize(1).ofMaxSize(60)
            .list().ofMinSize(1).ofMaxSize(5);
    }

    /**
     * Mostly none.
     */
    @Provide
    Arbitrary<Integer> missingBytes()
    {
        return Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 8));
    }

    /**
     * Good ones as well as such as are null or come twice.
     */
    @Provide
    Arbitrary<List<Long>> anyParents()
    {
        return Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.longs().between(0, 30).list().ofMaxSize(10)),
            Tuple.of(2, Arbitraries.longs().set().ofMaxSize(30).map(List::copyOf)),
            Tuple.of(2, Arbitraries.longs().between(1, 1_000).set().ofMaxSize(30)
                .map((set) -> set.stream().sorted().toList())));
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
