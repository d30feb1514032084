package io.tracelink.bench;

import io.tracelink.core.ConcurrentTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Minting from two threads with one generator, without a pause. Agrona's has the layout of 4,194,304 IDs a
 * millisecond, so it need not wait; ours has both.
 */
@State(Scope.Benchmark)
@Threads(2)
public class ConcurrentTraceIdBenchmark extends TraceLinkBenchmark
{
    private static final int NODE_ID = 7;
    private static final TraceIdLayout WIDE = new TraceIdLayout(0, 22, 0);

    private final CachedEpochClock cachedClock = FrameIds.cachedClock();
    private final ConcurrentTraceIdGenerator generator = new ConcurrentTraceIdGenerator(NODE_ID);
    private final ConcurrentTraceIdGenerator wideGenerator =
        new ConcurrentTraceIdGenerator(WIDE, 0, SystemEpochClock.INSTANCE);
    private final ConcurrentTraceIdGenerator dutyCycleGenerator =
        new ConcurrentTraceIdGenerator(WIDE, 0, cachedClock);
    private final SnowflakeIdGenerator agronaGenerator =
        new SnowflakeIdGenerator(0, 22, 0, 0, SystemEpochClock.INSTANCE);
    private final SnowflakeIdGenerator agronaDutyCycleGenerator = new SnowflakeIdGenerator(0, 22, 0, 0, cachedClock);

    /**
     * By the system's clock; more IDs than its milliseconds hold: the generator borrows.
     *
     * @return the ID.
     */
    @Benchmark
    public long nextId()
    {
        return generator.nextId();
    }

    /**
     * Fewer IDs than the clock's milliseconds hold.
     *
     * @return the ID.
     */
    @Benchmark
    public long nextIdWide()
    {
        return wideGenerator.nextId();
    }

    /**
     * By a clock that duty cycles update.
     *
     * @param dutyCycle of the thread.
     * @return the ID.
     */
    @Benchmark
    public long nextIdDutyCycle(final DutyCycle dutyCycle)
    {
        dutyCycle.goOn(cachedClock);

        return dutyCycleGenerator.nextId();
    }

    /**
     * Agrona's generator by the system's clock, which need not wait.
     *
     * @return the ID.
     */
    @Benchmark
    public long peerAgronaSnowflakeWide()
    {
        return agronaGenerator.nextId();
    }

    /**
     * Agrona's generator by a clock that duty cycles update, which need not wait.
     *
     * @param dutyCycle of the thread.
     * @return the ID.
     */
    @Benchmark
    public long peerAgronaSnowflakeDutyCycle(final DutyCycle dutyCycle)
    {
        dutyCycle.goOn(cachedClock);

        return agronaDutyCycleGenerator.nextId();
    }

    /**
     * A thread that updates the clock now and then, at least once in the milliseconds that Agrona's generator needs to
     * have it come on.
     */
    @State(Scope.Thread)
    public static class DutyCycle
    {
        private static final int CALLS_MASK = (1 << 14) - 1;

        private int calls;

        void goOn(final CachedEpochClock clock)
        {
            if ((++calls & CALLS_MASK) == 0)
            {
                clock.update(SystemEpochClock.INSTANCE.time());
            }
        }
    }
}
