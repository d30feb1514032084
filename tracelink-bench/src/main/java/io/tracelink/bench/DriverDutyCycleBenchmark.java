package io.tracelink.bench;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.DriverCounters;
import io.tracelink.driver.DriverKey;
import io.tracelink.driver.ShmDriver;
import io.tracelink.schema.driver.HugepagesPolicy;
import io.tracelink.schema.driver.MessageHeaderDecoder;
import io.tracelink.schema.driver.MessageHeaderEncoder;
import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachRequestEncoder;
import io.tracelink.schema.driver.ShmAttachResponseDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveEncoder;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an SHM driver does all the time: a duty cycle in which nothing happens, and one that hears a keepalive. The
 * driver is invoked by the benchmark's thread; a cycle reads the clock and runs the conductor of the Aeron client too.
 */
@State(Scope.Benchmark)
public class DriverDutyCycleBenchmark extends TraceLinkBenchmark
{
    private static final long STREAM_ID = 10_000;
    private static final long CLIENT_ID = 7;
    private static final int KEEPALIVE_LENGTH =
        MessageHeaderEncoder.ENCODED_LENGTH + ShmLeaseKeepaliveEncoder.BLOCK_LENGTH;

    private final UnsafeBuffer keepalive = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64, 64));
    private Path directory;
    private TracedStreams streams;
    private ShmDriver driver;
    private AgentInvoker driverInvoker;
    private ExclusivePublication publication;
    private long leaseId;
    private long notSent;

    /**
     * For JMH.
     */
    public DriverDutyCycleBenchmark()
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
        driverInvoker = driver.agentInvoker();
        publication =
            streams.aeron().addExclusivePublication(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        streams.await(publication::isConnected);

        final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
        final ShmAttachRequestEncoder attach = new ShmAttachRequestEncoder();
        attach.wrapAndApplyHeader(request, 0, new MessageHeaderEncoder())
            .correlationId(1)
            .streamId(STREAM_ID)
            .clientId(CLIENT_ID)
            .role(Role.PRODUCER)
            .expectedLayoutVersion(0)
            .publishMode(PublishMode.EXISTING_OR_CREATE)
            .requireHugepages(HugepagesPolicy.STANDARD)
            .desiredNodeId(ShmAttachRequestEncoder.desiredNodeIdNullValue());
        publication.offer(request, 0, MessageHeaderEncoder.ENCODED_LENGTH + ShmAttachRequestEncoder.BLOCK_LENGTH);
        streams.await(this::isAttached);

        new ShmLeaseKeepaliveEncoder().wrapAndApplyHeader(keepalive, 0, new MessageHeaderEncoder())
            .leaseId(leaseId)
            .streamId(STREAM_ID)
            .clientId(CLIENT_ID)
            .role(Role.PRODUCER)
            .clientTimestampNs(0);
        streams.drain();
    }

    /**
     * Read away what was said, outside of what is measured.
     */
    @TearDown(Level.Invocation)
    public void drain()
    {
        streams.drain();
    }

    /**
     * Stop, and see that the lease was there all the time.
     */
    @TearDown
    public void tearDown()
    {
        final long leases = counter(DriverCounters.LEASES_TYPE_ID);
        final long badMessages = counter(DriverCounters.BAD_MESSAGES_TYPE_ID);
        CloseHelper.closeAll(driver, streams);
        IoUtil.delete(directory.toFile(), false);
        if (leases != 1 || badMessages != 0 || notSent != 0)
        {
            throw new IllegalStateException(
                "leases=" + leases + " badMessages=" + badMessages + " notSent=" + notSent);
        }
    }

    /**
     * Nothing happens.
     *
     * @return what was done, to be sunk.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long idle()
    {
        long work = 0;
        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            work += driverInvoker.invoke();
        }

        return work;
    }

    /**
     * A keepalive is sent and heard.
     *
     * @return what was done, at least one piece of work for each.
     */
    @Benchmark
    @OperationsPerInvocation(TracedStreams.BATCH)
    public long keepalive()
    {
        long work = 0;
        for (int i = 0; i < TracedStreams.BATCH; i++)
        {
            sendKeepalive();
            work += driverInvoker.invoke();
        }

        return work;
    }

    /**
     * Where a term is full Aeron refuses once.
     */
    private void sendKeepalive()
    {
        long result = publication.offer(keepalive, 0, KEEPALIVE_LENGTH);
        if (Publication.ADMIN_ACTION == result)
        {
            result = publication.offer(keepalive, 0, KEEPALIVE_LENGTH);
        }

        notSent += result < 0 ? 1 : 0;
    }

    private boolean isAttached()
    {
        driverInvoker.invoke();
        streams.links().poll(
            (buffer, offset, length, header) ->
            {
                final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder().wrap(buffer, offset);
                if (messageHeader.schemaId() == ShmAttachResponseDecoder.SCHEMA_ID &&
                    messageHeader.templateId() == ShmAttachResponseDecoder.TEMPLATE_ID)
                {
                    leaseId = new ShmAttachResponseDecoder()
                        .wrapAndApplyHeader(buffer, offset, messageHeader).leaseId();
                }
            },
            1);
        return leaseId != 0;
    }

    private long counter(final int typeId)
    {
        final long[] value = {-1};
        streams.aeron().countersReader().forEach((counterId, type, key, label) ->
        {
            if (type == typeId)
            {
                value[0] = streams.aeron().countersReader().getCounterValue(counterId);
            }
        });
        return value[0];
    }
}
