package io.tracelink.driverclient;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A media driver in a process of its own, killed and started again, takes a client's leases but not the client.
 */
class MediaDriverRestartTest
{
    private static final int CONTROL_STREAM_ID = 1000;
    private static final long DRIVER_TIMEOUT_MS = 1_000;
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path baseDir;
    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final RecordingListener listener = new RecordingListener();
    private ProgramProcess mediaDriver;
    private Aeron aeron;
    private ScriptedDriver driver;
    private DriverClient client;

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(client, driver, aeron, mediaDriver);
        IoUtil.delete(new File(aeronDir), true);
    }

    @Test
    void shouldAttachAgainByAnotherAeronClientWithTheSameNodeId()
    {
        launch();
        client = new DriverClient(new DriverClient.Context()
            .aeron(aeron)
            .controlChannel(Harness.CHANNEL)
            .controlStreamId(CONTROL_STREAM_ID)
            .allowedBaseDirs(List.of(baseDir))
            .errorHandler(errors::add));
        final Lease lease = client.attach(AttachOptions.producer(Harness.STREAM).listener(listener));
        final Lease other = client.attach(AttachOptions.consumer(Harness.STREAM + 1));
        grant(lease, 11, 7);
        final long nodeId = lease.nodeId();
        assertThatIllegalStateException()
            .isThrownBy(() -> client.reconnect(aeron))
            .withMessage("the former Aeron client is open, close it first");

        kill();
        await(() -> !client.isConnected());

        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        assertThat(lease.isHeld((int)nodeId)).isFalse();
        assertThat(lease.lastFailure()).isEqualTo("MEDIA_DRIVER_GONE: the media driver is gone");
        assertThat(listener.events).endsWith("ATTACHED->BACKOFF", "lost MEDIA_DRIVER_GONE");
        assertThat(errors).hasSize(1);
        final long failures = client.counter(ClientCounter.ATTACH_FAILURES);
        await(() -> 0 == client.doWork());
        other.detach();
        assertThat(other.isClosed()).isTrue();
        launch();
        client.reconnect(aeron);
        assertThat(client.isConnected()).isTrue();
        final byte[] request = grant(lease, 1, 8);

        assertThat(RawMessage.desiredNodeId(request)).isEqualTo(nodeId);
        assertThat(lease.nodeId()).isEqualTo(nodeId);
        assertThat(client.counter(ClientCounter.ATTACH_FAILURES)).isEqualTo(failures);
        assertThat(aeronCounter(ClientCounter.ATTACHES)).isEqualTo(2);
        assertThat(errors).hasSize(1);
    }

    private void launch()
    {
        mediaDriver = ProgramProcess.of(baseDir, Map.of(), JAVA,
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("java.class.path"),
            "-Daeron.dir=" + aeronDir,
            "-Daeron.dir.delete.on.start=true",
            "-Daeron.threading.mode=SHARED",
            "-Daeron.ipc.term.buffer.length=64k",
            "io.aeron.driver.MediaDriver");
        Await.until(
            () -> CommonContext.isDriverActive(new File(aeronDir), DRIVER_TIMEOUT_MS, (message) -> {}),
            () -> "no media driver: " + mediaDriver);
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(aeronDir)
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .errorHandler((ex) -> {}));
        driver = new ScriptedDriver(aeron, Harness.CHANNEL, CONTROL_STREAM_ID);
    }

    /**
     * Kill -9, and leave nothing that could be taken for a media driver that lives.
     */
    private void kill()
    {
        assertThat(mediaDriver.handle().destroyForcibly()).isTrue();
        mediaDriver.awaitExit();
        IoUtil.delete(new File(aeronDir), true);
    }

    private byte[] grant(final Lease lease, final long leaseId, final long epoch)
    {
        final byte[][] request = new byte[1][];
        await(() ->
        {
            driver.poll();
            request[0] = driver.take(ScriptedDriver.ATTACH);
            return null != request[0] && Harness.STREAM == RawMessage.wrap(request[0]).getInt(8 + 8);
        });
        final RawRegions regions = RawRegions.create(baseDir, Harness.STREAM, epoch);
        await(() -> driver.trySend(new RawGrant(request[0], leaseId, regions).toBytes()));
        await(() -> leaseId == lease.leaseId());

        return request[0];
    }

    private void await(final BooleanSupplier condition)
    {
        Await.until(
            () ->
            {
                client.doWork();
                return condition.getAsBoolean();
            },
            () -> "events=" + listener.events + " errors=" + errors + " " + mediaDriver);
    }

    private long aeronCounter(final ClientCounter counter)
    {
        final CountersReader counters = aeron.countersReader();
        final AtomicLong value = new AtomicLong(-1);
        counters.forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (counter.typeId() == typeId)
            {
                value.set(counters.getCounterValue(counterId));
            }
        });

        return value.get();
    }
}
