package io.tracelink.core;

import io.tracelink.testing.Await;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Waiting, and when it ends. What this generator has in common with the others is tested with those.
 */
class StrictTraceIdGeneratorTest
{
    private static final TraceIdLayout LAYOUT = new TraceIdLayout(10, 1, 0);
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;

    private final CachedEpochClock clock = TestClocks.at(1);
    private final AtomicLong nowNs = new AtomicLong();
    private final NanoClock nanoClock = () -> nowNs.getAndAdd(10);

    @AfterEach
    void shouldLeaveTheThreadAsItWas()
    {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldWaitUntilTheClockComesOn() throws InterruptedException
    {
        final StrictTraceIdGenerator generator = usedUp(nanoClock, 100_000_000_000L);
        final Thread mover = new Thread(() ->
        {
            Await.until(() -> nowNs.get() > 10_000, () -> "waiting");
            clock.advance(1);
        });

        mover.start();
        final long id = generator.nextId();
        mover.join();

        assertThat(id).isEqualTo((NOW_MS + 1) << 11 | 7 << 1);
        assertThat(nowNs.get()).isGreaterThan(10_000);
        assertThat(generator.clockLeadMs()).isZero();
    }

    @Test
    void shouldNotLookAtTheTimeWhileItNeedNotWait()
    {
        clock.update(NOW_MS);
        final StrictTraceIdGenerator generator = new StrictTraceIdGenerator(LAYOUT, 7, clock, nanoClock, 1);

        for (int i = 0; i < 1_000; i++)
        {
            assertThat(generator.nextId()).isPositive();
            assertThat(generator.nextId()).isPositive();
            clock.advance(1);
        }

        assertThat(nowNs.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 50, Long.MIN_VALUE})
    void shouldGiveUpWhenItHasWaitedLongEnough(final long startNs)
    {
        final StrictTraceIdGenerator generator = usedUp(nanoClock, 100);
        nowNs.set(startNs);

        assertThat(generator.nextId()).isEqualTo(TraceId.CLOCK_STUCK);
        assertThat(nowNs.get() - startNs).as("looked at 0, 10, ... 100").isEqualTo(110);

        assertThat(generator.nextId()).isEqualTo(TraceId.CLOCK_STUCK);
        assertThat(nowNs.get() - startNs).as("waited anew").isEqualTo(220);

        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 11 | 7 << 1);
    }

    @Test
    void shouldGiveUpWhenTheClockWasSetBack()
    {
        final StrictTraceIdGenerator generator = usedUp(nanoClock, 100);

        clock.update(NOW_MS - HOUR_MS);
        assertThat(generator.nextId()).isEqualTo(TraceId.CLOCK_STUCK);
        assertThat(generator.clockLeadMs()).isEqualTo(HOUR_MS);

        clock.update(NOW_MS);
        assertThat(generator.nextId()).isEqualTo(TraceId.CLOCK_STUCK);

        clock.update(NOW_MS + 1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 11 | 7 << 1);
    }

    @Test
    void shouldGiveUpWhenTheThreadIsInterruptedAlready()
    {
        final StrictTraceIdGenerator generator = usedUp(nanoClock, 1_000_000);

        Thread.currentThread().interrupt();

        assertThat(generator.nextId()).isEqualTo(TraceId.INTERRUPTED);
        assertThat(generator.nextId()).isEqualTo(TraceId.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        clock.advance(1);
        assertThat(generator.nextId()).isEqualTo((NOW_MS + 1) << 11 | 7 << 1);
    }

    @Test
    void shouldGiveUpWhenTheThreadIsInterruptedWhileItWaits()
    {
        final StrictTraceIdGenerator generator = usedUp(
            () ->
            {
                final long now = nowNs.getAndAdd(10);
                if (50 == now)
                {
                    Thread.currentThread().interrupt();
                }

                return now;
            },
            1_000_000);

        assertThat(generator.nextId()).isEqualTo(TraceId.INTERRUPTED);
        assertThat(nowNs.get()).isEqualTo(60);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldMintOnAnInterruptedThreadThatNeedNotWait()
    {
        clock.update(NOW_MS);
        final StrictTraceIdGenerator generator = new StrictTraceIdGenerator(LAYOUT, 7, clock, nanoClock, 1);

        Thread.currentThread().interrupt();

        assertThat(generator.nextId()).isEqualTo(NOW_MS << 11 | 7 << 1);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 11 | 7 << 1 | 1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseToWaitNoTime(final long maxWaitNs)
    {
        assertThatThrownBy(() -> new StrictTraceIdGenerator(LAYOUT, 7, clock, nanoClock, maxWaitNs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("maxWaitNs=" + maxWaitNs + " must be above 0");
    }

    @Test
    void shouldRefuseToBeWithoutANanoClock()
    {
        assertThatThrownBy(() -> new StrictTraceIdGenerator(LAYOUT, 7, clock, null, 100))
            .isInstanceOf(NullPointerException.class)
            .hasMessage("nanoClock");
    }

    @Test
    void shouldTellHowLongItWaits()
    {
        assertThat(new StrictTraceIdGenerator(LAYOUT, 7, clock, nanoClock, 100).maxWaitNs()).isEqualTo(100);
        assertThat(new StrictTraceIdGenerator(7).maxWaitNs()).isEqualTo(1_000_000_000L);
    }

    /**
     * A generator that has minted both IDs of the millisecond.
     */
    private StrictTraceIdGenerator usedUp(final NanoClock nanoClock, final long maxWaitNs)
    {
        clock.update(NOW_MS);
        final StrictTraceIdGenerator generator =
            new StrictTraceIdGenerator(LAYOUT, 7, clock, nanoClock, maxWaitNs);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 11 | 7 << 1);
        assertThat(generator.nextId()).isEqualTo(NOW_MS << 11 | 7 << 1 | 1);

        return generator;
    }
}
