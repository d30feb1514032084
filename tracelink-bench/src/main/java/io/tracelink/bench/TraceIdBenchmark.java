package io.tracelink.bench;

import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Minting an ID from one thread, without a pause. A millisecond of the default layout holds 4,096 IDs, so there a
 * generator that waits for the clock settles at 244 ns; one of the {@code Wide} layout, 4,194,304, is never used up and
 * shows the cost of the code alone.
 */
@State(Scope.Thread)
public class TraceIdBenchmark extends TraceLinkBenchmark
{
    private static final int NODE_ID = 7;
    private static final TraceIdLayout WIDE = new TraceIdLayout(0, 22, 0);

    private final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(NODE_ID);
    private final SnowflakeTraceIdGenerator wideGenerator =
        new SnowflakeTraceIdGenerator(WIDE, 0, SystemEpochClock.INSTANCE);
    private final SnowflakeIdGenerator agronaGenerator = new SnowflakeIdGenerator(NODE_ID);
    private final SnowflakeIdGenerator agronaWideGenerator =
        new SnowflakeIdGenerator(0, 22, 0, 0, SystemEpochClock.INSTANCE);

    /**
     * More IDs than the clock's milliseconds hold: the generator borrows.
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
     * Agrona's generator, which waits for the next millisecond.
     *
     * @return the ID.
     */
    @Benchmark
    public long peerAgronaSnowflake()
    {
        return agronaGenerator.nextId();
    }

    /**
     * Agrona's generator, which is also safe for many writers, when it need not wait.
     *
     * @return the ID.
     */
    @Benchmark
    public long peerAgronaSnowflakeWide()
    {
        return agronaWideGenerator.nextId();
    }

    /**
     * The clock that a time-ordered ID has to read.
     *
     * @return the time.
     */
    @Benchmark
    public long floorCurrentTimeMillis()
    {
        return System.currentTimeMillis();
    }
}
