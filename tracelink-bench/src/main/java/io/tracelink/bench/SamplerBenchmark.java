package io.tracelink.bench;

import io.tracelink.core.TimeSliceSampler;
import io.tracelink.core.TraceIdLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Deciding whether the links of a frame are kept.
 */
@State(Scope.Thread)
public class SamplerBenchmark extends TraceLinkBenchmark
{
    private static final long SLICE_MS = 100;

    private final TimeSliceSampler sampler = new TimeSliceSampler(TraceIdLayout.DEFAULT, SLICE_MS, 1_000);
    private final long[] ids = FrameIds.ascending(1_024);
    private long periodMs = 1_000;
    private int next;

    /**
     * By the time inside the ID.
     *
     * @return true if they are kept.
     */
    @Benchmark
    public boolean isSampled()
    {
        return sampler.isSampled(nextTraceId());
    }

    /**
     * The same with the remainder of a division.
     *
     * @return true if they are kept.
     */
    @Benchmark
    public boolean peerRemainder()
    {
        return TraceIdLayout.DEFAULT.timestampMs(nextTraceId()) % periodMs < SLICE_MS;
    }

    private long nextTraceId()
    {
        return ids[next++ & (ids.length - 1)];
    }
}
