package io.tracelink.core;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slots of the index are wiped in time: by when a generation comes again, none is left of its first time. What is
 * added finds such a slot by luck only, so all of them are looked at.
 */
class ParentSetWipeTest
{
    private static final int INDEX_BITS = 16;
    private static final int GENERATIONS = (1 << (Integer.SIZE - INDEX_BITS)) - 1;

    static IntStream capacities()
    {
        return IntStream.rangeClosed(0, 16)
            .map((exponent) -> 1 << exponent)
            .flatMap((power) -> IntStream.of(power - 1, power, power + 1))
            .map((capacity) -> Math.max(1, Math.min(capacity, ParentSet.MAX_CAPACITY)))
            .distinct();
    }

    @ParameterizedTest
    @MethodSource("capacities")
    void shouldHaveWipedEverySlotWhenItsGenerationComesAgain(final int capacity) throws ReflectiveOperationException
    {
        final ParentSet parents = new ParentSet(capacity);
        final int[] slots = (int[])field("slots").get(parents);
        final int generation = field("generation").getInt(parents);

        index(parents);
        Arrays.fill(slots, generation << INDEX_BITS);
        parents.clear();
        assertThat(field("generation").getInt(parents)).isNotEqualTo(generation);

        for (int i = 1; i < GENERATIONS; i++)
        {
            index(parents);
            parents.clear();
        }

        assertThat(field("generation").getInt(parents)).isEqualTo(generation);
        assertThat(Arrays.stream(slots).filter((slot) -> slot >>> INDEX_BITS == generation).count()).isZero();
    }

    /**
     * Only a set that is indexed takes a generation.
     */
    private static void index(final ParentSet parents)
    {
        if (parents.add(2) != 1 || parents.contains(1))
        {
            throw new AssertionError("the set was not empty");
        }
    }

    private static Field field(final String name) throws ReflectiveOperationException
    {
        final Field field = ParentSet.class.getDeclaredField(name);
        field.setAccessible(true);

        return field;
    }
}
