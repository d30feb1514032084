package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeSliceSamplerTest
{
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final long NOW_MS = 1_700_000_000_000L;

    @Test
    void shouldKeepTheFirstMillisecondsOfEveryPeriod()
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(LAYOUT, 100, 1_000);

        for (int second = 0; second < 100; second++)
        {
            for (int ms = 0; ms < 1_000; ms++)
            {
                final long id = (NOW_MS + second * 1_000L + ms) << 22 | 7 << 12 | ms;
                if (sampler.isSampled(id) != ms < 100)
                {
                    throw new AssertionError("second=" + second + " ms=" + ms);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // epochOffsetMs, ms since the epoch, isSampled with 10 of 100 ms since 1970
        "0, 0, true",
        "0, 9, true",
        "0, 10, false",
        "0, 99, false",
        "0, 100, true",
        "95, 0, false",
        "95, 4, false",
        "95, 5, true",
        "95, 14, true",
        "95, 15, false",
        "2199023255551, 2199023255551, true",
        "2199023255551, 2199023255550, true",
        "2199023255551, 2199023255548, false",
    })
    void shouldCountFrom1970WhateverTheEpochOfTheIds(
        final long epochOffsetMs, final long sinceEpochMs, final boolean isSampled)
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(new TraceIdLayout(10, 12, epochOffsetMs), 10, 100);

        assertThat(sampler.isSampled(sinceEpochMs << 22)).isEqualTo(isSampled);
        assertThat(sampler.isSampled(sinceEpochMs << 22 | 0x3F_FFFF)).isEqualTo(isSampled);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_000, 999_999, 1_000_000})
    void shouldKeepAllWhenTheSliceIsThePeriod(final long periodMs)
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(LAYOUT, periodMs, periodMs);

        for (final long id : new long[]{1, -33, Long.MAX_VALUE, Long.MIN_VALUE, 0, TraceId.EXHAUSTED})
        {
            assertThat(sampler.isSampled(id)).isTrue();
        }
        for (long ms = NOW_MS; ms < NOW_MS + 2_000; ms++)
        {
            assertThat(sampler.isSampled(ms << 22)).isTrue();
        }
    }

    /**
     * 64 bits of a peer may use the highest one, which is not of the time.
     */
    @Test
    void shouldLeaveTheHighestBitOut()
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(LAYOUT, 100, 1_000);

        assertThat(sampler.isSampled(Long.MIN_VALUE | NOW_MS << 22)).isTrue();
        assertThat(sampler.isSampled(Long.MIN_VALUE | (NOW_MS + 100) << 22)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 | 0 | periodMs=0 must be in 1..1000000",
        "1 | -1 | periodMs=-1 must be in 1..1000000",
        "1 | 1000001 | periodMs=1000001 must be in 1..1000000",
        "0 | 1000 | sliceMs=0 must be in 1..1000, the periodMs",
        "-1 | 1000 | sliceMs=-1 must be in 1..1000, the periodMs",
        "1001 | 1000 | sliceMs=1001 must be in 1..1000, the periodMs",
    })
    void shouldRefuseWhatIsOutOfRange(final long sliceMs, final long periodMs, final String message)
    {
        assertThatThrownBy(() -> new TimeSliceSampler(LAYOUT, sliceMs, periodMs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
    }

    @Test
    void shouldTellItsSettings()
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(LAYOUT, 1, 1_000_000);

        assertThat(sampler.sliceMs()).isEqualTo(1);
        assertThat(sampler.periodMs()).isEqualTo(1_000_000).isEqualTo(TimeSliceSampler.MAX_PERIOD_MS);
        assertThat(sampler).hasToString("TimeSliceSampler{sliceMs=1, periodMs=1000000}");
    }

    @Test
    void shouldNotAllocate()
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(LAYOUT, 100, 1_000);
        final long[] sum = {NOW_MS << 22};

        final long allocated = AllocationProbe.allocatedBytes(
            50_000, () -> sum[0] += sampler.isSampled(sum[0]) ? 1 << 22 : 1 << 23);

        assertThat(allocated).isZero();
    }
}
