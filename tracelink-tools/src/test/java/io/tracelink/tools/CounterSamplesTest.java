package io.tracelink.tools;

import io.tracelink.tools.CounterSamples.Sample;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class CounterSamplesTest
{
    private final CachedNanoClock clock = new CachedNanoClock();
    private final CountersManager counters = new CountersManager(
        new UnsafeBuffer(ByteBuffer.allocateDirect(64 * 1024)), new UnsafeBuffer(ByteBuffer.allocateDirect(16 * 1024)));
    private final CounterSamples samples = new CounterSamples(counters, clock);
    private long registrationId;

    @BeforeEach
    void start()
    {
        clock.update(1_000);
    }

    @Test
    void shouldReadTheCountersOfTraceLinkByTypeAndPlace()
    {
        counter(1_399, "d");
        counter(1_000, "b");
        counter(999, "aeron");
        counter(1_400, "other");
        counter(1_000, "c").setRelease(-5);

        assertThat(samples.read()).containsExactly(
            new Sample(1_000, 1, "b", 0, Double.NaN),
            new Sample(1_000, 4, "c", -5, Double.NaN),
            new Sample(1_399, 0, "d", 0, Double.NaN));
    }

    @Test
    void shouldKnowRatesFromTheSecondReadingOn()
    {
        final AtomicCounter counter = counter(1_000, "frames");
        counter.setRelease(10);
        assertThat(rate()).isNaN();

        counter.setRelease(40);
        pass(500);
        assertThat(rate()).isEqualTo(60.0);

        pass(2_000);
        assertThat(rate()).isZero();
        assertThat(rate()).as("no time has passed").isNaN();
    }

    @Test
    void shouldTakeACounterInThePlaceOfAnotherForANewOne()
    {
        final AtomicCounter first = counter(1_000, "frames");
        first.setRelease(1_000);
        assertThat(rate()).isNaN();

        first.close();
        final AtomicCounter second = counter(1_000, "frames");
        assertThat(second.id()).isEqualTo(first.id());
        pass(1_000);
        assertThat(rate()).isNaN();
        second.setRelease(5);
        pass(1_000);
        assertThat(rate()).isEqualTo(5.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_018, 1_020, 1_034, 1_200, 1_208, 1_209, 1_210, 1_306, 1_308})
    void shouldKnowNoRateOfWhatGoesUpAndDown(final int typeId)
    {
        final AtomicCounter gauge = counter(typeId, "gauge");
        assertThat(rate()).isNaN();
        gauge.setRelease(5);
        pass(1_000);
        assertThat(rate()).isNaN();
    }

    private AtomicCounter counter(final int typeId, final String label)
    {
        final AtomicCounter counter = counters.newCounter(label, typeId);
        counters.setCounterRegistrationId(counter.id(), ++registrationId);

        return counter;
    }

    private double rate()
    {
        final List<Sample> read = samples.read();
        assertThat(read).hasSize(1);

        return read.get(0).ratePerS();
    }

    private void pass(final long timeMs)
    {
        clock.update(clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeMs));
    }
}
