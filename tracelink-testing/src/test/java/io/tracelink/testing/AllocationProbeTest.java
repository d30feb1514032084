package io.tracelink.testing;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

class AllocationProbeTest
{
    @Test
    void shouldSeeWhatIsAllocated()
    {
        final AtomicReference<byte[]> sink = new AtomicReference<>();

        final long allocated = AllocationProbe.allocatedBytes(1_000, () -> sink.set(new byte[100]));

        assertThat(allocated).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void shouldSeeNothingWhereNothingIsAllocated()
    {
        final long[] sum = new long[1];

        assertThat(AllocationProbe.allocatedBytes(1_000, () -> sum[0]++)).isZero();
        assertThat(sum[0]).isEqualTo(4_000);
    }
}
