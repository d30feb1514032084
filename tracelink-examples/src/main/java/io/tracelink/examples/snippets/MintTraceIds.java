package io.tracelink.examples.snippets;

import io.tracelink.core.ConcurrentTraceIdGenerator;
import io.tracelink.core.HighWaterMark;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TimeSliceSampler;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SystemEpochClock;

import java.nio.file.Path;

/**
 * The generators of trace IDs, and which of their links to keep.
 */
public final class MintTraceIds
{
    private MintTraceIds()
    {
    }

    /**
     * IDs that cost no reading of the system's clock, for a thread with a duty cycle.
     *
     * @param nodeId of this process.
     * @param clock  that the duty cycle updates.
     * @return the generator.
     */
    public static TraceIdGenerator byTheClockOfADutyCycle(final int nodeId, final CachedEpochClock clock)
    {
        clock.update(System.currentTimeMillis());
        final TraceIdGenerator generator = new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, nodeId, clock);

        return generator;
    }

    /**
     * IDs for many threads, above all that earlier processes of the node ID handed out.
     *
     * @param file   of the mark, one for each node ID.
     * @param nodeId of this process.
     * @return the mark, which stays open for as long as IDs are minted, and its generator.
     */
    public static Marked aboveAllBefore(final Path file, final int nodeId)
    {
        final HighWaterMark mark = HighWaterMark.open(file, TraceIdLayout.DEFAULT, nodeId);
        final TraceIdGenerator generator = new ConcurrentTraceIdGenerator(mark, SystemEpochClock.INSTANCE);

        return new Marked(mark, generator);
    }

    /**
     * The links of 100 ms in every second.
     *
     * @return the sampler.
     */
    public static TimeSliceSampler tenPercent()
    {
        final TimeSliceSampler sampler = new TimeSliceSampler(TraceIdLayout.DEFAULT, 100, 1_000);

        return sampler;
    }

    /**
     * A mark and its generator.
     *
     * @param mark      to be closed at the end.
     * @param generator to be used until then.
     */
    public record Marked(HighWaterMark mark, TraceIdGenerator generator)
    {
    }
}
