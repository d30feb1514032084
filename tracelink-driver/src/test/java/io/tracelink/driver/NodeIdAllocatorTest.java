package io.tracelink.driver;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class NodeIdAllocatorTest
{
    private static final long COOLDOWN_NS = 10;

    @Test
    void shouldHandOutInARound()
    {
        final NodeIdAllocator ids = new NodeIdAllocator(new IdRange(1, 3), COOLDOWN_NS);
        assertThat(ids.acquire(0)).isEqualTo(1);
        assertThat(ids.acquire(0)).isEqualTo(2);
        ids.release(1, 0);
        assertThat(ids.acquire(COOLDOWN_NS)).isEqualTo(3);
        assertThat(ids.acquire(COOLDOWN_NS)).isEqualTo(1);
        assertThat(ids.acquire(COOLDOWN_NS)).isEqualTo(NodeIdAllocator.NONE);
    }

    @Test
    void shouldGiveTheDesiredOneWhenItIsFree()
    {
        final NodeIdAllocator ids = new NodeIdAllocator(new IdRange(0, 1023), COOLDOWN_NS);
        assertThat(ids.acquire(1023, 0)).isEqualTo(1023);
        assertThat(ids.acquire(1023, 0)).isEqualTo(NodeIdAllocator.NONE);
        assertThat(ids.acquire(1024, 0)).isEqualTo(NodeIdAllocator.NONE);
        assertThat(ids.acquire(0xFFFF_FFFEL, 0)).isEqualTo(NodeIdAllocator.NONE);
        assertThat(ids.acquire(0, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3})
    void shouldLetAnIdRestWhereverTheClockStands(final long startNs)
    {
        final NodeIdAllocator ids = new NodeIdAllocator(new IdRange(7, 7), COOLDOWN_NS);
        assertThat(ids.acquire(7, startNs)).isEqualTo(7);
        ids.release(7, startNs);
        assertThat(ids.acquire(7, startNs + COOLDOWN_NS - 1)).isEqualTo(NodeIdAllocator.NONE);
        assertThat(ids.acquire(7, startNs + COOLDOWN_NS)).isEqualTo(7);
    }

    @Property(tries = 200)
    void shouldNeverHandOutATakenOrRestingId(@ForAll @Size(max = 200) final int @IntRange(min = -3, max = 8) [] steps)
    {
        final NodeIdAllocator ids = new NodeIdAllocator(new IdRange(1, 5), COOLDOWN_NS);
        final Map<Long, Long> freeFromNs = new HashMap<>();
        long nowNs = 0;
        for (final int step : steps)
        {
            nowNs += 2;
            final long id = step >= 1 && step <= 5 && freeFromNs.getOrDefault((long)step, 0L) == Long.MAX_VALUE ?
                release(ids, step, nowNs, freeFromNs) :
                step > 5 ? ids.acquire(nowNs) : ids.acquire(step, nowNs);
            if (id > 0)
            {
                assertThat(id).isBetween(1L, 5L);
                assertThat(freeFromNs.getOrDefault(id, 0L)).isLessThanOrEqualTo(nowNs);
                freeFromNs.put(id, Long.MAX_VALUE);
            }
        }
    }

    private static long release(
        final NodeIdAllocator ids, final long id, final long nowNs, final Map<Long, Long> freeFromNs)
    {
        ids.release(id, nowNs);
        freeFromNs.put(id, nowNs + COOLDOWN_NS);
        return NodeIdAllocator.NONE;
    }
}
