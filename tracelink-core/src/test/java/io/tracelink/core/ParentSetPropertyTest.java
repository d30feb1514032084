package io.tracelink.core;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The set against a model that does the same in the plainest way.
 */
class ParentSetPropertyTest
{
    private static final long CLEAR = Long.MIN_VALUE + 1;

    @Property
    void shouldDoAsALinkedHashSetDoes(
        @ForAll @IntRange(min = 1, max = 60) final int capacity, @ForAll("scripts") final List<Long> script)
    {
        final ParentSet parents = new ParentSet(capacity);
        final Set<Long> model = new LinkedHashSet<>();

        for (final long id : script)
        {
            if (CLEAR == id)
            {
                parents.clear();
                model.clear();
            }
            else
            {
                assertThat(parents.add(id)).isEqualTo(add(model, capacity, id));
                assertThat(parents.contains(id)).isEqualTo(model.contains(id));
            }

            assertThat(parents.size()).isEqualTo(model.size());
        }

        int i = 0;
        for (final long id : model)
        {
            assertThat(parents.get(i++)).isEqualTo(id);
        }
    }

    private static int add(final Set<Long> model, final int capacity, final long id)
    {
        if (id <= 0 && id >= -32)
        {
            return ParentSet.NOT_A_TRACE_ID;
        }

        if (model.contains(id))
        {
            return ParentSet.DUPLICATE;
        }

        if (model.size() == capacity)
        {
            return ParentSet.FULL;
        }

        model.add(id);

        return model.size();
    }

    @Provide
    Arbitrary<List<Long>> scripts()
    {
        return Arbitraries
            .frequencyOf(
                Tuple.of(10, Arbitraries.longs().between(1, 100)),
                Tuple.of(5, Arbitraries.longs().between(-40, 5)),
                Tuple.of(5, Arbitraries.longs()),
                Tuple.of(1, Arbitraries.just(CLEAR)))
            .list()
            .ofMaxSize(200);
    }
}
