package io.tracelink.testing;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

class AllocationProbeTest
{
    private final AtomicReference<byte[]> sink = new AtomicReference<>();
    private final long[] count = new long[1];

    @Test
    void shouldSeeWhatIsAllocated()
    {
        final long allocated = AllocationProbe.allocatedBytes(1_000, () -> sink.set(new byte[100]));

        assertThat(allocated).isBetween(100_000L, 200_000L);
    }

    @Test
    void shouldSeeWhatIsAllocatedNowAndThen()
    {
        final long allocated = AllocationProbe.allocatedBytes(1_000, () ->
        {
            if (++count[0] % 2_500 == 0)
            {
                sink.set(new byte[100]);
            }
        });

        assertThat(allocated).isBetween(100L, 200L);
    }

    @Test
    void shouldPassOverWhatIsAllocatedAtFirst()
    {
        final long allocated = AllocationProbe.allocatedBytes(1_000, () ->
        {
            if (++count[0] < 2_500)
            {
                sink.set(new byte[100]);
            }
        });

        assertThat(allocated).isZero();
        assertThat(count[0]).isGreaterThanOrEqualTo(6_000);
    }

    @Test
    void shouldSeeNothingWhereNothingIsAllocated()
    {
        assertThat(AllocationProbe.allocatedBytes(1_000, () -> count[0]++)).isZero();
        assertThat(count[0]).isGreaterThanOrEqualTo(3_000);
    }
}
