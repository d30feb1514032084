package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteOrder;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParentSetTest
{
    private static final long FIRST_ID = 1_700_000_000_000L << 22;

    @Test
    void shouldBeginEmpty()
    {
        final ParentSet parents = new ParentSet(4);

        assertThat(parents.isEmpty()).isTrue();
        assertThat(parents.size()).isZero();
        assertThat(parents.capacity()).isEqualTo(4);
        assertThat(parents.contains(1)).isFalse();
        assertThat(parents.contains(0)).isFalse();
    }

    @Test
    void shouldShowItsFirstParents()
    {
        final ParentSet parents = new ParentSet(20);
        assertThat(parents).hasToString("ParentSet{size=0, capacity=20, parents=[]}");
        parents.add(30);
        parents.add(-100);
        assertThat(parents).hasToString("ParentSet{size=2, capacity=20, parents=[30, 18446744073709551516]}");

        parents.clear();
        for (int i = 1; i <= 16; i++)
        {
            parents.add(i);
        }
        assertThat(parents.toString()).endsWith(", 15, 16]}");
        parents.add(17);
        assertThat(parents.toString()).startsWith("ParentSet{size=17, ").endsWith(", 15, 16, ...]}");
    }

    @Test
    void shouldKeepTheOrderInWhichParentsWereAdded()
    {
        final ParentSet parents = new ParentSet(8);

        assertThat(parents.add(30)).isEqualTo(1);
        assertThat(parents.add(10)).isEqualTo(2);
        assertThat(parents.add(20)).isEqualTo(3);
        assertThat(parents.add(40)).isEqualTo(4);

        assertThat(idsOf(parents)).containsExactly(30, 10, 20, 40);
        assertThat(parents.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 18, 64, 1_000, 65_534})
    void shouldHoldAsManyAsItsCapacity(final int capacity)
    {
        final ParentSet ascending = new ParentSet(capacity);
        final ParentSet descending = new ParentSet(capacity);

        for (int i = 1; i <= capacity; i++)
        {
            assertThat(ascending.add(i)).isEqualTo(i);
            assertThat(descending.add(capacity + 1 - i)).isEqualTo(i);
        }

        assertThat(ascending.add(capacity + 1)).isEqualTo(ParentSet.FULL);
        assertThat(descending.add(capacity + 1)).isEqualTo(ParentSet.FULL);
        assertThat(ascending.add(-100)).isEqualTo(ParentSet.FULL);
        assertThat(ascending.add(1)).isEqualTo(ParentSet.DUPLICATE);
        assertThat(descending.add(capacity)).isEqualTo(ParentSet.DUPLICATE);
        assertThat(ascending.add(0)).isEqualTo(ParentSet.NOT_A_TRACE_ID);

        for (int i = 0; i < capacity; i++)
        {
            assertThat(ascending.get(i)).isEqualTo(i + 1);
            assertThat(descending.get(i)).isEqualTo(capacity - i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_535, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldRefuseCapacitiesOutOfRange(final int capacity)
    {
        assertThatThrownBy(() -> new ParentSet(capacity))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("capacity=" + capacity + " must be in 1..65534");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -11, -12, -13, -32})
    void shouldRefuseWhatIsNoTraceId(final long value)
    {
        final ParentSet parents = new ParentSet(4);
        parents.add(5);

        assertThat(parents.add(value)).isEqualTo(ParentSet.NOT_A_TRACE_ID);
        assertThat(idsOf(parents)).containsExactly(5);
    }

    @Test
    void shouldTakeIdsBeyondTheSignedRange()
    {
        final ParentSet parents = new ParentSet(8);

        assertThat(parents.add(Long.MIN_VALUE)).isEqualTo(1);
        assertThat(parents.add(-33)).isEqualTo(2);
        assertThat(parents.add(Long.MAX_VALUE)).isEqualTo(3);
        assertThat(parents.add(-34)).isEqualTo(4);
        assertThat(parents.add(1)).isEqualTo(5);

        for (final long id : new long[]{Long.MIN_VALUE, -33, Long.MAX_VALUE, -34, 1})
        {
            assertThat(parents.add(id)).isEqualTo(ParentSet.DUPLICATE);
            assertThat(parents.contains(id)).isTrue();
        }
        assertThat(idsOf(parents)).containsExactly(Long.MIN_VALUE, -33, Long.MAX_VALUE, -34, 1);
    }

    @Test
    void shouldTakeWhatStandsInMessages()
    {
        final ParentSet parents = new ParentSet(2);

        assertThat(parents.insert(-1)).isEqualTo(1);
        assertThat(parents.insert(-1)).isEqualTo(ParentSet.DUPLICATE);
        assertThat(parents.insert(-2)).isEqualTo(2);
        assertThat(parents.insert(-3)).isEqualTo(ParentSet.FULL);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 15, 16, 17, 18, 33, 1_000})
    void shouldRefuseDuplicatesAtAnySizeAndInAnyOrder(final int count)
    {
        final long[] ascending = ascending(count);

        for (final long[] ids : new long[][]{ascending, reversed(ascending), shuffled(ascending)})
        {
            final ParentSet parents = new ParentSet(count + 1);
            for (int i = 0; i < count; i++)
            {
                assertThat(parents.add(ids[i])).isEqualTo(i + 1);
                assertThat(parents.add(ids[i])).isEqualTo(ParentSet.DUPLICATE);
                assertThat(parents.add(ids[i / 2])).isEqualTo(ParentSet.DUPLICATE);
                assertThat(parents.add(ids[0])).isEqualTo(ParentSet.DUPLICATE);
            }
            assertThat(idsOf(parents)).containsExactly(ids);
            assertThat(parents.contains(FIRST_ID - 1)).isFalse();
        }
    }

    @Test
    void shouldForgetWhatItHeldWhenCleared()
    {
        final ParentSet parents = new ParentSet(100);

        for (int generation = 0; generation < 10_000; generation++)
        {
            final int count = 1 + generation % 100;
            parents.clear();
            assertThat(parents.isEmpty()).isTrue();

            for (int i = count; i > 0; i--)
            {
                if (parents.add(i) < 0)
                {
                    throw new AssertionError("generation=" + generation + " i=" + i);
                }
            }
            assertThat(parents.add(count / 2 + 1)).isEqualTo(ParentSet.DUPLICATE);
            assertThat(parents.size()).isEqualTo(count);
            assertThat(parents.contains(count + 1)).isFalse();
        }
    }

    /**
     * The index has the size of what came last, so it is wiped where it is used; what is left elsewhere is of before.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64, 1_000, 65_534})
    void shouldForgetWhatItHeldWhateverTheSizes(final int capacity)
    {
        final ParentSet parents = new ParentSet(capacity);

        for (int round = 0; round < 3; round++)
        {
            for (int size = capacity; size > 0; size /= 3)
            {
                addDescending(parents, size);
                parents.clear();
                addDescending(parents, capacity);
                parents.clear();
            }
        }
    }

    @Test
    void shouldTakeTheLargestIdOfAll()
    {
        final ParentSet parents = new ParentSet(4);

        assertThat(parents.add(1)).isEqualTo(1);
        assertThat(parents.add(Long.MAX_VALUE)).isEqualTo(2);
        assertThat(parents.contains(Long.MAX_VALUE)).isTrue();
        assertThat(parents.contains(1)).isTrue();
        assertThat(parents.add(Long.MAX_VALUE)).isEqualTo(ParentSet.DUPLICATE);
        assertThat(parents.add(1)).isEqualTo(ParentSet.DUPLICATE);
        assertThat(parents.add(2)).isEqualTo(3);

        parents.clear();
        assertThat(parents.contains(Long.MAX_VALUE)).isFalse();
        assertThat(parents.add(Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void shouldKeepRefusedParentsOutAfterTheyWereRefused()
    {
        final ParentSet parents = new ParentSet(20);
        addDescending(parents, 20);
        assertThat(parents.add(21)).isEqualTo(ParentSet.FULL);

        assertThat(parents.contains(21)).isFalse();
        assertThat(parents.size()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 3, 4, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseAnIndexOutOfRange(final int index)
    {
        final ParentSet parents = new ParentSet(4);
        parents.add(10);
        parents.add(20);

        assertThatThrownBy(() -> parents.get(index))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage("index=" + index + " size=2");
    }

    @Test
    void shouldShowItsParentsAsTheyStandInAMessage()
    {
        final ParentSet parents = new ParentSet(4);
        parents.add(0x0102_0304_0506_0708L);
        parents.add(5);

        final DirectBuffer buffer = parents.buffer();

        assertThat(buffer.capacity()).isEqualTo(4 * Long.BYTES);
        assertThat(buffer.getLong(0, ByteOrder.BIG_ENDIAN)).isEqualTo(0x0807_0605_0403_0201L);
        assertThat(buffer.getLong(8, ByteOrder.LITTLE_ENDIAN)).isEqualTo(5);
        assertThat(parents.buffer()).isSameAs(buffer);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64, 1_000})
    void shouldNotAllocate(final int count)
    {
        final ParentSet parents = new ParentSet(count);
        final long[] ascending = ascending(count);
        final long[] shuffled = shuffled(ascending);
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            1 + 200_000 / count,
            () ->
            {
                parents.clear();
                sum[0] += addAll(parents, ascending);
                parents.clear();
                sum[0] += addAll(parents, shuffled) + addAll(parents, ascending);
            });

        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }

    private static long addAll(final ParentSet parents, final long[] ids)
    {
        long sum = 0;
        for (final long id : ids)
        {
            sum += parents.add(id);
        }

        return sum;
    }

    private static void addDescending(final ParentSet parents, final int count)
    {
        for (int i = count; i > 0; i--)
        {
            assertThat(parents.add(i)).isEqualTo(count + 1 - i);
        }
    }

    private static long[] ascending(final int count)
    {
        final long[] ids = new long[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = FIRST_ID + ((long)i << 22);
        }

        return ids;
    }

    private static long[] reversed(final long[] ids)
    {
        final long[] result = new long[ids.length];
        for (int i = 0; i < ids.length; i++)
        {
            result[i] = ids[ids.length - 1 - i];
        }

        return result;
    }

    private static long[] shuffled(final long[] ids)
    {
        final long[] result = ids.clone();
        final Random random = new Random(42);
        for (int i = ids.length - 1; i > 0; i--)
        {
            final int j = random.nextInt(i + 1);
            final long id = result[i];
            result[i] = result[j];
            result[j] = id;
        }

        return result;
    }

    private static long[] idsOf(final ParentSet parents)
    {
        final long[] ids = new long[parents.size()];
        for (int i = 0; i < ids.length; i++)
        {
            ids[i] = parents.get(i);
        }

        return ids;
    }
}
