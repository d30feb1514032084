package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParentCheckerTest
{
    private static final long FIRST_ID = 1_700_000_000_000L << 22;

    private final ParentChecker checker = new ParentChecker(1_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 64, 1_000})
    void shouldAcceptDistinctParentsInAnyOrder(final int count)
    {
        final long[] parents = ascending(count);

        assertThat(check(parents)).isEqualTo(MessageResult.OK);
        reverse(parents);
        assertThat(check(parents)).isEqualTo(MessageResult.OK);
        shuffle(parents);
        assertThat(check(parents)).isEqualTo(MessageResult.OK);
    }

    @Test
    void shouldAcceptEveryValueButNull()
    {
        assertThat(check(Long.MAX_VALUE, Long.MIN_VALUE, -1, -11, -32, -33, 1)).isEqualTo(MessageResult.OK);
    }

    @Test
    void shouldFindADuplicateAtEveryPairOfPlaces()
    {
        for (int count = 2; count <= 24; count++)
        {
            for (int i = 0; i < count; i++)
            {
                for (int j = i + 1; j < count; j++)
                {
                    for (int order = 0; order < 3; order++)
                    {
                        final long[] parents = ordered(count, order);
                        parents[j] = parents[i];
                        assertThat(check(parents)).isEqualTo(MessageResult.DUPLICATE_PARENT);
                        parents[i] = -1;
                        assertThat(check(parents)).isEqualTo(MessageResult.OK);
                    }
                }
            }
        }
    }

    @Test
    void shouldFindNullAtEveryPlace()
    {
        for (int count = 1; count <= 24; count++)
        {
            for (int i = 0; i < count; i++)
            {
                for (int order = 0; order < 3; order++)
                {
                    final long[] parents = ordered(count, order);
                    parents[i] = 0;
                    assertThat(check(parents)).isEqualTo(MessageResult.NULL_PARENT);
                }
            }
        }
    }

    @Test
    void shouldTellTheFirstFaultFound()
    {
        assertThat(check(5, 4, 5, 0)).isEqualTo(MessageResult.DUPLICATE_PARENT);
        assertThat(check(5, 4, 0, 5)).isEqualTo(MessageResult.NULL_PARENT);
        assertThat(check(1, 2, 0, 0)).isEqualTo(MessageResult.NULL_PARENT);
    }

    @Test
    void shouldForgetWhatItCheckedBefore()
    {
        assertThat(check(3, 2, 1)).isEqualTo(MessageResult.OK);
        assertThat(check(3, 2, 1)).isEqualTo(MessageResult.OK);
        assertThat(check(2, 2)).isEqualTo(MessageResult.DUPLICATE_PARENT);
        assertThat(check(2, 1)).isEqualTo(MessageResult.OK);
        assertThat(check(1, 2, 3)).isEqualTo(MessageResult.OK);
    }

    @ParameterizedTest
    @CsvSource({
        // count, result with at most 1,000
        "0, -7",
        "-1, -7",
        "-2147483648, -7",
        "1001, -8",
        "2147483647, -8",
    })
    void shouldRefuseCountsBeforeItLooksAtAnything(final int count, final int result)
    {
        assertThat(checker.check(new long[0], 0, count)).isEqualTo(result);
        assertThat(checker.check(new UnsafeBuffer(new byte[0]), 0, 8, count)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        // offset, count, where there are ten
        "-1, 1",
        "-2147483648, 1",
        "10, 1",
        "0, 11",
        "9, 2",
        "2147483647, 1",
        "2147483647, 2",
        "2147483640, 1000",
    })
    void shouldRefuseToReadOutsideOfAnArray(final int offset, final int count)
    {
        assertThatThrownBy(() -> checker.check(ascending(10), offset, count))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> checker.check(new long[10], offset, count))
            .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // offset, stride, count, where there are eighty bytes
        "-1, 8, 1",
        "-2147483648, 8, 1",
        "73, 8, 1",
        "0, 8, 11",
        "0, 9, 10",
        "2147483647, 8, 1",
        "2147483647, 8, 2",
        "2147483640, 8, 1000",
        "0, 2147483647, 3",
        "0, 1073741824, 5",
    })
    void shouldRefuseToReadOutsideOfABuffer(final int offset, final int stride, final int count)
    {
        final UnsafeBuffer buffer = buffer(ascending(10), 0, 8);

        assertThatThrownBy(() -> checker.check(buffer, offset, stride, count))
            .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldCheckAPartOnly()
    {
        final long[] parents = {0, 7, 7, 5, 6, 0};

        assertThat(checker.check(parents, 2, 3)).isEqualTo(MessageResult.OK);
        assertThat(checker.check(parents, 1, 3)).isEqualTo(MessageResult.DUPLICATE_PARENT);
        assertThat(checker.check(parents, 3, 3)).isEqualTo(MessageResult.NULL_PARENT);
        assertThat(checker.check(parents, 5, 1)).isEqualTo(MessageResult.NULL_PARENT);
        assertThat(checker.check(buffer(parents, 3, 8), 3 + 2 * 8, 8, 3)).isEqualTo(MessageResult.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_534})
    void shouldTellHowManyItTakes(final int maxParents)
    {
        final ParentChecker other = new ParentChecker(maxParents);

        assertThat(other.maxParents()).isEqualTo(maxParents);
        assertThat(other.check(ascending(maxParents), 0, maxParents)).isEqualTo(MessageResult.OK);
        assertThat(other.check(ascending(maxParents + 1), 0, maxParents + 1))
            .isEqualTo(MessageResult.TOO_MANY_PARENTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseASizeOutOfRange(final int maxParents)
    {
        assertThatThrownBy(() -> new ParentChecker(maxParents))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("maxParents=" + maxParents + " must be in 1..65534");
    }

    /**
     * What is done with each parent is shown to be little by {@link ParentSetIndexTest}. Nothing is asked of the buffer
     * but its bounds and where its memory is, and that once, whatever the number of parents and their order.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldAskTheBufferForItsMemoryOnce(final int order)
    {
        final int count = 65_534;
        final UnsafeBuffer buffer = buffer(ordered(count, order), 0, 8);
        final List<String> calls = new ArrayList<>();
        final DirectBuffer asked = (DirectBuffer)Proxy.newProxyInstance(
            DirectBuffer.class.getClassLoader(),
            new Class<?>[]{DirectBuffer.class},
            (proxy, method, args) ->
            {
                calls.add(method.getName());

                return method.invoke(buffer, args);
            });

        assertThat(new ParentChecker(count).check(asked, 0, 8, count)).isEqualTo(MessageResult.OK);

        assertThat(calls).containsExactlyInAnyOrder("boundsCheck", "byteArray", "addressOffset");
    }

    @ParameterizedTest
    @CsvSource({"8, 1000, 1001", "16, 500, 501", "2147483647, 1, 2", "1073741824, 1, 65534"})
    void shouldNotReadPastTheEndOfTheBuffer(final int stride, final int good, final int bad)
    {
        final ParentChecker checker = new ParentChecker(65_534);
        final UnsafeBuffer buffer = buffer(ascending(1_000), 0, 8);

        assertThat(checker.check(buffer, 0, stride, good)).isEqualTo(MessageResult.OK);
        assertThatThrownBy(() -> checker.check(buffer, 0, stride, bad)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldLeaveTheArrayAsItIs()
    {
        final long[] parents = ordered(1_000, 2);
        final long[] before = parents.clone();

        assertThat(checker.check(parents, 0, 1_000)).isEqualTo(MessageResult.OK);

        assertThat(parents).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 16_384, 16_385})
    void shouldTakeTheMemoryThatItSays(final int maxParents)
    {
        final ParentChecker[] last = new ParentChecker[1];

        final long allocated = AllocationProbe.allocatedBytes(1, () -> last[0] = new ParentChecker(maxParents));

        assertThat(last[0].maxParents()).isEqualTo(maxParents);
        assertThat(allocated / maxParents).isBetween(40L, 72L);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "64, 0", "1000, 0", "2, 1", "64, 1", "1000, 1", "64, 2", "1000, 2"})
    void shouldNotAllocate(final int count, final int order)
    {
        final long[] parents = ordered(count, order);
        final UnsafeBuffer buffer = buffer(parents, 0, 8);
        final long[] duplicate = parents.clone();
        duplicate[count - 1] = duplicate[0];
        final long[] results = new long[2];

        final long allocated = AllocationProbe.allocatedBytes(
            1 + 200_000 / count,
            () ->
            {
                results[0] += checker.check(parents, 0, count) + checker.check(buffer, 0, 8, count);
                results[1] += checker.check(duplicate, 0, count) + checker.check(duplicate, 0, 0);
            });

        assertThat(allocated).isZero();
        assertThat(results[0]).isZero();
        assertThat(results[1]).isNegative();
    }

    /**
     * Check an array, and the same in buffers, close together and apart.
     */
    private int check(final long... parents)
    {
        final int result = checker.check(parents, 0, parents.length);
        assertThat(checker.check(buffer(parents, 0, 8), 0, 8, parents.length)).isEqualTo(result);
        assertThat(checker.check(buffer(parents, 5, 13), 5, 13, parents.length)).isEqualTo(result);

        return result;
    }

    private static UnsafeBuffer buffer(final long[] parents, final int offset, final int stride)
    {
        final UnsafeBuffer buffer =
            new UnsafeBuffer(new byte[offset + (parents.length - 1) * stride + Long.BYTES]);
        buffer.setMemory(0, buffer.capacity(), (byte)0xAA);
        for (int i = 0; i < parents.length; i++)
        {
            buffer.putLong(offset + i * stride, parents[i], ByteOrder.LITTLE_ENDIAN);
        }

        return buffer;
    }

    private static long[] ordered(final int count, final int order)
    {
        final long[] parents = ascending(count);
        if (1 == order)
        {
            reverse(parents);
        }
        else if (2 == order)
        {
            shuffle(parents);
        }

        return parents;
    }

    private static long[] ascending(final int count)
    {
        final long[] parents = new long[count];
        for (int i = 0; i < count; i++)
        {
            parents[i] = FIRST_ID + ((long)i << 22);
        }

        return parents;
    }

    private static void reverse(final long[] ids)
    {
        for (int i = 0; i < ids.length / 2; i++)
        {
            swap(ids, i, ids.length - 1 - i);
        }
    }

    private static void shuffle(final long[] ids)
    {
        final Random random = new Random(42);
        for (int i = ids.length - 1; i > 0; i--)
        {
            swap(ids, i, random.nextInt(i + 1));
        }
    }

    private static void swap(final long[] ids, final int i, final int j)
    {
        final long id = ids[i];
        ids[i] = ids[j];
        ids[j] = id;
    }
}
