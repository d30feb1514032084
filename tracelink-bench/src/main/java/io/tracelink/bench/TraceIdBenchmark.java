package io.tracelink.bench;

import com.github.f4b6a3.tsid.TsidFactory;
import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.tracelink.core.HighWaterMark;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.StrictTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

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

    private final CachedEpochClock cachedClock = FrameIds.cachedClock();
    private final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(NODE_ID);
    private final SnowflakeTraceIdGenerator wideGenerator =
        new SnowflakeTraceIdGenerator(WIDE, 0, SystemEpochClock.INSTANCE);
    private final StrictTraceIdGenerator strictGenerator = new StrictTraceIdGenerator(
        WIDE, 0, SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE, StrictTraceIdGenerator.DEFAULT_MAX_WAIT_NS);
    private final SnowflakeIdGenerator agronaGenerator = new SnowflakeIdGenerator(NODE_ID);
    private final SnowflakeIdGenerator agronaWideGenerator =
        new SnowflakeIdGenerator(0, 22, 0, 0, SystemEpochClock.INSTANCE);
    private final TimeOrderedEpochFactory uuidFactory = new TimeOrderedEpochFactory();
    private final TsidFactory tsidFactory = TsidFactory.newInstance1024(NODE_ID);
    private final IdGenerator openTelemetryGenerator = IdGenerator.random();

    private SnowflakeTraceIdGenerator dutyCycleGenerator;
    private SnowflakeTraceIdGenerator markedGenerator;
    private HighWaterMark mark;
    private Path markFile;
    private long field;

    /**
     * Make the generators by a cached clock.
     *
     * @throws IOException if there is no room for the high-water mark.
     */
    @Setup
    public void setUp() throws IOException
    {
        dutyCycleGenerator = new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, NODE_ID, cachedClock);

        markFile = Files.createTempFile("tracelink-bench", ".mark");
        mark = HighWaterMark.open(markFile, TraceIdLayout.DEFAULT, NODE_ID);
        markedGenerator = new SnowflakeTraceIdGenerator(mark, cachedClock);
    }

    /**
     * A duty cycle goes round.
     */
    @Setup(Level.Iteration)
    public void updateClock()
    {
        cachedClock.update(SystemEpochClock.INSTANCE.time());
    }

    /**
     * Remove the mark.
     *
     * @throws IOException if it cannot be removed.
     */
    @TearDown
    public void tearDown() throws IOException
    {
        mark.close();
        Files.delete(markFile);
    }

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
     * By a clock that a duty cycle updates, far more IDs than its milliseconds hold.
     *
     * @return the ID.
     */
    @Benchmark
    public long nextIdDutyCycle()
    {
        return dutyCycleGenerator.nextId();
    }

    /**
     * The same with a high-water mark.
     *
     * @return the ID.
     */
    @Benchmark
    public long nextIdDutyCycleMarked()
    {
        return markedGenerator.nextId();
    }

    /**
     * The generator that would wait, where it need not.
     *
     * @return the ID.
     */
    @Benchmark
    public long nextIdStrictWide()
    {
        return strictGenerator.nextId();
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
     * A UUID of version 7: 128 bits, time-ordered.
     *
     * @return the ID.
     */
    @Benchmark
    public UUID peerUuidV7()
    {
        return uuidFactory.create();
    }

    /**
     * A time-sortable ID of 64 bits.
     *
     * @return the ID.
     */
    @Benchmark
    public long peerTsid()
    {
        return tsidFactory.create().toLong();
    }

    /**
     * OpenTelemetry's trace ID: 128 random bits as text.
     *
     * @return the ID.
     */
    @Benchmark
    public String peerOpenTelemetryTraceId()
    {
        return openTelemetryGenerator.generateTraceId();
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

    /**
     * The least that a sequence costs.
     *
     * @return the value.
     */
    @Benchmark
    public long floorFieldIncrement()
    {
        return ++field;
    }
}
