package io.tracelink.bench;

import io.tracelink.core.HeldTraceIdGenerator;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.DriverKey;
import io.tracelink.driver.ShmDriver;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentInvoker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Minting with the node ID of a driver's lease, against the same generator with a node ID of one's own. The lease is
 * real and lasts for longer than the benchmark.
 */
@State(Scope.Thread)
public class LeasedTraceIdBenchmark extends TraceLinkBenchmark
{
    private static final long STREAM_ID = 10_000;

    private Path directory;
    private TracedStreams streams;
    private ShmDriver driver;
    private DriverClient client;
    private Lease lease;
    private int nodeId;
    private TraceIdGenerator generator;
    private TraceIdGenerator heldGenerator;

    /**
     * For JMH.
     */
    public LeasedTraceIdBenchmark()
    {
    }

    /**
     * Start a driver and attach to it.
     *
     * @throws IOException when there is no directory for its regions.
     */
    @Setup
    public void setUp() throws IOException
    {
        directory = Files.createTempDirectory("tracelink-bench");
        streams = new TracedStreams();
        driver = ShmDriver.launch(new ShmDriver.Context()
            .aeron(streams.aeron())
            .useAgentInvoker(true)
            .config(DriverConfig.embeddedBuilder()
                .set(DriverKey.BASE_DIR, directory.toString())
                .set(DriverKey.LEASE_KEEPALIVE_INTERVAL_MS, 3_600_000L)
                .build()));
        client = new DriverClient(new DriverClient.Context()
            .aeron(streams.aeron())
            .allowedBaseDirs(List.of(directory))
            .keepaliveIntervalNs(TimeUnit.HOURS.toNanos(1))
            .useAeronCounters(false));
        lease = client.attach(AttachOptions.producer(STREAM_ID));
        final AgentInvoker driverInvoker = driver.agentInvoker();
        streams.await(() ->
        {
            driverInvoker.invoke();
            client.doWork();
            return null != lease.grant();
        });

        nodeId = lease.nodeId(TraceIdLayout.DEFAULT);
        generator = new SnowflakeTraceIdGenerator(nodeId);
        heldGenerator = new HeldTraceIdGenerator(lease, new SnowflakeTraceIdGenerator(nodeId));
    }

    /**
     * Let the Aeron client know that it is not forgotten.
     */
    @TearDown(Level.Iteration)
    public void drain()
    {
        streams.drain();
    }

    /**
     * See that the lease was held all the time, and stop.
     */
    @TearDown
    public void tearDown()
    {
        final boolean isHeld = lease.isHeld(nodeId);
        CloseHelper.closeAll(client, driver, streams);
        IoUtil.delete(directory.toFile(), false);
        if (!isHeld)
        {
            throw new IllegalStateException("the lease was lost: " + lease);
        }
    }

    /**
     * With the node ID of the lease.
     *
     * @return the ID.
     */
    @Benchmark
    public long nextIdLeased()
    {
        return heldGenerator.nextId();
    }

    /**
     * With the node ID of the lease, whose deadline is looked at for every ID.
     *
     * @return the ID.
     */
    @Benchmark
    public long peerNextIdLookingEachTime()
    {
        return lease.isHeld(nodeId) ? generator.nextId() : TraceId.NO_NODE_ID;
    }

    /**
     * Without a lease.
     *
     * @return the ID.
     */
    @Benchmark
    public long floorNextId()
    {
        return generator.nextId();
    }
}
