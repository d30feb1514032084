package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static io.tracelink.core.GuardedRead.wrap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TraceLinkSetReaderTest
{
    static final String GOLDEN =
        "1c000100880301000700000009000000000000000b000000000000002a00000000000000" +
        "080002000a000000000000001400000000000000";

    private final RawTraceLinkSet message = new RawTraceLinkSet();
    private final TraceLinkSetReader reader = new TraceLinkSetReader();

    @Test
    void shouldReadTheGoldenVector()
    {
        assertThat(BitUtil.toHex(message.bytes())).isEqualTo(GOLDEN);
        assertThat(wrap(reader, BitUtil.fromHex(GOLDEN))).isEqualTo(MessageResult.OK);

        assertThat(reader.streamId()).isEqualTo(7);
        assertThat(reader.epoch()).isEqualTo(9);
        assertThat(reader.seq()).isEqualTo(11);
        assertThat(reader.traceId()).isEqualTo(42);
        assertThat(reader.parentCount()).isEqualTo(2);
        assertThat(reader.parentTraceId(0)).isEqualTo(10);
        assertThat(reader.parentTraceId(1)).isEqualTo(20);
    }

    @Test
    void shouldReadUnsignedValues()
    {
        message.streamId = 0xFFFF_FFFFL;
        message.epoch = -1;
        message.seq = -2;
        message.traceId = -3;
        message.parents = new long[]{-1, Long.MIN_VALUE, 1};

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);

        assertThat(reader.streamId()).isEqualTo(4_294_967_295L);
        assertThat(reader.epoch()).isEqualTo(-1);
        assertThat(reader.seq()).isEqualTo(-2);
        assertThat(reader.traceId()).isEqualTo(-3);
        assertParents(-1, Long.MIN_VALUE, 1);
    }

    @Test
    void shouldReadNothingBeforeTheFirstMessage()
    {
        assertThat(reader.parentCount()).isZero();
        assertThat(reader.streamId()).isZero();
        assertThat(reader.epoch()).isZero();
        assertThat(reader.seq()).isZero();
        assertThat(reader.traceId()).isZero();
        assertThatThrownBy(() -> reader.parentTraceId(0))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage("index=0 parentCount=0");
    }

    @Test
    void shouldHaveNoParentsAfterAFault()
    {
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);
        message.traceId = 0;
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.NULL_TRACE_ID);

        assertThat(reader.parentCount()).isZero();
        assertThat(reader.traceId()).isEqualTo(42);
    }

    /**
     * Each fault in a buffer of its own, one of every kind that there is.
     */
    @ParameterizedTest
    @MethodSource("faults")
    void shouldStillReadTheMessageBeforeWhenOneInAnotherBufferIsRefused(final int result, final RawTraceLinkSet fault)
    {
        message.traceId = 43;
        message.version = 0;
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);

        for (int i = 0; i < 2; i++)
        {
            assertThat(wrap(reader, fault.bytes())).isEqualTo(result);

            assertThat(reader.parentCount()).isZero();
            assertThat(reader.streamId()).isEqualTo(7);
            assertThat(reader.epoch()).isEqualTo(9);
            assertThat(reader.seq()).isEqualTo(11);
            assertThat(reader.traceId()).isEqualTo(43);
            assertThatThrownBy(() -> reader.parentTraceId(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        message.traceId = 44;
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);
        assertThat(reader.traceId()).isEqualTo(44);
        assertParents(10, 20);
    }

    static Stream<Arguments> faults()
    {
        return Stream.of(
            fault(MessageResult.OTHER_SCHEMA, (other) -> other.schemaId = 900),
            fault(MessageResult.OTHER_TEMPLATE, (other) -> other.templateId = 2),
            fault(MessageResult.NEWER_VERSION, (other) -> other.version = 2),
            fault(MessageResult.BAD_BLOCK_LENGTH, (other) -> other.blockLength = 27),
            fault(MessageResult.BAD_GROUP_BLOCK_LENGTH, (other) -> other.entryLength = 7),
            fault(MessageResult.NO_PARENTS, (other) -> other.parents = new long[0]),
            fault(MessageResult.TOO_MANY_PARENTS, (other) -> other.numInGroup = 65_535),
            fault(MessageResult.TRUNCATED, (other) -> other.numInGroup = 3),
            fault(MessageResult.NULL_TRACE_ID, (other) -> other.traceId = 0),
            fault(MessageResult.NULL_PARENT, (other) -> other.parents[1] = 0),
            fault(MessageResult.DUPLICATE_PARENT, (other) -> other.parents[1] = 10));
    }

    private static Arguments fault(final int result, final Consumer<RawTraceLinkSet> change)
    {
        final RawTraceLinkSet message = new RawTraceLinkSet();
        message.streamId = 1;
        message.epoch = 2;
        message.seq = 3;
        message.traceId = 4;
        change.accept(message);

        return arguments(result, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseAnIndexOutOfRange(final int index)
    {
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);

        assertThatThrownBy(() -> reader.parentTraceId(index))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage("index=" + index + " parentCount=2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 168, 65_534})
    void shouldRefuseAMessageThatIsCutAnywhere(final int parentCount)
    {
        message.parents = parents(parentCount);
        final byte[] bytes = message.bytes();
        final int step = Math.max(1, bytes.length / 300);

        for (int length = 0; length < bytes.length; length += length < 64 || length > bytes.length - 64 ? 1 : step)
        {
            assertThat(wrap(reader, Arrays.copyOf(bytes, length))).isEqualTo(MessageResult.TRUNCATED);
        }
        assertThat(wrap(reader, bytes)).isEqualTo(MessageResult.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void shouldRefuseANegativeLength(final int length)
    {
        assertThat(reader.wrap(new UnsafeBuffer(message.bytes()), 0, length)).isEqualTo(MessageResult.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 900, 901, 905, 65_535})
    void shouldPassOverOtherSchemas(final int schemaId)
    {
        message.schemaId = schemaId;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OTHER_SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 65_535})
    void shouldPassOverOtherTemplates(final int templateId)
    {
        message.templateId = templateId;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OTHER_TEMPLATE);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, -4", "256, -4", "65535, -4"})
    void shouldReadVersionsUpToItsOwn(final int version, final int result)
    {
        message.version = version;

        assertThat(wrap(reader, message.bytes())).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 27})
    void shouldRefuseAShorterBlock(final int blockLength)
    {
        message.blockLength = blockLength;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.BAD_BLOCK_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 32, 1_000, 65_535})
    void shouldSkipWhatANewerWriterAddedToTheBlock(final int blockLength)
    {
        message.blockLength = blockLength;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);
        assertThat(reader.traceId()).isEqualTo(42);
        assertParents(10, 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void shouldRefuseShorterEntries(final int entryLength)
    {
        message.entryLength = entryLength;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.BAD_GROUP_BLOCK_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 16, 100, 65_535})
    void shouldSkipWhatANewerWriterAddedToTheEntries(final int entryLength)
    {
        message.entryLength = entryLength;
        message.blockLength = 31;
        message.parents = new long[]{30, 10, 20};

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);
        assertParents(30, 10, 20);
    }

    @Test
    void shouldRefuseAnEntryThatIsCutInWhatANewerWriterAdded()
    {
        message.entryLength = 16;
        final byte[] bytes = message.bytes();

        assertThat(wrap(reader, Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo(MessageResult.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 1_000})
    void shouldLeaveBytesAfterTheMessageAlone(final int trailingBytes)
    {
        message.trailingBytes = trailingBytes;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);
        assertParents(10, 20);
    }

    @ParameterizedTest
    @CsvSource({
        // numInGroup where two parents follow, result
        "0, -7",
        "1, 0",
        "2, 0",
        "3, -1",
        "65534, -1",
        "65535, -8",
    })
    void shouldNotBelieveTheCount(final int numInGroup, final int result)
    {
        message.numInGroup = numInGroup;

        assertThat(wrap(reader, message.bytes())).isEqualTo(result);
    }

    @Test
    void shouldNotBelieveACountAndALengthWhoseProductOverflows()
    {
        message.numInGroup = 65_534;
        message.entryLength = 65_535;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.TRUNCATED);
    }

    @Test
    void shouldReadTheLargestSetAndRefuseALargerOne()
    {
        message.parents = parents(65_534);
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.OK);
        assertThat(reader.parentCount()).isEqualTo(65_534);
        assertThat(reader.parentTraceId(65_533)).isEqualTo(65_534);

        message.parents = parents(65_535);
        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.TOO_MANY_PARENTS);
    }

    @Test
    void shouldRefuseMoreParentsThanItWasMadeFor()
    {
        final TraceLinkSetReader small = new TraceLinkSetReader(2);

        assertThat(wrap(small, message.bytes())).isEqualTo(MessageResult.OK);
        message.parents = parents(3);
        assertThat(wrap(small, message.bytes())).isEqualTo(MessageResult.TOO_MANY_PARENTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_535})
    void shouldRefuseASizeOutOfRange(final int maxParents)
    {
        assertThatThrownBy(() -> new TraceLinkSetReader(maxParents))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("maxParents=" + maxParents + " must be in 1..65534");
    }

    @Test
    void shouldRefuseANullTraceId()
    {
        message.traceId = 0;

        assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.NULL_TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 17, 100, 5_000})
    void shouldRefuseANullParentAnywhere(final int parentCount)
    {
        for (final int index : new int[]{0, parentCount / 2, parentCount - 1})
        {
            message.parents = parents(parentCount);
            message.parents[index] = 0;

            assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.NULL_PARENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16, 17, 18, 100, 5_000, 65_534})
    void shouldRefuseADuplicateParentAnywhere(final int parentCount)
    {
        for (final int index : new int[]{0, (parentCount - 2) / 2, parentCount - 2})
        {
            message.parents = parents(parentCount);
            message.parents[parentCount - 1] = message.parents[index];

            assertThat(wrap(reader, message.bytes())).isEqualTo(MessageResult.DUPLICATE_PARENT);
        }
    }

    @Test
    void shouldReadFromAnyKindOfMemory()
    {
        final byte[] bytes = message.bytes();
        final ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3).order(ByteOrder.LITTLE_ENDIAN);
        direct.put(3, bytes);

        assertThat(reader.wrap(new UnsafeBuffer(direct), 3, bytes.length)).isEqualTo(MessageResult.OK);
        assertParents(10, 20);

        final TraceLinkSetReader other = new TraceLinkSetReader(2);
        assertThat(other.wrap(new UnsafeBuffer(direct, 3, bytes.length), 0, bytes.length)).isEqualTo(MessageResult.OK);
        assertThat(other.parentTraceId(1)).isEqualTo(20);
    }

    @Test
    void shouldReadTheMessageWhateverItsBufferWrapsLater()
    {
        final byte[] bytes = message.bytes();
        final ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
        direct.put(0, bytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(direct);
        assertThat(reader.wrap(buffer, 0, bytes.length)).isEqualTo(MessageResult.OK);

        buffer.wrap(new byte[1]);

        assertParents(10, 20);
    }

    /**
     * Exactly our header and others; parents that ascend and that do not.
     */
    @ParameterizedTest
    @CsvSource({
        // parents, version, blockLength, entryLength, isAscending
        "2, 1, 28, 8, true",
        "64, 1, 28, 8, true",
        "1000, 1, 28, 8, true",
        "64, 1, 28, 8, false",
        "1000, 1, 28, 8, false",
        "64, 0, 28, 8, true",
        "64, 1, 40, 16, true",
        "1000, 0, 40, 16, false",
    })
    void shouldNotAllocate(
        final int parentCount,
        final int version,
        final int blockLength,
        final int entryLength,
        final boolean isAscending)
    {
        message.version = version;
        message.blockLength = blockLength;
        message.entryLength = entryLength;
        message.parents = parents(parentCount);
        if (!isAscending)
        {
            message.parents[parentCount / 2] = parentCount + 1L;
        }
        final UnsafeBuffer good = new UnsafeBuffer(message.bytes());
        message.parents[parentCount - 1] = 1;
        final UnsafeBuffer duplicate = new UnsafeBuffer(message.bytes());
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            1 + 200_000 / parentCount,
            () ->
            {
                sum[0] += reader.wrap(good, 0, good.capacity());
                for (int i = 0; i < reader.parentCount(); i++)
                {
                    sum[0] += reader.parentTraceId(i);
                }
                sum[0] += reader.streamId() + reader.epoch() + reader.seq() + reader.traceId();
                sum[0] += reader.wrap(duplicate, 0, duplicate.capacity());
                sum[0] += reader.wrap(duplicate, 0, 20);
            });

        assertThat(reader.wrap(good, 0, good.capacity())).isEqualTo(MessageResult.OK);
        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }

    private void assertParents(final long... parents)
    {
        assertThat(reader.parentCount()).isEqualTo(parents.length);
        for (int i = 0; i < parents.length; i++)
        {
            assertThat(reader.parentTraceId(i)).isEqualTo(parents[i]);
        }
    }

    private static long[] parents(final int count)
    {
        final long[] parents = new long[count];
        for (int i = 0; i < count; i++)
        {
            parents[i] = i + 1L;
        }

        return parents;
    }
}
