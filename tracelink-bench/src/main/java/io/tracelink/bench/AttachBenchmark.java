package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.DriverKey;
import io.tracelink.driver.PayloadPool;
import io.tracelink.driver.ShmDriver;
import io.tracelink.driver.StreamBinding;
import io.tracelink.driver.StreamProfile;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import io.tracelink.driverclient.LeaseGrant;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.LangUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the call to attach until the lease is held: media driver and SHM driver run on threads of their own with their
 * default idle strategies, the client on the benchmark's. A lease is given back outside of what is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 5, time = 1, timeUnit = TimeUnit.SECONDS)
public class AttachBenchmark extends TraceLinkBenchmark
{
    private static final long CONSUMED_STREAM_ID = 10_000;
    private static final long PRODUCED_STREAM_ID = 10_001;
    private static final int SLOTS = 64;
    private static final int SLOT_LENGTH = 256;
    private static final Path MEMORY = Path.of("/dev/shm");

    /**
     * Size of the regions of the produced stream.
     */
    @Param({"1", "16", "64"})
    private int poolMiB;

    private Path directory;
    private MediaDriver mediaDriver;
    private Aeron aeron;
    private ShmDriver driver;
    private DriverClient client;
    private Lease lease;

    /**
     * For JMH.
     */
    public AttachBenchmark()
    {
    }

    /**
     * Start everything, and a producer of the stream that is consumed.
     *
     * @throws IOException when there is no directory for the regions.
     */
    @Setup
    public void setUp() throws IOException
    {
        directory = Files.isDirectory(MEMORY) ?
            Files.createTempDirectory(MEMORY, "tracelink-bench") : Files.createTempDirectory("tracelink-bench");
        mediaDriver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .errorHandler(LangUtil::rethrowUnchecked));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(mediaDriver.aeronDirectoryName()));
        driver = ShmDriver.launch(new ShmDriver.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .config(DriverConfig.builder()
                .set(DriverKey.BASE_DIR, directory.toString())
                .set(DriverKey.NODE_ID_COOLDOWN_MS, 0L)
                .set(DriverKey.ANNOUNCE_PERIOD_MS, 20L)
                .set(DriverKey.EPOCH_GC_KEEP, 1L)
                .set(DriverKey.EPOCH_GC_MIN_AGE_NS, 0L)
                .profile(new StreamProfile(
                    "default", SLOTS, List.of(new PayloadPool(1, (poolMiB << 20) / SLOTS))))
                .stream(new StreamBinding("consumed", CONSUMED_STREAM_ID, "default"))
                .stream(new StreamBinding("produced", PRODUCED_STREAM_ID, "default"))
                .build()));
        client = new DriverClient(new DriverClient.Context().aeron(aeron).allowedBaseDirs(List.of(directory)));
        attach(AttachOptions.producer(CONSUMED_STREAM_ID));
        lease = null;
    }

    /**
     * Give the lease back.
     */
    @TearDown(Level.Invocation)
    public void detach()
    {
        if (null != lease)
        {
            lease.detach();
            while (!lease.isClosed())
            {
                client.doWork();
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Stop everything.
     */
    @TearDown
    public void tearDown()
    {
        CloseHelper.closeAll(client, driver, aeron, mediaDriver);
        IoUtil.delete(directory.toFile(), false);
    }

    /**
     * A consumer of an epoch that exists.
     *
     * @return what it gets.
     */
    @Benchmark
    public LeaseGrant consumer()
    {
        return attach(AttachOptions.consumer(CONSUMED_STREAM_ID));
    }

    /**
     * A producer, for which the driver makes a new epoch and writes all of its memory.
     *
     * @return what it gets.
     */
    @Benchmark
    public LeaseGrant producer()
    {
        return attach(AttachOptions.producer(PRODUCED_STREAM_ID));
    }

    /**
     * Writing as much memory, and nothing else.
     *
     * @return what was written.
     * @throws IOException when there is no space.
     */
    @Benchmark
    public long floorPrefault() throws IOException
    {
        final Path file = directory.resolve("floor");
        final ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        final long length = ((long)poolMiB << 20) + SLOTS * SLOT_LENGTH;
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            long position = 0;
            while (position < length)
            {
                zeros.clear().limit((int)Math.min(zeros.capacity(), length - position));
                position += channel.write(zeros, position);
            }
        }
        finally
        {
            Files.deleteIfExists(file);
        }

        return length;
    }

    private LeaseGrant attach(final AttachOptions options)
    {
        lease = client.attach(options);
        LeaseGrant grant = lease.grant();
        while (null == grant)
        {
            client.doWork();
            Thread.onSpinWait();
            grant = lease.grant();
        }

        return grant;
    }
}
