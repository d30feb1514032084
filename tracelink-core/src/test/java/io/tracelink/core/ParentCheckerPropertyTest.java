package io.tracelink.core;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checker, used for one set after the other, beside a plain one that is made anew for each.
 */
class ParentCheckerPropertyTest
{
    private static final int MAX_PARENTS = 40;

    private final ParentChecker checker = new ParentChecker(MAX_PARENTS);

    @Property(tries = 500)
    void shouldDoAsAPlainCheckDoes(
        @ForAll("sets") final List<List<Long>> sets,
        @ForAll @IntRange(max = 5) final int offset,
        @ForAll @IntRange(min = 8, max = 40) final int stride)
    {
        for (final List<Long> set : sets)
        {
            final int count = set.size();
            final long[] parents = new long[offset + count + 1];
            final byte[] bytes = new byte[offset + count * stride + 1];
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            for (int i = 0; i < count; i++)
            {
                parents[offset + i] = set.get(i);
                buffer.putLong(offset + i * stride, set.get(i), ByteOrder.LITTLE_ENDIAN);
            }
            final long[] parentsBefore = parents.clone();
            final byte[] bytesBefore = bytes.clone();

            final int expected = plainCheck(set);
            assertThat(checker.check(parents, offset, count)).isEqualTo(expected);
            assertThat(checker.check(buffer, offset, stride, count)).isEqualTo(expected);

            assertThat(Arrays.equals(parents, parentsBefore)).isTrue();
            assertThat(Arrays.equals(bytes, bytesBefore)).isTrue();
        }
    }

    private static int plainCheck(final List<Long> set)
    {
        if (set.isEmpty())
        {
            return MessageResult.NO_PARENTS;
        }

        if (set.size() > MAX_PARENTS)
        {
            return MessageResult.TOO_MANY_PARENTS;
        }

        final Set<Long> seen = new HashSet<>();
        for (final long parentId : set)
        {
            if (0 == parentId)
            {
                return MessageResult.NULL_PARENT;
            }

            if (!seen.add(parentId))
            {
                return MessageResult.DUPLICATE_PARENT;
            }
        }

        return MessageResult.OK;
    }

    /**
     * Sets of few values, so that there are duplicates, of many values, and such as mostly ascend.
     */
    @Provide
    Arbitrary<List<List<Long>>> sets()
    {
        final Arbitrary<List<Long>> mixed = Arbitraries.oneOf(
            Arbitraries.longs().between(-3, 40), Arbitraries.longs()).list().ofMaxSize(MAX_PARENTS + 2);
        final Arbitrary<List<Long>> distinct =
            Arbitraries.longs().between(1, 1_000).set().ofMaxSize(MAX_PARENTS).map(List::copyOf);
        final Arbitrary<List<Long>> ascending = distinct.map((set) -> set.stream().sorted().toList());

        return Arbitraries.oneOf(mixed, distinct, ascending).list().ofMinSize(1).ofMaxSize(4);
    }
}
