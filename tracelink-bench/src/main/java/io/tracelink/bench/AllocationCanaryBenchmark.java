package io.tracelink.bench;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * The only operation here that allocates. The {@link AllocationGate} passes nothing unless it sees that.
 */
public class AllocationCanaryBenchmark extends TraceLinkBenchmark
{
    /**
     * Bytes of an object without fields, on every JVM at least.
     */
    static final double MIN_BYTES_PER_OP = 8;

    /**
     * Allocate.
     *
     * @return a new object.
     */
    @Benchmark
    public Object allocate()
    {
        return new Object();
    }
}
