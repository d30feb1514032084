package io.tracelink.bench;

import io.tracelink.aeron.LatestFrames;
import io.tracelink.core.ParentSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a join of two inputs does for each pair of frames before it publishes: remember both, match them, and fill the
 * parent set. The floor keeps two fields by hand, and knows neither stale frames nor epochs.
 */
@State(Scope.Thread)
public class LatestFramesBenchmark extends TraceLinkBenchmark
{
    private static final long LEFT = 10_000;
    private static final long RIGHT = 10_001;
    private static final long EPOCH = 9;

    private final ParentSet parents = new ParentSet(2);
    private LatestFrames latest;
    private long seq;
    private long left;
    private long right;

    /**
     * Make the inputs.
     */
    @Setup
    public void setUp()
    {
        latest = new LatestFrames(8, new long[]{LEFT, RIGHT});
    }

    /**
     * By latest value.
     *
     * @return the number of parents.
     */
    @Benchmark
    public int matchLatest()
    {
        onFrames();

        return latest.matchLatest() ? latest.parents(parents) : 0;
    }

    /**
     * By sequence.
     *
     * @return the number of parents.
     */
    @Benchmark
    public int matchSeq()
    {
        onFrames();

        return latest.matchSeq(seq) ? latest.parents(parents) : 0;
    }

    /**
     * Two fields.
     *
     * @return the number of parents.
     */
    @Benchmark
    public int floorTwoFields()
    {
        final long id = ++seq << 1;
        left = id;
        right = id + 1;
        parents.clear();
        parents.add(left);

        return parents.add(right);
    }

    private void onFrames()
    {
        final long id = ++seq << 1;
        latest.onFrame(LEFT, EPOCH, seq, id, id);
        latest.onFrame(RIGHT, EPOCH, seq, id, id + 1);
    }
}
