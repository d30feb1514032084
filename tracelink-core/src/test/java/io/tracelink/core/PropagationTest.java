package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PropagationTest
{
    private final CountingGenerator generator = new CountingGenerator();
    private final Propagation propagation = new Propagation(generator);
    private final ParentSet parents = new ParentSet(4);

    @Test
    void shouldMintForARoot()
    {
        assertThat(propagation.root()).isEqualTo(1_001);
        assertThat(propagation.root()).isEqualTo(1_002);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, Long.MAX_VALUE, Long.MIN_VALUE, -33})
    void shouldReuseTheIdOfTheOnlyInput(final long parentId)
    {
        assertThat(propagation.derived(parentId)).isEqualTo(parentId);
        assertThat(generator.minted).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, TraceId.EXHAUSTED, TraceId.NOT_A_TRACE_ID, TraceId.NO_PARENTS, -32})
    void shouldRefuseToDeriveFromWhatIsNoTraceId(final long parentId)
    {
        assertThat(propagation.derived(parentId)).isEqualTo(TraceId.NOT_A_TRACE_ID);
        assertThat(generator.minted).isZero();
    }

    @Test
    void shouldTakeNoSetAsAnEmptyOne()
    {
        assertThat(propagation.joined(null)).isEqualTo(TraceId.NO_PARENTS);
        assertThat(propagation.forOutput(null)).isEqualTo(1_001);
    }

    @ParameterizedTest
    @CsvSource({
        // parents, joined, forOutput, minted by each
        "0, -13, 1001, 0, 1",
        "1, 10, 10, 0, 0",
        "2, 1001, 1001, 1, 1",
        "3, 1001, 1001, 1, 1",
        "4, 1001, 1001, 1, 1",
    })
    void shouldGoByTheNumberOfParents(
        final int parentCount,
        final long joined,
        final long forOutput,
        final int mintedByJoined,
        final int mintedByForOutput)
    {
        for (int i = 0; i < parentCount; i++)
        {
            parents.add(10 + i);
        }

        assertThat(propagation.joined(parents)).isEqualTo(joined);
        assertThat(generator.minted).isEqualTo(mintedByJoined);

        generator.minted = 0;
        assertThat(propagation.forOutput(parents)).isEqualTo(forOutput);
        assertThat(generator.minted).isEqualTo(mintedByForOutput);
        assertThat(parents.size()).isEqualTo(parentCount);
    }

    @Test
    void shouldNotCountWhatTheSetRefused()
    {
        parents.add(10);
        parents.add(10);
        parents.add(0);

        assertThat(propagation.joined(parents)).isEqualTo(10);
    }

    @Test
    void shouldPassOnThatTheGeneratorIsExhausted()
    {
        generator.exhausted = true;
        parents.add(10);

        assertThat(propagation.root()).isEqualTo(TraceId.EXHAUSTED);
        assertThat(propagation.derived(10)).isEqualTo(10);
        assertThat(propagation.joined(parents)).isEqualTo(10);
        parents.add(20);
        assertThat(propagation.joined(parents)).isEqualTo(TraceId.EXHAUSTED);
        assertThat(propagation.forOutput(parents)).isEqualTo(TraceId.EXHAUSTED);
        parents.clear();
        assertThat(propagation.forOutput(parents)).isEqualTo(TraceId.EXHAUSTED);
    }

    @Test
    void shouldRefuseToBeWithoutAGenerator()
    {
        assertThatThrownBy(() -> new Propagation(null))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("generator");
    }

    @Test
    void shouldNotAllocate()
    {
        final Propagation bySnowflake = new Propagation(new SnowflakeTraceIdGenerator(7));
        final long[] sum = new long[1];

        final long allocated = AllocationProbe.allocatedBytes(
            50_000,
            () ->
            {
                parents.clear();
                sum[0] += bySnowflake.joined(parents) + bySnowflake.forOutput(parents);
                parents.add(bySnowflake.root());
                sum[0] += bySnowflake.joined(parents) + bySnowflake.forOutput(parents);
                parents.add(bySnowflake.root());
                sum[0] += bySnowflake.joined(parents) + bySnowflake.forOutput(parents);
                sum[0] += bySnowflake.derived(parents.get(0)) + bySnowflake.derived(0);
            });

        assertThat(allocated).isZero();
        assertThat(sum[0]).isNotZero();
    }

    private static final class CountingGenerator implements TraceIdGenerator
    {
        private int minted;
        private boolean exhausted;

        @Override
        public long nextId()
        {
            return exhausted ? TraceId.EXHAUSTED : 1_000 + ++minted;
        }

        @Override
        public long clockLeadMs()
        {
            return 0;
        }

        @Override
        public int nodeId()
        {
            return 7;
        }

        @Override
        public TraceIdLayout layout()
        {
            return TraceIdLayout.DEFAULT;
        }
    }
}
