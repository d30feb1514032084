package io.tracelink.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Linear time for the largest set, told by what the index looked at and not by a clock.
 */
class ParentSetIndexTest
{
    private static final int COUNT = ParentSet.MAX_CAPACITY;

    /**
     * Each with secrets of its own.
     */
    private static final int SETS = 20;
    private static final long FIRST_ID = 1_700_000_000_000L << 22 | 7 << 12;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    static Stream<Arguments> patterns()
    {
        final Random random = new Random(42);

        return Stream.of(
            arguments("random", random.longs(COUNT).toArray()),
            arguments("one a millisecond, latest first", steps(FIRST_ID, -(1L << 22))),
            arguments("one a second, latest first", steps(FIRST_ID, -(1_000L << 22))),
            arguments("one millisecond of all nodes, latest first", steps(FIRST_ID, -(1L << 12))),
            arguments("consecutive, latest first", steps(FIRST_ID, -1)),
            arguments("differing in the highest bits only", steps(5, 1L << 47)),
            arguments("chosen to collide under Fibonacci hashing", steps(0, inverse(GOLDEN_RATIO))),
            arguments("differing in the highest bits only once folded", folded(steps(0, 1L << 48))),
            arguments("differing in the middle bits only once folded", folded(steps(1L << 62, -(1L << 24)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void shouldLookAtFewSlotsForEachParent(final String pattern, final long[] ids)
        throws ReflectiveOperationException
    {
        for (int set = 0; set < SETS; set++)
        {
            final ParentSet parents = new ParentSet(COUNT);
            parents.clearFor(1);
            for (final long id : ids)
            {
                parents.insert(id);
            }
            assertThat(parents.size()).as(pattern).isEqualTo(COUNT);
            assertThat(parents.contains(FIRST_ID + 1)).isFalse();

            assertThat(slotsLookedAt(parents)).as(pattern).isLessThan(COUNT + COUNT / 4 + 100L);
        }
    }

    @Test
    void shouldNotUseTheIndexWhileParentsAscend() throws ReflectiveOperationException
    {
        final ParentSet parents = new ParentSet(COUNT);
        for (int i = 1; i <= COUNT; i++)
        {
            parents.add(i);
        }

        assertThat(field("slots", parents)).isEqualTo(new long[262_144]);
    }

    /**
     * With linear probing and no removal, a parent stands as far from its place as slots were looked at in vain.
     */
    private static long slotsLookedAt(final ParentSet parents) throws ReflectiveOperationException
    {
        final Method placeOf = ParentSet.class.getDeclaredMethod("placeOf", long.class);
        placeOf.setAccessible(true);

        final long[] slots = (long[])field("slots", parents);
        long indexed = 0;
        long lookedAt = 0;

        for (int slot = 0; slot < slots.length; slot++)
        {
            if (slots[slot] != 0)
            {
                final int place = (int)placeOf.invoke(parents, slots[slot]);
                lookedAt += 1 + ((slot - place) & (slots.length - 1));
                indexed++;
            }
        }

        assertThat(indexed).isEqualTo(COUNT);

        return lookedAt;
    }

    private static Object field(final String name, final ParentSet parents) throws ReflectiveOperationException
    {
        final Field field = ParentSet.class.getDeclaredField(name);
        field.setAccessible(true);

        return field.get(parents);
    }

    private static long[] steps(final long first, final long step)
    {
        final long[] ids = new long[COUNT];
        for (int i = 0; i < COUNT; i++)
        {
            ids[i] = first + (i + 1) * step;
        }

        return ids;
    }

    private static long[] folded(final long[] ids)
    {
        final long[] result = new long[COUNT];
        for (int i = 0; i < COUNT; i++)
        {
            result[i] = ids[i] ^ (ids[i] >>> 32);
        }

        return result;
    }

    /**
     * By Newton's iteration: each step doubles the number of right bits.
     */
    private static long inverse(final long odd)
    {
        long inverse = odd;
        for (int i = 0; i < 5; i++)
        {
            inverse *= 2 - odd * inverse;
        }

        return inverse;
    }
}
