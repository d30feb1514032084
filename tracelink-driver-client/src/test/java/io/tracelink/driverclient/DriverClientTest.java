package io.tracelink.driverclient;

import io.aeron.ExclusivePublication;
import io.aeron.exceptions.ConcurrentConcludeException;
import io.aeron.exceptions.TimeoutException;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.schema.driver.HugepagesPolicy;
import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.Role;
import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DriverClientTest
{
    private static TestMediaDriver media;

    @TempDir
    private Path baseDir;

    @BeforeAll
    static void launch()
    {
        media = new TestMediaDriver();
    }

    @AfterAll
    static void shutDown()
    {
        media.close();
        assertThat(media.errors()).isEmpty();
    }

    @Test
    void shouldHaveTheDefaultsOfTheProtocolFamily()
    {
        final DriverClient.Context ctx = new DriverClient.Context();

        assertThat(ctx.controlChannel()).isEqualTo(TraceStreams.CONTROL_CHANNEL);
        assertThat(ctx.controlStreamId()).isEqualTo(TraceStreams.CONTROL_STREAM_ID);
        assertThat(ctx.controlStreamId(2000).announceStreamId()).isEqualTo(2000);
        assertThat(ctx.announceChannel()).isEqualTo(ctx.controlChannel());
        assertThat(ctx.keepaliveIntervalNs()).isEqualTo(Harness.SECOND);
        assertThat(ctx.announcePeriodNs()).isEqualTo(Harness.SECOND);
        assertThat(ctx.allowedBaseDirs()).containsExactly(Path.of("/dev/shm/tensorpool"));
        assertThat(ctx.useAeronCounters()).isTrue();
        assertThat(ctx.correlationSeed()).isNotEqualTo(new DriverClient.Context().correlationSeed());
    }

    @Test
    void shouldRefuseSettingsThatAreWrong()
    {
        assertRefused(new DriverClient.Context(), "aeron=null: set the Aeron client to use");
        assertRefused(context().controlChannel(" "), "controlChannel is blank: set an Aeron channel");
        assertRefused(context().announceChannel(" "), "announceChannel is blank: set an Aeron channel");
        assertRefused(context().attachTimeoutNs(0), "attachTimeoutNs=0 must be at least 1");
        assertRefused(context().keepaliveIntervalNs(-1), "keepaliveIntervalNs=-1 must be at least 1");
        assertRefused(context().announcePeriodNs(0), "announcePeriodNs=0 must be at least 1");
        assertRefused(context().backoffMinNs(0), "backoffMinNs=0 must be at least 1");
        assertRefused(context().backoffMinNs(9).backoffMaxNs(8), "backoffMaxNs=8 must be at least backoffMinNs=9");
        assertRefused(
            context().allowedBaseDirs(List.of()), "allowedBaseDirs=[]: name the directories of the driver's regions");
        assertRefused(
            context().allowedBaseDirs(List.of(Path.of("a"))), "allowedBaseDirs=[a] must be absolute: 'a'");
        final DriverClient.Context ctx = context().conclude();
        assertThatExceptionOfType(ConcurrentConcludeException.class).isThrownBy(ctx::conclude);
    }

    @Test
    void shouldRefuseOptionsThatAreWrong()
    {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> AttachOptions.producer(-1))
            .withMessage("streamId=-1 must be in 0..4294967294");
        final AttachOptions options = AttachOptions.consumer(1);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> options.clientId(0xFFFF_FFFFL))
            .withMessage("clientId=4294967295 must be in 0..4294967294");
        assertThatIllegalArgumentException().isThrownBy(() -> options.desiredNodeId(-3));
        assertThatIllegalArgumentException().isThrownBy(() -> options.expectedLayoutVersion(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.publishMode(PublishMode.NULL_VAL));
        assertThatIllegalArgumentException().isThrownBy(() -> options.hugepages(HugepagesPolicy.NULL_VAL));
        assertThat(options.role()).isEqualTo(Role.CONSUMER);
        assertThat(options.publishMode()).isEqualTo(PublishMode.REQUIRE_EXISTING);
        assertThat(options.hugepages()).isEqualTo(HugepagesPolicy.STANDARD);
    }

    @Test
    void shouldAwaitALeaseWhileAnAgentRunnerRunsTheClient()
    {
        try (Harness harness = new Harness(
            media, baseDir, ctx -> ctx.nanoClock(SystemNanoClock.INSTANCE).errorHandler(media.errors()::add)))
        {
            final ScriptedDriver driver = harness.driver;
            final RawRegions regions = harness.regions(7);
            final Lease lease = harness.client.attach(harness.producer());
            try (AgentRunner runner = new AgentRunner(
                new YieldingIdleStrategy(), media.errors()::add, null, harness.client))
            {
                AgentRunner.startOnThread(runner);
                final LeaseGrant grant = lease.awaitAttached(10, TimeUnit.SECONDS, new IdleStrategy()
                {
                    @Override
                    public void idle(final int workCount)
                    {
                        driver.poll();
                        final byte[] request = driver.take(ScriptedDriver.ATTACH);
                        if (null != request)
                        {
                            assertThat(driver.trySend(new RawGrant(request, 42, regions).toBytes())).isTrue();
                        }
                    }

                    @Override
                    public void idle()
                    {
                        idle(0);
                    }

                    @Override
                    public void reset()
                    {
                    }
                });

                assertThat(grant.leaseId()).isEqualTo(42);
            }

            assertThat(harness.client.isClosed()).isTrue();
            assertThat(lease.isClosed()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> harness.client.attach(harness.producer()));
        }
    }

    @Test
    void shouldSayWhyALeaseWasNotAttachedInTime()
    {
        try (Harness harness = new Harness(media, baseDir, ctx -> ctx.nanoClock(SystemNanoClock.INSTANCE)))
        {
            final Lease lease = harness.client.attach(harness.producer());
            final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
            harness.send(RawMessage.refusal(RawMessage.correlationId(request), 3, "producer already attached"));

            assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> lease.awaitAttached(1, TimeUnit.MILLISECONDS, new YieldingIdleStrategy()))
                .withMessageContaining("not attached within 1 MILLISECONDS: Lease{streamId=10007, role=PRODUCER")
                .withMessageContaining("lastFailure='REJECTED: producer already attached'");
            Thread.currentThread().interrupt();
            assertThatIllegalStateException()
                .isThrownBy(() -> lease.awaitAttached(1, TimeUnit.SECONDS, new YieldingIdleStrategy()))
                .withMessageStartingWith("interrupted while waiting");
            assertThat(Thread.interrupted()).isTrue();
            lease.detach();
            assertThatIllegalStateException()
                .isThrownBy(() -> lease.awaitAttached(1, TimeUnit.SECONDS, new YieldingIdleStrategy()))
                .withMessageStartingWith("lease was given back");
        }
    }

    @Test
    void shouldRefuseToBeRunOrClosedByAListener()
    {
        try (Harness harness = new Harness(media, baseDir))
        {
            harness.client.attach(AttachOptions.producer(Harness.STREAM).listener(new LeaseListener()
            {
                @Override
                public void onStateChange(final Lease lease, final LeaseState previous, final LeaseState state)
                {
                    assertThatIllegalStateException().isThrownBy(harness.client::doWork);
                    assertThatIllegalStateException().isThrownBy(harness.client::close);
                    throw new UnsupportedOperationException("both were refused");
                }
            }));
            harness.await(() -> 1 == harness.errors.size());

            assertThat(harness.errors.get(0)).hasMessage("both were refused");
        }
    }

    @Test
    void shouldHoldManyLeases()
    {
        try (Harness harness = new Harness(media, baseDir))
        {
            final Map<Long, Lease> leases = new HashMap<>();
            for (long streamId = 20_000; streamId < 20_064; streamId++)
            {
                leases.put(streamId, harness.client.attach(AttachOptions.producer(streamId)));
            }

            for (int i = 0; i < leases.size(); i++)
            {
                final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
                final long streamId = RawMessage.wrap(request).getInt(8 + 8);
                harness.send(new RawGrant(request, i, RawRegions.create(baseDir, streamId, i)).toBytes());
            }

            assertThat(leases.values()).allMatch(lease -> LeaseState.ATTACHED == lease.state());
            assertThat(leases.values()).extracting(Lease::clientId).doesNotHaveDuplicates();
            assertThat(leases.values()).extracting(Lease::leaseId).doesNotHaveDuplicates();
            harness.advance(Harness.SECOND);
            harness.await(() -> 64 == harness.client.counter(ClientCounter.KEEPALIVES));
        }
    }

    @Test
    void shouldShowItsCountersInAeron()
    {
        final CountersReader counters = media.aeron().countersReader();
        try (Harness harness = new Harness(media, baseDir, ctx -> ctx.useAeronCounters(true)))
        {
            harness.attached(harness.producer(), harness.regions(7));
            final Map<Integer, Long> values = new HashMap<>();
            counters.forEach((id, typeId, keyBuffer, label) -> values.put(typeId, counters.getCounterValue(id)));

            assertThat(values).containsEntry(ClientCounter.ATTACHES.typeId(), 1L);
            assertThat(values.keySet()).contains(
                1100, 1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 1109, 1110, 1111);
        }
    }

    @Test
    void shouldAllocateNothingWhileLeasesAreKept()
    {
        try (Harness harness = new Harness(media, baseDir))
        {
            final RawRegions regions = harness.regions(7);
            final Lease lease = harness.attached(harness.producer(), regions);
            final UnsafeBuffer announce = new UnsafeBuffer(RawMessage.announce(Harness.STREAM, 7, regions));
            final UnsafeBuffer ofOthers = new UnsafeBuffer(RawMessage.revoked(9, Harness.STREAM, 6, 1, 3));
            try (ExclusivePublication publication =
                media.aeron().addExclusivePublication(Harness.CHANNEL, harness.controlStreamId))
            {
                assertThat(AllocationProbe.allocatedBytes(2_000, () ->
                {
                    final long keepalives = harness.client.counter(ClientCounter.KEEPALIVES);
                    harness.advance(Harness.SECOND);
                    boolean isAnnounced = false;
                    // The clock outruns the media driver, which moves the limits of the publications.
                    while (!isAnnounced || harness.client.counter(ClientCounter.KEEPALIVES) == keepalives)
                    {
                        isAnnounced = isAnnounced ||
                            (publication.offer(announce) > 0 && publication.offer(ofOthers) > 0);
                        harness.client.doWork();
                        harness.driver.skip();
                    }
                })).isZero();
            }

            assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
            assertThat(harness.client.counter(ClientCounter.KEEPALIVES)).isGreaterThanOrEqualTo(6_000);
            assertThat(harness.listener.events).hasSize(3);
        }
    }

    private DriverClient.Context context()
    {
        return new DriverClient.Context().aeron(media.aeron()).allowedBaseDirs(List.of(baseDir));
    }

    private static void assertRefused(final DriverClient.Context ctx, final String message)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> new DriverClient(ctx)).withMessage(message);
    }
}
