package io.tracelink.core;

import io.tracelink.schema.tracelink.TraceLinkSetEncoder;
import io.tracelink.testing.AllocationProbe;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class TraceLinkSetFlyweightTest
{
    private final ParentSet parents = new ParentSet(1_000);

    @Test
    void shouldHaveTheNumbersOfTheSchema()
    {
        assertThat(TraceLinkSetFlyweight.SCHEMA_ID).isEqualTo(TraceLinkSetEncoder.SCHEMA_ID);
        assertThat(TraceLinkSetFlyweight.TEMPLATE_ID).isEqualTo(TraceLinkSetEncoder.TEMPLATE_ID);
        assertThat(TraceLinkSetFlyweight.SCHEMA_VERSION).isEqualTo(TraceLinkSetEncoder.SCHEMA_VERSION);
        assertThat(TraceLinkSetFlyweight.BLOCK_LENGTH).isEqualTo(TraceLinkSetEncoder.BLOCK_LENGTH);
    }

    @Test
    void shouldEncodeTheGoldenVector()
    {
        parents.add(10);
        parents.add(20);
        final byte[] bytes = new byte[56];

        final int length = TraceLinkSetFlyweight.encode(new UnsafeBuffer(bytes), 0, 7, 9, 11, 42, parents);

        assertThat(length).isEqualTo(56);
        assertThat(BitUtil.toHex(bytes)).isEqualTo(TraceLinkSetReaderTest.GOLDEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 167, 168, 65_534})
    void shouldTellTheLengthBeforehand(final int parentCount)
    {
        assertThat(TraceLinkSetFlyweight.encodedLength(parentCount)).isEqualTo(40 + 8 * parentCount);
    }

    @Test
    void shouldWriteItsOwnBytesOnly()
    {
        parents.add(10);
        final byte[] bytes = new byte[100];
        Arrays.fill(bytes, (byte)0x55);

        final int length = TraceLinkSetFlyweight.encode(new UnsafeBuffer(bytes), 20, 7, 9, 11, 42, parents);

        assertThat(length).isEqualTo(48);
        for (int i = 0; i < bytes.length; i++)
        {
            if (i < 20 || i >= 68)
            {
                assertThat(bytes[i]).isEqualTo((byte)0x55);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, TraceId.EXHAUSTED, TraceId.NOT_A_TRACE_ID, TraceId.NO_PARENTS})
    void shouldRefuseWhatIsNoTraceId(final long traceId)
    {
        parents.add(10);
        final byte[] bytes = new byte[48];

        assertThat(TraceLinkSetFlyweight.encode(new UnsafeBuffer(bytes), 0, 7, 9, 11, traceId, parents))
            .isEqualTo(MessageResult.NULL_TRACE_ID);
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void shouldRefuseToEncodeWithoutParents()
    {
        final byte[] bytes = new byte[48];

        assertThat(TraceLinkSetFlyweight.encode(new UnsafeBuffer(bytes), 0, 7, 9, 11, 42, parents))
            .isEqualTo(MessageResult.NO_PARENTS);
        assertThat(bytes).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 1_000})
    void shouldNotAllocate(final int parentCount)
    {
        for (int i = 1; i <= parentCount; i++)
        {
            parents.add(i);
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TraceLinkSetFlyweight.encodedLength(parentCount)]);
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            1 + 500_000 / parentCount,
            () -> sum[0] += TraceLinkSetFlyweight.encode(buffer, 0, 7, 9, 11, 42, parents));

        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }
}
