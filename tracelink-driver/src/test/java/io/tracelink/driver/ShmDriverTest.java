package io.tracelink.driver;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.tracelink.schema.driver.ShutdownReason;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import static io.tracelink.driver.DriverFixture.PROFILE;
import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static io.tracelink.driver.DriverFixture.START_MS;
import static io.tracelink.driver.DriverFixture.START_NS;
import static io.tracelink.driver.Raw.CONSUMER;
import static io.tracelink.driver.Raw.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class ShmDriverTest
{
    private static final long STREAM = 10_000;
    private static final long FIRST_LEASE = START_MS * 1_000_000;
    private static final long FIRST_EPOCH = FIRST_LEASE + 1;

    @TempDir
    private Path directory;
    private DriverFixture fixture;

    @BeforeEach
    void before()
    {
        fixture = new DriverFixture(directory);
    }

    @AfterEach
    void after()
    {
        fixture.close();
    }

    @Test
    void shouldRunOnItsOwnThreadAndLeaveNothingBehind() throws IOException
    {
        fixture.driver = ShmDriver.launch(fixture.context(fixture.config().build()));
        fixture.awaitConnection();
        final byte[] granted = fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER));
        assertThat(Raw.templateId(granted)).isEqualTo(Raw.ATTACH_RESPONSE);
        final Path epoch = Path.of(fixture.epochDirectory(STREAM, Raw.wrap(granted).getLong(40)));
        assertThat(epoch.resolve("header.ring")).exists();
        assertThat(fixture.driver.isStopped()).isFalse();
        assertThat(fixture.driver.shutdownReason()).isNull();

        final ShmDriver driver = fixture.driver;
        driver.close();
        driver.close();
        assertThat(driver.isStopped()).isTrue();
        assertThat(driver.shutdownReason()).isEqualTo(ShutdownReason.NORMAL);
        awaitTemplate(Raw.DRIVER_SHUTDOWN);
        assertThat(epoch.getParent()).doesNotExist();
        assertThat(epoch.getParent().getParent()).isDirectoryContaining("glob:**/" + DriverDirectory.MARK_FILE);
    }

    @Test
    void shouldKeepRegionsOnCloseWhereConfigured()
    {
        fixture.launch(fixture.config().set(DriverKey.CLEANUP_SHM_ON_EXIT, false).build());
        fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER));
        fixture.closeDriver();
        assertThat(Path.of(fixture.epochDirectory(STREAM, FIRST_EPOCH))).isNotEmptyDirectory();
    }

    @Test
    void shouldSayGoodbyeOnClose()
    {
        fixture.launch();
        fixture.closeDriver();
        assertThat(fixture.next()).isEqualTo(Raw.driverShutdown(START_NS, 0));
    }

    @Test
    void shouldDrainAndStopOnARequestWithTheToken() throws InterruptedException
    {
        fixture.launch(fixture.config().set(DriverKey.SHUTDOWN_TOKEN, "open sesame").build());
        fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER));
        final byte[] announce = fixture.next();

        fixture.send(Raw.shutdownRequest(1, "open sesamE"));
        fixture.send(Raw.shutdownRequest(1, ""));
        fixture.assertSilent();
        assertThat(fixture.ask(Raw.shutdownRequest(1, "open sesame"))).isEqualTo(announce);
        assertThat(fixture.ask(Raw.attachRequest(2, STREAM, 6, CONSUMER)))
            .isEqualTo(Raw.attachRefused(2, Raw.REJECTED, "driver shutting down"));
        fixture.advance(SECOND_NS);
        fixture.next();
        fixture.send(Raw.keepalive(FIRST_LEASE, STREAM, 5, PRODUCER));
        fixture.assertSilent();
        assertThat(fixture.driver.isStopped()).isFalse();

        fixture.advance(SECOND_NS);
        fixture.next();
        assertThat(fixture.next()).isEqualTo(Raw.driverShutdown(START_NS + 2 * SECOND_NS, 1));
        assertThat(fixture.driver.awaitShutdown()).isEqualTo(ShutdownReason.ADMIN);
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isZero();
    }

    @Test
    void shouldIgnoreShutdownRequestsWithoutAConfiguredToken()
    {
        fixture.launch();
        fixture.send(Raw.shutdownRequest(0, ""));
        fixture.assertSilent();
        assertThat(fixture.counter(DriverCounters.REJECTS_TYPE_ID)).isEqualTo(2);
    }

    @Test
    void shouldCallTheTerminationHook() throws InterruptedException
    {
        final CountDownLatch terminated = new CountDownLatch(1);
        final DriverConfig config = fixture.config()
            .set(DriverKey.SHUTDOWN_TOKEN, "x").set(DriverKey.SHUTDOWN_TIMEOUT_MS, 0L).build();
        fixture.driver = ShmDriver.launch(fixture.context(config).terminationHook(terminated::countDown));
        fixture.awaitConnection();
        fixture.send(Raw.shutdownRequest(2, "x"));
        terminated.await();
        assertThat(fixture.driver.awaitShutdown()).isEqualTo(ShutdownReason.ERROR);
    }

    @Test
    void shouldLeaveNothingOnTheClientWhenItCannotStart()
    {
        fixture.awaitConnection();
        final int before = positionsAndDriverCounters();
        final ShmDriver.Context context = fixture.context(fixture.config().build())
            .aeronDirectoryName(null)
            .aeron(fixture.aeron)
            .epochClock(() ->
            {
                assertThat(positionsAndDriverCounters()).isGreaterThan(before);
                throw new IllegalStateException("no time");
            });

        assertThatThrownBy(() -> ShmDriver.launch(context)).hasMessage("no time");

        final long deadlineNs = System.nanoTime() + 10 * SECOND_NS;
        while (positionsAndDriverCounters() != before && System.nanoTime() - deadlineNs < 0)
        {
            Thread.onSpinWait();
        }

        assertThat(positionsAndDriverCounters()).isEqualTo(before);
        assertThat(fixture.aeron.isClosed()).isFalse();
    }

    @Test
    void shouldInvokeTheConductorOfAClientWithoutAThread()
    {
        try (Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(fixture.mediaDriver.aeronDirectoryName())
            .useConductorAgentInvoker(true)))
        {
            fixture.driver = ShmDriver.launch(
                fixture.context(fixture.config().build()).aeronDirectoryName(null).aeron(aeron));
            fixture.awaitConnection();

            assertThat(Raw.templateId(fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER))))
                .isEqualTo(Raw.ATTACH_RESPONSE);

            fixture.driver.close();
        }
    }

    @Test
    void shouldRefuseToStartBesideAnotherDriver()
    {
        fixture.launch();
        assertThatThrownBy(() -> ShmDriver.launch(fixture.context(fixture.config().build())))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("is in use by a driver in this process");
        assertThat(Raw.wrap(fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER))).getInt(16)).isEqualTo(Raw.OK);
    }

    @Test
    void shouldStopWithErrorWhenTheClientIsGone()
    {
        final List<Throwable> errors = new ArrayList<>();
        final Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(fixture.mediaDriver.aeronDirectoryName()));
        final ShmDriver driver = ShmDriver.launch(new ShmDriver.Context()
            .config(fixture.config().build()).aeron(aeron).useAgentInvoker(true).errorHandler(errors::add));
        aeron.close();
        driver.agentInvoker().invoke();

        assertThat(driver.isStopped()).isTrue();
        assertThat(driver.shutdownReason()).isEqualTo(ShutdownReason.ERROR);
        assertThat(driver.agentInvoker().isClosed()).isTrue();
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).isInstanceOf(AgentTerminationException.class);
        driver.close();
    }

    @Test
    void shouldRefuseAContextThatWasUsed()
    {
        final ShmDriver.Context context = fixture.context(fixture.config().build());
        ShmDriver.launch(context).close();
        assertThatThrownBy(() -> ShmDriver.launch(context)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCollectOldEpochsAndLeftovers() throws IOException
    {
        final Path leftover = Path.of(fixture.epochDirectory(STREAM + 5, 123));
        Files.createDirectories(leftover);
        Files.writeString(leftover.resolve("header.ring"), "old");
        fixture.launch();
        fixture.advance(4 * SECOND_NS);
        fixture.assertSilent();
        for (int i = 0; i < 2; i++)
        {
            fixture.ask(Raw.attachRequest(i, STREAM, 5, PRODUCER));
            fixture.next();
            fixture.ask(Raw.detachRequest(i, FIRST_LEASE + i, STREAM, 5, PRODUCER));
            fixture.next();
            fixture.next();
        }

        for (int i = 0; i < 3; i++)
        {
            fixture.advance(SECOND_NS);
            assertThat(fixture.next()).isEqualTo(Raw.announce(
                STREAM, 0, FIRST_EPOCH + 3, START_NS + (i + 5) * SECOND_NS, PROFILE,
                fixture.epochDirectory(STREAM, FIRST_EPOCH + 3)));
        }

        fixture.assertSilent();
        assertThat(leftover.getParent()).doesNotExist();
        assertThat(Path.of(fixture.epochDirectory(STREAM, FIRST_EPOCH))).doesNotExist();
        assertThat(Path.of(fixture.epochDirectory(STREAM, FIRST_EPOCH + 1))).doesNotExist();
        assertThat(Path.of(fixture.epochDirectory(STREAM, FIRST_EPOCH + 2))).isNotEmptyDirectory();
        assertThat(Path.of(fixture.epochDirectory(STREAM, FIRST_EPOCH + 3))).isNotEmptyDirectory();
    }

    @Test
    void shouldRevokeLeasesOfADriverBeforeThisOne() throws IOException
    {
        Files.createDirectories(Path.of(fixture.epochDirectory(STREAM, 123)));
        fixture.launch();
        assertThat(fixture.ask(Raw.keepalive(44, STREAM, 5, PRODUCER)))
            .isEqualTo(Raw.leaseRevoked(START_NS, 44, STREAM, 5, PRODUCER, 3, "lease not found"));
    }

    @Test
    void shouldTellOnAnAnnounceStreamOfItsOwn()
    {
        fixture.launch(fixture.config().set(DriverKey.ANNOUNCE_STREAM_ID, 1001L).build());
        fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER));
        fixture.assertSilent();
        assertThat(fixture.counter(DriverCounters.ANNOUNCES_TYPE_ID)).isEqualTo(1);
        assertThat(fixture.counter(DriverCounters.DROPPED_SENDS_TYPE_ID)).isZero();
    }

    @Test
    void shouldNotAllocateOnKeepalivesAndAnnounces()
    {
        fixture.launch();
        fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER));
        final byte[] keepalive = Raw.keepalive(FIRST_LEASE, STREAM, 5, PRODUCER);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

        long leastAllocated = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++)
        {
            long allocated = 0;
            for (int i = 0; i < 400; i++)
            {
                fixture.send(keepalive);
                fixture.advance(SECOND_NS);
                final long before = threads.getCurrentThreadAllocatedBytes();
                fixture.driver.agentInvoker().invoke();
                fixture.driver.agentInvoker().invoke();
                allocated += threads.getCurrentThreadAllocatedBytes() - before;
                fixture.work();
            }

            leastAllocated = Math.min(leastAllocated, allocated);
        }

        assertThat(leastAllocated).isZero();
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isEqualTo(1);
    }

    private void awaitTemplate(final int templateId)
    {
        byte[] message = fixture.next();
        while (Raw.templateId(message) != templateId)
        {
            message = fixture.next();
        }
    }

    private int positionsAndDriverCounters()
    {
        final int[] count = new int[1];
        fixture.aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) ->
        {
            final boolean isDriverCounter =
                typeId >= DriverCounters.LEASES_TYPE_ID && typeId <= DriverCounters.REVOCATIONS_TYPE_ID;
            if (isDriverCounter || AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID == typeId)
            {
                count[0]++;
            }
        });

        return count[0];
    }
}
